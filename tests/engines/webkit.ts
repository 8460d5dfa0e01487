/** WebKitGTK's small browser on a screen that nobody sees, over WebDriver. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Builder, Button, Key, Origin } from 'selenium-webdriver';
import type { WebDriver } from 'selenium-webdriver';
import { freePort } from '../support/free-port.ts';
import type { Engine, NamedKey } from './engine.ts';
import { watchSite } from './watched-host.ts';

const keys: Readonly<Record<NamedKey, string>> = {
  Enter: Key.ENTER,
  Escape: Key.ESCAPE,
  Tab: Key.TAB,
  ArrowRight: Key.ARROW_RIGHT,
  ArrowDown: Key.ARROW_DOWN,
  End: Key.END,
};

/** The browser's own buttons would keep its window wider than a phone. */
const narrowButtons = `
  headerbar, box, button, entry { min-width: 0; padding: 0; margin: 0; border-width: 0; }
  image { min-width: 0; -gtk-icon-transform: scale(0.1); }
`;

/** A folder of settings for the browser, and of nothing else: it keeps nothing of the user's, nor leaves anything. */
function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'webkit-'));
  mkdirSync(join(home, 'gtk-3.0'));
  writeFileSync(join(home, 'gtk-3.0/gtk.css'), narrowButtons);
  return home;
}

/** Starts an X server without a screen; resolves to its display, which it chooses itself, `:1`. */
async function startScreen(program: string): Promise<{ readonly display: string; readonly process: ChildProcess }> {
  const child = spawn(program, ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    (child.stdio[3] as Readable).once('data', (chunk: Buffer) => {
      resolve(chunk.toString().trim());
    });
    child.once('exit', () => {
      reject(new Error('the X server ended'));
    });
  });
  return { display: `:${number}`, process: child };
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await fetch(`${url}/status`).catch(() => undefined)) !== undefined) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error('WebKitWebDriver did not start');
}

/** Makes the page, not the window, so wide and so high. */
async function resize(driver: WebDriver, width: number, height: number): Promise<void> {
  const window = driver.manage().window();
  await window.setRect({ x: 0, y: 0, width, height });
  const inside = await driver.executeScript<number>('return innerHeight');
  await window.setRect({ x: 0, y: 0, width, height: height + (height - inside) });
}

export async function startWebKit(
  programs: { readonly driver: string; readonly screen: string },
  site: string,
): Promise<Engine> {
  const home = makeHome();
  const screen = await startScreen(programs.screen);
  const port = await freePort();
  const driverProcess = spawn(programs.driver, [`--port=${String(port)}`], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DISPLAY: screen.display,
      GDK_BACKEND: 'x11',
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      XDG_CACHE_HOME: home,
    },
  });
  const host = await watchSite(site);
  const endAll = (): void => {
    host.close();
    driverProcess.kill();
    screen.process.kill();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const url = `http://127.0.0.1:${String(port)}`;
    await answers(url);
    const driver = await new Builder().usingServer(url).withCapabilities({ browserName: 'MiniBrowser' }).build();
    return {
      version: `WebKitGTK ${String((await driver.getCapabilities()).get('browserVersion'))}`,
      open: async (address) => {
        // Addresses that differ in their fragment only would not be loaded anew.
        await driver.get('about:blank');
        await driver.get(host.url + address);
      },
      resize: (width, height) => resize(driver, width, height),
      run: (task, ...args) => driver.executeScript(task, ...args),
      press: (key) =>
        driver
          .actions()
          .sendKeys(key in keys ? keys[key as NamedKey] : key)
          .perform(),
      pointAt: (x, y) => driver.actions().move({ x, y, origin: Origin.VIEWPORT, duration: 0 }).perform(),
      drag: ([start, ...rest]) => {
        const [x = 0, y = 0] = start ?? [];
        const actions = driver.actions().move({ x, y, origin: Origin.VIEWPORT, duration: 0 }).press(Button.LEFT);
        for (const [toX, toY] of rest) actions.move({ x: toX, y: toY, origin: Origin.VIEWPORT, duration: 20 });
        return actions.release(Button.LEFT).perform();
      },
      complaints: host.complaints,
      picture: async () => Buffer.from(await driver.takeScreenshot(), 'base64'),
      close: async () => {
        await driver.quit();
        endAll();
      },
    };
  } catch (error) {
    endAll();
    throw error;
  }
}

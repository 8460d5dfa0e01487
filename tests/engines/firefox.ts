/** Firefox without a window, over WebDriver BiDi. */
import { launch } from 'puppeteer-core';
import type { Engine, NamedKey } from './engine.ts';

export async function startFirefox(executablePath: string, site: string): Promise<Engine> {
  const browser = await launch({ browser: 'firefox', executablePath, headless: true });
  const page = await browser.newPage();
  let complaints: string[] = [];
  page.on('pageerror', (error) => {
    const message = error instanceof Error ? error.message : String(error);
    // Said of MathML that has arrived in part; what has arrived as a whole, the tests count themselves.
    if (!message.startsWith('Invalid markup')) complaints.push(`exception: ${message}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${String(response.status())}: ${response.url()}`);
  });
  return {
    version: (await browser.version()).replace('/', ' '),
    open: async (address) => {
      // Addresses that differ in their fragment only would not be loaded anew.
      await page.goto('about:blank');
      await page.goto(site + address);
    },
    resize: (width, height) => page.setViewport({ width, height }),
    run: (task, ...args) => page.evaluate(task as never, ...args),
    press: (key) => page.keyboard.press(key as NamedKey),
    pointAt: (x, y) => page.mouse.move(x, y),
    drag: async ([start, ...rest]) => {
      if (start === undefined) return;
      await page.mouse.move(...start);
      await page.mouse.down();
      for (const place of rest) await page.mouse.move(...place);
      await page.mouse.up();
    },
    complaints: () => {
      const found = complaints;
      complaints = [];
      return found;
    },
    picture: () => page.screenshot(),
    close: () => browser.close(),
  };
}

/** A new author follows CONTRIBUTING: one folder for an article, one for a demo that trains, one file of checks. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Locator } from '@playwright/test';
import { astro, copyProject, projectRoot, removeCopy } from '../support/copy-project.ts';
import { freePort } from '../support/free-port.ts';
import { parseFigure, readouts, setSlider } from './support.ts';

test.describe.configure({ timeout: 120_000 });

const fixture = join(projectRoot, 'tests/fixtures/new-author');
const id = 'least-squares';
let copy = '';
let server: ChildProcess | undefined;
let address = '';

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

async function serve(folder: string): Promise<string> {
  const port = String(await freePort());
  server = spawn(
    join(folder, 'node_modules/.bin/astro'),
    ['preview', '--ignore-lock', '--host', '127.0.0.1', '--port', port],
    { cwd: folder, env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' }, stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  await expect
    .poll(
      () =>
        fetch(url).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 30_000 },
    )
    .toBe(200);
  return url;
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  copy = copyProject();
  cpSync(fixture, copy, { recursive: true });
  const { code, output } = await astro(copy, 'build');
  expect(code, output.slice(-3000)).toBe(0);
  address = await serve(copy);
});
test.afterAll(() => {
  server?.kill();
  if (copy !== '') removeCopy(copy);
});

const loss = async (demo: Locator): Promise<number> =>
  parseFigure(
    Object.entries(await readouts(demo)).find(([label]) => /mean squared error|均方误差/.test(label))?.[1] ?? '',
  );
const done = async (demo: Locator): Promise<number> => Number(Object.values(await readouts(demo))[0]);

test('nothing but the new folders and the file of checks was added', () => {
  const touched = ['src', 'content'].flatMap((room) => {
    const [before, after] = [projectRoot, copy].map(
      (folder) =>
        new Map(
          filesUnder(join(folder, room)).map((file) => [
            join(room, file),
            readFileSync(join(folder, room, file), 'utf8'),
          ]),
        ),
    );
    return [...(after ?? [])].filter(([file, text]) => before?.get(file) !== text).map(([file]) => file);
  });
  expect(touched.sort()).toEqual(filesUnder(fixture));
  for (const file of touched) expect(file).toMatch(/^(content\/articles|src\/demos|src\/checks)\/least-squares[/.]/);
});

test('the article is on the home page, in its series and in the gallery, in both languages', async ({ page }) => {
  for (const [prefix, title, demo] of [
    ['', 'Least squares', 'A line, step by step'],
    ['/zh', '最小二乘', '一步步找直线'],
  ] as const) {
    await page.goto(`${address}${prefix}/`);
    await expect(page.locator('.item-title', { hasText: title })).toBeVisible();
    await page.goto(`${address}${prefix}/series/mathematics/`);
    await expect(page.locator('main')).toContainText(title);
    await page.goto(`${address}${prefix}/demos/`);
    await expect(page.locator('.card-title', { hasText: demo })).toBeVisible();
    await page.goto(`${address}${prefix}/${id}/`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.locator('#eq-normal')).toContainText('(1)');
  }
});

test.describe('the demo', () => {
  let demo: Locator;
  test.beforeEach(async ({ page }) => {
    await page.goto(`${address}/${id}/?backend=wasm#demo-${id}`);
    demo = page.locator(`#demo-${id}`);
    await demo.scrollIntoViewIfNeeded();
    await expect(demo).toHaveAttribute('data-state', 'live');
  });
  const press = (name: RegExp) => demo.getByRole('button', { name }).click();

  test('shows its initial state, still and live, the same', async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const still = await context.newPage();
    await still.goto(`${address}/${id}/`);
    const drawn = still.locator(`#demo-${id}`);
    await expect(drawn.locator('.demo-picture svg:visible circle')).toHaveCount(40);
    expect(await readouts(drawn)).toEqual(await readouts(demo));
    expect(await done(demo)).toBe(0);
    await context.close();
  });

  test('Play trains it: the progress advances and the loss falls; Pause stops it', async ({ page }) => {
    const first = await loss(demo);
    await press(/Play/);
    await expect.poll(() => done(demo)).toBeGreaterThan(10);
    expect(await loss(demo)).toBeLessThan(first);
    await press(/Pause/);
    await page.waitForTimeout(400);
    const at = await done(demo);
    await page.waitForTimeout(600);
    expect(await done(demo)).toBe(at);
    expect(await demo.locator('progress').evaluate((bar) => (bar as HTMLProgressElement).value)).toBe(at);
  });

  test('Step advances it by one', async () => {
    for (const step of [1, 2, 3]) {
      await press(/Step/);
      await expect.poll(() => done(demo)).toBe(step);
    }
  });

  test('its weights can be downloaded, at any step and when the run is over', async ({ page }) => {
    const download = async () => {
      await demo.locator('.demo-menu summary').click();
      const [file] = await Promise.all([page.waitForEvent('download'), press(/Weights/)]);
      expect(file.suggestedFilename()).toBe(`${id}-weights.json`);
      return JSON.parse(readFileSync(await file.path(), 'utf8')) as {
        demo: string;
        seed: number;
        steps: number;
        parameters: Record<string, unknown>;
        weights: Record<string, { shape: number[]; values: number[] }>;
      };
    };
    const slope = async (): Promise<number> =>
      parseFigure(Object.entries(await readouts(demo)).find(([label]) => label.includes('slope'))?.[1] ?? '');
    const first = await download();
    expect(first).toMatchObject({ demo: id, steps: 0, weights: { line: { shape: [2, 1] } } });
    expect(first.seed).toBe(first.parameters['seed']);
    await setSlider(demo, 'steps', 10);
    await press(/Step/);
    await expect.poll(() => done(demo)).toBe(1);
    await press(/Play/);
    await expect(demo.getByRole('button', { name: 'done' })).toBeVisible();
    const last = await download();
    expect(last.steps).toBe(10);
    expect(last.parameters['steps']).toBe(10);
    expect(last.weights['line']?.values[0]).toBeCloseTo(await slope(), 2);
    expect(last.weights['line']?.values).not.toEqual(first.weights['line']?.values);
    for (const value of last.weights['line']?.values ?? []) expect(String(value).length).toBeLessThanOrEqual(12);
  });

  test('Reset returns to the same initial loss; a new seed gives another; the run repeats exactly', async () => {
    const first = await readouts(demo);
    const run = async (): Promise<string> => {
      for (const step of [1, 2, 3, 4]) {
        await press(/Step/);
        await expect.poll(() => done(demo)).toBe(step);
      }
      return JSON.stringify(await readouts(demo));
    };
    const once = await run();
    await press(/Reset/);
    await expect.poll(() => readouts(demo)).toEqual(first);
    expect(await run()).toBe(once);
    await press(/New seed/);
    await expect.poll(() => done(demo)).toBe(0);
    expect(await loss(demo)).not.toBe(parseFigure(first['loss: mean squared error, 40 points'] ?? ''));
    await press(/Reset/);
    await expect.poll(() => readouts(demo)).toEqual(first);
  });

  test('off screen it pauses, and goes on when it is back', async ({ page }) => {
    await setSlider(demo, 'steps', 400);
    await expect.poll(() => done(demo)).toBe(0);
    await press(/Play/);
    await expect.poll(() => done(demo)).toBeGreaterThan(3);
    // On a short page only a shrunken window takes the demo out of view.
    await page.evaluate(() => {
      document.body.style.paddingBlockEnd = '300vh';
      scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    });
    await expect(demo).not.toBeInViewport();
    await page.waitForTimeout(500);
    const at = await done(demo);
    await page.waitForTimeout(800);
    expect(await done(demo)).toBe(at);
    expect(at).toBeLessThan(400);
    await demo.scrollIntoViewIfNeeded();
    await expect.poll(() => done(demo)).toBeGreaterThan(at);
  });

  test('a run ends, says so, frees its tensors, and Reset starts it anew', async () => {
    const before = Number(await demo.getAttribute('data-tensors'));
    expect(before, 'tensors that an open run holds').toBeGreaterThan(0);
    await setSlider(demo, 'steps', 10);
    await expect.poll(() => done(demo)).toBe(0);
    await press(/Play/);
    await expect(demo.getByRole('button', { name: 'done' })).toBeVisible();
    expect(await done(demo)).toBe(10);
    await press(/Reset/);
    await expect.poll(() => done(demo)).toBe(0);
    await expect.poll(async () => Number(await demo.getAttribute('data-tensors'))).toBe(before);
    await expect(demo.getByRole('button', { name: /Play/ })).toBeEnabled();
  });

  test('the link in the text sets its parameter, too long a step makes the loss grow, and the reader sees it', async ({
    page,
  }) => {
    await page.getByRole('link', { name: 'take a step that is too long' }).click();
    await expect.poll(() => demo.locator('[data-param=rate] output').textContent()).toBe('1.20');
    const first = await loss(demo);
    for (const step of [1, 2, 3]) {
      await press(/Step/);
      await expect.poll(() => done(demo)).toBe(step);
    }
    expect(await loss(demo)).toBeGreaterThan(first);
  });

  test('it runs on every backend', async ({ page }) => {
    for (const backend of ['webgpu', 'webgl', 'cpu']) {
      await page.goto(`${address}/${id}/?backend=${backend}#demo-${id}`);
      await demo.scrollIntoViewIfNeeded();
      await expect(demo).toHaveAttribute('data-state', 'live');
      await expect(demo).toHaveAttribute('data-backend', backend);
      const first = await loss(demo);
      await press(/Step/);
      await expect.poll(() => done(demo)).toBe(1);
      expect(await loss(demo)).toBeLessThan(first);
    }
  });

  test('its equation’s check holds', async ({ page }) => {
    const check = page.locator('equation-check');
    await check.locator('button').click();
    await expect(check).toHaveAttribute('data-result', 'holds');
  });

  test('it runs in Chinese', async ({ page }) => {
    await page.goto(`${address}/zh/${id}/?backend=wasm#demo-${id}`);
    await demo.scrollIntoViewIfNeeded();
    await expect(demo).toHaveAttribute('data-state', 'live');
    const first = await loss(demo);
    await press(/播放/);
    await expect.poll(() => done(demo)).toBeGreaterThan(5);
    expect(await loss(demo)).toBeLessThan(first);
  });
});

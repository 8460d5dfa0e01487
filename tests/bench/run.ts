/**
 * `npm run bench`: what the built site weighs and how quickly it answers, as tables, and as test-results/bench.json. Measures;
 * passes no judgement. Figures depend on the machine and on what else runs there: compare only runs of one machine.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { chromium, type Browser, type Locator, type Page } from '@playwright/test';
import { chromiumArguments, findChromium } from '../support/chromium.ts';

const root = join(import.meta.dirname, '../..');
const dist = process.env['DIST'] ?? join(root, 'dist');
const port = Number(process.env['PORT'] ?? 4398);
const address = `http://127.0.0.1:${String(port)}`;
const backends = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
const changes = 40;

type Row = Readonly<Record<string, string | number>>;
const report: Record<string, Row[]> = {};
const brotli = (body: Buffer | string): number => brotliCompressSync(body).byteLength;
const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? NaN;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const ms = (value: number): string => value.toFixed(1);

function table(title: string, rows: Row[]): void {
  report[title] = rows;
  console.log(`\n${title}`);
  console.table(rows);
}

/** Runs `astro build` and returns its wall time in seconds. */
function timeBuild(): number {
  const started = performance.now();
  const { status } = spawnSync(join(root, 'node_modules/.bin/astro'), ['build'], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) throw new Error('the build failed: run `npm run build` to see why');
  return (performance.now() - started) / 1000;
}

const pages = (): string[] =>
  readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('index.html'))
    .map((file) => `/${file.replaceAll('\\', '/').slice(0, -'index.html'.length)}`)
    .sort();

/** An observer that never sees anything: no demo is near. */
const nothingIsNear = (): void => {
  class Inert {
    observe = (): void => undefined;
    unobserve = (): void => undefined;
    disconnect = (): void => undefined;
  }
  Object.defineProperty(globalThis, 'IntersectionObserver', { value: Inert });
};

const watchShifts = (): void => {
  Object.assign(globalThis, { shift: 0 });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as { value: number }[])
      (globalThis as unknown as { shift: number }).shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
};

/** Bytes of a page as brotli, by kind, before any demo is near; fonts are the ones requested for the first screen. */
async function weigh(browser: Browser, path: string): Promise<Row> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(nothingIsNear);
  const bytes: Record<string, number[]> = { document: [], stylesheet: [], script: [], font: [] };
  const reading: Promise<void>[] = [];
  page.on('response', (response) => {
    const kind = response.request().resourceType();
    // Fonts are compressed already.
    reading.push(
      response.body().then(
        (body) => void bytes[kind]?.push(kind === 'font' ? body.byteLength : brotli(body)),
        () => undefined,
      ),
    );
  });
  await page.goto(`${address}${path}`, { waitUntil: 'networkidle' });
  await Promise.all(reading);
  await page.close();
  const [html, css, js, fonts] = ['document', 'stylesheet', 'script', 'font'].map((kind) => sum(bytes[kind] ?? []));
  return {
    page: path,
    html: html ?? 0,
    css: css ?? 0,
    js: js ?? 0,
    fonts: fonts ?? 0,
    'html+css+fonts': (html ?? 0) + (css ?? 0) + (fonts ?? 0),
  };
}

/** Cumulative layout shift of a page read from top to bottom, its demos coming to life, at a width. */
async function shiftOf(browser: Browser, path: string, width: number): Promise<number> {
  const page = await browser.newPage({ viewport: { width, height: 850 } });
  await page.addInitScript(watchShifts);
  await page.goto(`${address}${path}`, { waitUntil: 'networkidle' });
  const end = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < end; y += 600) {
    await page.evaluate((to) => {
      scrollTo({ top: to, behavior: 'instant' });
    }, y);
    await page.waitForTimeout(250);
  }
  await page.waitForTimeout(1500);
  const shift = await page.evaluate(() => (globalThis as unknown as { shift: number }).shift);
  await page.close();
  return shift;
}

/** Milliseconds from a parameter's change to the frame that shows it being painted, `count` times. */
const answerTimes = (demo: Locator, count: number): Promise<number[]> =>
  demo.evaluate(async (element, total) => {
    const field = element.querySelector<HTMLInputElement>('.demo-controls input[type=range]');
    const picture = element.querySelector('.demo-picture');
    if (!field || !picture) return [];
    const [low, high] = [Number(field.min), Number(field.max)];
    const paint = (): Promise<number> =>
      new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
    const changed = (): Promise<void> =>
      new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(picture, { subtree: true, childList: true, attributes: true, characterData: true });
        setTimeout(resolve, 3000);
      });
    const times: number[] = [];
    for (let index = 0; index < total; index += 1) {
      field.value = String(low + (((index + 1) * 0.618034) % 1) * (high - low));
      const started = performance.now();
      const drawn = changed();
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await drawn;
      times.push((await paint()) - started);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return times;
  }, count);

/** The longest main-thread task, in ms (0: none above 50), while a slider is dragged back and forth for two seconds. */
async function longestTask(page: Page, demo: Locator): Promise<number> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
  });
  const slider = demo.locator('.demo-controls input[type=range]').first();
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) return NaN;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 10, y);
  await page.mouse.down();
  for (const started = Date.now(); Date.now() - started < 2000;) {
    await page.mouse.move(box.x + box.width * (0.5 + 0.45 * Math.sin((Date.now() - started) / 200)), y);
  }
  await page.mouse.up();
  return page.evaluate(() => Math.max(0, ...(globalThis as unknown as { tasks: number[] }).tasks));
}

/** One demo on one backend, in a fresh browser cache. */
async function measureDemo(
  browser: Browser,
  path: string,
  id: string,
  backend: string,
): Promise<{ row: Row; runtime: Row }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(nothingIsNear);
  const fetched: { name: string; body: Promise<Buffer> }[] = [];
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname.split('/').at(-1) ?? '';
    if (/\.(?:js|wasm)$/.test(name)) fetched.push({ name, body: response.body().catch(() => Buffer.alloc(0)) });
  });
  await page.goto(`${address}${path}?backend=${backend}`, { waitUntil: 'networkidle' });
  const before = fetched.length;
  const demo = page.locator(`#demo-${id}`);
  // The demo comes near all at once; the time to its first live frame starts here.
  const toLive = await demo.evaluate(async (element) => {
    const started = performance.now();
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const live = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (element.getAttribute('data-state') === 'live')
          requestAnimationFrame(() => resolve(performance.now() - started));
      });
      observer.observe(element, { attributes: true });
    });
    // With the observer inert, a press on "try again" is how a demo is started by hand.
    element.parentElement?.querySelector<HTMLButtonElement>('.demo-trouble button')?.click();
    return live;
  });
  const bodies = await Promise.all(fetched.slice(before).map(async ({ name, body }) => ({ name, body: await body })));
  const size = (test: (text: string, name: string) => boolean): number =>
    sum(bodies.filter(({ name, body }) => test(body.toString('latin1'), name)).map(({ body }) => brotli(body)));
  const tensor = size(
    (text, name) =>
      name.endsWith('.js') &&
      /numTensors|requestAdapter|gpgpu|tfjs-backend-wasm|looks like you are running TensorFlow|kernelName/.test(text),
  );
  const binary = size((_, name) => name.endsWith('.wasm'));
  const own = size((text, name) => /^(?:View|compute|describe|params)[.-]/.test(name) && !text.includes('kernelName'));
  const times = await answerTimes(demo, changes);
  const longest = await longestTask(page, demo);
  await context.close();
  return {
    row: {
      demo: id,
      backend,
      'first live frame, ms': Math.round(toLive),
      'median, ms': ms(quantile(times, 0.5)),
      'p95, ms': ms(quantile(times, 0.95)),
      'longest task, ms': Math.round(longest),
      'own code, bytes': own,
    },
    runtime: {
      backend,
      'scripts with tensor code, bytes': tensor,
      'wasm binary, bytes': binary,
      'all that was fetched, bytes': size(() => true),
    },
  };
}

async function main(): Promise<void> {
  const asked = process.argv.includes('--no-build');
  if (!asked || !existsSync(join(dist, 'index.html')))
    table('Build', [{ seconds: timeBuild().toFixed(1), cores: cpus().length }]);
  const server = spawn(
    join(root, 'node_modules/.bin/astro'),
    ['preview', '--ignore-lock', '--outDir', dist, '--host', '127.0.0.1', '--port', String(port)],
    { cwd: root, stdio: 'ignore' },
  );
  const executablePath = findChromium();
  const browser = await chromium.launch({ args: chromiumArguments, ...(executablePath ? { executablePath } : {}) });
  try {
    for (
      let tries = 0;
      tries < 100 &&
      !(await fetch(address).then(
        () => true,
        () => false,
      ));
      tries += 1
    )
      await new Promise((resolve) => setTimeout(resolve, 200));
    const rows: Row[] = [];
    for (const path of pages()) rows.push(await weigh(browser, path));
    table('Bytes before any demo is near, brotli', rows);

    // A demo's own page shows what an article shows already.
    const withDemos = pages()
      .filter((path) => !path.includes('/embed/'))
      .filter((path) => readFileSync(join(dist, path, 'index.html'), 'utf8').includes('<live-demo'));
    const shifts: Row[] = [];
    for (const path of withDemos)
      for (const width of [1280, 390])
        shifts.push({ page: path, width, 'layout shift': (await shiftOf(browser, path, width)).toFixed(5) });
    table('Layout shift, read from top to bottom', shifts);

    const demos: Row[] = [];
    const runtimes = new Map<string, Row>();
    for (const path of withDemos.filter((name) => !name.startsWith('/zh/'))) {
      const ids = [
        ...readFileSync(join(dist, path, 'index.html'), 'utf8').matchAll(/<live-demo id="demo-([^"]+)"/g),
      ].map(([, id = '']) => id);
      for (const id of ids) {
        for (const backend of backends) {
          const { row, runtime } = await measureDemo(browser, path, id, backend);
          demos.push(row);
          if (!runtimes.has(backend)) runtimes.set(backend, runtime);
        }
      }
    }
    table(`Demos: cold start, and ${String(changes)} changes of the first slider to the painted frame`, demos);
    table('What one demo fetches per backend, brotli', [...runtimes.values()]);
  } finally {
    await browser.close();
    server.kill();
  }
  mkdirSync(join(root, 'test-results'), { recursive: true });
  writeFileSync(
    join(root, 'test-results/bench.json'),
    `${JSON.stringify({ date: new Date().toISOString(), cores: cpus().length, ...report }, undefined, 1)}\n`,
  );
}

await main();

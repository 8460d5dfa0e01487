/** What a page loads, when, and that nothing moves meanwhile. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, test, type Page, type Response } from '@playwright/test';
import { articles, demoRoot, demos, dist, goLive, laidOut, openDemo, sampleArticles } from './support.ts';

// One of the long files: its tests are shared out among the workers.
test.describe.configure({ mode: 'parallel' });

/** Budget of an article page's JavaScript before any demo is near, in bytes as brotli. */
const budget = 10_000;
const brotli = (body: Buffer | string): number => brotliCompressSync(body).byteLength;

/** Chunks of the build by what only they say. */
const chunks = readdirSync(join(dist, '_astro'))
  .filter((name) => name.endsWith('.js'))
  .map((name) => ({ name, text: readFileSync(join(dist, '_astro', name), 'utf8') }));
const saying = (...words: string[]): string[] =>
  chunks.filter(({ text }) => words.every((word) => text.includes(word))).map(({ name }) => name);
const core = saying('numTensors');
const svelte = saying('svelte.dev/e/');
const backendChunks = {
  // The worker asks for an adapter too, to tell one device from another.
  webgpu: saying('requestAdapter', 'createComputePipeline'),
  webgl: saying('WebGL is not supported', 'gpgpu'),
  wasm: saying('tfjs-backend-wasm'),
  cpu: saying('looks like you are running TensorFlow.js in').filter((name) => !saying('gpgpu').includes(name)),
} as const;

/** Pretends that nothing is ever near the viewport. */
const inertObserver = (): void => {
  class Inert {
    observe = (): void => undefined;
    unobserve = (): void => undefined;
    disconnect = (): void => undefined;
    takeRecords = (): [] => [];
  }
  Object.defineProperty(globalThis, 'IntersectionObserver', { value: Inert });
};

/** Sums layout shifts from the first paint on. */
const watchShifts = (): void => {
  const shifts: string[] = [];
  Object.assign(globalThis, { shifts });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as { value: number; sources: { node: Node | null }[] }[]) {
      const names = entry.sources.map(({ node }) =>
        node instanceof Element ? `${node.tagName}.${node.className}` : node?.textContent?.slice(0, 20),
      );
      shifts.push(`${entry.value.toFixed(5)} ${names.join(', ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
};
const readShifts = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts);

// The scripts of a page are the same in both languages.
for (const { path, slug, lang } of articles.filter((one) => one.lang === 'en' || sampleArticles.includes(one))) {
  test(`${path} loads at most ${String(budget)} bytes of JavaScript while no demo is near, all from its own origin`, async ({
    page,
    baseURL,
  }) => {
    await page.addInitScript(inertObserver);
    const scripts: Response[] = [];
    const foreign: string[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response);
    });
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(baseURL ?? '').origin) foreign.push(request.url());
    });
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => {
      scrollTo(0, document.body.scrollHeight / 2);
    });
    await page.waitForTimeout(500);
    let total = 0;
    for (const response of scripts) {
      const name = new URL(response.url()).pathname.replace('/_astro/', '');
      expect([...core, ...svelte], `${name} is part of the runtime`).not.toContain(name);
      const size = brotli(await response.body());
      console.log(`${String(size).padStart(6)}  ${name}`);
      total += size;
    }
    const inline = await page.locator('script:not([src]):not([type="application/ld+json"])').allTextContents();
    total += inline.reduce((sum, text) => sum + brotli(text), 0);
    console.log(`${String(total).padStart(6)}  JavaScript of /${slug}/ (${lang}) before a demo is near, brotli`);
    expect(foreign).toEqual([]);
    expect(scripts.length).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual(budget);
    await expect(page.locator('live-demo[data-state=still]')).toHaveCount(await page.locator('live-demo').count());
  });
}

for (const width of [1280, 390]) {
  // Every article at one width, in English and Chinese by turns; the sample at both, in both.
  const here = articles.filter((one, index) => sampleArticles.includes(one) || index % 4 === (width === 1280 ? 0 : 3));
  for (const { path, outline } of here) {
    test(`nothing on ${path} moves while it loads and its demos come to life, at ${String(width)} px`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 850 });
      await page.addInitScript(watchShifts);
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      expect(await readShifts(page), 'before any demo is near').toEqual([]);
      await laidOut(page);
      const end = await page.evaluate(() => document.documentElement.scrollHeight);
      for (let y = 0; y < end; y += 500) {
        // Two frames: what comes near is noticed in the first, and moved in the second.
        await page.evaluate(async (to) => {
          scrollTo({ top: to, behavior: 'instant' });
          for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
        }, y);
      }
      for (const { id = '' } of outline.demos) await goLive(page, id);
      await page.waitForTimeout(1000);
      expect(await readShifts(page), 'with all demos live').toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollHeight), 'the height of the page').toBe(end);
    });
  }
}

/** Chunks that a chunk imports before it runs, itself included, all the way down. */
function staticImports(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = chunks.find((chunk) => chunk.name === name)?.text ?? '';
  for (const [, imported = ''] of text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g))
    staticImports(imported, seen);
  return seen;
}

test('TensorFlow.js is fetched by the worker only', async ({ page }) => {
  const requested = new Set<string>();
  page.on('request', (request) => requested.add(request.url().split('/').at(-1) ?? ''));
  await openDemo(page, demos[0]?.id ?? '');
  const onMainThread = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1) ?? ''),
  );
  const tensors = [...core, ...Object.values(backendChunks).flat()];
  expect(tensors.length).toBeGreaterThan(3);
  expect(
    [...requested].some((name) => core.includes(name)),
    'the core is requested',
  ).toBe(true);
  // Chromium books a worker's first script, and what that imports before it runs, on the page that starts the worker.
  const workers = page.workers().flatMap((worker) => [...staticImports(worker.url().split('/').at(-1) ?? '')]);
  const pageScripts = onMainThread.filter((name) => name.endsWith('.js') && !workers.includes(name));
  const leaked = pageScripts.flatMap((name) => [...staticImports(name)]).filter((name) => tensors.includes(name));
  expect(pageScripts.length).toBeGreaterThan(5);
  expect(leaked).toEqual([]);
  expect(await page.evaluate(() => '_tfengine' in globalThis), 'an engine on the main thread').toBe(false);
});

for (const [backend, own] of Object.entries(backendChunks)) {
  test(`with ${backend}, no other backend is fetched`, async ({ page }) => {
    expect(own, `chunks of ${backend} in the build`).not.toEqual([]);
    const requested = new Set<string>();
    page.on('request', (request) => requested.add(request.url().split('/').at(-1) ?? ''));
    const demo = await openDemo(page, demos[0]?.id ?? '', `backend=${backend}`);
    await expect(demo).toHaveAttribute('data-backend', backend);
    const fetched = Object.entries(backendChunks)
      .filter(([, names]) => names.some((name) => requested.has(name)))
      .map(([name]) => name);
    expect(fetched).toEqual([backend]);
    expect([...requested].filter((name) => name.endsWith('.wasm'))).toHaveLength(backend === 'wasm' ? 1 : 0);
  });
}

test('a demo that is far from the viewport stays still', async ({ page }) => {
  const source = articles.find(({ outline }) => outline.demos.length > 1);
  await page.goto(source?.path ?? '/');
  await page.waitForLoadState('networkidle');
  const last = source?.outline.demos.at(-1)?.id ?? '';
  await expect(demoRoot(page, last)).toHaveAttribute('data-state', 'still');
});

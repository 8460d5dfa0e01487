/** What a device lacks or a network drops, and whether a page that is used for long grows. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type CDPSession, type Page } from '@playwright/test';
import { backendOf, demoRoot, dist, followState, openDemo, readouts, setSlider, watchErrors } from './support.ts';

const id = 'rope-clocks';

async function expectAlive(page: Page): Promise<void> {
  const demo = demoRoot(page, id);
  await expect(demo).toHaveAttribute('data-state', 'live');
  await setSlider(demo, 'm', 120);
  await expect.poll(async () => Object.values(await readouts(demo))[0]).toBe('111');
}
const notice = (page: Page) => demoRoot(page, id).locator('.demo-notice');

/** Runs `code` in every worker of the page, before it loads a backend. */
async function inWorkers(page: Page, code: string): Promise<void> {
  const name = readdirSync(join(dist, '_astro')).find((file) => /^worker-.*\.js$/.test(file)) ?? '';
  const script = readFileSync(join(dist, '_astro', name), 'utf8');
  await page.route(`**/_astro/${name}`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `${code};${script}` }),
  );
}

test('no WebAssembly at all: another backend computes, and the reader is told', async ({ page }) => {
  await inWorkers(page, `Reflect.deleteProperty(globalThis, 'WebAssembly')`);
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  const demo = await openDemo(page, id, 'backend=wasm');
  expect(await backendOf(demo)).not.toBe('wasm');
  await expect(notice(page)).toContainText('this browser has no WebAssembly');
  await expectAlive(page);
});

test('WebGL in half precision only is not used, and the reader is told why', async ({ page }) => {
  await inWorkers(
    page,
    `{ const { getExtension } = WebGL2RenderingContext.prototype;
      WebGL2RenderingContext.prototype.getExtension = function (name) {
        return name === 'EXT_color_buffer_float' ? null : getExtension.call(this, name);
      }; }`,
  );
  const demo = await openDemo(page, id, 'backend=webgl');
  expect(await backendOf(demo)).not.toBe('webgl');
  await expect(notice(page)).toContainText('half precision');
  await expectAlive(page);
});

test('storage that is full costs nothing but the memory of choices', async ({ page }) => {
  const errors = watchErrors(page);
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await openDemo(page, id);
  await expectAlive(page);
  await page.locator('theme-switch button').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  expect(errors).toEqual([]);
});

for (const [what, pattern] of [
  ['view', /\/View\.[^/]*\.js/],
  ['worker script', /\/worker-[^/]*\.js/],
] as const) {
  test(`a ${what} that fails to load once is asked for again by itself`, async ({ page }) => {
    let failures = 0;
    await page.route(pattern, (route) => {
      failures += 1;
      return failures === 1 ? route.abort() : route.continue();
    });
    await openDemo(page, id);
    expect(failures).toBeGreaterThan(1);
    await expect(page.locator('.demo-trouble:visible')).toHaveCount(0);
    await expectAlive(page);
  });
}

test('fragments that make no sense break nothing', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto('/rope/#%');
  for (const hash of ['%zz', '%ff%fe', '<b>', '__proto__', 'demo-%E0%A4%A']) {
    await page.evaluate((to) => (location.hash = to), hash);
  }
  await openDemo(page, id);
  expect(errors).toEqual([]);
});

interface Size {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
}
async function sizeOf(session: CDPSession): Promise<Size> {
  for (let times = 0; times < 3; times += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const read = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  return { heap: read('JSHeapUsedSize') / 1e6, nodes: read('Nodes'), listeners: read('JSEventListeners') };
}
const printed = ({ heap, nodes, listeners }: Size): string =>
  `${heap.toFixed(1)} MB, ${String(nodes)} nodes, ${String(listeners)} listeners`;

/** Sets the slider `count` times, letting the page paint between. */
const change = (page: Page, count: number): Promise<void> =>
  demoRoot(page, id).evaluate(async (demo, total) => {
    const field = demo.querySelector<HTMLInputElement>('[data-param="m"] input[type=range]');
    for (let index = 0; field && index < total; index += 1) {
      field.value = String((index * 37) % 201);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  }, count);

test('2,000 changes and 50 navigations leave no more tensors, nodes or listeners, and no larger heap', async ({
  page,
}) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.enable');
  const demo = await openDemo(page, id, 'backend=wasm');
  const navigate = async (times: number): Promise<void> => {
    for (let index = 0; index < times; index += 1) {
      if (index % 5 === 4) await page.goBack();
      else await followState(page, id, `backend=wasm&${id}.m=${String(20 + index)}`);
    }
  };
  const settled = async (): Promise<Size & { tensors: number }> => {
    await followState(page, id, `backend=wasm&${id}.m=90`);
    await expect.poll(async () => Object.values(await readouts(demo))[0]).toBe('81');
    return { ...(await sizeOf(session)), tensors: Number(await demo.getAttribute('data-tensors')) };
  };
  // What is made once is made by then.
  await change(page, 200);
  await navigate(10);
  const before = await settled();
  await change(page, 2_000);
  await navigate(50);
  const after = await settled();
  console.log(`before: ${printed(before)}; after 2,000 changes and 50 navigations: ${printed(after)}`);
  expect(after.tensors).toBe(before.tensors);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners + 20);
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 200);
  expect(after.heap).toBeLessThan(before.heap + 3);
});

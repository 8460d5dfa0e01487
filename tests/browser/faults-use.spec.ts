/** A page that is used for long, and a browser that goes from page to page: nothing grows, and what comes back computes. */
import { chromium, expect, test, type Browser, type CDPSession, type Page } from '@playwright/test';
import { chromiumArguments, findChromium } from '../support/chromium.ts';
import {
  demoRoot,
  done,
  expectAlive,
  followState,
  goLive,
  openDemo,
  press,
  readouts,
  replaceCompute,
  slider,
} from './support.ts';

// One test is as long as all others of its file: they are shared out among the workers.
test.describe.configure({ mode: 'parallel' });

const id = 'rope-clocks';
const training = 'flash-attention-tiles';

interface Size {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly documents: number;
}
async function measure(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.enable');
  return session;
}
async function sizeOf(session: CDPSession): Promise<Size> {
  for (let times = 0; times < 3; times += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const read = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  const [nodes, listeners, documents] = [read('Nodes'), read('JSEventListeners'), read('Documents')];
  return { heap: read('JSHeapUsedSize') / 1e6, nodes, listeners, documents };
}
const printed = ({ heap, nodes, listeners, documents }: Size): string =>
  `${heap.toFixed(1)} MB, ${String(nodes)} nodes, ${String(listeners)} listeners, ${String(documents)} documents`;
function expectNoGrowth(before: Size, after: Size, what: string): void {
  console.log(`before: ${printed(before)}; after ${what}: ${printed(after)}`);
  expect(after.documents).toBeLessThanOrEqual(before.documents + 1);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners + 20);
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 200);
  expect(after.heap).toBeLessThan(before.heap + 3);
}

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

test('2,000 changes and 50 navigations inside a page leave no more tensors, nodes or listeners, and no larger heap', async ({
  page,
}) => {
  const session = await measure(page);
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
  expectNoGrowth(before, after, '2,000 changes and 50 navigations inside the page');
  expect(after.tensors).toBe(before.tensors);
});

test('50 navigations from page to page leave one worker, no more nodes or listeners, and no larger heap; each time the demo computes', async ({
  page,
}) => {
  const session = await measure(page);
  let returns = 0;
  /** The demo is there as after every opening, and answers to a value of this time. */
  const answers = async (): Promise<void> => {
    returns += 1;
    await goLive(page, id);
    await expectAlive(page, [20 + returns]);
    expect(page.workers()).toHaveLength(1);
  };
  const open = async (): Promise<void> => {
    await page.goto(`/rope/?backend=wasm&${id}.m=${String(100 + returns)}#demo-${id}`);
    await answers();
  };
  /** Five navigations from and to the first page: a link, back, forward, the link to the other language, an address. */
  const round = async (): Promise<void> => {
    await page.locator('a[href="/about/"]').first().click();
    await page.waitForURL('**/about/');
    expect(page.workers()).toHaveLength(0);
    await page.goBack();
    await answers();
    await page.goForward();
    await page.locator('a[href^="/zh/about/"]').first().click();
    await page.waitForURL('**/zh/about/');
    await open();
  };
  await open();
  await round();
  const before = await sizeOf(session);
  for (let rounds = 0; rounds < 10; rounds += 1) await round();
  expectNoGrowth(before, await sizeOf(session), '50 navigations from page to page');
});

/** A browser that keeps pages for Back, which the others here are told not to. */
async function withPageCache(work: (browser: Browser) => Promise<void>): Promise<void> {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    args: chromiumArguments,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

/** Goes `steps` in the history, and waits until the browser has put a kept page back as it was. */
async function goAsKept(page: Page, steps: number): Promise<void> {
  const before = page.url();
  await page.evaluate((by) => void setTimeout(() => history.go(by)), steps);
  await expect.poll(() => page.url()).not.toBe(before);
  await expect
    .poll(() => page.evaluate(() => (globalThis as { restored?: number }).restored ?? 0), {
      message: 'pages that the browser kept and put back',
    })
    .toBeGreaterThan(0);
}

test('a page that the browser keeps for Back comes back as it was: its demo computes, and what trained goes on', async ({
  baseURL,
}) => {
  await withPageCache(async (browser) => {
    const page = await browser.newPage({ baseURL: baseURL ?? '', serviceWorkers: 'block' });
    await page.addInitScript(() => {
      addEventListener('pageshow', ({ persisted }) => {
        const kept = globalThis as { restored?: number };
        if (persisted) kept.restored = (kept.restored ?? 0) + 1;
      });
    });
    const leave = async (): Promise<void> => {
      await page.locator('a[href="/about/"]').first().click();
      await page.waitForURL('**/about/');
    };
    for (const backend of ['wasm', 'webgl']) {
      const demo = await openDemo(page, id, `backend=${backend}`);
      await expectAlive(page, [66]);
      await leave();
      await goAsKept(page, -1);
      expect(await slider(demo, 'm').inputValue()).toBe('66');
      await expect(demo.locator('.demo-notice')).toBeHidden();
      await expectAlive(page);
      await expect(demo).toHaveAttribute('data-backend', backend);
    }
    await replaceCompute(page, training, counting);
    const demo = await openDemo(page, training, 'backend=wasm');
    await press(demo, /Play/);
    await expect.poll(() => done(demo)).toBeGreaterThan(3);
    await leave();
    await goAsKept(page, -1);
    const at = await done(demo);
    expect(at).toBeGreaterThan(3);
    await expect.poll(() => done(demo)).toBeGreaterThan(at);
  });
});

/** In a demo's place: steps that only count. */
const counting = `
  import { reference } from 'REAL';
  export * from 'REAL';
  export async function* simulate(params, tf, signal) {
    const first = reference(params);
    for (let done = 0; !signal.aborted; done += 1) yield { ...first, done, progress: { done, total: 1e6 } };
  }`;

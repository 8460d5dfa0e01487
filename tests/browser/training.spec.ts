/** What plays: as fast as it can without being unfair, as smooth as the page, and never a stale frame. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { done, openDemo, press, replaceCompute, setSlider, slider } from './support.ts';

const id = 'flash-attention-tiles';

/** The demo, in whose place a simulation counts its steps; `moved` says for which n, too. */
const counting = (skipFrames: boolean, ms = 1): string => `
  import { reference } from 'REAL';
  export * from 'REAL';
  export const skipFrames = ${String(skipFrames)};
  export async function* simulate(params, tf, signal) {
    const first = reference(params);
    const frame = (done) => ({ ...first, done, moved: params.n * 1e6 + done, progress: { done, total: 1e6 } });
    yield frame(0);
    for (let done = 1; !signal.aborted; done += 1) {
      for (const started = performance.now(); performance.now() - started < ${String(ms)};);
      yield frame(done);
    }
  }`;

/** Notes every count that is drawn, and every paint, from now on. */
const watchFrames = (demo: Locator): Promise<void> =>
  demo.evaluate((element) => {
    const seen = { drawn: [] as number[], moved: [] as number[], paints: 0 };
    Object.assign(globalThis, { seen });
    const bar = element.querySelector('progress');
    const moved = element.querySelectorAll('.demo-readouts dd')[2];
    new MutationObserver(() => {
      seen.drawn.push(bar?.value ?? NaN);
      seen.moved.push(Number((moved?.textContent ?? '').replaceAll(/\D/g, '')));
    }).observe(element, { subtree: true, attributes: true, attributeFilter: ['value'] });
    const paint = (): void => {
      seen.paints += 1;
      requestAnimationFrame(paint);
    };
    requestAnimationFrame(paint);
  });
const seen = (page: Page): Promise<{ drawn: number[]; moved: number[]; paints: number }> =>
  page.evaluate(() => (globalThis as unknown as { seen: { drawn: number[]; moved: number[]; paints: number } }).seen);

test('training takes as many steps between two paints as fit, draws the newest frame of them, and steps by one', async ({
  page,
}) => {
  await replaceCompute(page, id, counting(true));
  const demo = await openDemo(page, id, 'backend=wasm');
  await watchFrames(demo);
  await press(demo, /Play/);
  await expect.poll(async () => (await seen(page)).drawn.length, { timeout: 60_000 }).toBeGreaterThan(20);
  await press(demo, /Pause/);
  await page.waitForTimeout(500);
  const { drawn, paints } = await seen(page);
  const at = await done(demo);
  console.log(`${String(at)} steps of 1 ms, ${String(drawn.length)} frames drawn in ${String(paints)} paints`);
  expect(drawn.toSorted((a, b) => a - b)).toEqual(drawn);
  expect(at / drawn.length, 'steps per frame').toBeGreaterThan(3);
  expect(drawn.length).toBeLessThanOrEqual(paints);
  for (const step of [1, 2, 3]) {
    await press(demo, /Step/);
    await expect.poll(() => done(demo)).toBe(at + step);
  }
  await page.waitForTimeout(300);
  expect(await done(demo)).toBe(at + 3);
});

test('an algorithm shown step by step draws every frame, one per paint at most', async ({ page }) => {
  await replaceCompute(page, id, counting(false));
  const demo = await openDemo(page, id, 'backend=wasm');
  await watchFrames(demo);
  await press(demo, /Play/);
  await expect.poll(() => done(demo), { timeout: 60_000 }).toBeGreaterThan(30);
  await press(demo, /Pause/);
  const { drawn, paints } = await seen(page);
  expect(drawn).toEqual(drawn.map((_, index) => index + 1));
  expect(drawn.length).toBeLessThanOrEqual(paints);
});

test('no frame of old parameters is drawn once they have moved, and Reset stands at the first frame', async ({
  page,
}) => {
  await replaceCompute(page, id, counting(true, 4));
  const demo = await openDemo(page, id, 'backend=wasm');
  await watchFrames(demo);
  await press(demo, /Play/);
  await expect.poll(() => done(demo), { timeout: 60_000 }).toBeGreaterThan(3);
  const field = slider(demo, 'n');
  const sizes = await field.evaluate((element) => {
    const { min, max, step } = element as HTMLInputElement;
    return [0.2, 0.8, 0.4, 1].map(
      (at) => Number(min) + Math.round((at * (Number(max) - Number(min))) / Number(step)) * Number(step),
    );
  });
  for (const n of sizes) {
    await setSlider(demo, 'n', n);
    await page.waitForTimeout(200);
  }
  await press(demo, /Reset/);
  await expect.poll(() => done(demo)).toBe(0);
  await page.waitForTimeout(500);
  expect(await done(demo)).toBe(0);
  await press(demo, /Step/);
  await expect.poll(() => done(demo)).toBe(1);
  const order = (await seen(page)).moved.map((moved) => Math.floor(moved / 1e6));
  const runs = order.filter((n, index) => n !== order[index - 1]);
  expect(runs.length, `each n is left for good: ${runs.join(', ')}`).toBeLessThanOrEqual(sizes.length + 2);
  expect(runs.length).toBeGreaterThan(2);
});

test('while it trains another demo answers, and training goes on; off screen it pauses', async ({ page }) => {
  await replaceCompute(page, id, counting(true, 3));
  const other = 'flash-attention-stream';
  await openDemo(page, other, 'backend=wasm');
  const demo = await openDemo(page, id, 'backend=wasm');
  await press(demo, /Play/);
  await expect.poll(() => done(demo), { timeout: 60_000 }).toBeGreaterThan(10);
  const still = page.locator(`#demo-${other}`);
  const name = (await still.locator('[data-param]:has(input[type=range])').first().getAttribute('data-param')) ?? '';
  const field = slider(still, name);
  const { min, max } = await field.evaluate((element) => ({
    min: Number((element as HTMLInputElement).min),
    max: Number((element as HTMLInputElement).max),
  }));
  const picture = still.locator('.demo-picture');
  for (const value of [min, max, min]) {
    const [before, steps] = [await picture.innerHTML(), await done(demo)];
    await setSlider(still, name, value);
    await expect.poll(() => picture.innerHTML()).not.toBe(before);
    await expect.poll(() => done(demo)).toBeGreaterThan(steps);
  }
  await page.evaluate(() => {
    scrollTo({ top: 0, behavior: 'instant' });
  });
  await expect(demo).not.toBeInViewport();
  await page.waitForTimeout(500);
  const at = await done(demo);
  await page.waitForTimeout(800);
  expect(await done(demo)).toBe(at);
});

/** Training that is interrupted: by a worker or a device that goes, by a clock that jumps, by a tab that is hidden. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { done, goLive, openDemo, press, replaceCompute, slider, setSlider, type WorkerScope } from './support.ts';

const id = 'flash-attention-tiles';
const other = 'gau-train';

/** In the demo's place: steps that keep a tensor on the device, add to it and read it back, as training does. */
const training = `
  import { reference } from 'REAL';
  export * from 'REAL';
  export const skipFrames = true;
  export async function* simulate(params, tf, signal) {
    const first = reference(params);
    const frame = (done) => ({ ...first, done, moved: params.n * 1e6 + done, progress: { done, total: 1e6 } });
    yield frame(0);
    let weight = tf.zeros([8, 8]);
    try {
      while (!signal.aborted) {
        const next = tf.tidy(() => tf.add(weight, tf.ones([8, 8])));
        weight.dispose();
        weight = next;
        const [done] = await weight.data();
        yield frame(done);
      }
    } finally {
      weight.dispose();
    }
  }`;

async function tensorsOf(demo: Locator): Promise<number> {
  const count = await demo.getAttribute('data-tensors');
  if (count === null) throw new Error('the demo does not say how many tensors there are');
  return Number(count);
}
const goesOn = async (demo: Locator): Promise<void> => {
  const before = await done(demo);
  await expect.poll(() => done(demo)).toBeGreaterThan(before);
};

/** Opens the training with a setting of the reader's own and lets it take some steps. */
async function openTraining(page: Page, backend: string): Promise<{ demo: Locator; setting: string }> {
  await replaceCompute(page, id, training);
  const demo = await openDemo(page, id, `backend=${backend}`);
  await expect(demo).toHaveAttribute('data-backend', backend);
  const least = await slider(demo, 'n').getAttribute('min');
  await setSlider(demo, 'n', Number(least));
  const setting = await slider(demo, 'n').inputValue();
  await press(demo, /Play/);
  await expect.poll(() => done(demo)).toBeGreaterThan(3);
  return { demo, setting };
}

test('a worker killed in mid-training: told, and the run stands at its first frame with its settings', async ({
  page,
}) => {
  const { demo, setting } = await openTraining(page, 'wasm');
  await page.workers()[0]?.evaluate(() => {
    self.close();
  });
  await expect(demo.locator('.demo-notice')).toContainText('worker stopped');
  await expect(demo).not.toHaveAttribute('data-backend', 'wasm');
  await expect.poll(() => done(demo)).toBe(0);
  expect(await slider(demo, 'n').inputValue()).toBe(setting);
  await expect(demo).toHaveAttribute('data-state', 'live');
  await press(demo, /Play/);
  await expect.poll(() => done(demo)).toBeGreaterThan(2);
});

for (const backend of ['webgl', 'webgpu'] as const) {
  test(`${backend} lost in mid-training: told, and the run begins again elsewhere with its settings`, async ({
    page,
  }) => {
    const { demo, setting } = await openTraining(page, backend);
    await page.workers()[0]?.evaluate((name) => {
      const { registry } = (self as unknown as WorkerScope)._tfengine;
      if (name === 'webgpu') registry.webgpu?.device.destroy();
      else registry.webgl?.gpgpu.gl.getExtension('WEBGL_lose_context')?.loseContext();
    }, backend);
    await expect(demo.locator('.demo-notice')).toContainText(backend === 'webgl' ? 'WebGL' : 'WebGPU');
    await expect(demo).not.toHaveAttribute('data-backend', backend);
    await expect(demo).toHaveAttribute('data-state', 'live');
    expect(await slider(demo, 'n').inputValue()).toBe(setting);
    if (await demo.getByRole('button', { name: /Play/ }).first().isVisible()) await press(demo, /Play/);
    await goesOn(demo);
  });
}

test('clocks that jump an hour back and forth do not stop what plays, and no odd time is shown', async ({ page }) => {
  const { demo } = await openTraining(page, 'wasm');
  const jump = (hours: number): void => {
    const [ticks, days] = [performance.now.bind(performance), Date.now.bind(Date)];
    performance.now = () => ticks() + hours * 3_600_000;
    Date.now = () => days() + hours * 3_600_000;
  };
  for (const hours of [1, -1, -1, 1]) {
    await page.evaluate(jump, hours);
    await page.workers()[0]?.evaluate(jump, hours);
    await goesOn(demo);
    expect(await demo.textContent()).not.toMatch(/NaN|Infinity|[-−]\d[\d.,]* ms/);
  }
  await press(demo, /Pause/);
  await press(demo, /Reset/);
  await expect.poll(() => done(demo)).toBe(0);
});

test('a hidden tab pauses what plays, and it goes on when the tab is seen again', async ({ page }) => {
  const { demo } = await openTraining(page, 'wasm');
  const show = (state: 'visible' | 'hidden') =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now });
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => now === 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await show('hidden');
  // What was on its way arrives.
  await page.waitForTimeout(300);
  const at = await done(demo);
  await page.waitForTimeout(500);
  expect(await done(demo)).toBe(at);
  await show('visible');
  await expect.poll(() => done(demo)).toBeGreaterThan(at);
});

test('three pages train at once: each goes on, each pauses, and Reset frees what a run held', async ({ context }) => {
  const pages = await Promise.all(Array.from({ length: 3 }, () => context.newPage()));
  const runs: { demo: Locator; before: number }[] = [];
  for (const page of pages) {
    const demo = await openDemo(page, other, 'backend=wasm');
    runs.push({ demo, before: await tensorsOf(demo) });
  }
  for (const [index, { demo }] of runs.entries()) {
    await pages[index]?.bringToFront();
    await goLive(pages[index] ?? demo.page(), other);
    await press(demo, /Play/);
  }
  for (const [index, { demo }] of runs.entries()) {
    await pages[index]?.bringToFront();
    await goesOn(demo);
    await press(demo, /Pause/);
    await press(demo, /Reset/);
    await expect.poll(() => done(demo)).toBe(0);
  }
  for (const { demo, before } of runs) expect(await tensorsOf(demo)).toBe(before);
});

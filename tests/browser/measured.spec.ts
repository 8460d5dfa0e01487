/** The backend by measurement: when a demo's work is timed elsewhere, what comes of it, and what nothing of it may touch. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { openDemo, openStatus, readouts, replaceCompute, setSlider, watchErrors } from './support.ts';

const id = 'rope-clocks';
test.describe.configure({ timeout: 180_000 });

/** The demo, with work that takes 400 ms on WebAssembly and what it takes elsewhere. */
const heavyOnWasm = (elsewhere = ''): string => `
  import { compute as real } from 'REAL';
  export * from 'REAL';
  let calls = 0;
  export async function compute(params, tf) {
    const backend = tf.getBackend();
    calls += 1;
    if (backend === 'wasm') for (const started = performance.now(); performance.now() - started < 400;);
    else { ${elsewhere} }
    return real(params, tf);
  }`;

interface Stored {
  device: string;
  demos: Record<string, Record<string, number | string>>;
}
const stored = (page: Page): Promise<Stored> =>
  page.evaluate(() => JSON.parse(localStorage.getItem('it-backend-figures') ?? '{"device":"","demos":{}}') as Stored);
/** What the picker says of a backend. */
const figure = (demo: Locator, name: string): Locator =>
  demo.locator('.demo-radio', { has: demo.page().locator(`input[value=${name}]`) }).locator('.demo-time');
const scripts = (page: Page): Promise<string[]> =>
  page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1) ?? ''));

test('a demo that is heavy where it runs is timed on the others, moves to a clearly faster one, and is there at once on the next visit', async ({
  page,
}) => {
  const errors = watchErrors(page);
  await replaceCompute(page, id, heavyOnWasm());
  const demo = await openDemo(page, id);
  await expect(demo).toHaveAttribute('data-backend', 'wasm');
  await expect(demo).toHaveAttribute('data-backend', /webgl|webgpu/, { timeout: 120_000 });
  await expect(demo).toHaveAttribute('data-state', 'live');
  const backend = (await demo.getAttribute('data-backend')) ?? '';
  const { device, demos } = await stored(page);
  console.log(`measured on ${device}: ${JSON.stringify(demos[id])}`);
  expect(device).toMatch(/^tfjs \d/);
  expect(Number(demos[id]?.['wasm'])).toBeGreaterThan(399);
  expect(Number(demos[id]?.[backend]) * 1.5).toBeLessThanOrEqual(Number(demos[id]?.['wasm']));
  await openStatus(demo);
  for (const name of ['wasm', backend]) await expect(figure(demo, name)).toHaveText(/^[\d.]+ ms$/);
  await expect(figure(demo, 'cpu'), 'plain CPU is not timed unasked').toHaveText('');
  // It computes there, and whoever timed is gone.
  await setSlider(demo, 'm', 17);
  await expect.poll(async () => Object.values(await readouts(demo))[0]).toBe('8');
  await expect.poll(() => page.workers().length).toBe(2);

  await page.goto('about:blank');
  await openDemo(page, id);
  await expect(demo).toHaveAttribute('data-backend', backend);
  await expect.poll(() => page.workers().length).toBe(1);
  expect(await scripts(page)).not.toContainEqual(expect.stringMatching(/\.wasm$/));
  await page.goto(`/zh/rope/#demo-${id}`);
  await expect(demo).toHaveAttribute('data-backend', backend, { timeout: 60_000 });
  await openStatus(demo);
  await expect(figure(demo, 'wasm')).toHaveText(/^[\d.]+ 毫秒$/);
  expect(errors).toEqual([]);
});

test('a demo that is light is not timed, and nothing is fetched for it', async ({ page }) => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await openDemo(page, id);
  await page.waitForTimeout(1000);
  const before = requested.length;
  await page.waitForTimeout(4000);
  expect(requested.slice(before)).toEqual([]);
  await expect.poll(() => page.workers().length).toBe(1);
});

test('neither a backend in the address nor the reader’s choice is gone against', async ({ page }) => {
  await replaceCompute(page, id, heavyOnWasm());
  const demo = await openDemo(page, id, 'backend=wasm');
  await page.waitForTimeout(4000);
  await expect.poll(() => page.workers().length).toBe(1);
  await expect(demo).toHaveAttribute('data-backend', 'wasm');
  await page.evaluate(() => {
    localStorage.setItem('it-backend', 'wasm');
  });
  await page.goto('about:blank');
  await openDemo(page, id);
  await page.waitForTimeout(4000);
  await expect.poll(() => page.workers().length).toBe(1);
  await expect(demo).toHaveAttribute('data-backend', 'wasm');
  // Left to measurement again, it is timed.
  await openStatus(demo);
  await demo.getByRole('checkbox', { name: /Automatic/ }).check();
  expect(await page.evaluate(() => localStorage.getItem('it-backend'))).toBeNull();
  await setSlider(demo, 'm', 17);
  await expect(demo).toHaveAttribute('data-backend', /webgl|webgpu/, { timeout: 120_000 });
  // And a choice brings it back, figures or not.
  await demo.locator('input[value=cpu]').check();
  await expect(demo).toHaveAttribute('data-backend', 'cpu');
  await expect(demo.getByRole('checkbox', { name: /Automatic/ })).not.toBeChecked();
});

test('timing ends when the reader moves something, and holds nothing up', async ({ page }) => {
  // Elsewhere it takes so long that the timing is met under way.
  await replaceCompute(page, id, heavyOnWasm('for (const at = performance.now(); performance.now() - at < 3000;);'));
  const demo = await openDemo(page, id);
  await expect.poll(() => page.workers().length, { timeout: 60_000 }).toBe(2);
  await setSlider(demo, 'm', 17);
  await expect.poll(() => page.workers().length, { intervals: [50], timeout: 5_000 }).toBe(1);
  await expect.poll(async () => Object.values(await readouts(demo))[0]).toBe('8');
  expect((await stored(page)).demos).toEqual({});
});

test('devices that go while they are timed count as not available, and the demo stays where it is', async ({
  page,
}) => {
  await replaceCompute(
    page,
    id,
    heavyOnWasm(`if (calls > 1) {
      const { registry } = tf.engine();
      registry.webgl?.gpgpu.gl.getExtension('WEBGL_lose_context').loseContext();
      registry.webgpu?.device.destroy();
    }`),
  );
  const demo = await openDemo(page, id);
  await openStatus(demo);
  for (const name of ['webgl', 'webgpu'])
    await expect(figure(demo, name)).toHaveText('not available here', { timeout: 90_000 });
  await expect(demo).toHaveAttribute('data-backend', 'wasm');
  await expect(demo).toHaveAttribute('data-state', 'live');
  await expect(demo.locator('.demo-notice')).toBeHidden();
  await expect.poll(async () => (await stored(page)).demos[id]).toMatchObject({ webgl: 'unavailable' });
});

test('figures of another device are used once, then forgotten', async ({ page }) => {
  await page.goto('/about-nothing/');
  await page.evaluate((demo) => {
    const here = `${navigator.userAgent} | ${String(navigator.hardwareConcurrency)} cores`;
    const demos = { [demo]: { wasm: 100, webgl: 1, webgpu: 'unavailable' } };
    localStorage.setItem('it-backend-figures', JSON.stringify({ here, device: 'another device', demos }));
  }, id);
  const demo = await openDemo(page, id);
  await expect(demo).toHaveAttribute('data-backend', 'wasm', { timeout: 60_000 });
  const after = await stored(page);
  expect(after.device).toMatch(/^tfjs /);
  expect(after.demos[id]?.['webgl']).not.toBe(1);
});

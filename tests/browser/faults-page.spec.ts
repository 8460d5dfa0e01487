/** What a device lacks or a network drops. */
import { expect, test, type Page } from '@playwright/test';
import {
  backendChunk,
  backendOf,
  computeChunk,
  demoRoot,
  expectAlive,
  inWorkers,
  openDemo,
  watchErrors,
} from './support.ts';

const id = 'rope-clocks';

const notice = (page: Page) => demoRoot(page, id).locator('.demo-notice');

test('no WebAssembly at all: another backend computes, and the reader is told', async ({ page }) => {
  await inWorkers(page, `Reflect.deleteProperty(globalThis, 'WebAssembly')`);
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  const demo = await openDemo(page, id, 'backend=wasm');
  expect(await backendOf(demo)).not.toBe('wasm');
  await expect(notice(page)).toContainText('this browser has no WebAssembly');
  await expectAlive(page);
});

/** Two kinds of device that compute with sixteen bits, made of one that computes with 32. */
const halves = {
  'that says so': `{
    const { getExtension } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.getExtension = function (name) {
      return name === 'EXT_color_buffer_float' ? null : getExtension.call(this, name);
    };
  }`,
  // Every texture of 32-bit floats is one of 16-bit floats: R, RG, RGBA.
  'that says 32 bits and keeps 16': `{
    const halfOf = { 0x822e: 0x822d, 0x8230: 0x822f, 0x8814: 0x881a };
    const gl = WebGL2RenderingContext.prototype;
    for (const [name, at] of [['texImage2D', 2], ['texStorage2D', 2]]) {
      const real = gl[name];
      gl[name] = function (...given) {
        given[at] = halfOf[given[at]] ?? given[at];
        self.halved = (self.halved ?? 0) + 1;
        return real.apply(this, given);
      };
    }
  }`,
} as const;
for (const [kind, lang, said] of [
  ['that says so', 'en', /half precision only: 16 bits, .* 5·10⁻⁴ .*; the tolerance stated here is 10⁻\p{No}/u],
  ['that says 32 bits and keeps 16', 'zh', /以半精度（16 位）计算，相对误差可达 5·10⁻⁴，而这里声明的误差是 10⁻\p{No}/u],
] as const) {
  test(`WebGL in half precision ${kind} is not used, and the reader is told why, and which tolerance is stated`, async ({
    page,
  }) => {
    await inWorkers(page, halves[kind]);
    const demo = await openDemo(page, id, 'backend=webgl', lang);
    expect(await backendOf(demo)).toBe('wasm');
    await expect(notice(page)).toContainText(said);
    await expectAlive(page);
  });
}

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

/** Blocks the first requests for a file; `blocked()` says how many there were. */
async function block(page: Page, file: RegExp | string, times = Infinity): Promise<() => number> {
  let asked = 0;
  await page.route(typeof file === 'string' ? `**/_astro/${file}` : file, (route) => {
    asked += 1;
    return asked <= times ? route.abort() : route.continue();
  });
  return () => asked;
}

for (const [what, file, backend] of [
  ['view', () => /\/View\.[^/]*\.js/, 'wasm'],
  ['worker script', () => /\/worker-[^/]*\.js/, 'wasm'],
  ['computation', () => computeChunk(id), 'wasm'],
  ['WebAssembly script', () => backendChunk('wasm'), 'wasm'],
  ['WebAssembly binary', () => /\.wasm$/, 'wasm'],
  ['WebGL script', () => backendChunk('webgl'), 'webgl'],
  ['WebGPU script', () => backendChunk('webgpu'), 'webgpu'],
] as const) {
  test(`a ${what} that fails to load once is asked for again by itself`, async ({ page }) => {
    const asked = await block(page, file(), 1);
    const demo = await openDemo(page, id, `backend=${backend}`);
    expect(asked()).toBeGreaterThan(1);
    await expect(page.locator('.demo-trouble:visible')).toHaveCount(0);
    await expect(notice(page)).toBeHidden();
    await expect(demo).toHaveAttribute('data-backend', backend);
    await expectAlive(page);
  });
}

for (const [title, backend] of [
  ['WebGL', 'webgl'],
  ['WebGPU', 'webgpu'],
] as const) {
  test(`a ${title} script that never loads: another backend computes, and the reader is told`, async ({ page }) => {
    const asked = await block(page, backendChunk(backend));
    const demo = await openDemo(page, id, `backend=${backend}`);
    await expect(demo).toHaveAttribute('data-backend', 'wasm');
    await expect(notice(page)).toContainText(`${title} does not run here (a script could not be loaded)`);
    expect(asked()).toBe(2);
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

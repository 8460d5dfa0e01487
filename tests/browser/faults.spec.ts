/** What goes wrong on readers' devices, and what the page makes of it. */
import { chromium, expect, test, type Page } from '@playwright/test';
import { findChromium } from '../support/chromium.ts';
import {
  backendOf,
  computeChunk,
  demoRoot,
  expectAlive,
  openDemo,
  readouts,
  setSlider,
  slider,
  watchErrors,
  type WorkerScope,
} from './support.ts';

const id = 'rope-clocks';

const notice = (page: Page) => demoRoot(page, id).locator('.demo-notice');
const trouble = (page: Page) => page.locator('.demo-figure', { has: demoRoot(page, id) }).locator('.demo-trouble');

test.describe('a worker or a device that goes', () => {
  test('a worker that is killed is replaced, on another backend, and the reader is told', async ({ page }) => {
    const demo = await openDemo(page, id);
    const before = await backendOf(demo);
    await page.workers()[0]?.evaluate(() => {
      self.close();
    });
    await expect(notice(page)).toContainText('worker stopped', { timeout: 60_000 });
    await expect(demo).not.toHaveAttribute('data-backend', before);
    expect(page.workers().length).toBe(1);
    await expectAlive(page);
  });

  test('a worker killed while a slider moves leaves the last value computed', async ({ page }) => {
    const demo = await openDemo(page, id);
    await setSlider(demo, 'm', 60);
    await page.workers()[0]?.evaluate(() => {
      self.close();
    });
    await setSlider(demo, 'm', 77);
    await expect.poll(async () => Object.values(await readouts(demo))[0], { timeout: 60_000 }).toBe('68');
    await expectAlive(page);
  });

  test('a lost WebGL context moves the demo on, and the reader is told', async ({ page }) => {
    const demo = await openDemo(page, id, 'backend=webgl');
    await expect(demo).toHaveAttribute('data-backend', 'webgl');
    await page.workers()[0]?.evaluate(() => {
      const { registry } = (self as unknown as WorkerScope)._tfengine;
      registry.webgl?.gpgpu.gl.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await expect(notice(page)).toContainText('WebGL', { timeout: 60_000 });
    await expect(demo).not.toHaveAttribute('data-backend', 'webgl');
    await expectAlive(page);
  });

  test('a WebGL context that is lost in the middle of a computation does not leave the demo waiting', async ({
    page,
  }) => {
    for (const delay of [10, 60]) {
      // The same address again would only be a step inside the page, on the backend that the first loss left.
      await page.goto('about:blank');
      const demo = await openDemo(page, 'rope-draw', 'backend=webgl');
      await slider(demo, 'logRidge').evaluate((element) => {
        const field = element as HTMLInputElement;
        let count = 0;
        const timer = setInterval(() => {
          field.value = String(-8 + (count % 12) / 2);
          field.dispatchEvent(new Event('input', { bubbles: true }));
          count += 1;
          if (count > 100) clearInterval(timer);
        }, 5);
      });
      await page.waitForTimeout(delay);
      await page.workers()[0]?.evaluate(() => {
        const { registry } = (self as unknown as WorkerScope)._tfengine;
        registry.webgl?.gpgpu.gl.getExtension('WEBGL_lose_context')?.loseContext();
      });
      await expect(demo.locator('.demo-notice'), `lost after ${String(delay)} ms`).toContainText('WebGL');
      await expect(demo).not.toHaveAttribute('data-backend', 'webgl');
      // A step inside the page does not take the message away.
      await page.evaluate(() => (location.hash = 'decay'));
      await expect(demo.locator('.demo-notice')).toContainText('WebGL');
      await expect(demo).toHaveAttribute('data-state', 'live');
      // What is computed from now on is computed: the last of the changes arrives.
      await expect.poll(() => slider(demo, 'logRidge').inputValue()).toBe('-6');
      await expect(demo.locator('.demo-picture')).toBeVisible();
    }
  });

  test('a destroyed WebGPU device moves the demo on, and the reader is told', async ({ page }) => {
    const demo = await openDemo(page, id, 'backend=webgpu');
    await expect(demo).toHaveAttribute('data-backend', 'webgpu');
    await page.workers()[0]?.evaluate(() => {
      (self as unknown as WorkerScope)._tfengine.registry.webgpu?.device.destroy();
    });
    await expect(notice(page)).toContainText('WebGPU', { timeout: 60_000 });
    await expect(demo).not.toHaveAttribute('data-backend', 'webgpu');
    await expectAlive(page);
  });
});

test.describe('a device that lacks something', () => {
  for (const asked of ['webgpu', 'webgl'] as const) {
    test(`without any GPU, a page that asks for ${asked} goes on with another backend and says so`, async ({
      baseURL,
    }) => {
      const executablePath = findChromium();
      const browser = await chromium.launch({
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-3d-apis',
          '--disable-software-rasterizer',
          '--disable-features=WebGPU,Vulkan',
        ],
        ...(executablePath ? { executablePath } : {}),
      });
      try {
        const page = await browser.newPage({ baseURL: baseURL ?? '' });
        const demo = await openDemo(page, id, `backend=${asked}`);
        expect(['wasm', 'cpu']).toContain(await backendOf(demo));
        await expect(notice(page)).toContainText(
          asked === 'webgpu' ? 'WebGPU does not run here' : 'WebGL does not run here',
        );
        await expectAlive(page);
      } finally {
        await browser.close();
      }
    });
  }

  test('without workers the still picture stays, and the reader is told and may try again', async ({ page }) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'Worker');
    });
    await page.goto(`/rope/#demo-${id}`);
    await expect(demoRoot(page, id)).toHaveAttribute('data-state', 'failed', { timeout: 60_000 });
    await expect(trouble(page)).toBeVisible();
    await expect(trouble(page).getByRole('button')).toBeVisible();
    await expect(demoRoot(page, id).locator('.demo-picture svg:visible').first()).toBeVisible();
    await expect(trouble(page)).toContainText('initial state');
  });

  test('without WebAssembly another backend computes', async ({ page }) => {
    await page.route(/\.wasm$/, (route) => route.abort());
    const demo = await openDemo(page, id, 'backend=wasm');
    expect(await backendOf(demo)).not.toBe('wasm');
    await expect(notice(page)).toContainText('WebAssembly does not run here');
    await expectAlive(page);
  });

  test('blocked storage costs nothing but the memory of choices', async ({ page }) => {
    const errors = watchErrors(page);
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'localStorage', {
        get: () => {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
    });
    await openDemo(page, id);
    await expectAlive(page);
    await page.locator('theme-switch button').click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    expect(errors).toEqual([]);
  });

  test('corrupted settings are ignored', async ({ page }) => {
    const errors = watchErrors(page);
    await page.addInitScript(() => {
      localStorage.setItem('it-backend', '__proto__');
      const here = `${navigator.userAgent} | ${String(navigator.hardwareConcurrency)} cores`;
      const figures = { wasm: 'fast', cpu: -1, webgl: null, webgpu: [1] };
      const demos = { 'rope-clocks': figures, '<b>': { wasm: 1 } };
      localStorage.setItem('it-backend-figures', JSON.stringify({ here, device: 7, demos }));
      localStorage.setItem('theme', '"><script>');
    });
    const demo = await openDemo(page, id);
    await backendOf(demo);
    await expectAlive(page);
    expect(await page.locator('html').getAttribute('data-theme')).toBeNull();
    expect(errors).toEqual([]);
  });
});

test.describe('a file that does not arrive', () => {
  for (const [what, file] of [
    ['view', () => /\/View\.[^/]*\.js/],
    ['worker script', () => /\/worker-[^/]*\.js/],
    ['computation', () => new RegExp(computeChunk(id))],
  ] as const) {
    test(`a ${what} that is blocked leaves the still picture and a message; trying again brings the demo to life`, async ({
      page,
    }) => {
      test.setTimeout(180_000);
      const pattern = file();
      await page.route(pattern, (route) => route.abort());
      await page.goto(`/rope/#demo-${id}`);
      const demo = demoRoot(page, id);
      await demo.scrollIntoViewIfNeeded();
      await expect(demo).toHaveAttribute('data-state', 'failed', { timeout: 90_000 });
      await expect(trouble(page)).toContainText(
        what === 'worker script' ? 'could not be loaded' : 'a script could not be loaded',
      );
      await expect(trouble(page)).toContainText('initial state');
      await expect(demo.locator('.demo-picture svg:visible').first()).toBeVisible();
      await page.unroute(pattern);
      await trouble(page).getByRole('button').click();
      await expect(demo).toHaveAttribute('data-state', 'live', { timeout: 60_000 });
      await expect(trouble(page)).toBeHidden();
      await expectAlive(page);
    });
  }
});

/** What the runtime owes every demo: reset, seed, downloads, full screen, backends, keyboard, touch, words. */
import { readFileSync } from 'node:fs';
import { expect, test, type Download, type Locator, type Page } from '@playwright/test';
import {
  backends,
  controlValues,
  demos,
  laidOut,
  openDemo,
  openStatus,
  readouts,
  setSlider,
  slider,
  watchErrors,
  sampleDemos,
} from './support.ts';

const firstSlider = (id: string) => {
  const entry = Object.entries(demos.find((shown) => shown.id === id)?.definition.params ?? {}).find(
    ([, spec]) => spec.kind === 'number' && !spec.hidden,
  );
  if (entry?.[1].kind !== 'number') throw new Error(`${id} has no slider`);
  return { name: entry[0], spec: entry[1] };
};

async function download(page: Page, demo: Locator, item: RegExp): Promise<{ file: Download; body: Buffer }> {
  await demo.locator('.demo-menu summary').click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    demo.locator('.demo-menu').getByRole('button', { name: item }).click(),
  ]);
  return { file, body: readFileSync(await file.path()) };
}

/** Splits CSV by RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows = text.trimEnd().split('\r\n');
  return rows.map((row) =>
    [...`${row},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g)].map(([, cell = '']) =>
      cell.replace(/^"|"$/g, '').replaceAll('""', '"'),
    ),
  );
}

for (const { id, definition } of sampleDemos) {
  test.describe(id, () => {
    test('Reset restores the initial state', async ({ page }) => {
      const demo = await openDemo(page, id);
      const before = { controls: await controlValues(demo), readouts: await readouts(demo) };
      const { name, spec } = firstSlider(id);
      await setSlider(demo, name, spec.scale === 'log' ? 0.9 : spec.max);
      await expect.poll(() => controlValues(demo)).not.toEqual(before.controls);
      await demo.getByRole('button', { name: 'Reset' }).click();
      await expect.poll(() => controlValues(demo)).toEqual(before.controls);
      await expect.poll(() => readouts(demo)).toEqual(before.readouts);
    });

    test('each of its own actions changes the demo', async ({ page }) => {
      test.skip((definition.actions ?? []).length === 0, 'it has none');
      const demo = await openDemo(page, id);
      for (const action of (definition.actions ?? []).toReversed()) {
        const before = { table: await demo.locator('.demo-picture').innerHTML() };
        await demo.locator(`[data-action="${action.id}"]`).click();
        await expect
          .poll(async () => ({ table: await demo.locator('.demo-picture').innerHTML() }), action.id)
          .not.toEqual(before);
      }
    });

    test('its picture and its data can be downloaded', async ({ page }) => {
      const demo = await openDemo(page, id);
      const svg = await download(page, demo, /SVG/);
      expect(svg.file.suggestedFilename()).toBe(`${id}.svg`);
      const drawn = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
        return {
          error: parsed.querySelector('parsererror')?.textContent ?? '',
          marks: parsed.querySelectorAll('path, circle, rect, text').length,
          classes: parsed.querySelectorAll('[class]').length,
        };
      }, svg.body.toString('utf8'));
      expect(drawn.error).toBe('');
      expect(drawn.marks).toBeGreaterThan(10);

      const png = await download(page, demo, /PNG/);
      expect(png.body.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]));
      const colours = await page.evaluate(async (base64) => {
        const image = new Image();
        image.src = `data:image/png;base64,${base64}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d');
        context?.drawImage(image, 0, 0);
        const { data } = context?.getImageData(0, 0, image.width, image.height) ?? {
          data: [] as unknown as Uint8ClampedArray,
        };
        return { count: new Set(new Uint32Array(data.buffer)).size, width: image.width };
      }, png.body.toString('base64'));
      expect(colours.count, 'colours in the PNG').toBeGreaterThan(20);
      expect(colours.width).toBeGreaterThan(600);

      const csv = await download(page, demo, /CSV/);
      const [head = [], ...rows] = parseCsv(csv.body.toString('utf8'));
      expect(head.length).toBeGreaterThan(1);
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) expect(row).toHaveLength(head.length);

      const json = await download(page, demo, /JSON/);
      const state = JSON.parse(json.body.toString('utf8')) as {
        demo: string;
        link: string;
        parameters: object;
        frame: object;
      };
      expect(state.demo).toBe(id);
      expect(Object.keys(state.parameters).sort()).toEqual(Object.keys(definition.params).sort());
      expect(Object.keys(state.frame).length).toBeGreaterThan(0);
      expect(state.link).toContain(`#demo-${id}`);
    });

    test('its words follow its state', async ({ page }) => {
      const demo = await openDemo(page, id);
      const words = demo.locator(`#${id}-demo-text`);
      await expect(words).toHaveAttribute('aria-live', 'polite');
      const before = (await words.textContent()) ?? '';
      const { name, spec } = firstSlider(id);
      await setSlider(demo, name, spec.scale === 'log' ? 0.9 : spec.max);
      await expect(words).not.toHaveText(before);
    });

    test('its handles and buttons are large enough for fingers on a phone', async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      const demo = await openDemo(page, id);
      const boxes = await demo
        .locator(
          '.handle-hit:visible, .demo-actions .demo-button:visible, .demo-controls input[type=range]:visible, .demo-choice label:visible, .demo-controls textarea:visible, .demo-status summary:visible',
        )
        .evaluateAll((elements) =>
          elements.map((element) => {
            const { width, height } = element.getBoundingClientRect();
            return {
              what: `${element.tagName} ${element.textContent.trim().slice(0, 20)} ${element.getAttribute('class') ?? ''}`,
              width,
              height,
            };
          }),
        );
      expect(boxes.length).toBeGreaterThan(3);
      const small = boxes.filter(({ width, height }) => Math.min(width, height) < 43.5);
      expect(small.map(({ what, width, height }) => `${what}: ${width.toFixed(0)} × ${height.toFixed(0)}`)).toEqual([]);
    });

    test('its sliders answer to arrows, Home and End', async ({ page }) => {
      const demo = await openDemo(page, id);
      const { name, spec } = firstSlider(id);
      const field = slider(demo, name);
      await field.focus();
      await page.keyboard.press('End');
      const top = Number(await field.inputValue());
      expect(top).toBe(spec.scale === 'log' ? 1 : spec.max);
      await page.keyboard.press('ArrowLeft');
      await expect.poll(async () => Number(await field.inputValue())).toBeLessThan(top);
      await page.keyboard.press('Home');
      await expect.poll(async () => Number(await field.inputValue())).toBe(spec.scale === 'log' ? 0 : spec.min);
      await expect(field).toHaveAttribute('aria-valuetext', /\d/);
    });
  });
}

test('New seed draws other numbers, shows the seed, and the link keeps it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // A simulation's initial picture need not show its seed.
  const seeded = sampleDemos.filter(({ definition }) =>
    Object.values(definition.params).some((spec) => spec.kind === 'seed'),
  );
  expect(seeded.length).toBeGreaterThan(0);
  for (const { id } of seeded) {
    const demo = await openDemo(page, id);
    const before = {
      readouts: await readouts(demo),
      picture: await demo.locator('.demo-picture').innerHTML(),
      seed: await demo.locator('.demo-seed').textContent(),
    };
    await demo.getByRole('button', { name: 'New seed' }).click();
    await expect(demo.locator('.demo-seed')).not.toHaveText(before.seed ?? '');
    await expect.poll(() => demo.locator('.demo-picture').innerHTML()).not.toBe(before.picture);
    await demo.getByRole('button', { name: 'Link this state' }).click();
    const number = ((await demo.locator('.demo-seed').textContent()) ?? '').replaceAll(/\D/g, '');
    await expect.poll(() => page.url()).toContain(`seed=${number}`);
    await demo.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => demo.locator('.demo-picture').innerHTML()).toBe(before.picture);
  }
});

test('full screen opens and closes', async ({ page }) => {
  const demo = await openDemo(page, demos[0]?.id ?? '');
  const button = demo.getByRole('button', { name: /full screen/i });
  await button.click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.className ?? '')).toContain('demo');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await button.click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull();
  await expect(button).toHaveAttribute('aria-pressed', 'false');
});

test('the backend picker moves the demo, and the choice is remembered', async ({ page, context }) => {
  const demo = await openDemo(page, demos[0]?.id ?? '');
  for (const name of backends) {
    const status = await openStatus(demo);
    await status.locator(`input[value=${name}]`).check();
    await expect(demo).toHaveAttribute('data-backend', name, { timeout: 60_000 });
  }
  const status = await openStatus(demo);
  await status.locator('input[value=webgl]').check();
  await expect(demo).toHaveAttribute('data-backend', 'webgl', { timeout: 60_000 });
  const other = await context.newPage();
  await expect(await openDemo(other, demos[0]?.id ?? '')).toHaveAttribute('data-backend', 'webgl');
});

test('“Time all four” prints a figure for each backend', async ({ page }) => {
  const demo = await openDemo(page, demos[0]?.id ?? '');
  const status = await openStatus(demo);
  const button = status.getByRole('button', { name: 'Time all four' });
  await button.click();
  await expect(button).toBeEnabled({ timeout: 90_000 });
  const figures = await status.locator('.demo-radio .demo-time').allTextContents();
  console.log(
    `Time all four: ${(await status.locator('.demo-radio').allInnerTexts()).join(', ').replaceAll('\n', ' ')}`,
  );
  expect(figures).toHaveLength(4);
  for (const figure of figures) expect(figure).toMatch(/^[\d.]+ ms$/);
  await expect(demo).toHaveAttribute('data-state', 'live');
});

test('Escape closes menus and gives the focus back', async ({ page }) => {
  const demo = await openDemo(page, demos[0]?.id ?? '');
  for (const menu of ['.demo-menu', '.demo-status']) {
    const details = demo.locator(menu);
    const summary = details.locator('summary');
    await summary.focus();
    await page.keyboard.press('Enter');
    await expect(details).toHaveAttribute('open', '');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await expect(details).not.toHaveAttribute('open');
    await expect(summary).toBeFocused();
  }
});

test('a press elsewhere closes a menu', async ({ page }) => {
  const demo = await openDemo(page, demos[0]?.id ?? '');
  await demo.locator('.demo-menu summary').click();
  await expect(demo.locator('.demo-menu')).toHaveAttribute('open', '');
  await demo.locator('.demo-title').click();
  await expect(demo.locator('.demo-menu')).not.toHaveAttribute('open');
});

test('handles answer to arrows and say where they are', async ({ page }) => {
  const demo = await openDemo(page, 'rope-clocks');
  const handle = demo.locator('g.drag-handle[tabindex="0"]:visible').first();
  const [text, score] = [await handle.getAttribute('aria-valuetext'), await readouts(demo)];
  await handle.focus();
  for (const key of ['ArrowLeft', 'ArrowDown', 'ArrowLeft', 'ArrowDown']) await page.keyboard.press(key);
  await expect(handle).not.toHaveAttribute('aria-valuetext', text ?? '');
  await expect.poll(() => readouts(demo)).not.toEqual(score);
  await expect(handle).toBeFocused();
});

test('a curve drawn with the mouse is taken over', async ({ page }) => {
  const demo = await openDemo(page, 'rope-draw');
  const before = await readouts(demo);
  const picture = demo.locator('.demo-picture svg:visible').first();
  await picture.scrollIntoViewIfNeeded();
  const box = await picture.boundingBox();
  if (!box) throw new Error('no picture');
  await page.mouse.move(box.x + box.width * 0.15, box.y + box.height * 0.12);
  await page.mouse.down();
  for (let step = 0; step <= 20; step += 1)
    await page.mouse.move(box.x + box.width * (0.15 + 0.03 * step), box.y + box.height * (0.12 + 0.1 * (step % 2)));
  await page.mouse.up();
  await expect.poll(() => readouts(demo)).not.toEqual(before);
});

test('a Chinese sentence gives Chinese words in the maps', async ({ page }) => {
  const demo = await openDemo(page, 'rope-sentence', '', 'zh');
  await demo.locator('textarea').fill('机器学习很有意思');
  await expect(demo.locator('.demo-picture svg:visible').first()).toContainText('学习');
  await expect(demo.locator('#rope-sentence-demo-text')).toContainText('注意力');
  await demo.locator('textarea').fill('');
  await expect(demo.locator('.demo-picture svg:visible').first()).toBeVisible();
  await expect(demo).toHaveAttribute('data-state', 'live');
});

test('a sentence longer than the limit is cut, and the picture says so', async ({ page }) => {
  const demo = await openDemo(page, 'rope-sentence');
  await demo.locator('textarea').fill(Array.from({ length: 40 }, (_, i) => `w${String(i % 10)}`).join(' '));
  await expect(demo.locator('.demo-picture svg:visible').first()).toContainText(/24/);
  expect(Object.values(await readouts(demo))[0]).toBe('24');
});

test('with reduced motion nothing moves by itself', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  await page.waitForTimeout(300);
  await expect(page.locator('.hero-particles')).toHaveCount(0);
  expect(
    await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length),
  ).toBe(0);
  await page.goto('/rope/');
  const smooth = await page.evaluate(() =>
    [document.documentElement, document.body].map((element) => getComputedStyle(element).scrollBehavior),
  );
  expect(smooth).toEqual(['auto', 'auto']);
});

test('without reduced motion the title comes out of noise once, and rests', async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto('/');
  await expect(page.locator('.hero-particles')).toHaveCount(0, { timeout: 10_000 });
  await expect(page.locator('.hero-title')).toBeVisible();
  await expect(page.locator('.hero-title')).toHaveCSS('opacity', '1');
  expect(errors).toEqual([]);
});

test('touch: a finger drags a handle and does not scroll the page', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    baseURL: baseURL ?? '',
  });
  const page = await context.newPage();
  const demo = await openDemo(page, 'rope-clocks');
  await laidOut(page);
  const handle = demo.locator('.handle-hit:visible').first();
  await handle.evaluate((element) => {
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
  });
  const box = await handle.boundingBox();
  if (!box) throw new Error('no handle');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const before = { readouts: await readouts(demo), scroll: await page.evaluate(() => scrollY) };
  const session = await context.newCDPSession(page);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  for (let step = 1; step <= 10; step += 1)
    await session.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: [{ x: x - step, y: y + 3 * step }],
    });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(() => readouts(demo)).not.toEqual(before.readouts);
  expect(await page.evaluate(() => scrollY)).toBe(before.scroll);
  await context.close();
});

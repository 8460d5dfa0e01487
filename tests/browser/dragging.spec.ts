/** A demo under the reader's hand: the page stays free, and the newest value wins. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { ParamSpec } from '../../src/lab/params.ts';
import {
  controlValues,
  openDemo,
  parseFigure,
  queryOf,
  readouts,
  slider,
  watchLongTasks,
  withValues,
  sampleDemos,
} from './support.ts';

const seconds = 3;

/** Drags from one place to others with the real mouse, at about 60 moves a second. */
async function drag(
  page: Page,
  from: { x: number; y: number },
  path: (t: number) => { x: number; y: number },
): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  const started = Date.now();
  for (let t = 0; t < 1; t = (Date.now() - started) / (seconds * 1000)) {
    const { x, y } = path(Math.min(1, t));
    await page.mouse.move(x, y);
    await page.waitForTimeout(10);
  }
  const end = path(1);
  await page.mouse.move(end.x, end.y);
  await page.mouse.up();
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('nothing to drag');
  return box;
}

/** Records every text that a readout shows from now on. */
async function recordReadout(demo: Locator, index: number): Promise<() => Promise<string[]>> {
  await demo.evaluate((element, row) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    const list = element.querySelector('.demo-readouts');
    const read = (): void => void seen.push(list?.querySelectorAll('dd')[row]?.textContent.trim() ?? '');
    if (list) new MutationObserver(read).observe(list, { subtree: true, characterData: true, childList: true });
  }, index);
  return () => demo.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
}

const firstSlider = (params: Readonly<Record<string, ParamSpec>>): string =>
  Object.entries(params).find(([, spec]) => spec.kind === 'number' && !spec.hidden)?.[0] ?? '';

for (const shown of sampleDemos) {
  const { id, definition } = shown;
  test(`dragging a slider of ${id} leaves the main thread free and ends with the last value`, async ({
    page,
    context,
  }) => {
    const demo = await openDemo(page, id);
    const name = firstSlider(definition.params);
    const track = slider(demo, name);
    await track.scrollIntoViewIfNeeded();
    const box = await boxOf(track);
    const longest = await watchLongTasks(page);
    const at = (t: number) => ({ x: box.x + box.width * (0.05 + 0.8 * t), y: box.y + box.height / 2 });
    await drag(page, at(0), at);
    await expect(demo).toHaveAttribute('data-state', 'live');
    await page.waitForTimeout(600);
    const values = await controlValues(demo);
    const shownNow = await readouts(demo);
    console.log(
      `${id}: longest main-thread task while dragging ${name}: ${(await longest()).toFixed(0)} ms (0: none above 50)`,
    );
    // A page opened afresh on the final state computes the same figures.
    const fresh = await context.newPage();
    const again = await openDemo(fresh, id, queryOf(shown, withValues(shown, values)));
    await expect.poll(() => readouts(again)).toEqual(shownNow);
    expect(await controlValues(again)).toEqual(values);
  });
}

test('while a slider moves one way, no older frame is drawn over a newer one', async ({ page }) => {
  const demo = await openDemo(page, 'rope-clocks', 'rope-clocks.m=0&rope-clocks.n=0');
  const box = await boxOf(slider(demo, 'm'));
  const recorded = await recordReadout(demo, 0);
  await drag(page, { x: box.x + 10, y: box.y + box.height / 2 }, (t) => ({
    x: box.x + 10 + t * (box.width - 20),
    y: box.y + box.height / 2,
  }));
  await page.waitForTimeout(600);
  const distances = (await recorded()).map(parseFigure);
  expect(distances.length).toBeGreaterThan(4);
  expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  expect(distances.at(-1)).toBe(Number(await slider(demo, 'm').inputValue()));
});

test('dragging a hand of a clock moves it, changes the score, and leaves the main thread free', async ({ page }) => {
  const demo = await openDemo(page, 'rope-clocks');
  const before = await readouts(demo);
  const hand = demo.locator('.handle-hit:visible').first();
  await hand.scrollIntoViewIfNeeded();
  const box = await boxOf(hand);
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const longest = await watchLongTasks(page);
  const circle = (t: number) => ({
    x: centre.x + 25 * Math.sin(5 * Math.PI * t),
    y: centre.y + 25 * (1 - Math.cos(5 * Math.PI * t)),
  });
  await drag(page, centre, circle);
  await page.waitForTimeout(600);
  console.log(
    `rope-clocks: longest main-thread task while dragging a hand: ${(await longest()).toFixed(0)} ms (0: none above 50)`,
  );
  expect(await readouts(demo)).not.toEqual(before);
  const moved = await boxOf(hand);
  const end = circle(1);
  // Within the dial the hand follows the pointer; its ends clamp it.
  expect(Math.hypot(moved.x + moved.width / 2 - centre.x, moved.y + moved.height / 2 - centre.y)).toBeGreaterThan(5);
  expect(Math.hypot(moved.x + moved.width / 2 - end.x, moved.y + moved.height / 2 - end.y)).toBeLessThan(60);
});

/** The pad on which a reader draws points: mouse, touch and keys, erasing, clearing, and the drawing in the link. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { controlValues, goLive, laidOut, openDemo, readouts } from './support.ts';

const id = 'generative-models-three-uses';

/** How many points the pad says it holds. */
async function count(demo: Locator): Promise<number> {
  const text = await demo.locator('.demo-picture text:visible', { hasText: /^\d+ \/ 400$/ }).textContent();
  return Number(/^\d+/.exec(text ?? '')?.[0]);
}
/** The same, once the last of a stroke has been drawn: the picture follows the hand by a frame or two. */
async function settledCount(demo: Locator): Promise<number> {
  let last = NaN;
  const settled = async (): Promise<boolean> => {
    const before = last;
    last = await count(demo);
    return last === before;
  };
  await expect.poll(settled, { intervals: [200] }).toBe(true);
  return last;
}
const tool = (demo: Locator, name: string): Locator => demo.getByRole('button', { name, exact: true });

/** The pad's box on the screen, scrolled into view. */
async function padBox(demo: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const area = demo.locator('.draw-area:visible');
  await area.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const box = await area.boundingBox();
  if (!box) throw new Error('there is no pad');
  return box;
}

/** A stroke with the real mouse between two places, as shares of the pad. */
async function stroke(page: Page, demo: Locator, from: [number, number], to: [number, number]): Promise<void> {
  const box = await padBox(demo);
  const at = ([x, y]: [number, number]): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 12 });
  await page.mouse.up();
}

test('points are drawn, erased and cleared with the mouse, and the fit follows', async ({ page }) => {
  const demo = await openDemo(page, id, `backend=wasm`);
  const before = await readouts(demo);
  await tool(demo, 'Clear').click();
  await expect.poll(() => count(demo)).toBe(0);
  await expect.poll(async () => (await controlValues(demo))['cloud']).toBe('drawn');
  await stroke(page, demo, [0.2, 0.2], [0.8, 0.2]);
  await stroke(page, demo, [0.2, 0.8], [0.8, 0.8]);
  const drawn = await settledCount(demo);
  expect(drawn).toBeGreaterThan(40);
  await expect.poll(() => readouts(demo)).not.toEqual(before);
  const fitted = await readouts(demo);
  await tool(demo, 'Erase').click();
  await stroke(page, demo, [0.1, 0.2], [0.9, 0.2]);
  await expect.poll(() => count(demo)).toBeLessThan(drawn * 0.6);
  expect(await count(demo)).toBeGreaterThan(drawn * 0.4);
  await expect.poll(() => readouts(demo)).not.toEqual(fitted);
});

test('a drawing never holds more than 400 points', async ({ page }) => {
  const demo = await openDemo(page, id, `backend=wasm`);
  for (let row = 0; row < 4; row += 1) await stroke(page, demo, [0.05, 0.1 + 0.2 * row], [0.95, 0.15 + 0.2 * row]);
  expect(await settledCount(demo)).toBe(400);
});

test('the link to a drawing restores it, point by point', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const demo = await openDemo(page, id, `backend=wasm`);
  await tool(demo, 'Clear').click();
  await stroke(page, demo, [0.3, 0.7], [0.7, 0.3]);
  await page.waitForTimeout(900);
  const [drawn, shown] = [await settledCount(demo), await readouts(demo)];
  await demo.getByRole('button', { name: 'Link this state' }).click();
  await expect(demo.locator('.demo-notice')).toContainText('Link copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  // Four letters a point.
  expect(new URL(link).searchParams.get(`${id}.drawing`)).toHaveLength(4 * drawn);
  const other = await context.newPage();
  await other.goto(link);
  const restored = await goLive(other, id);
  await expect.poll(() => readouts(restored)).toEqual(shown);
  expect(await count(restored)).toBe(drawn);
  await expect(restored.locator('.demo-notice')).toBeHidden();
});

test('keys draw and erase as well', async ({ page }) => {
  const demo = await openDemo(page, id, `backend=wasm`);
  await tool(demo, 'Clear').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => count(demo)).toBe(0);
  await demo.locator('.drag-handle:visible').first().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press(' ');
  await expect.poll(() => count(demo)).toBe(4);
  await page.keyboard.press('Delete');
  await expect.poll(() => count(demo)).toBe(2);
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 900 } });
  test('a finger draws and does not scroll the page; the tools are 44 px high', async ({ page }) => {
    const demo = await openDemo(page, id, `backend=wasm`);
    // Blocks above that are laid out later change the number of what was scrolled, not what is seen.
    await laidOut(page);
    await tool(demo, 'Clear').tap();
    await expect.poll(() => count(demo)).toBe(0);
    const box = await padBox(demo);
    const target = await demo.locator('.pad-target:visible').first().boundingBox();
    expect(target?.height).toBeGreaterThanOrEqual(43.5);
    const scrolled = await page.evaluate(() => scrollY);
    const client = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share: number) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + 0.5 * box.width, y: box.y + share * box.height }],
      });
    await touch('touchStart', 0.2);
    for (let share = 0.25; share <= 0.8; share += 0.05) await touch('touchMove', share);
    await touch('touchEnd', 0.8);
    await expect.poll(() => count(demo)).toBeGreaterThan(15);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  });
});

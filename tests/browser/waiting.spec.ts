/** Blocks of a long article that wait until they are near (styles/waiting.css): less work for a phone, and nothing that jumps. */
import { expect, test, type Page } from '@playwright/test';
import { articles, laidOut } from './support.ts';

test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

/** How many of the text's blocks wait, and how many there are: those with an element in them, which tells. */
const waiting = (page: Page): Promise<{ waiting: number; all: number }> =>
  page.locator('.prose > * > :first-child').evaluateAll((inner) => ({
    waiting: inner.filter((one) => one.checkVisibility() && !one.checkVisibility({ contentVisibilityAuto: true }))
      .length,
    all: inner.length,
  }));
/** No idle time, as on a phone that is busy: what waits goes on waiting. */
const stayBusy = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
const scrolled = (page: Page): Promise<number> => page.evaluate(() => scrollY);

for (const { path } of articles.filter(({ slug }) => slug === 'rope' || slug === 'gau')) {
  test(`most of ${path} waits until it is read; nothing does in print, nor on a wide screen`, async ({ page }) => {
    await stayBusy(page);
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    const first = await waiting(page);
    expect(first.all).toBeGreaterThan(30);
    expect(first.waiting).toBeGreaterThan(first.all / 2);
    await page.emulateMedia({ media: 'print' });
    expect((await waiting(page)).waiting).toBe(0);
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize({ width: 1280, height: 844 });
    expect((await waiting(page)).waiting).toBe(0);
  });
}

test('what waits is laid out when there is time for it, and nothing moves on the screen', async ({ page }) => {
  await page.goto('/rope/#derivation');
  await page.waitForLoadState('load');
  const top = (): Promise<number> =>
    page.locator('#derivation').evaluate((heading) => heading.getBoundingClientRect().top);
  const before = await top();
  await laidOut(page);
  expect((await waiting(page)).waiting).toBe(0);
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
});

test('who arrives at a section and scrolls up sees nothing jump', async ({ page }) => {
  await stayBusy(page);
  await page.goto('/rope/#decay');
  await expect
    .poll(() => page.locator('#decay').evaluate((heading) => heading.getBoundingClientRect().top))
    .toBeLessThan(120);
  await page.waitForLoadState('networkidle');
  for (let step = 0; step < 30 && (await scrolled(page)) > 300; step += 1) {
    // What stands in the middle moves by what was scrolled, though blocks above it get their true heights meanwhile.
    const moved = await page.evaluate(async () => {
      const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
      const before = middle?.getBoundingClientRect().top ?? NaN;
      scrollBy({ top: -300, behavior: 'instant' });
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return (middle?.getBoundingClientRect().top ?? NaN) - before;
    });
    expect(Math.abs(moved - 300), `step ${String(step)}`).toBeLessThanOrEqual(1);
  }
});

for (const busy of [false, true]) {
  test(`who loads the page again stands where they stood${busy ? ', though most of it still waited when they left' : ''}`, async ({
    page,
  }) => {
    if (busy) await stayBusy(page);
    await page.goto('/zh/rope/');
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => {
      scrollTo({ top: 9000, behavior: 'instant' });
    });
    if (!busy) await laidOut(page);
    const place = (): Promise<readonly [number, number]> =>
      page.evaluate(async () => {
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const blocks = [...document.querySelectorAll('.prose > *')];
        const index = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 200);
        return [index, blocks[index]?.getBoundingClientRect().top ?? NaN] as const;
      });
    const before = await place();
    expect(before[0]).toBeGreaterThan(5);
    if (busy) expect((await waiting(page)).waiting).toBeGreaterThan(10);
    await page.reload();
    await expect
      .poll(async () => {
        const [index, top] = await place();
        // The browser remembers whole pixels.
        return index === before[0] && Math.abs(top - before[1]) <= 1;
      })
      .toBe(true);
  });
}

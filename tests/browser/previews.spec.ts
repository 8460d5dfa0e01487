/** Previews of what links lead to: by mouse, keyboard and touch; and backlinks. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { previewUrl } from '../../src/links/urls.ts';
import { articles, axe, dist, laidOut, watchErrors } from './support.ts';

const preview = (page: Page): Locator => page.locator('.preview:popover-open');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** A link whose target is far from it, by the target's kind. */
const far = (page: Page, id: string): Locator => page.locator(`.prose a:is(.xref, .citation)[href$="#${id}"]`).last();
async function away(page: Page): Promise<void> {
  await page.mouse.move(3, 300);
  await expect(preview(page)).toHaveCount(0);
}
async function toCentre(link: Locator): Promise<void> {
  await link.evaluate((element) => {
    element.scrollIntoView({ block: 'center' });
  });
}
const duplicateIds = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  });

test('every target has a preview on disk, in each language, small enough to be fetched on a whim', () => {
  for (const { path, outline } of articles) {
    for (const { id } of outline.targets) {
      const file = join(dist, previewUrl(path, id));
      expect(existsSync(file), file).toBe(true);
      const { title, html } = JSON.parse(readFileSync(file, 'utf8')) as { title: string; html: string };
      expect(title, file).not.toBe('');
      expect(html.length, file).toBeGreaterThan(80);
      // As it is sent.
      expect(brotliCompressSync(html).length, file).toBeLessThan(10_000);
      expect(html, file).not.toMatch(/\sid="(?!preview-)|href="[#?]|<script|\son[a-z]+=/);
    }
  }
});

test('hovering a link shows its target: equation, reference, definition, table, demo; the pointer may enter it; Escape closes it', async ({
  page,
}) => {
  const errors = watchErrors(page);
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/previews/')) fetched.push(new URL(request.url()).pathname);
  });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 700 });
  await page.goto('/rope/');
  await page.waitForLoadState('networkidle');
  expect(fetched).toEqual([]);
  const shown: readonly (readonly [string, string])[] = [
    ['eq-relative', '.equation .katex'],
    ['ref-su2021roformer', 'text=RoFormer'],
    ['demo-rope-sentence', '.preview-picture svg'],
    ['def-relative-position', 'dfn'],
  ];
  for (const [id, content] of shown) {
    const link = far(page, id);
    await toCentre(link);
    await away(page);
    await link.hover();
    await expect(preview(page), id).toBeVisible();
    await expect(preview(page).locator(content).first()).toBeVisible();
    expect(await duplicateIds(page)).toEqual([]);
    const [box, viewport] = [await preview(page).boundingBox(), page.viewportSize()];
    expect(box && viewport && box.x >= 0 && box.x + box.width <= viewport.width, id).toBe(true);
    await preview(page).hover();
    await page.waitForTimeout(400);
    await expect(preview(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(preview(page)).toHaveCount(0);
  }
  expect(new Set(fetched).size).toBe(shown.length);
  expect(errors).toEqual([]);
});

test('a preview goes when the pointer leaves, and does not come for what is in full view', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/rope/');
  const link = far(page, 'eq-relative');
  await toCentre(link);
  await link.hover();
  await expect(preview(page)).toBeVisible();
  await away(page);
  const near = page.locator('.prose a.xref[href$="#tab-extension"]').first();
  await page.locator('#tab-extension').evaluate((table) => {
    table.scrollIntoView({ block: 'center' });
  });
  await near.hover();
  await page.waitForTimeout(700);
  await expect(preview(page)).toHaveCount(0);
});

test('focus shows the preview too; Escape keeps the focus, Tab moves on', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/zh/rope/');
  const link = far(page, 'eq-relative');
  await toCentre(link);
  await link.evaluate((element) => {
    const links = [...document.querySelectorAll<HTMLElement>('a[href], button, input')].filter((one) =>
      one.checkVisibility(),
    );
    links[links.findIndex((one) => one === element) - 1]?.focus();
  });
  await page.keyboard.press('Tab');
  for (let step = 0; step < 4 && !(await link.evaluate((element) => element === document.activeElement)); step += 1)
    await page.keyboard.press('Tab');
  await expect(link).toBeFocused();
  await expect(preview(page)).toBeVisible();
  await expect(preview(page)).toHaveAttribute('aria-label', /^预览：/);
  await page.keyboard.press('Escape');
  await expect(preview(page)).toHaveCount(0);
  await expect(link).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(preview(page)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(preview(page)).toHaveCount(0);
  // A focus that scrolls the page to its link.
  await page.evaluate(() => {
    scrollTo({ top: 0, behavior: 'instant' });
  });
  await page.keyboard.press('Shift+Tab');
  await expect(link).toBeFocused();
  await expect(link).toBeInViewport();
  await expect(preview(page)).toBeVisible();
});

test.describe('on a touch screen', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  test('a long press shows the preview and does not follow the link; a tap follows it', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('/rope/');
    const link = far(page, 'eq-relative');
    await toCentre(link);
    // Blocks above that are laid out later would move the link after its place was asked for.
    await laidOut(page);
    await page.waitForTimeout(500);
    const box = await link.boundingBox();
    if (!box) throw new Error('no box');
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const session = await page.context().newCDPSession(page);
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
    await page.waitForTimeout(800);
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect(preview(page)).toBeVisible();
    await page.waitForTimeout(400);
    await expect(preview(page)).toBeVisible();
    expect(new URL(page.url()).hash).toBe('');
    const shown = await preview(page).boundingBox();
    expect(shown && shown.x >= 0 && shown.x + shown.width <= 390).toBe(true);
    await page.touchscreen.tap(6, 500);
    await expect(preview(page)).toHaveCount(0);
    await link.tap();
    await expect.poll(() => new URL(page.url()).hash).toBe('#eq-relative');
    await expect(preview(page)).toHaveCount(0);
  });
});

for (const scheme of ['light', 'dark'] as const) {
  test(`an open preview, and the open list of backlinks, have no accessibility violation in ${scheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto('/rope/');
    await page.locator('.backlinks summary').click();
    const link = far(page, 'demo-rope-sentence');
    await toCentre(link);
    await link.hover();
    await expect(preview(page)).toBeVisible();
    const { violations } = await axe(page).withTags(tags).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))).toEqual([]);
  });
}

test('“Linked from” says per section who links there; the menu of a section leads to it', async ({ page }) => {
  for (const path of ['/rope/', '/zh/rope/']) {
    await page.goto(path);
    const list = page.locator('.backlinks');
    await expect(list).not.toHaveAttribute('open', '');
    await list.locator('summary').click();
    const dimensions = list.locator('[data-linked-from=dimensions]');
    await expect(dimensions).toContainText('(2)');
    await expect(dimensions.locator('a.xref[href$="#stretching"]')).toBeVisible();
    await list.locator('summary').click();
    await page.locator('.handle[href$="#dimensions"]').click();
    await page.locator('.link-menu:popover-open .link-menu-aside').click();
    await expect(dimensions).toBeInViewport();
    await expect(dimensions.locator('a').first()).toBeFocused();
  }
});

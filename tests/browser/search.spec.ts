/** The search: what it finds, where results land, and how it is worked; in both languages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { articles, axe, root, watchErrors } from './support.ts';

const dialog = (page: Page): Locator => page.locator('dialog.search');
const field = (page: Page): Locator => dialog(page).getByRole('combobox');
const options = (page: Page): Locator => dialog(page).getByRole('option');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

async function find(page: Page, path: string, query: string): Promise<string[]> {
  await page.goto(path);
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await field(page).fill(query);
  await expect(options(page).first()).toBeVisible();
  return options(page).evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
}
/** Text of a section of the page that is open, up to the next heading. */
const sectionText = (page: Page, id: string): Promise<string> =>
  page.evaluate((name) => {
    const heading = name === '' ? document.querySelector('h1') : document.getElementById(name);
    if (name === '') return document.querySelector('article')?.textContent ?? '';
    let text = heading?.textContent ?? '';
    for (
      let next = heading?.nextElementSibling;
      next && !/^(H2|H3)$/.test(next.tagName);
      next = next.nextElementSibling
    )
      text += next.textContent;
    return text;
  }, id);

for (const [path, query, section, pattern] of [
  ['/rope/', 'relative position', 'question', /relativ|posit/i],
  ['/zh/rope/', '旋转', 'derivation', /旋转|转/],
  ['/zh/', '相对位置', 'question', /相对|位置/],
] as const) {
  test(`${query} on ${path} is found in the right sections, in readable excerpts`, async ({ page }) => {
    const errors = watchErrors(page);
    const found = await find(page, path, query);
    const hashes = found.map((url) => new URL(url).hash.slice(1));
    expect(hashes).toContain(section);
    for (const url of found) expect(new URL(url).pathname.startsWith('/zh/')).toBe(path.startsWith('/zh/'));
    const texts = await options(page).allInnerTexts();
    for (const text of texts) expect(text, 'no TeX, no markup').not.toMatch(/\\[a-z]|[{}$]|&[a-z]+;|<\/?[a-z]/i);
    await expect(options(page).locator('mark').first()).toBeVisible();
    for (const url of found) {
      await page.goto(url);
      expect(await sectionText(page, new URL(url).hash.slice(1)), url).toMatch(pattern);
    }
    expect(errors).toEqual([]);
  });
}

test('a Chinese word inside a sentence leads to its section by Enter', async ({ page }) => {
  await page.goto('/zh/');
  await page.keyboard.press('Control+k');
  await field(page).fill('旋转');
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true');
  const link = dialog(page).locator('a[href$="#derivation"]');
  const index = await link.evaluate((element) =>
    [...document.querySelectorAll('dialog [role=option]')].indexOf(element),
  );
  for (let step = 0; step < index; step += 1) await page.keyboard.press('ArrowDown');
  await expect(link).toHaveAttribute('aria-selected', 'true');
  await expect(field(page)).toHaveAttribute('aria-activedescendant', (await link.getAttribute('id')) ?? '');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/zh\/rope\/#derivation$/);
  await expect(page.locator('#derivation')).toBeInViewport();
});

test('a result on the open page closes the dialog and lands there', async ({ page }) => {
  await find(page, '/rope/', 'Gemma');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expect.poll(() => new URL(page.url()).hash).toBe('#decay');
  await expect(page.locator('#decay')).toBeInViewport();
});

test('nothing of it is loaded before it is opened; then all from this origin', async ({ page, baseURL }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('/');
  await page.waitForLoadState('networkidle');
  expect(asked.filter((url) => url.includes('pagefind'))).toEqual([]);
  await page.locator('[data-search]').click();
  await field(page).fill('rotation');
  await expect(options(page).first()).toBeVisible();
  expect(asked.filter((url) => url.includes('/pagefind/')).length).toBeGreaterThan(2);
  expect(asked.filter((url) => new URL(url).origin !== new URL(baseURL ?? '').origin)).toEqual([]);
});

test('Escape closes and gives the focus back; / while typing types; no result and an empty field say so', async ({
  page,
}) => {
  await page.goto('/rope/');
  const opener = page.locator('[data-search]');
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(field(page)).toBeFocused();
  await expect(dialog(page).getByRole('status')).toContainText('Search the text');
  await page.keyboard.type('a/b');
  await expect(field(page)).toHaveValue('a/b');
  await field(page).fill('xyzzyplugh');
  await expect(dialog(page).getByRole('status')).toHaveText('Nothing found for “xyzzyplugh”.');
  await field(page).fill('');
  await expect(dialog(page).getByRole('status')).toContainText('Search the text');
  await page.keyboard.press('Escape');
  if (await dialog(page).isVisible()) await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(opener).toBeFocused();
});

test('an index that can’t be loaded is said, and asked for again', async ({ page }) => {
  await page.route('**/pagefind/**', (route) => route.abort());
  await page.goto('/rope/');
  await page.keyboard.press('/');
  await field(page).fill('rotation');
  await expect(dialog(page).getByRole('status')).toContainText('could not be loaded');
});

test('what demos say on their controls is not found', async ({ page }) => {
  const texts = articles.map(({ slug, lang }) =>
    readFileSync(join(root, 'content/articles', slug, `${lang}.mdx`), 'utf8'),
  );
  // What a text itself says of a control may be found.
  const onControls = ['Full screen', 'New seed', 'Link this state', 'Time all four', 'Compare with float64'].filter(
    (words) => !texts.some((text) => text.includes(words)),
  );
  expect(onControls.length).toBeGreaterThan(1);
  await page.goto('/rope/');
  await page.keyboard.press('/');
  for (const words of onControls) {
    await field(page).fill(`"${words}"`);
    await expect(dialog(page).getByRole('status')).toContainText('Nothing found');
  }
});

for (const scheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test(`the open search has no accessibility violation in ${scheme} at ${String(width)} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await find(page, '/zh/rope/', '旋转');
      const { violations } = await axe(page).withTags(tags).analyze();
      expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))).toEqual(
        [],
      );
      const box = await dialog(page).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true);
    });
  }
}

/** The site as a whole: every page, both themes, narrow and wide, both languages, and the links between them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import {
  articles,
  axe,
  demoRoot,
  demos,
  dist,
  goLive,
  laidOut,
  root,
  sampleArticles,
  sampleDemos,
  watchErrors,
} from './support.ts';

// One of the long files: its tests are shared out among the workers.
test.describe.configure({ mode: 'parallel' });

/** Every page of the build, as a path of the site. */
const pages = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('index.html') || file === '404.html')
  .map((file) => `/${file.replaceAll('\\', '/').replace(/index\.html$/, '')}`)
  .sort();
const html = new Map(
  pages.map((path) => [path, readFileSync(join(dist, path.endsWith('.html') ? path : `${path}index.html`), 'utf8')]),
);
const markup = (path: string): string => (html.get(path) ?? '').replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/g, '');
const attributes = (path: string, name: string): string[] =>
  [...markup(path).matchAll(new RegExp(`<[a-z][^>]*?\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) =>
    value.replaceAll(/&(?:amp|#38|#x26);/g, '&'),
  );
const idsOf = (path: string): string[] => [...markup(path).matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);

/** Rules that a colour scheme can break. */
const ofColours = ['color-contrast', 'link-in-text-block'];
/**
 * What is wrong with the page, or with a part of it, as it stands; a size or a scheme that follows others need not repeat all rules.
 * Formulas are most of an article's elements, all made by one library and in the colour of their text: they are judged on the sample.
 */
async function violations(page: Page, rules: 'all' | 'colours' | 'not colours', part?: string): Promise<string[]> {
  // At the top, the sticky header covers nothing.
  await page.evaluate(() => {
    scrollTo({ top: 0, behavior: 'instant' });
  });
  const builder = axe(page);
  if (part !== undefined) builder.include(part);
  if (!sampleArticles.some(({ path }) => new URL(page.url()).pathname === path)) builder.exclude('.katex');
  if (rules === 'colours') builder.withRules(ofColours);
  else builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']);
  if (rules === 'not colours') builder.disableRules(ofColours);
  const { violations: found } = await builder.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${id}: ${target.join(' ')}: ${failureSummary?.split('\n').slice(1).join(' ').trim() ?? ''}`,
    ),
  );
}
const goAllLive = async (page: Page, path: string): Promise<void> => {
  for (const { id = '' } of articles.find((article) => article.path === path)?.outline.demos ?? [])
    await goLive(page, id);
};

/** The demos of a page speak Chinese: their names, their buttons, the words that tell what they show. */
async function expectChinese(page: Page, path: string): Promise<void> {
  for (const { id, definition } of demos.filter(({ slug }) => path === `/zh/${slug}/`)) {
    const demo = demoRoot(page, id);
    await expect(demo.locator('.demo-title')).toHaveText(definition.title.zh);
    await expect(demo.getByRole('button', { name: '重置' })).toBeEnabled();
    await expect(demo.locator(`#${id}-demo-text`)).toContainText(/[一-鿿]{4}/);
  }
}

/** Every article once, the sample in both languages: for what the layout does, whatever the words. */
const once = articles.filter((one) => one.lang === 'en' || sampleArticles.includes(one));
/** The sample in both languages and every third of the others in English: for what scripts do with any article. */
const some = articles.filter((one, index) => sampleArticles.includes(one) || (one.lang === 'en' && index % 3 === 0));
/** A demo in an embed is the card of its article; the frame around it is the same for all. */
const embedded = sampleDemos.slice(0, 1).map(({ id }) => `/embed/${id}/`);
const distinct = pages.filter((path) => !path.includes('/embed/') || embedded.some((page) => path.endsWith(page)));
/** Whether dark colours and a phone's controls are judged on a page: once in a language, and in both on the sample. */
const isJudged = (path: string): boolean =>
  !path.startsWith('/zh/') || sampleArticles.some((sample) => sample.path === path);
for (const path of distinct) {
  // One visit for all: bringing a page's demos to life takes longer than looking at them.
  test(`${path} has no accessibility violation, no error, and nothing wider than a phone`, async ({ page }) => {
    const errors = watchErrors(page);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(path);
    await goAllLive(page, path);
    if (path.startsWith('/zh/')) await expectChinese(page, path);
    expect(await violations(page, 'all'), 'in light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    // Colours are those of the English article.
    if (isJudged(path)) expect(await violations(page, 'colours'), 'in dark').toEqual([]);
    const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
    expect(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      'ids used twice',
    ).toEqual([]);
    // A block that waits would not be looked at.
    await laidOut(page);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      const wide = await page.evaluate((limit) => {
        if (document.documentElement.scrollWidth <= limit) return [];
        return [...document.querySelectorAll('body *')]
          .filter((element) => element.getBoundingClientRect().right > limit + 1)
          .map((element) => `${element.tagName}.${element.getAttribute('class') ?? ''}`)
          .slice(0, 8);
      }, width);
      expect(wide, `wider than ${String(width)} px`).toEqual([]);
      // Colours are those of the wide page, and controls those of the English one.
      if (width === 390 && isJudged(path)) expect(await violations(page, 'not colours'), 'on a phone').toEqual([]);
    }
    expect(errors.filter((error) => path !== '/404.html' || !error.includes('404'))).toEqual([]);
  });
}

for (const { path } of sampleArticles) {
  // The menus are the runtime's, the same for every demo.
  test(`the menus of demos on ${path}, when they are open on a phone, have no accessibility violation`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(path);
    await goAllLive(page, path);
    for (const menu of ['.demo-menu', '.demo-status']) {
      await page.locator(menu).evaluateAll((list) => {
        for (const details of list) (details as HTMLDetailsElement).open = true;
      });
      expect(await violations(page, 'all', menu)).toEqual([]);
      await page.locator(menu).evaluateAll((list) => {
        for (const details of list) (details as HTMLDetailsElement).open = false;
      });
    }
  });
}

test('every page exists in both languages', () => {
  const listed = pages.filter((path) => path !== '/404.html');
  const english = listed.filter((path) => !path.startsWith('/zh/'));
  expect(listed.filter((path) => path.startsWith('/zh/')).map((path) => path.slice(3))).toEqual(english);
  for (const path of listed)
    expect(html.get(path), path).toContain(`<html lang="${path.startsWith('/zh/') ? 'zh-Hans' : 'en'}"`);
});

test('both languages of an article have the same targets: sections, equations, figures, tables, definitions, demos, references', () => {
  for (const { path } of articles.filter(({ lang }) => lang === 'en')) {
    expect(idsOf(`/zh${path}`).sort()).toEqual(idsOf(path).sort());
    const [english, chinese] = ['', '/zh'].map((prefix) =>
      articles.find((article) => article.path === `${prefix}${path}`),
    );
    expect(chinese?.outline.targets.map(({ id }) => id)).toEqual(english?.outline.targets.map(({ id }) => id));
    for (const { id } of english?.outline.targets ?? []) expect(idsOf(path), path).toContain(id);
  }
});

test('no id is used twice on a page', () => {
  for (const path of pages) {
    const ids = idsOf(path);
    expect(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      path,
    ).toEqual([]);
  }
});

test('every internal link leads to a page, a file or a target that exists', () => {
  const broken: string[] = [];
  for (const path of pages) {
    for (const href of [...attributes(path, 'href'), ...attributes(path, 'src')]) {
      const url = new URL(href, `https://site.example${path}`);
      if (url.origin !== 'https://site.example') continue;
      const target = decodeURIComponent(url.pathname);
      if (html.has(target)) {
        const id = decodeURIComponent(url.hash.slice(1));
        if (id !== '' && !idsOf(target).includes(id)) broken.push(`${path}: ${href}`);
      } else if (!readdirSync(join(dist, target, '..')).includes(target.split('/').at(-1) ?? ''))
        broken.push(`${path}: ${href}`);
    }
  }
  expect(broken).toEqual([]);
});

test('pages name themselves and their other language, and these agree', () => {
  // An embed page names its article.
  const heads = new Map(
    pages
      .filter((path) => path !== '/404.html' && !path.includes('/embed/'))
      .map((path) => {
        const text = html.get(path) ?? '';
        const canonical = /<link rel="canonical" href="([^"]+)"/.exec(text)?.[1] ?? '';
        const alternates = [...text.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g)].map(
          ([, lang = '', href = '']) => [lang, href],
        );
        return [canonical, { path, alternates }] as const;
      }),
  );
  for (const [canonical, { path, alternates }] of heads) {
    expect(new URL(canonical).pathname).toBe(path);
    expect(alternates.map(([lang]) => lang).sort()).toEqual(['en', 'x-default', 'zh-Hans']);
    expect(alternates.map(([, href]) => href)).toContain(canonical);
    for (const [, href = ''] of alternates)
      expect(heads.get(href)?.alternates, `${href} from ${path}`).toEqual(alternates);
  }
});

/** Presses the language link where it stands: Playwright's own click scrolls a page with a sticky header first. */
async function pressLanguageLink(page: Page): Promise<void> {
  const box = await page.locator('a[data-language]').boundingBox();
  if (!box) throw new Error('no language link');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

test('the language link stays at the section that is being read, and at a demo state', async ({ page }) => {
  test.setTimeout(30_000 + 10_000 * articles.length);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const { path, outline } of some) {
    const section = outline.targets.filter(({ kind, depth }) => kind === 'section' && depth === 2).at(3)?.id ?? '';
    await page.goto(path);
    await page.locator(`#${section}`).evaluate((heading) => {
      scrollTo({ top: heading.getBoundingClientRect().top + scrollY - 100, behavior: 'instant' });
    });
    await expect(page.locator(`.toc-side a[href="#${section}"]`)).toHaveAttribute('aria-current', 'true');
    await pressLanguageLink(page);
    await page.waitForURL((url) => url.pathname !== path);
    expect(new URL(page.url()).hash).toBe(`#${section}`);
    await expect(page.locator(`#${section}`)).toBeInViewport();
    await expect(page.locator('html')).not.toHaveAttribute('lang', path.startsWith('/zh/') ? 'zh-Hans' : 'en');
  }
  await page.goto('/rope/?rope-clocks.m=5#demo-rope-clocks');
  await goLive(page, 'rope-clocks');
  await pressLanguageLink(page);
  await page.waitForURL(/\/zh\//);
  expect(page.url()).toContain('?rope-clocks.m=5#demo-rope-clocks');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the language link leads to the same page in the other language', async ({ page }) => {
    for (const path of pages.filter((name) => !name.startsWith('/zh/') && markup(name).includes('data-language'))) {
      if (path === '/404.html') continue;
      await page.goto(path);
      await page.locator('a[data-language]').click();
      expect(new URL(page.url()).pathname).toBe(`/zh${path}`);
    }
  });
});

test('a chosen theme is set before anything is painted, and kept', async ({ page, context }) => {
  await page.goto('/');
  const button = page.locator('theme-switch button');
  await button.click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await button.click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const other = await context.newPage();
  await other.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (document.documentElement.dataset['theme'] === undefined) return;
      Object.assign(globalThis, { bodyWhenThemed: document.body });
      seen.disconnect();
    });
    seen.observe(document, { attributes: true, subtree: true, childList: true });
    document.addEventListener('DOMContentLoaded', () =>
      Object.assign(globalThis, { themeWhenReady: document.documentElement.dataset['theme'] }),
    );
  });
  await other.goto('/rope/');
  const state = await other.evaluate(() => ({
    ready: (globalThis as unknown as { themeWhenReady: unknown }).themeWhenReady,
    body: (globalThis as unknown as { bodyWhenThemed: unknown }).bodyWhenThemed === null,
    ground: getComputedStyle(document.body).backgroundColor,
  }));
  expect(state.ready).toBe('dark');
  expect(state.body, 'themed before the body is parsed').toBe(true);
  const [red = 255] = /\d+/.exec(state.ground)?.map(Number) ?? [];
  expect(red, `a dark ground, not ${state.ground}`).toBeLessThan(60);
});

test('the contents mark the section that is being read', async ({ page }) => {
  test.setTimeout(30_000 + 10_000 * articles.length);
  for (const { path, outline } of some) {
    await page.goto(path);
    for (const { id } of outline.targets.filter(({ kind }) => kind === 'section').slice(0, 6)) {
      const alone = await page.locator(`#${id}`).evaluate((heading) => {
        scrollTo({ top: heading.getBoundingClientRect().top + scrollY - 80, behavior: 'instant' });
        return !heading.nextElementSibling?.matches('h3');
      });
      // A heading with the next one right below it is never the one that is being read.
      if (!alone) continue;
      await expect(page.locator('.toc-side a[aria-current]')).toHaveAttribute('href', `#${id}`);
    }
  }
});

for (const [path, heading] of [
  ['/', 'LATEST UPDATES'],
  ['/zh/', '最新更新'],
] as const) {
  test(`${path} opens with INCOMING TRANSMISSION and ${heading}, with maths in its excerpts`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/INCOMING\s*TRANSMISSION/);
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    const lang = path === '/' ? 'en' : 'zh';
    const all = articles.filter((one) => one.lang === lang);
    // The newest twelve; the series pages have them all.
    await expect(page.locator('.item')).toHaveCount(Math.min(12, all.length));
    for (const article of all) {
      const item = page.locator('.item', { has: page.locator(`a[href="${article.path}"]`) }).first();
      if ((await item.count()) === 0) continue;
      await expect(item.locator('time')).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\d$/);
      const source = readFileSync(join(root, 'content/articles', article.slug, `${lang}.mdx`), 'utf8');
      const formulas = /^summary:.*$/m.exec(source)?.[0].match(/\$[^$]+\$/g) ?? [];
      await expect(item.locator('.item-summary .katex')).toHaveCount(formulas.length);
    }
    expect(await page.locator('main').innerText()).not.toContain('$');
  });
}

test('the gallery shows every demo, in both languages, and leads to its article', async ({ page }) => {
  for (const [path, lang] of [
    ['/demos/', 'en'],
    ['/zh/demos/', 'zh'],
  ] as const) {
    await page.goto(path);
    for (const { id, definition } of demos) {
      const card = page.locator('.card', { hasText: definition.title[lang] });
      await expect(card.locator('svg').first()).toBeVisible();
      await expect(card.locator(`a[href$="#demo-${id}"]`).first()).toBeVisible();
    }
  }
});

test('an address that does not exist answers 404, in both languages', async ({ page }) => {
  const response = await page.goto('/no/such/page/');
  expect(response?.status()).toBe(404);
  await expect(page.locator('main')).toContainText('No page here');
  await expect(page.locator('main')).toContainText('没有这个页面');
});

test('print gives text and pictures without controls, and full addresses', async ({ page }) => {
  test.setTimeout(30_000 + 10_000 * articles.length);
  for (const { path, outline } of once) {
    await page.goto(path);
    await page.emulateMedia({ media: 'print', reducedMotion: 'reduce' });
    for (const part of [
      '.demo-actions',
      '.demo-status',
      '.demo-controls fieldset',
      '.check',
      '.site-header',
      '.toc-side',
      '.toc-fold',
      'theme-switch',
    ]) {
      await expect(page.locator(`${part}:visible`), part).toHaveCount(0);
    }
    // A picture may be several drawings; each demo shows its own.
    await expect(page.locator('.demo-picture:has(svg:visible)')).toHaveCount(outline.demos.length);
    const address = await page
      .locator('.prose a[href^="https:"]')
      .first()
      .evaluate((link) => getComputedStyle(link, '::after').content + link.textContent);
    expect(address).toContain('http');
  }
});

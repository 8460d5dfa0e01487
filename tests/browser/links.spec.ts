/** Linking: handles and their menu, selected words, demo states, "show link targets"; in both languages. */
import { brotliCompressSync } from 'node:zlib';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { build } from 'vite';
import { formatNames, type FormatName } from '../../src/links/formats.ts';
import {
  articles,
  axe,
  dist,
  findDemo,
  goLive,
  openDemo,
  printTable,
  readouts,
  root,
  sampleArticles,
  setSlider,
  slider,
  watchErrors,
} from './support.ts';

/** Budget of all that links, previews and search add to a page before they are used, in bytes as brotli. */
const budget = 4000;
const handles = 'a:is(.handle, .equation-number, .target-number, .caption-number)';
const handleOf = (page: Page, id: string): Locator => page.locator(`${handles}[href$="#${id}"]`).first();
const openMenu = (page: Page): Locator => page.locator('.link-menu:popover-open');
const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** Where a pasted link leads, as the programs that read the format understand it. */
const addressIn: Readonly<Record<Exclude<FormatName, 'tex'>, (text: string) => string | undefined>> = {
  url: (text) => text,
  markdown: (text) => /\]\(([^()\s]+)\)$/.exec(text)?.[1],
  obsidian: (text) => /^> \[!quote\] \[.*\]\(([^()\s]+)\)$/m.exec(text)?.[1],
  org: (text) => /^\[\[([^\]]+)\]\[/.exec(text)?.[1],
  latex: (text) => /^\\href\{([^{}]+)\}\{/.exec(text)?.[1]?.replace(/\\([%#&])/g, '$1'),
  html: (text) => /^<a href="([^"]+)">/.exec(text)?.[1]?.replaceAll('&amp;', '&'),
  bibtex: (text) => /^ {2}url +=\s\{([^}]+)\},$/m.exec(text)?.[1],
  embed: (text) => /^<iframe src="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&'),
};

async function choose(page: Page, opener: Locator, format: FormatName): Promise<string> {
  await opener.click();
  await openMenu(page).locator(`[data-format=${format}]`).click();
  await expect(page.locator('p[role=status].visually-hidden')).toHaveText(/Copied|已复制/);
  await expect(openMenu(page)).toHaveCount(0);
  return clipboard(page);
}

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
});

test(`links, previews and search add at most ${String(budget)} bytes of JavaScript to a page before they are used`, async ({
  page,
}) => {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: ['link-tools', 'search-button'].map((name) => join(root, `src/components/${name}.ts`)),
      },
    },
  });
  const chunks = (Array.isArray(result) ? result : [result]).flatMap((part) => ('output' in part ? part.output : []));
  const byName = new Map(chunks.flatMap((chunk) => (chunk.type === 'chunk' ? [[chunk.fileName, chunk] as const] : [])));
  const first = new Set<string>();
  const add = (name: string): void => {
    if (first.has(name)) return;
    first.add(name);
    for (const imported of byName.get(name)?.imports ?? []) add(imported);
  };
  for (const [name, chunk] of byName) if (chunk.isEntry) add(name);
  const size = (name: string): number => brotliCompressSync(byName.get(name)?.code ?? '').byteLength;
  const total = [...first].reduce((sum, name) => sum + size(name), 0);
  const rows = [...byName].map(([name, { code }]) => [
    first.has(name) ? 'at once' : 'on first use',
    name.replace(/^assets\//, ''),
    code.length,
    size(name),
  ]);
  printTable('JavaScript of links, previews and search, brotli', [...rows, ['at once', 'in all', '', total]]);
  expect(total).toBeLessThanOrEqual(budget);

  const later = readdirSync(join(dist, '_astro')).filter((name) =>
    /link-menu-title|search-status|TreeWalker/.test(
      name.endsWith('.js') ? readFileSync(join(dist, '_astro', name), 'utf8') : '',
    ),
  );
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.goto('/rope/');
  await page.waitForLoadState('networkidle');
  expect(later.length).toBeGreaterThan(2);
  expect(
    requests.filter(
      (path) => later.some((name) => path.endsWith(`/${name}`)) || /^\/(zh\/)?(previews|pagefind)\//.test(path),
    ),
  ).toEqual([]);
});

for (const { path, lang, outline } of articles.filter(({ slug }) => slug === 'rope')) {
  const kinds = new Map(outline.targets.map((target) => [target.kind, target.id]));
  kinds.set('reference', 'ref-su2021roformer');
  test(`every format copied at every kind of target of ${path} opens at that target`, async ({ page, context }) => {
    test.setTimeout(300_000);
    const errors = watchErrors(page);
    // No demo wakes: that is another test's matter, and takes most of the time.
    await context.addInitScript(() => {
      IntersectionObserver.prototype.observe = () => undefined;
    });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(path);
    const seen = new Set<FormatName>();
    const landing = new Map<string, { kind: string; id: string }>();
    for (const [kind, id] of kinds) {
      const handle = handleOf(page, id);
      await handle.scrollIntoViewIfNeeded();
      await handle.click();
      await expect(openMenu(page)).toBeVisible();
      const offered = await openMenu(page)
        .locator('[data-format]')
        .evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset['format'] ?? ''));
      await page.keyboard.press('Escape');
      expect(offered.includes('tex'), kind).toBe(kind === 'equation');
      expect(offered.includes('embed'), kind).toBe(kind === 'demo');
      for (const format of formatNames.filter((name) => offered.includes(name))) {
        const text = await choose(page, handle, format);
        seen.add(format);
        if (format === 'tex') {
          expect(text).toBe(outline.targets.find((target) => target.id === id)?.tex);
          continue;
        }
        if (format === 'obsidian') expect(text.split('\n').length, text).toBeGreaterThan(1);
        const address = addressIn[format](text) ?? '';
        if (format === 'embed') {
          expect(new URL(address).pathname).toBe(`${lang === 'zh' ? '/zh' : ''}/embed/${id.replace('demo-', '')}/`);
          continue;
        }
        landing.set(address, { kind: `${kind} as ${format}`, id });
      }
    }
    expect([...seen].sort()).toEqual([...formatNames].sort());

    // Each distinct address is opened once: formats that agree land at the same place.
    const other = await context.newPage();
    for (const [address, { kind, id }] of landing) {
      await other.goto('about:blank');
      await other.goto(address);
      expect(decodeURIComponent(new URL(other.url()).hash), kind).toBe(`#${id}`);
      await expect(other.locator(`[id="${id}"]`), kind).toBeInViewport();
    }
    expect(errors).toEqual([]);
  });
}

test('the menu is worked by the keyboard alone, remembers the last choice, and says what it did', async ({ page }) => {
  await page.goto('/rope/');
  const handle = handleOf(page, 'eq-relative');
  await handle.focus();
  await page.keyboard.press('Enter');
  await expect(openMenu(page).locator('[role=menuitem]').first()).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(openMenu(page).getByRole('menuitem', { name: 'Markdown' })).toBeFocused();
  await page.keyboard.press('o');
  await expect(openMenu(page).getByRole('menuitem', { name: 'Obsidian' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(openMenu(page)).toHaveCount(0);
  await expect(handle).toBeFocused();
  await page.keyboard.press('Enter');
  await openMenu(page).getByRole('menuitem', { name: 'Markdown' }).press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Copied: Markdown' })).toBeAttached();
  await expect(handle).toBeFocused();
  expect(await clipboard(page)).toMatch(/^\[Equation \(2\) · RoPE.*\]\(.*#eq-relative\)$/);

  await page.reload();
  const next = handleOf(page, 'derivation');
  await next.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  const quick = page.locator('.link-quick');
  await expect(quick).toBeVisible();
  await expect(quick).toHaveAccessibleName('Copy as Markdown');
  await page.keyboard.press('Tab');
  await expect(quick).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => clipboard(page)).toMatch(/^\[From a requirement to a rotation · RoPE.*#derivation\)$/);
  await next.click();
  await expect(openMenu(page).getByRole('menuitem', { name: 'Markdown' })).toBeFocused();
});

test('where copying is blocked, the text is there to be copied by hand', async ({ page, context }) => {
  await context.clearPermissions();
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('blocked'));
  });
  await page.goto('/rope/');
  await handleOf(page, 'derivation').click();
  await openMenu(page).locator('[data-format=url]').click();
  const field = page.getByLabel('Copying is blocked here');
  await expect(field).toHaveValue(/\/rope\/#derivation$/);
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`the open menu, and a page that shows its targets, have no accessibility violation in ${scheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto('/rope/?targets');
    await handleOf(page, 'eq-relative').click();
    await expect(openMenu(page)).toBeVisible();
    const { violations } = await axe(page).withTags(tags).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))).toEqual([]);
  });
}

for (const { path, outline } of sampleArticles) {
  test(`“Show link targets” shows the handle and the id of every target of ${path}`, async ({ page }) => {
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(path);
      if (width === 390) await page.locator('.toc-fold summary').click();
      const toggle = page.locator('[data-show-targets]:visible');
      await toggle.click();
      await expect(toggle).toHaveAttribute('aria-pressed', 'true');
      for (const { id } of outline.targets) {
        const shown = await handleOf(page, id).evaluate((handle) => ({
          opacity: getComputedStyle(handle).opacity,
          label: getComputedStyle(handle, '::after').content,
        }));
        expect(shown, id).toEqual({ opacity: '1', label: `"#${id}"` });
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await toggle.click();
      await expect(page.locator('html')).not.toHaveAttribute('data-targets', '');
    }
    await page.goto(`${path}?targets`);
    await expect(page.locator('html')).toHaveAttribute('data-targets', '');
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('handles are plain links to their targets, and nothing is offered that needs scripts', async ({ page }) => {
    for (const { path, outline } of articles) {
      await page.goto(path);
      const ids = await page.locator('[id]').evaluateAll((elements) => elements.map(({ id }) => id));
      for (const { id } of outline.targets)
        expect(
          ids.filter((one) => one === id),
          `${path}#${id}`,
        ).toHaveLength(1);
      await handleOf(page, outline.targets[1]?.id ?? '').click();
      expect(decodeURIComponent(new URL(page.url()).hash)).toBe(`#${outline.targets[1]?.id ?? ''}`);
      await expect(page.locator('[data-show-targets]:visible, [data-search]:visible')).toHaveCount(0);
    }
  });
});

test.describe('on a touch screen', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  test('handles are visible, and a tap opens the menu inside the window', async ({ page }) => {
    await page.goto('/zh/rope/');
    const handle = handleOf(page, 'derivation');
    await handle.scrollIntoViewIfNeeded();
    expect(Number(await handle.evaluate((element) => getComputedStyle(element).opacity))).toBeGreaterThan(0.5);
    await handle.tap();
    const box = await openMenu(page).boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 390).toBe(true);
    await openMenu(page).locator('[data-format=markdown]').tap();
    expect(await clipboard(page)).toContain('/zh/rope/#derivation)');
  });
});

/** Selects words of a paragraph: from the first occurrence of one string to the end of another. */
async function select(page: Page, lead: string, from: string, to: string): Promise<void> {
  await page.evaluate(
    ([start = '', first = '', last = '']) => {
      const block = [...document.querySelectorAll('.prose > p, .prose > figure p')].find((one) =>
        one.textContent.includes(start),
      );
      if (!block) throw new Error(`no paragraph with ${start}`);
      block.scrollIntoView({ block: 'center' });
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      let started = false;
      while (walker.nextNode()) {
        const node = walker.currentNode as Text;
        const at = node.data.indexOf(first);
        if (!started && at >= 0) {
          range.setStart(node, at);
          started = true;
        }
        const end = node.data.indexOf(last);
        if (started && end >= 0) range.setEnd(node, end + last.length);
      }
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    },
    [lead, from, to],
  );
}

const selections = [
  {
    name: 'a few words',
    path: '/rope/',
    lead: 'The others grow because',
    from: 'fit relies on',
    to: 'cancellation',
    section: 'stretching',
  },
  {
    name: 'words around formulas',
    path: '/rope/',
    lead: 'As a function of the distance',
    from: 'a score is',
    to: 'sets their amplitudes',
    section: 'dimensions',
  },
  {
    name: 'a whole paragraph',
    path: '/rope/',
    lead: 'The others grow because',
    from: 'The others grow',
    to: 'exceed 8000',
    section: 'stretching',
  },
  {
    name: 'words that occur earlier',
    path: '/rope/',
    lead: 'Under a common shift',
    from: 'the query',
    to: 'moves alone',
    section: 'dimensions',
  },
  {
    name: 'Chinese words inside a sentence',
    path: '/zh/rope/',
    lead: '位置就是角度',
    from: '往前走一步',
    to: '就是转过',
    section: 'plane',
  },
];
for (const { name, path, lead, from, to, section } of selections) {
  test(`a link to ${name} lands on them, marks them, and falls back to their section`, async ({ page, context }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(path);
    await select(page, lead, from, to);
    const button = page.locator('.select-link');
    await expect(button).toBeVisible();
    const url = await choose(page, button, 'url');
    expect(new URL(url).hash.startsWith(`#${section}:~:text=`), url).toBe(true);
    expect(url, 'no white space').not.toMatch(/\s/);
    await select(page, lead, from, to);
    await expect(button).toBeVisible();
    const callout = await choose(page, button, 'obsidian');
    expect(callout).toContain('\n> ');
    expect(callout).toContain(safeHash(url));

    const other = await context.newPage();
    await other.emulateMedia({ reducedMotion: 'reduce' });
    await other.goto(url);
    const block = other.locator('.prose p', { hasText: lead }).first();
    await expect(block).toBeInViewport();
    expect(await other.evaluate(() => location.hash)).toBe(`#${section}`);
    const marked = await block.screenshot();
    await other.goto('about:blank');
    await other.goto(`${path}#${section}`);
    await block.scrollIntoViewIfNeeded();
    expect(marked.equals(await block.screenshot()), 'the words are marked').toBe(false);
  });
}
const safeHash = (url: string): string =>
  new URL(url).hash.replace(/[()'$;]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

test('a demo’s formats carry its exact state: the link opens with the same readouts, the frame has the same query', async ({
  page,
  context,
}) => {
  const demo = await openDemo(page, 'rope-clocks');
  const spec = findDemo('rope-clocks').definition.params['m'];
  expect(spec?.kind).toBe('number');
  await setSlider(demo, 'm', 117);
  await setSlider(demo, 'logBase', 2.5);
  await page.waitForTimeout(700);
  const before = await readouts(demo);
  const more = demo.getByRole('button', { name: 'More formats' });
  const link = addressIn.markdown(await choose(page, more, 'markdown')) ?? '';
  const frame = addressIn.embed(await choose(page, more, 'embed')) ?? '';
  expect(new URL(frame).search).toBe(new URL(link).search);
  const other = await context.newPage();
  await other.goto(link);
  const restored = await goLive(other, 'rope-clocks');
  await expect.poll(() => readouts(restored)).toEqual(before);
  await expect(slider(restored, 'm')).toHaveValue('117');
});

test('the language link keeps equation and demo state', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/rope/?rope-clocks.m=120#eq-decay');
  await expect(page.locator('#eq-decay')).toBeInViewport();
  await page.locator('a[data-language]').click();
  await page.waitForURL(/\/zh\/rope\//);
  expect(page.url()).toMatch(/\/zh\/rope\/\?rope-clocks\.m=120#eq-decay$/);
  await expect(page.locator('#eq-decay')).toBeInViewport();
});

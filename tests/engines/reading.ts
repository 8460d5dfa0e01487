/** Reading: what an article looks like, and what a reader does with it besides its demos. */
import { expect, test } from 'vitest';
import type { Engine } from './engine.ts';
import { attribute, become, centre, click, focus, focused, has, overflow, ready, text } from './page.ts';

/** Of the formulas on a page: how many have no size, which fonts failed, and TeX that is shown as it was typed. */
async function formulas(): Promise<{ count: number; empty: number; fonts: string[]; failed: string[]; raw: string[] }> {
  await document.fonts.ready;
  const shown = [...document.querySelectorAll('.katex-html')];
  const words = document.querySelector('main')?.cloneNode(true) as HTMLElement;
  for (const part of words.querySelectorAll('.katex, pre, code, script, svg, [data-tex]')) part.remove();
  const faces = [...document.fonts].filter(({ family }) => family.includes('KaTeX'));
  const named = (status: FontFaceLoadStatus): string[] =>
    faces.filter((face) => face.status === status).map(({ family }) => family.replaceAll('"', ''));
  return {
    count: shown.length,
    empty: shown.filter((one) => {
      const { width, height } = one.getBoundingClientRect();
      return one.checkVisibility() && (width < 2 || height < 2);
    }).length,
    fonts: [...new Set(named('loaded'))],
    failed: named('error'),
    raw: words.textContent.match(/\\[a-z]{2,}|\$[^$\n]+\$|katex-error/gi) ?? [],
  };
}

/** Signs that may not begin a line, but do, after a short formula. */
function orphans(): string[] {
  return [...document.querySelectorAll('.math-inline')].flatMap((formula) => {
    const next = formula.lastChild instanceof Text ? formula.lastChild : formula.nextSibling;
    const base = [...formula.querySelectorAll('.base')].at(-1)?.getBoundingClientRect();
    const tex = formula.querySelector('annotation')?.textContent ?? '';
    if (!(next instanceof Text) || !base || tex.length > 24 || !/^[,.;:!?)，。、；：？！）]/.test(next.data)) return [];
    const range = document.createRange();
    range.setStart(next, 0);
    range.setEnd(next, 1);
    const sign = [...range.getClientRects()].find(({ width }) => width > 0);
    return sign && sign.top > base.bottom ? [`${tex} ${next.data.slice(0, 10)}`] : [];
  });
}

export function readingTests(engine: () => Engine): void {
  test('the home page opens with its title, in letters that can be seen, and fits a phone', async () => {
    const browser = engine();
    await browser.resize(390, 844);
    await browser.open('/');
    await become(browser, '1', () => getComputedStyle(document.querySelector('.hero-title') ?? document.body).opacity);
    await become(browser, false, has, '.hero-particles');
    expect(await browser.run(text, 'h1')).toMatch(/^INCOMING\s+TRANSMISSION$/);
    expect(await browser.run(() => document.querySelectorAll('.item').length)).toBeGreaterThan(0);
    expect(await browser.run(overflow)).toBe(0);
  });

  for (const [path, lang, words] of [
    ['/rope/', 'en', /distance/],
    ['/zh/rope/', 'zh-Hans', /旋转/],
  ] as const) {
    test(`${path} is set in its language, with formulas in their fonts, on a phone and on a desk`, async () => {
      const browser = engine();
      for (const width of [390, 1280]) {
        await browser.resize(width, 844);
        await browser.open(path);
        expect(await browser.run(attribute, 'html', 'lang')).toBe(lang);
        expect(await browser.run(text, 'article')).toMatch(words);
        const { count, empty, fonts, failed, raw } = await browser.run(formulas);
        expect(count).toBeGreaterThan(100);
        expect({ empty, failed, raw }).toEqual({ empty: 0, failed: [], raw: [] });
        expect(fonts).toEqual(expect.arrayContaining(['KaTeX_Main', 'KaTeX_Math']));
        expect(await browser.run(orphans), 'punctuation at the start of a line').toEqual([]);
        expect(await browser.run(overflow), `at ${String(width)} px`).toBe(0);
      }
    });
  }

  test('an address with a fragment shows its section below the header, and the contents mark it', async () => {
    const browser = engine();
    await browser.open('/rope/#decay');
    await become(browser, true, () => {
      const top = document.getElementById('decay')?.getBoundingClientRect().top ?? NaN;
      const header = document.querySelector('.site-header')?.getBoundingClientRect().bottom ?? NaN;
      return top >= header && top < innerHeight / 2;
    });
    await become(browser, '#decay', attribute, '.toc-side a[aria-current]', 'href');
  });

  test('a chosen theme is kept', async () => {
    const browser = engine();
    await ready(browser);
    await browser.run(click, 'theme-switch button');
    await browser.run(click, 'theme-switch button');
    await browser.open('/zh/rope/');
    expect(await browser.run(attribute, 'html', 'data-theme')).toBe('dark');
    const ground = await browser.run(() => getComputedStyle(document.body).backgroundColor);
    expect(Number(/\d+/.exec(ground)?.[0]), ground).toBeLessThan(60);
    await ready(browser);
    await browser.run(click, 'theme-switch button');
    expect(await browser.run(attribute, 'html', 'data-theme')).toBeNull();
  });

  for (const [path, query, section] of [
    ['/rope/', 'relative position', 'question'],
    ['/zh/', '旋转', 'derivation'],
  ] as const) {
    test(`the search on ${path} finds “${query}”, and Enter leads there`, async () => {
      const browser = engine();
      await browser.open(path);
      await ready(browser);
      await browser.press('/');
      await become(browser, true, focused, 'dialog.search [role=combobox]');
      for (const letter of query) await browser.press(letter);
      await become(browser, true, has, `dialog.search [role=option][href$="#${section}"]`);
      const steps = await browser.run(
        (wanted) =>
          [...document.querySelectorAll('dialog.search [role=option]')].findIndex((one) => one.matches(wanted)),
        `[href$="#${section}"]`,
      );
      for (let step = 0; step < steps; step += 1) await browser.press('ArrowDown');
      await browser.press('Enter');
      await become(browser, `#${section}`, () => location.hash);
      await become(
        browser,
        true,
        (id) => {
          const { top = NaN, bottom = NaN } = document.getElementById(id)?.getBoundingClientRect() ?? {};
          return top >= 0 && bottom <= innerHeight;
        },
        section,
      );
    });
  }

  test('a link shows what it leads to under the pointer and under the focus; Escape closes it', async () => {
    const browser = engine();
    await browser.open('/rope/');
    await ready(browser);
    const link = '.prose p a.xref[href$="#eq-relative"]:not(.preview *)';
    await browser.run((wanted) => [...document.querySelectorAll(wanted)].at(-1)?.setAttribute('data-tried', ''), link);
    const { x, y } = await centre(browser, '[data-tried]');
    await browser.pointAt(3, 300);
    await browser.pointAt(x, y);
    await become(browser, true, has, '.preview:popover-open .equation .katex');
    await browser.press('Escape');
    await become(browser, false, has, '.preview:popover-open');
    await browser.pointAt(3, 300);
    await browser.run(() => {
      const all = [...document.querySelectorAll<HTMLElement>('a[href], button, input')].filter((one) =>
        one.checkVisibility(),
      );
      all[all.findIndex((one) => one.matches('[data-tried]')) - 1]?.focus();
    });
    await browser.press('Tab');
    await become(browser, true, focused, '[data-tried]');
    await become(browser, true, has, '.preview:popover-open .equation .katex');
    await browser.press('Escape');
    await become(browser, false, has, '.preview:popover-open');
  });

  test('the menu of an equation’s number opens and closes by the keyboard', async () => {
    const browser = engine();
    const number = '.equation-number[href$="#eq-relative"]';
    await browser.run(focus, number);
    await browser.press('Enter');
    await become(browser, true, focused, '.link-menu:popover-open [role=menuitem]:first-of-type');
    const first = await browser.run(() => document.activeElement?.textContent ?? '');
    await browser.press('ArrowDown');
    await become(
      browser,
      true,
      (was) =>
        (document.activeElement?.matches('[role=menuitem]') ?? false) && document.activeElement?.textContent !== was,
      first,
    );
    await browser.press('Escape');
    await become(
      browser,
      [false, true],
      (selector) => [
        document.querySelector('.link-menu:popover-open') !== null,
        document.activeElement?.matches(selector) ?? false,
      ],
      number,
    );
  });
}

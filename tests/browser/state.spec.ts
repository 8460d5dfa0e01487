/** A demo's state in links: shared, opened, malformed, and set from the text. */
import { expect, test, type Page } from '@playwright/test';
import fc from 'fast-check';
import type { ParamSpec } from '../../src/lab/params.ts';
import { readState } from '../../src/lab/url-state.ts';
import {
  controlValues,
  demoRoot,
  demos,
  findDemo,
  followState,
  goLive,
  openDemo,
  queryOf,
  randomStates,
  readouts,
  setSlider,
  watchErrors,
  sampleArticles,
  sampleDemos,
} from './support.ts';

const shareButton = /Link this state|复制当前状态链接/;

for (const shown of sampleDemos) {
  const { id, slug } = shown;
  test(`the link to a state of ${id} restores exactly that state on another page`, async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const demo = await openDemo(page, id);
    const [values] = randomStates(shown, 1, 7);
    if (!values) throw new Error('no state');
    await followState(page, id, queryOf(shown, values));
    const slow = Object.entries(shown.definition.params).find(
      ([, spec]) => spec.kind === 'number' && spec.scale !== 'log' && !spec.hidden,
    );
    if (slow?.[1].kind === 'number') await setSlider(demo, slow[0], slow[1].min + slow[1].step * 2);
    await page.waitForTimeout(700);
    const before = { readouts: await readouts(demo), controls: await controlValues(demo) };
    await demo.getByRole('button', { name: shareButton }).click();
    await expect(demo.locator('.demo-notice')).toContainText('Link copied');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(new URL(link).hash).toBe(`#demo-${id}`);
    expect(new URL(link).pathname).toBe(`/${slug}/`);
    expect(page.url(), 'the address now says the same').toBe(link);

    const other = await context.newPage();
    await other.goto(link);
    const restored = await goLive(other, id);
    await expect.poll(() => readouts(restored)).toEqual(before.readouts);
    expect(await controlValues(restored)).toEqual(before.controls);
    await expect(restored.locator('.demo-notice')).toBeHidden();
  });
}

/** Anything that people, crawlers and attackers put into a query. */
const names = (params: Readonly<Record<string, ParamSpec>>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...Object.keys(params)) },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '<b>') },
  );
const raw = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom(
    '%',
    '%zz',
    '%00',
    '%ff%fe',
    '%ED%A0%80',
    'NaN',
    '-Infinity',
    '1e999',
    '0x10',
    '-0',
    '1_2_3',
    ',,,,',
    '',
    '%20',
  ),
  fc
    .constantFrom(
      '<script>window.broken=1</script>',
      '"><img src=x onerror=window.broken=1>',
      '{@html 1}',
      'javascript:alert(1)',
      '%E2%80%AE%07',
    )
    .map((text) => (text.startsWith('%') ? text : encodeURIComponent(text))),
  fc.integer({ min: -1e9, max: 1e9 }).map(String),
  fc.double().map(String),
  fc.integer({ min: 21_000, max: 40_000 }).map((length) => '9'.repeat(length)),
);
const malformed = fc.constantFrom(...demos).chain((shown) =>
  fc.array(fc.tuple(names(shown.definition.params), raw), { minLength: 1, maxLength: 6 }).map((entries) => ({
    id: shown.id,
    query: entries.map(([name, value]) => `${encodeURIComponent(`${shown.id}.${name}`)}=${value}`).join('&'),
  })),
);

const foreignElements = (page: Page): Promise<number> =>
  page.locator('script, img, iframe, object, embed, base, [onerror], [onload]').count();
/** A server takes no request line of this length; a link on the page may well lead there. */
const longest = 6_000;

test('24 random malformed states neither break the page nor inject anything, and each says what was dropped or clamped', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const errors = watchErrors(page);
  await page.goto(`/${demos[0]?.slug ?? ''}/?backend=wasm`);
  const elements = await foreignElements(page);
  let told = 0;
  // Article by article: most states are followed on a page that is open.
  const cases = fc.sample(malformed, { numRuns: 24, seed: 20261122 }).sort((a, b) => a.id.localeCompare(b.id));
  for (const [index, { id, query }] of cases.entries()) {
    const { definition, initial, slug } = findDemo(id);
    const notice = demoRoot(page, id).locator('.demo-notice');
    // Every fourth by its address, the others by a link on the page.
    const byAddress = query.length < longest && (index % 4 === 0 || !page.url().includes(`/${slug}/`));
    if (byAddress) await page.goto(`/${slug}/?${query}#demo-${id}`);
    else if (!page.url().includes(`/${slug}/`)) await page.goto(`/${slug}/`);
    const demo = await goLive(page, id);
    if (!byAddress) {
      if (await notice.isVisible()) await notice.getByRole('button').click();
      await followState(page, id, query);
    }
    const { issues } = readState(definition.params, id, query, initial('en'), 'en');
    if (issues.length > 0) await expect(notice, query.slice(0, 200)).toBeVisible();
    const said = (await notice.textContent()) ?? '';
    for (const { name } of issues) {
      const printed = name.replaceAll(/\s+/g, ' ').trim();
      expect(said.replaceAll(/\s+/g, ' '), query.slice(0, 200)).toContain(printed);
      told += 1;
    }
    expect(await foreignElements(page), `elements on the page after ${query.slice(0, 200)}`).toBe(elements);
    expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false);
    await expect(demo).toHaveAttribute('data-state', 'live');
    await expect(demo.locator('.demo-picture svg:visible').first()).toBeVisible();
  }
  console.log(`24 malformed states, ${String(told)} problems told to the reader`);
  expect(told).toBeGreaterThan(12);
  expect(errors.filter((error) => !error.includes('favicon'))).toEqual([]);
});

test('an unknown name, a wrong type and a value out of range are each named', async ({ page }) => {
  const demo = await openDemo(page, 'rope-clocks', 'rope-clocks.m=999&rope-clocks.zzz=1&rope-clocks.n=abc');
  const notice = demo.locator('.demo-notice');
  await expect(notice).toContainText('m = “999” was out of range; 200 is used');
  await expect(notice).toContainText('“zzz” is not known');
  await expect(notice).toContainText('n = “abc” was not understood');
  expect((await controlValues(demo))['m']).toBe('200');
  await notice.getByRole('button').click();
  await expect(notice).toBeHidden();
});

// The content checks read every such link, and the unit tests restore any state of any demo: following them is the runtime's.
for (const { path, outline, lang } of sampleArticles) {
  test(`links in the text of ${path} set their demo without a reload, and Back restores it`, async ({ page }) => {
    const links = outline.links.filter(({ url }) => /^\?.+#demo-/.test(url));
    test.skip(links.length === 0, 'no such link here');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`${path}?backend=wasm`);
    await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
    for (const { url } of links) {
      const id = url.slice(url.indexOf('#demo-') + 6);
      const { definition, initial } = findDemo(id);
      const demo = await goLive(page, id);
      const { values, issues } = readState(definition.params, id, url.slice(0, url.indexOf('#')), initial(lang), lang);
      expect(issues, url).toEqual([]);
      const before = await controlValues(demo);
      await page.locator(`.prose a[href="${url}"]`).first().click();
      await expect.poll(() => page.url()).toContain(url.slice(0, url.indexOf('#')));
      for (const [name, shown] of Object.entries(await controlValues(demo))) {
        const spec = definition.params[name];
        if (spec?.kind === 'number' && spec.scale !== 'log')
          expect(Number(shown), `${name} after ${url}`).toBeCloseTo(Number(values[name]), 9);
        else if (spec?.kind === 'choice' || spec?.kind === 'text')
          expect(shown, `${name} after ${url}`).toBe(values[name]);
      }
      await expect(demo).toBeInViewport();
      await page.goBack();
      await expect.poll(() => controlValues(demo), `after Back from ${url}`).toEqual(before);
    }
    expect(await page.evaluate(() => 'sameDocument' in globalThis), 'the document was not loaded again').toBe(true);
  });
}

test('a state in the address is there without scripts too: the page lands at the demo', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
  const page = await context.newPage();
  await page.goto('/rope/?rope-clocks.m=5&rope-clocks.n=9#demo-rope-clocks');
  await expect(demoRoot(page, 'rope-clocks')).toBeInViewport();
  await context.close();
});

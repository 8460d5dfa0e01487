/** Every demo and every checked equation, on every backend, against float64. */
import { expect, test, type Page } from '@playwright/test';
import {
  articles,
  backends,
  compareWithReference,
  demos,
  followState,
  goLive,
  printTable,
  queryOf,
  randomStates,
  sampleArticles,
  watchErrors,
  type ShownDemo,
} from './support.ts';

/**
 * Random states besides the default; software GPUs compile shaders anew for many of them, and take their time. The plain CPU backend
 * is the same code as in Node, where the unit tests try it on many more states: here it is tried on the sample.
 */
const statesOn = { webgpu: 1, webgl: 1, wasm: 4, cpu: 4 } as const;
/**
 * Software GPUs take minutes for what a real one does at once: there every demo is compared in its default state; random states and
 * equations are tried on the sample, on every article with ALL_DEMOS=1, and on every article on WASM.
 */
const triesAll = (backend: (typeof backends)[number], slug: string): boolean =>
  backend === 'wasm' || sampleArticles.some((sample) => sample.slug === slug);
const randomStatesOf = (backend: (typeof backends)[number], { slug }: ShownDemo): number =>
  triesAll(backend, slug) ? statesOn[backend] : 0;
const english = articles.filter(({ lang }) => lang === 'en');
const articlesOn = (backend: (typeof backends)[number]): typeof articles =>
  backend === 'cpu' ? english.filter((one) => sampleArticles.includes(one)) : english;

/** Compares every demo of an open page with its reference, at its default and at random states. */
async function demosAgree(page: Page, slug: string, backend: (typeof backends)[number]): Promise<void> {
  const rows: string[][] = [];
  for (const shown of demos.filter((one) => one.slug === slug)) {
    const demo = await goLive(page, shown.id);
    await expect(demo, `the backend that ${shown.id} was asked to use`).toHaveAttribute('data-backend', backend);
    // What trains or simulates has no reference frame for every step; its own tests hold it.
    if ((await demo.getAttribute('data-simulated')) !== null) continue;
    const errors = [await compareWithReference(demo)];
    for (const values of randomStates(shown, randomStatesOf(backend, shown), 20261122)) {
      await followState(page, shown.id, queryOf(shown, values));
      errors.push(await compareWithReference(demo));
    }
    rows.push([
      shown.id,
      shown.definition.tolerance.toExponential(0),
      ...errors.map(({ error }) => error.toExponential(1)),
    ]);
    for (const [index, { error, backend: on }] of errors.entries()) {
      expect(error, `${shown.id}, state ${String(index)}`).toBeLessThanOrEqual(shown.definition.tolerance);
      expect(on).toBe(backend);
    }
  }
  printTable(`Largest differences from float64 on ${backend}`, [
    ['demo', 'tolerance', 'default', 'random states'],
    ...rows,
  ]);
}

/** Presses the mark beside every checked equation of an open page. */
async function equationsHold(page: Page, slug: string, backend: (typeof backends)[number]): Promise<void> {
  const checks = page.locator('equation-check');
  const rows: string[][] = [];
  for (let index = 0; index < (await checks.count()); index += 1) {
    const check = checks.nth(index);
    await check.locator('button').click();
    await expect(check).toHaveAttribute('data-result', /holds|broken|failed/, { timeout: 90_000 });
    const output = check.locator('output');
    const says = await output.innerText();
    rows.push([(await check.getAttribute('data-label')) ?? '', says, (await output.getAttribute('title')) ?? '']);
    await expect(check, rows.at(-1)?.join(' ')).toHaveAttribute('data-result', 'holds');
    if (!says.includes('float64')) expect(says).toContain(backend);
  }
  printTable(`Checked equations of /${slug}/ on ${backend}`, [['equation', 'says', 'detail'], ...rows]);
}

test.describe.configure({ mode: 'parallel' });

for (const backend of backends) {
  for (const { slug, path, outline } of articlesOn(backend)) {
    test(`every demo of /${slug}/ on ${backend} stays within its tolerance of float64, its equations hold, and the site’s policy refuses nothing`, async ({
      page,
    }) => {
      test.setTimeout(60_000 + 45_000 * outline.demos.length + 10_000 * outline.targets.length);
      const complaints = watchErrors(page);
      await page.goto(`${path}?backend=${backend}`);
      await demosAgree(page, slug, backend);
      if (triesAll(backend, slug)) await equationsHold(page, slug, backend);
      expect(complaints.filter((complaint) => complaint.includes('Content Security Policy'))).toEqual([]);
    });
  }
}

test('both languages compute the same', async ({ page }) => {
  const [first] = demos;
  if (!first) return;
  await page.goto(`/zh/${first.slug}/?backend=cpu`);
  const { error } = await compareWithReference(await goLive(page, first.id));
  expect(error).toBeLessThanOrEqual(first.definition.tolerance);
});

/** Every demo and every checked equation, on every backend, against float64. */
import { expect, test } from '@playwright/test';
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
  watchErrors,
} from './support.ts';

/** Random states besides the default; software GPUs compile shaders anew for many of them, and take their time. */
const statesOn = { webgpu: 2, webgl: 2, wasm: 5, cpu: 5 } as const;

test.describe.configure({ timeout: 180_000 });

for (const backend of backends) {
  const states = statesOn[backend];
  for (const { slug, path } of articles.filter(({ lang }) => lang === 'en')) {
    const here = demos.filter((shown) => shown.slug === slug);
    test(`every demo of /${slug}/ on ${backend} stays within its tolerance of the float64 reference`, async ({
      page,
    }) => {
      test.setTimeout(60_000 + 45_000 * here.length);
      test.skip(here.length === 0, 'it has no demo');
      const complaints = watchErrors(page);
      await page.goto(`${path}?backend=${backend}`);
      const rows: string[][] = [];
      for (const shown of here) {
        const demo = await goLive(page, shown.id);
        await expect(demo, `the backend that ${shown.id} was asked to use`).toHaveAttribute('data-backend', backend);
        // What trains or simulates has no reference frame for every step; its own tests hold it.
        if ((await demo.getAttribute('data-simulated')) !== null) continue;
        const errors = [await compareWithReference(demo)];
        for (const values of randomStates(shown, states, 20261122)) {
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
      expect(
        complaints.filter((complaint) => complaint.includes('Content Security Policy')),
        'refused by the site’s own policy',
      ).toEqual([]);
      printTable(`Largest differences from float64 on ${backend}`, [
        [
          'demo',
          'tolerance',
          'default',
          ...Array.from({ length: states }, (_, index) => `random ${String(index + 1)}`),
        ],
        ...rows,
      ]);
    });

    test(`every checked equation of /${slug}/ holds on ${backend}`, async ({ page }) => {
      await page.goto(`${path}?backend=${backend}`);
      const checks = page.locator('equation-check');
      const count = await checks.count();
      test.skip(count === 0, 'it has none');
      test.setTimeout(60_000 + 30_000 * count);
      const rows: string[][] = [];
      for (let index = 0; index < count; index += 1) {
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

/** Every check of every article: holds on a fixed and on random seeds, in float64 and on tensors, and leaves no tensor. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Check, Checks } from '../../../src/checks/check.ts';
import { langs } from '../../../src/i18n/lang.ts';
import { buildInventory } from '../../../src/links/inventory.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const modules = import.meta.glob<Checks>(['../../../src/checks/*.ts', '!../../../src/checks/check.ts'], {
  eager: true,
  import: 'default',
});
const articles = Object.entries(modules).map(
  ([path, checks]) => [/([\w-]+)\.ts$/.exec(path)?.[1] ?? '', checks] as const,
);

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

async function holds(check: Check, seed: number): Promise<void> {
  const input = check.sample(seededRandom(seed));
  expect(check.error(input), `seed ${String(seed)}, float64`).toBeLessThanOrEqual(check.tolerance);
  const { onDevice } = check;
  if (!onDevice) return;
  const { result, leaked } = await countingLeaks(tf, () => onDevice.error(input, tf));
  expect(result, `seed ${String(seed)}, tensors`).toBeLessThanOrEqual(onDevice.tolerance);
  expect(leaked).toBe(0);
}

describe.each(articles)('the checks of %s', (slug, checks) => {
  it('belong to labelled equations of the article, in both languages', () => {
    const { articles: all } = buildInventory(`${process.cwd()}/content`);
    const article = all.find((one) => one.slug === slug);
    for (const lang of langs) {
      const ids = article?.files[lang]?.targets.map(({ id }) => id) ?? [];
      expect(ids).toEqual(expect.arrayContaining(Object.keys(checks)));
    }
  });
  it.each(Object.entries(checks))('%s states its claim in both languages and holds for seed 1', async (_, check) => {
    for (const lang of langs) expect(check.claim[lang].length).toBeGreaterThan(10);
    await holds(check, 1);
  });
  it.each(Object.entries(checks))('%s holds for random seeds', async (_, check) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 0xffffffff }), (seed) => holds(check, seed)),
      { numRuns: 5 },
    );
  });
});

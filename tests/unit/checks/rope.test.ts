/** Every check of the article holds: for a fixed seed, for random seeds, in float64 and on tensors. */
import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import checks from '../../../src/checks/rope.ts';
import type { Check } from '../../../src/checks/check.ts';
import { langs } from '../../../src/i18n/lang.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import type { Tf } from '../support/tf.ts';
import { countingLeaks, cpuTf } from '../support/tf.ts';

/** One draw of a check: its errors in float64 and, where it has one, on tensors, with the tensors left behind. */
async function run<Input>(check: Check<Input>, seed: number, tf: Tf) {
  const input = check.sample(seededRandom(seed));
  const float64 = check.error(input);
  if (!check.onDevice) return { float64, device: undefined, leaked: 0 };
  const { error } = check.onDevice;
  const { result, leaked } = await countingLeaks(tf, () => error(input, tf));
  return { float64, device: result, leaked };
}

const cases: readonly [string, (seed: number, tf: Tf) => ReturnType<typeof run>, number, number | undefined][] = [
  ['eq-rotation', (seed, tf) => run(checks['eq-rotation'], seed, tf), 1e-11, 1e-3],
  ['eq-relative', (seed, tf) => run(checks['eq-relative'], seed, tf), 1e-11, 1e-3],
  ['eq-norm', (seed, tf) => run(checks['eq-norm'], seed, tf), 1e-13, 1e-5],
  ['eq-decay', (seed, tf) => run(checks['eq-decay'], seed, tf), 0, 0],
  ['eq-linear', (seed, tf) => run(checks['eq-linear'], seed, tf), 1e-11, 1e-4],
  ['eq-extension', (seed, tf) => run(checks['eq-extension'], seed, tf), 1e-14, undefined],
];

describe('the checks of the rope article', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('covers every labelled equation once', () => {
    expect(cases.map(([id]) => id)).toEqual(Object.keys(checks));
  });

  describe.each(cases)('%s', (id, draw, tolerance, onDevice) => {
    const check = checks[id as keyof typeof checks];

    it('states a tolerance no looser than the brief and its claim in both languages', () => {
      expect(check.tolerance).toBeLessThanOrEqual(tolerance);
      expect(check.onDevice?.tolerance ?? 0).toBeLessThanOrEqual(onDevice ?? 0);
      for (const lang of langs) expect(check.claim[lang].length).toBeGreaterThan(20);
    });

    it('holds for seed 1 in float64 and on tensors, and leaks none', async () => {
      const { float64, device, leaked } = await draw(1, tf);
      expect(float64).toBeLessThanOrEqual(check.tolerance);
      if (check.onDevice) expect(device).toBeLessThanOrEqual(check.onDevice.tolerance);
      expect(leaked).toBe(0);
    });

    it('holds for random seeds', async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 0xffffffff }), async (seed) => {
          const { float64, device } = await draw(seed, tf);
          expect(float64).toBeLessThanOrEqual(check.tolerance);
          if (check.onDevice) expect(device).toBeLessThanOrEqual(check.onDevice.tolerance);
        }),
        { numRuns: 8 },
      );
    }, 30_000);
  });
});

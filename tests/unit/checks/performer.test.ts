/** The checks of the article on random features are as strict as its sources allow; that they hold is tested for all articles at once. */
import { describe, expect, it } from 'vitest';
import checks from '../../../src/checks/performer.ts';
import type { Checks } from '../../../src/checks/check.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { orthogonalProjections } from '../../../src/numerics/random-features.ts';

/** Tolerances in float64 and on tensors. The two means may be off by five standard errors, and their error is what is beyond. */
const strictness: Readonly<Record<string, readonly [number, number]>> = {
  'eq-features': [1e-12, 1e-5],
  'eq-positive': [0, 0],
  'eq-trig': [0, 0],
  'eq-errors': [1e-10, 1e-4],
  'eq-orthogonal': [1e-12, 1e-5],
  'eq-shift': [1e-10, 1e-4],
};

describe('the checks of the article on random features', () => {
  it('cover every labelled equation once', () => {
    expect(Object.keys(checks)).toEqual(Object.keys(strictness));
  });
  it.each(Object.entries(checks as Checks))('%s is no looser than stated', (id, check) => {
    const [float64, device] = strictness[id] ?? [0, 0];
    expect(check.tolerance).toBeLessThanOrEqual(float64);
    expect(check.onDevice?.tolerance).toBeLessThanOrEqual(device);
  });

  it.each([1, 2, 3])('the means over 200,000 draws lie within 4 standard errors for 12 pairs (seed %d)', (seed) => {
    for (const check of [checks['eq-positive'], checks['eq-trig']]) {
      expect(check.error(check.sample(seededRandom(seed)))).toBeLessThan(4 - 5);
    }
  });

  it('says of orthogonal rows what is tested: mean 0 within 4 standard errors, mean square 8', () => {
    const [d, count] = [8, 40_000];
    const omega = orthogonalProjections(seededRandom(9), count, d);
    const mean = omega.reduce((sum, value) => sum + value, 0) / omega.length;
    const square = omega.reduce((sum, value) => sum + value * value, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(omega.length));
    expect(Math.abs(square - d)).toBeLessThan(0.1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../../src/numerics/array.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { predict, ridgeFit, type Features } from '../../../src/numerics/ridge.ts';

const random = (seed: number, rows: number, columns: number): Features => ({
  values: normals(seededRandom(seed), rows * columns),
  rows,
  columns,
});

describe('ridge regression', () => {
  it('in one unknown is Σxy / (Σx² + λ)', () => {
    const fit = ridgeFit({ values: Float64Array.of(1, 2, 3), rows: 3, columns: 1 }, [2, 4, 6], 2);
    expect(at(fit, 0)).toBeCloseTo(28 / 16, 14);
  });
  it('recovers the coefficients of an exact model as the ridge goes to zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const features = random(seed, 40, 8);
        const truth = normals(seededRandom(seed + 1), 8);
        ridgeFit(features, predict(features, truth), 1e-12).forEach((a, i) => {
          expect(Math.abs(a - at(truth, i))).toBeLessThan(1e-9);
        });
      }),
      { numRuns: 50 },
    );
  });
  it('is a stationary point: Φᵀ(Φa − y) + λa = 0', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: -6, max: 2, noNaN: true }), (seed, log) => {
        const features = random(seed, 30, 6);
        const y = normals(seededRandom(seed + 1), 30);
        const a = ridgeFit(features, y, 10 ** log);
        const residual = predict(features, a).map((v, r) => v - at(y, r));
        for (let i = 0; i < 6; i++) {
          let gradient = 10 ** log * at(a, i);
          for (let r = 0; r < 30; r++) gradient += at(features.values, r * 6 + i) * at(residual, r);
          expect(Math.abs(gradient)).toBeLessThan(1e-10);
        }
      }),
      { numRuns: 50 },
    );
  });
  it('refuses a ridge that rounding swallows', () => {
    const twins = { values: Float64Array.of(1, 1, 1, 1, 1, 1), rows: 3, columns: 2 };
    expect(() => ridgeFit(twins, [1, 2, 3], 1e-20)).toThrow(RangeError);
  });
});

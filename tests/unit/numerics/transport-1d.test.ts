import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixtureCdf, mixtureQuantile } from '../../../src/numerics/gaussian-mixture-1d.ts';
import { mixture, sampleMixture } from '../../../src/numerics/gaussian-mixture.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { histogram, linearBinning, wasserstein1, wasserstein1ToMixture } from '../../../src/numerics/transport-1d.ts';

const values = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 30 });
const modes = mixture([
  { weight: 1, mean: [-1], sd: 0.3 },
  { weight: 2, mean: [2], sd: 0.5 },
]);

describe('Wasserstein-1', () => {
  it('of equally many values is the mean distance in sorted order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.double({ min: -9, max: 9, noNaN: true })), {
          minLength: 1,
        }),
        (pairs) => {
          const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
          const sorted = [a, b].map((list) => [...list].sort((x, y) => x - y));
          const mean =
            a.reduce((sum, _, i) => sum + Math.abs((sorted[0]?.[i] ?? NaN) - (sorted[1]?.[i] ?? NaN)), 0) / a.length;
          expect(Math.abs(wasserstein1(a, b) - mean)).toBeLessThan(1e-12);
        },
      ),
    );
  });
  it('is symmetric, moves with a shift, and does not see repetition', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(Math.abs(wasserstein1(a, b) - wasserstein1(b, a))).toBeLessThan(1e-12);
        expect(
          Math.abs(
            wasserstein1(
              a,
              a.map((x) => x + 3),
            ) - 3,
          ),
        ).toBeLessThan(1e-12);
        expect(Math.abs(wasserstein1([...a, ...a, ...a], b) - wasserstein1(a, b))).toBeLessThan(1e-12);
      }),
    );
    expect(wasserstein1([0, 1, 3], [5, 6, 8])).toBe(5);
    expect(wasserstein1([NaN, 1], [0])).toBeNaN();
  });
  it('to a mixture is the area between the distribution functions, by fine quadrature', () => {
    const level = { scale: 0.8, spread: 0.4 };
    const sample = [-3, -0.5, -0.4, 1, 1.2, 2.5, 2.6, 6];
    for (const at of [0, level]) {
      let area = 0;
      const [step, low] = [1e-3, -12];
      for (let i = 0; i < 24_000; i++) {
        const x = low + (i + 0.5) * step;
        const share = sample.filter((y) => y <= x).length / sample.length;
        area += Math.abs(share - mixtureCdf(modes, x, at)) * step;
      }
      expect(Math.abs(wasserstein1ToMixture(sample, modes, at) - area)).toBeLessThan(1e-5);
    }
    expect(wasserstein1ToMixture([0, NaN], modes)).toBeNaN();
  });
  it('to one point is the mean distance; to the mixture’s own midquantiles it is small; to its own sample like 1/√n', () => {
    const single = mixture([{ weight: 1, mean: [0], sd: 1 }]);
    expect(wasserstein1ToMixture([0], single)).toBeCloseTo(Math.sqrt(2 / Math.PI), 12);
    const middles = Array.from({ length: 200 }, (_, i) => mixtureQuantile(modes, (i + 0.5) / 200));
    expect(wasserstein1ToMixture(middles, modes)).toBeLessThan(0.01);
    // Mostly the share of a mode: 3 apart, standard deviation √(2/9/n).
    const distance = (seed: number): number =>
      wasserstein1ToMixture(sampleMixture(seededRandom(seed), modes, 2048), modes);
    const mean = [1, 2, 3, 4, 5, 6].reduce((sum, seed) => sum + distance(seed) / 6, 0);
    expect(mean).toBeGreaterThan(0.015);
    expect(mean).toBeLessThan(0.06);
  });
});

describe('a histogram', () => {
  it('counts every value once: in a bin, at the upper edge in the last, or outside', () => {
    const { edges, density, outside } = histogram([0, 0.1, 0.5, 1, 2, NaN, -1], 0, 1, 2);
    expect([...edges]).toEqual([0, 0.5, 1]);
    expect([...density].map((y) => y * 0.5 * 7)).toEqual([2, 2]);
    expect(outside).toBeCloseTo(3 / 7, 12);
  });
});

describe('linear binning', () => {
  const nodes = 41;
  const width = 20 / (nodes - 1);
  it('keeps the mass and the mean of values inside', () => {
    fc.assert(
      fc.property(values, (list) => {
        const density = linearBinning(list, -10, 10, nodes);
        const total = density.reduce((sum, p) => sum + p * width, 0);
        const mean = density.reduce((sum, p, i) => sum + p * width * (-10 + i * width), 0);
        expect(total).toBeCloseTo(1, 9);
        expect(mean).toBeCloseTo(list.reduce((sum, x) => sum + x, 0) / list.length, 9);
      }),
    );
  });
  it('changes little when a value moves a little, also across a node', () => {
    const [below, above] = [-1e-9, 1e-9].map((shift) => linearBinning([shift], -10, 10, nodes));
    below?.forEach((p, i) => expect(Math.abs(p - (above?.[i] ?? NaN))).toBeLessThan(1e-8));
  });
  it('leaves out what lies beyond the range', () => {
    expect([...linearBinning([-30, 30], -10, 10, nodes)].every((p) => p === 0)).toBe(true);
  });
});

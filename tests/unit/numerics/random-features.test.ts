/** Random features: known answers, statements for all inputs, and tensors held to the float64 reference. */
import { QrDecomposition, Matrix } from 'ml-matrix';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../src/numerics/array.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import {
  featureAttention,
  featureAttentionQuadratic,
  gaussianProjections,
  hyperbolicFeatures,
  orthogonalProjections,
  planarProjections,
  positiveFeatures,
  relativeErrors,
  squaredLengths,
  trigonometricFeatures,
} from '../../../src/numerics/random-features.ts';
import * as onTensor from '../../../src/numerics/random-features.tensor.ts';
import { dot } from '../../../src/numerics/rope.ts';
import type { Tf } from '../support/tf.ts';
import { countingLeaks, cpuTf } from '../support/tf.ts';

/** Mean squared errors as the paper writes them, with K = e^{xᵀy}. Choromanski et al. 2021, Lemma 2. */
function lemma2(x: readonly number[], y: readonly number[], m: number) {
  const K = Math.exp(dot(x, y));
  const { s, t } = squaredLengths(x, y);
  const positive = (Math.exp(t) * K ** 2 * (1 - Math.exp(-t))) / m;
  return {
    K,
    trigonometric: (Math.exp(t) * K ** -2 * (1 - Math.exp(-s)) ** 2) / (2 * m),
    positive,
    hyperbolic: 0.5 * (1 - Math.exp(-t)) * positive,
  };
}

describe('known answers of random features', () => {
  it('x = (1, 0), y = (0, 1), m = 16: MSE 0.172637, 0.399316, 0.172637 (Choromanski et al. 2021, Lemma 2)', () => {
    const { K, ...mse } = lemma2([1, 0], [0, 1], 16);
    expect(K).toBe(1);
    expect(mse.trigonometric).toBeCloseTo(0.172637, 6);
    expect(mse.positive).toBeCloseTo(0.399316, 6);
    expect(mse.hyperbolic).toBeCloseTo(0.172637, 6);
  });

  it('x = (1.2, .5), y = (−1, −.8), m = 16: K = 0.201897; MSE 0.870527, 0.000353684, 0.0000215579 (Lemma 2)', () => {
    const { K, ...mse } = lemma2([1.2, 0.5], [-1, -0.8], 16);
    expect(K).toBeCloseTo(0.201897, 6);
    expect(mse.trigonometric).toBeCloseTo(0.870527, 6);
    expect(mse.positive).toBeCloseTo(0.000353684, 9);
    expect(mse.hyperbolic).toBeCloseTo(0.0000215579, 10);
  });

  it('x = −y, ‖x‖² = 1, m = 1: relative squared error 26.3082 trigonometric, 0 positive (Lemma 2)', () => {
    const { s, t } = squaredLengths([1, 0], [-1, 0]);
    const errors = relativeErrors(s, t, 1);
    expect(errors.trigonometric).toBeCloseTo(26.3082, 4);
    expect(errors.positive).toBe(0);
    expect(errors.hyperbolic).toBe(0);
  });

  it('d = 64, entries of variance 1: ‖x + y‖² = 16 for perpendicular x, y; e¹⁶ − 1 ≈ 8.9 million (quoted in the article)', () => {
    expect(relativeErrors(16, (2 * 64) / Math.sqrt(64), 1).positive / 1e6).toBeCloseTo(8.89, 2);
    // With the usual m = ⌊64 ln 64⌋ = 266 projections the root mean squared error is 183 times the value.
    expect(Math.floor(64 * Math.log(64))).toBe(266);
    expect(Math.sqrt(relativeErrors(16, 16, 266).positive)).toBeCloseTo(183, 0);
  });
});

const pair = fc.tuple(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 0, max: 0xffffffff })).map(([d, seed]) => {
  const values = normals(seededRandom(seed), 2 * d);
  return { x: values.subarray(0, d), y: values.subarray(d) };
});

describe('errors in closed form', () => {
  it('relative errors (cosh s − 1)/m, (eᵗ − 1)/m, (cosh t − 1)/m are Lemma 2 divided by K², for all x and y', () => {
    fc.assert(
      fc.property(pair, fc.integer({ min: 1, max: 512 }), ({ x, y }, m) => {
        const { s, t } = squaredLengths(x, y);
        const { K, ...mse } = lemma2([...x], [...y], m);
        const ours = relativeErrors(s, t, m);
        for (const kind of ['trigonometric', 'positive', 'hyperbolic'] as const) {
          expect(ours[kind] / (mse[kind] / K ** 2)).toBeCloseTo(1, 6);
        }
      }),
    );
  });

  it('both signs of ω never do worse than twice as many independent ω', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 20, noNaN: true }), (t) => {
        expect(relativeErrors(0, t, 8).hyperbolic).toBeLessThanOrEqual(relativeErrors(0, t, 16).positive);
      }),
    );
  });

  it('measured: 200,000 estimates with m = 16, ‖x + y‖ ≤ 1, within 5% of the formulas', () => {
    const [m, trials] = [16, 200_000];
    const random = seededRandom(7);
    const [s, t] = [1.44, 1];
    const sums = { trigonometric: 0, positive: 0, hyperbolic: 0 };
    for (let i = 0; i < trials; i++) {
      const estimate = { trigonometric: 0, positive: 0, hyperbolic: 0 };
      // Only the projections on x − y and x + y matter; for perpendicular ones they are independent.
      const g = normals(random, 2 * m);
      for (let k = 0; k < m; k++) {
        const along = at(g, k) * Math.sqrt(t);
        estimate.positive += Math.exp(along - t / 2) / m;
        estimate.hyperbolic += (Math.exp(-t / 2) * Math.cosh(along)) / m;
        estimate.trigonometric += (Math.exp(s / 2) * Math.cos(at(g, m + k) * Math.sqrt(s))) / m;
      }
      for (const kind of ['trigonometric', 'positive', 'hyperbolic'] as const) sums[kind] += (estimate[kind] - 1) ** 2;
    }
    const expected = relativeErrors(s, t, m);
    for (const kind of ['trigonometric', 'positive', 'hyperbolic'] as const) {
      expect(Math.abs(sums[kind] / trials / expected[kind] - 1)).toBeLessThan(0.05);
    }
  });
});

describe('projections', () => {
  it('orthogonal rows of a block are perpendicular, also in a cut block, and as long as Gaussian vectors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 }), fc.nat(), (d, m, seed) => {
        const omega = orthogonalProjections(seededRandom(seed), m, d);
        expect(omega).toHaveLength(m * d);
        for (let i = 0; i < m; i++) {
          for (let j = i - (i % d); j < i; j++) {
            expect(Math.abs(dot(omega.subarray(i * d, (i + 1) * d), omega.subarray(j * d, (j + 1) * d)))).toBeLessThan(
              1e-12,
            );
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('every single orthogonal row has mean 0 (within 4 standard errors) and mean square d', () => {
    const [d, blocks] = [8, 20_000];
    const omega = orthogonalProjections(seededRandom(3), blocks * d, d);
    const [mean, square] = [new Float64Array(d), new Float64Array(d)];
    for (let b = 0; b < blocks; b++) {
      for (let i = 0; i < d; i++) {
        const row = omega.subarray((b * d + i) * d, (b * d + i + 1) * d);
        mean[i] = at(mean, i) + at(row, 0) / blocks;
        square[i] = at(square, i) + dot(row, row) / blocks;
      }
    }
    for (let i = 0; i < d; i++) {
      expect(Math.abs(at(mean, i))).toBeLessThan(4 / Math.sqrt(blocks));
      expect(Math.abs(at(square, i) - d)).toBeLessThan(4 * Math.sqrt((2 * d) / blocks));
    }
  });

  it('QR by Householder reflections without fixing signs is not uniform: the first coordinate of ω₁ is never positive, with mean −√(2/π) (quoted in the article)', () => {
    const [d, draws] = [8, 4000];
    const random = seededRandom(5);
    let mean = 0;
    for (let i = 0; i < draws; i++) {
      const square = Array.from({ length: d }, () => [...normals(random, d)]);
      const q = new QrDecomposition(new Matrix(square)).orthogonalMatrix;
      const length = Math.hypot(...normals(random, d));
      const first = q.get(0, 0) * length;
      expect(first).toBeLessThanOrEqual(0);
      mean += first / draws;
    }
    expect(Math.abs(mean + Math.sqrt(2 / Math.PI))).toBeLessThan(4 / Math.sqrt(draws));
  });

  it('planar projections: Gaussian, perpendicular in pairs, and the first rows do not depend on m', () => {
    const trials = 3000;
    const { independent, orthogonal } = planarProjections(seededRandom(11), 4, trials);
    expect(planarProjections(seededRandom(11), 2, trials).orthogonal).toEqual(orthogonal.subarray(0, 4 * trials));
    const [one, two] = [orthogonal.subarray(0, 2 * trials), orthogonal.subarray(2 * trials, 4 * trials)];
    for (let i = 0; i < trials; i++) {
      expect(Math.abs(dot(one.subarray(2 * i, 2 * i + 2), two.subarray(2 * i, 2 * i + 2)))).toBeLessThan(1e-12);
    }
    for (const values of [independent, orthogonal]) {
      const count = values.length;
      expect(Math.abs(values.reduce((a, b) => a + b, 0) / count)).toBeLessThan(4 / Math.sqrt(count));
      expect(Math.abs(dot(values, values) / count - 1)).toBeLessThan(6 / Math.sqrt(count));
    }
  });

  it('orthogonal projections have the smaller error, by at least the bound of Theorem 2 (Choromanski et al. 2021)', () => {
    const [d, m, draws] = [8, 8, 20_000];
    const random = seededRandom(21);
    const [x, y] = [Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0), Float64Array.of(0, 1, 0, 0, 0, 0, 0, 0)];
    const square = (omega: Float64Array): number =>
      (dot(positiveFeatures(x, omega, d), positiveFeatures(y, omega, d)) - 1) ** 2;
    let gain = 0;
    for (let i = 0; i < draws; i++) {
      gain += (square(gaussianProjections(random, m, d)) - square(orthogonalProjections(random, m, d))) / draws;
    }
    const bound = ((2 * (m - 1)) / (m * (d + 2))) * (1 - Math.exp(-1)) ** 2;
    expect(gain).toBeGreaterThan(bound);
  });
});

const sequence = fc
  .record({
    n: fc.integer({ min: 1, max: 20 }),
    d: fc.integer({ min: 1, max: 8 }),
    dv: fc.integer({ min: 1, max: 5 }),
    m: fc.integer({ min: 1, max: 24 }),
    seed: fc.nat(),
  })
  .map(({ n, d, dv, m, seed }) => {
    const random = seededRandom(seed);
    const half = (count: number): Float64Array => normals(random, count).map((value) => value / 2);
    return {
      n,
      d,
      dv,
      m,
      x: half(n * d),
      y: half(n * d),
      v: normals(random, n * dv),
      omega: gaussianProjections(random, m, d),
    };
  });
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN))));
};

describe('feature maps and their attention', () => {
  it('products of features are the estimates of the equations', () => {
    fc.assert(
      fc.property(sequence, ({ d, m, x, y, omega }) => {
        const [a, b] = [x.subarray(0, d), y.subarray(0, d)];
        const { s, t } = squaredLengths(a, b);
        const along = (sign: 1 | -1, k: number): number =>
          a.reduce((sum, value, c) => sum + at(omega, k * d + c) * (value + sign * at(b, c)), 0);
        const mean = (term: (k: number) => number): number =>
          Array.from({ length: m }, (_, k) => term(k)).reduce((total, value) => total + value, 0) / m;
        const K = Math.exp(dot(a, b));
        const product = (map: typeof positiveFeatures): number => dot(map(a, omega, d), map(b, omega, d)) / K;
        expect(product(positiveFeatures)).toBeCloseTo(
          mean((k) => Math.exp(along(1, k) - t / 2)),
          8,
        );
        expect(product(hyperbolicFeatures)).toBeCloseTo(
          mean((k) => Math.cosh(along(1, k)) * Math.exp(-t / 2)),
          8,
        );
        expect(product(trigonometricFeatures)).toBeCloseTo(
          mean((k) => Math.exp(s / 2) * Math.cos(along(-1, k))),
          8,
        );
      }),
    );
  });

  it('the linear form equals the double sum, causal and not, and shifts change nothing', () => {
    fc.assert(
      fc.property(sequence, fc.boolean(), ({ d, m, x, y, v, omega }, causal) => {
        const [fq, fk] = [positiveFeatures(x, omega, d), positiveFeatures(y, omega, d)];
        const linear = featureAttention(fq, fk, v, m, causal);
        const double = featureAttentionQuadratic(fq, fk, v, m, causal);
        expect(difference(linear.output, double.output)).toBeLessThan(1e-12);
        expect(difference(linear.denominators, double.denominators)).toBeLessThan(1e-9);
        const shifted = featureAttention(
          positiveFeatures(x, omega, d, 'row'),
          positiveFeatures(y, omega, d, 'global'),
          v,
          m,
          causal,
        );
        expect(difference(shifted.output, linear.output)).toBeLessThan(1e-10);
      }),
    );
  });

  it('shifted features never overflow, and the largest of a row is 1/√m', () => {
    const features = positiveFeatures(Float64Array.of(60, 0, -50, 3), Float64Array.of(40, 1, -30, 2), 2, 'row');
    expect(Math.max(...features.subarray(0, 2))).toBeCloseTo(1 / Math.sqrt(2), 12);
    expect(features.every((value) => value >= 0 && value < 1)).toBe(true);
  });
});

describe('random features on tensors', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });
  const read = async (result: Tensor): Promise<ArrayLike<number>> => {
    const numbers = await result.data();
    result.dispose();
    return numbers;
  };

  it('equal the reference and leak nothing', async () => {
    await fc.assert(
      fc.asyncProperty(sequence, async ({ d, dv, m, x, y, v, omega }) => {
        const upload = (values: Float64Array, width: number): Tensor =>
          tf.tensor(Float32Array.from(values), [values.length / width, width]);
        const { leaked } = await countingLeaks(tf, async () => {
          const [q, k, w, values] = [upload(x, d), upload(y, d), upload(omega, d), upload(v, dv)];
          for (const shift of ['none', 'row', 'global'] as const) {
            const features = await read(onTensor.positiveFeatures(tf, q, w, shift));
            const expected = positiveFeatures(x, omega, d, shift);
            expect(difference(features, expected) / Math.max(1, ...expected)).toBeLessThan(1e-5);
          }
          const both = hyperbolicFeatures(x, omega, d);
          expect(
            difference(await read(onTensor.hyperbolicFeatures(tf, q, w)), both) / Math.max(1, ...both),
          ).toBeLessThan(1e-5);
          const waves = trigonometricFeatures(x, omega, d);
          expect(difference(await read(onTensor.trigonometricFeatures(tf, x, omega, d)), waves)).toBeLessThan(1e-4);
          const [fq, fk] = [onTensor.positiveFeatures(tf, q, w), onTensor.positiveFeatures(tf, k, w)];
          const maps = [positiveFeatures(x, omega, d), positiveFeatures(y, omega, d)] as const;
          for (const causal of [false, true]) {
            const attend = causal ? onTensor.causalFeatureAttention : onTensor.featureAttention;
            const { output, denominators } = attend(tf, fq, fk, values);
            expect(difference(await read(output), featureAttention(...maps, v, m, causal).output)).toBeLessThan(1e-4);
            denominators.dispose();
          }
          tf.dispose([q, k, w, values, fq, fk]);
        });
        expect(leaked).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

/** Low-rank attention: projections, landmarks, the pseudo-inverse, the yardsticks; tensors against float64. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../src/numerics/array.ts';
import { attentionWeights, matrixProduct, softmaxAttention } from '../../../src/numerics/attention.ts';
import { characterFeatures } from '../../../src/numerics/character-features.ts';
import * as lowRank from '../../../src/numerics/low-rank-attention.ts';
import * as onTensors from '../../../src/numerics/low-rank-attention.tensor.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const seeds = fc.integer({ min: 0, max: 0xffffffff });
const frobenius = (a: ArrayLike<number>): number => Math.hypot(...Array.from(a));
const minus = (a: Float64Array, b: ArrayLike<number>): Float64Array => a.map((x, i) => x - at(b, i));

describe('segment means', () => {
  it('rows sum to 1, columns have one entry, and k = n is the identity', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (n, wished) => {
        const k = Math.min(n, wished);
        const E = lowRank.segmentMeans(n, k);
        matrixProduct(E, new Float64Array(n).fill(1), n).forEach((sum) => {
          expect(sum).toBeCloseTo(1, 12);
        });
        for (let j = 0; j < n; j++) {
          expect(Array.from({ length: k }, (_, s) => at(E, s * n + j)).filter((x) => x > 0)).toHaveLength(1);
        }
        const identity = lowRank.segmentMeans(n, n);
        expect(identity.every((x, index) => x === (index % (n + 1) === 0 ? 1 : 0))).toBe(true);
      }),
    );
  });
});

describe('the Newton–Schulz pseudo-inverse', () => {
  it('satisfies the Penrose conditions A Z A = A and Z A Z = Z for a matrix of attention weights', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 8 }), (seed, m) => {
        const x = normals(seededRandom(seed), m * 4);
        const A = attentionWeights(x, x, 4, { scale: 2 });
        const Z = lowRank.newtonSchulzInverse(A, m, 60);
        const AZ = matrixProduct(A, Z, m);
        expect(frobenius(minus(matrixProduct(AZ, A, m), A))).toBeLessThan(1e-7);
        expect(frobenius(minus(matrixProduct(Z, AZ, m), Z)) / frobenius(Z)).toBeLessThan(1e-5);
      }),
      { numRuns: 50 },
    );
  });
  it('inverts the whole of a singular matrix where it can, and nothing where it cannot', () => {
    const Z = lowRank.newtonSchulzInverse(Float64Array.from([2, 0, 0, 0]), 2);
    expect(Array.from(Z)).toEqual([expect.closeTo(0.5, 12), 0, 0, 0]);
  });
  it('tensors agree with float64', async () => {
    const x = normals(seededRandom(9), 8 * 4);
    const A = attentionWeights(x, x, 4);
    const { result, leaked } = await countingLeaks(tf, async () => {
      const Z = tf.tidy(() => onTensors.newtonSchulzInverse(tf, tf.tensor(Float32Array.from(A), [8, 8])));
      const numbers = await Z.data();
      Z.dispose();
      return numbers;
    });
    expect(leaked).toBe(0);
    const Z = lowRank.newtonSchulzInverse(A, 8);
    expect(frobenius(minus(Z, result)) / frobenius(Z)).toBeLessThan(1e-2);
  });
});

/** Attention among the characters of a text, error of an approximate output. */
const sentence =
  'Attention compares every token with every other one, and yet most of the weight in a row falls on a few keys.';
function setting(beta: number, seed = 1) {
  const { features: x } = characterFeatures(sentence, 0.5, seed, 96);
  const v = normals(seededRandom(seed + 1000), 96 * 16);
  return { x, v, exact: softmaxAttention(x, x, v, 32, { scale: beta }) };
}

describe('approximations', () => {
  it('a random, untrained Linformer projection misses the output by more than twice its norm at every sharpness (measured)', () => {
    for (const beta of [1, 4, 16, 64]) {
      for (const seed of [1, 2, 3]) {
        const { x, v, exact } = setting(beta, seed);
        const G = normals(seededRandom(seed + 77), 16 * 96).map((entry) => entry / 4);
        const output = lowRank.projectedAttention(x, x, v, 32, { E: G, F: G, scale: beta });
        expect(lowRank.relativeFrobenius(output, exact)).toBeGreaterThan(2);
      }
    }
  });
  it('at a flat β = 1 Nyström comes near, at a sharp β = 64 it is no better than nothing (measured)', () => {
    const error = (beta: number): number => {
      const { x, v, exact } = setting(beta);
      return lowRank.relativeFrobenius(
        lowRank.nystromAttention(lowRank.nystromFactors(x, x, 32, 16, { scale: beta }), v),
        exact,
      );
    };
    expect(error(1)).toBeLessThan(0.25);
    expect(error(64)).toBeGreaterThan(0.9);
  });
  it('tensor factors agree with float64', async () => {
    const { x, v } = setting(4);
    const factors = lowRank.nystromFactors(x, x, 32, 12, { scale: 4 });
    const { result, leaked } = await countingLeaks(tf, async () => {
      const out = tf.tidy(() => {
        const [q, values] = [tf.tensor(Float32Array.from(x), [96, 32]), tf.tensor(Float32Array.from(v), [96, 16])];
        return onTensors.nystromAttention(tf, onTensors.nystromFactors(tf, q, q, 12, { scale: 4 }), values);
      });
      const numbers = await out.data();
      out.dispose();
      return numbers;
    });
    expect(leaked).toBe(0);
    expect(lowRank.relativeFrobenius(result, lowRank.nystromAttention(factors, v))).toBeLessThan(1e-3);
  });
});

describe('yardsticks', () => {
  it('the truncated SVD restores a matrix of that rank, and misses others by the tail of singular values', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 6 }), (seed, k) => {
        const random = seededRandom(seed);
        const low = matrixProduct(normals(random, 9 * k), normals(random, k * 7), k);
        const exact = lowRank.truncatedSvd(low, 7, k);
        expect(frobenius(minus(matrixProduct(exact.left, exact.right, k), low))).toBeLessThan(1e-10);
        const full = normals(random, 9 * 7);
        const cut = lowRank.truncatedSvd(full, 7, k);
        const miss = frobenius(minus(matrixProduct(cut.left, cut.right, k), full));
        expect(miss).toBeCloseTo(Math.hypot(...cut.values.slice(k)), 10);
      }),
    );
  });
  // Eckart and Young 1936. Fifty seeds, none may violate it.
  it('no rank-k attention lies nearer to P than the SVD, 50 seeds', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { features: x } = characterFeatures(sentence, 0.5, seed, 24);
      const [k, beta] = [1 + (seed % 8), 2 ** (seed % 5)];
      const P = attentionWeights(x, x, 32, { scale: beta });
      const { left, right } = lowRank.truncatedSvd(P, 24, k);
      const best = frobenius(minus(P, matrixProduct(left, right, k)));
      const E = lowRank.segmentMeans(24, k);
      const pooled = matrixProduct(lowRank.projectedWeights(x, x, 32, E, beta), E, k);
      const { left: a, inverse, right: b } = lowRank.nystromFactors(x, x, 32, k, { scale: beta });
      const landmarks = matrixProduct(a, matrixProduct(inverse, b, k), k);
      expect(frobenius(minus(P, pooled))).toBeGreaterThanOrEqual(best - 1e-12);
      expect(frobenius(minus(P, landmarks))).toBeGreaterThanOrEqual(best - 1e-12);
    }
  });
  it('perplexity is m for m equal weights, and falls as scores are scaled up', () => {
    expect(Array.from(lowRank.perplexities([0.25, 0.25, 0.25, 0.25, 1, 0, 0, 0, 0.5, 0.5, 0, 0], 4))).toEqual([
      expect.closeTo(4, 12),
      1,
      expect.closeTo(2, 12),
    ]);
    const { x } = setting(1);
    const mean = (beta: number): number =>
      lowRank.perplexities(attentionWeights(x, x, 32, { scale: beta }), 96).reduce((sum, p) => sum + p, 0) / 96;
    expect(mean(1)).toBeGreaterThan(mean(4));
    expect(mean(4)).toBeGreaterThan(mean(16));
  });
});

/** Linear attention: one layer in several orders of work, forward and backward; tensors held to float64. */
import fc from 'fast-check';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attentionWeights } from '../../../src/numerics/attention.ts';
import * as causal from '../../../src/numerics/linear-attention-causal.ts';
import { singularValues } from '../../../src/numerics/linear-attention-rank.ts';
import * as linear from '../../../src/numerics/linear-attention.ts';
import * as tensor from '../../../src/numerics/linear-attention.tensor.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const layer = fc
  .record({
    n: fc.integer({ min: 1, max: 20 }),
    D: fc.integer({ min: 1, max: 12 }),
    width: fc.integer({ min: 1, max: 8 }),
    size: fc.integer({ min: 1, max: 24 }),
    seed: fc.nat(0xffffffff),
  })
  .map(({ n, D, width, size, seed }) => {
    const random = seededRandom(seed);
    const [q, k, v, g] = [
      normals(random, n * D),
      normals(random, n * D),
      normals(random, n * width),
      normals(random, n * width),
    ];
    return { n, D, width, size, q, k, v, g, fq: linear.featureMap(q), fk: linear.featureMap(k) };
  });
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (x, i) => Math.abs(x - (b[i] ?? NaN))));
};
const rowSums = (matrix: Float64Array, width: number): number[] =>
  Array.from({ length: matrix.length / width }, (_, i) =>
    matrix.subarray(i * width, (i + 1) * width).reduce((sum, x) => sum + x, 0),
  );

describe('linear attention in float64', () => {
  it('both orders of the product agree', () => {
    fc.assert(
      fc.property(layer, ({ fq, fk, v, D }) => {
        expect(
          largestDifference(linear.linearAttention(fq, fk, v, D), linear.linearAttentionQuadratic(fq, fk, v, D)),
        ).toBeLessThan(1e-12);
      }),
    );
  });
  it('a hand-made case: keys 1 and 3 with feature 1, query 1: weights 1/4 and 3/4', () => {
    expect([...linear.linearAttention([1], [1, 3], [0, 4], 1)]).toEqual([3]);
    expect([...linear.linearAttentionQuadratic([1], [1, 3], [0, 4], 1)]).toEqual([3]);
    expect([...linear.transposed([1, 2, 3, 4, 5, 6], 3)]).toEqual([1, 4, 2, 5, 3, 6]);
  });
  it('counts operations: at n = 4096 and d = 64 the ratio is 64; at n = d it is 1', () => {
    const far = linear.orderFlops(4096, 64);
    expect(far.quadratic / far.linear).toBe(64);
    const even = linear.orderFlops(64, 64);
    expect(even.quadratic).toBe(even.linear);
  });

  it('recurrence, masked matrix and chunks of any size agree', () => {
    fc.assert(
      fc.property(layer, ({ fq, fk, v, D, size }) => {
        const parallel = causal.causalParallel(fq, fk, v, D);
        expect(largestDifference(causal.causalRecurrent(fq, fk, v, D).outputs, parallel)).toBeLessThan(1e-12);
        expect(largestDifference(causal.causalChunked(fq, fk, v, D, size), parallel)).toBeLessThan(1e-12);
      }),
    );
  });
  it('weights are non-negative, rows sum to 1, and nothing lies above the diagonal', () => {
    fc.assert(
      fc.property(layer, ({ fq, fk, D, n }) => {
        const weights = causal.causalWeights(fq, fk, D);
        rowSums(weights, n).forEach((sum) => expect(sum).toBeCloseTo(1, 12));
        weights.forEach((w, index) => {
          expect(w).toBeGreaterThanOrEqual(0);
          if (index % n > Math.floor(index / n)) expect(w).toBe(0);
        });
      }),
    );
  });
  it('the last output does not change what came before it: causal', () => {
    fc.assert(
      fc.property(layer, ({ fq, fk, v, D, n, width }) => {
        if (n < 2) return;
        const other = v.map((x, i) => (i >= (n - 1) * width ? x + 1 : x));
        const [a, b] = [causal.causalParallel(fq, fk, v, D), causal.causalParallel(fq, fk, other, D)];
        expect(largestDifference(a.subarray(0, (n - 1) * width), b.subarray(0, (n - 1) * width))).toBe(0);
      }),
    );
  });

  it('efficient attention: rows of its weights sum to 1 without a denominator', () => {
    fc.assert(
      fc.property(layer, ({ q, k, v, D, n, width }) => {
        const { query, key } = linear.efficientFactors(q, k, D);
        const weights = linear.featureScores(query, key, D);
        rowSums(weights, n).forEach((sum) => expect(sum).toBeCloseTo(1, 12));
        const direct = Float64Array.from({ length: n * width }, (_, index) => {
          let sum = 0;
          for (let j = 0; j < n; j++) {
            sum += (weights[Math.floor(index / width) * n + j] ?? NaN) * (v[j * width + (index % width)] ?? NaN);
          }
          return sum;
        });
        expect(largestDifference(linear.efficientAttention(q, k, v, D), direct)).toBeLessThan(1e-12);
      }),
    );
  });

  it('the rank of φ(Q)φ(K)ᵀ is at most D; a softmax matrix can have full rank', () => {
    const [random, n, D] = [seededRandom(5), 64, 8];
    const [q, k] = [normals(random, n * D), normals(random, n * D)];
    const values = singularValues(linear.featureScores(linear.featureMap(q), linear.featureMap(k), D), n);
    expect((values[D] ?? NaN) / (values[0] ?? NaN)).toBeLessThan(1e-10);
    const soft = singularValues(attentionWeights(q, k, D, { scale: 1 }), n);
    expect((soft[n - 1] ?? 0) / (soft[0] ?? NaN)).toBeGreaterThan(1e-8);
    expect([...singularValues([3, 0, 0, 2], 2)]).toEqual([3, 2]);
  });

  it('gradients by cumulative sums equal those of the masked matrix, and finite differences', () => {
    fc.assert(
      fc.property(layer, ({ fq, fk, v, g, D }) => {
        const [a, b] = [causal.causalGradients(fq, fk, v, g, D), causal.causalGradientsQuadratic(fq, fk, v, g, D)];
        for (const part of ['fq', 'fk', 'v'] as const) expect(largestDifference(a[part], b[part])).toBeLessThan(1e-11);
        const loss = (keys: Float64Array): number => {
          const { states } = causal.causalRecurrent(fq, keys, v, D);
          const width = v.length / (keys.length / D);
          return states.reduce((sum, { S }, i) => {
            for (let c = 0; c < D; c++) {
              for (let e = 0; e < width; e++)
                sum += (S[c * width + e] ?? NaN) * (fq[i * D + c] ?? NaN) * (g[i * width + e] ?? NaN);
            }
            return sum;
          }, 0);
        };
        const moved = (by: number): number => loss(fk.map((x, i) => (i === 0 ? x + by : x)));
        expect((moved(0.5) - moved(-0.5)) / (a.fk[0] ?? NaN)).toBeCloseTo(1, 6); // the loss is linear in each key
      }),
      { numRuns: 30 },
    );
  });
});

describe('linear attention on tensors', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });
  const read = async (result: Tensor): Promise<ArrayLike<number>> => {
    const numbers = await result.data();
    result.dispose();
    return numbers;
  };
  it('equals the reference and leaks nothing', async () => {
    await fc.assert(
      fc.asyncProperty(layer, async ({ q, k, v, fq, fk, D, width, size }) => {
        const { leaked } = await countingLeaks(tf, async () => {
          const upload = (m: Float64Array, columns: number): Tensor =>
            tf.tensor(Float32Array.from(m), [m.length / columns, columns]);
          const [Q, K, V, FQ, FK] = [upload(q, D), upload(k, D), upload(v, width), upload(fq, D), upload(fk, D)];
          const chunked = tensor.causalChunked(tf, FQ, FK, V, size);
          const [plain, parallel] = [linear.linearAttention(fq, fk, v, D), causal.causalParallel(fq, fk, v, D)];
          const last = causal.causalRecurrent(fq, fk, v, D).states.at(-1);
          const state = chunked.states.at(-1);
          if (!last || !state) throw new Error('there is at least one chunk');
          const pairs: readonly (readonly [Tensor, Float64Array])[] = [
            [tensor.featureMap(tf, Q), fq],
            [tensor.linearAttention(tf, FQ, FK, V), plain],
            [tensor.linearAttentionQuadratic(tf, FQ, FK, V), plain],
            [tensor.causalParallel(tf, FQ, FK, V), parallel],
            [tf.clone(chunked.outputs), parallel],
            [tf.clone(state.S), last.S],
            [tf.clone(state.z), last.z],
            [tensor.efficientAttention(tf, Q, K, V), linear.efficientAttention(q, k, v, D)],
          ];
          for (const [result, reference] of pairs) {
            expect(largestDifference(await read(result), reference)).toBeLessThan(2e-5);
          }
          tf.dispose([Q, K, V, FQ, FK, chunked.outputs, ...chunked.states.flatMap(({ S, z }) => [S, z])]);
        });
        expect(leaked).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

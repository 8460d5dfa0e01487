/** Softmax attention and linear attention: statements, and tensors held to the float64 reference. */
import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Tensor } from '@tensorflow/tfjs-core';
import { attentionWeights, matrixProduct, softmaxAttention } from '../../../src/numerics/attention.ts';
import * as attentionTensor from '../../../src/numerics/attention.tensor.ts';
import { rotaryLinearAttention, rotaryLinearAttentionQuadratic } from '../../../src/numerics/linear-attention.ts';
import * as linearTensor from '../../../src/numerics/linear-attention.tensor.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { frequencies } from '../../../src/numerics/rope.ts';
import type { Tf } from '../support/tf.ts';
import { countingLeaks, cpuTf } from '../support/tf.ts';

const sequence = fc
  .record({
    n: fc.integer({ min: 1, max: 24 }),
    half: fc.integer({ min: 1, max: 16 }),
    dv: fc.integer({ min: 1, max: 8 }),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
  })
  .map(({ n, half, dv, seed }) => {
    const [random, d] = [seededRandom(seed), 2 * half];
    return { n, d, dv, q: normals(random, n * d), k: normals(random, n * d), v: normals(random, n * dv) };
  });
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (x, i) => Math.abs(x - (b[i] ?? NaN))));
};

describe('attention in float64', () => {
  it('each row of weights is positive and sums to 1', () => {
    fc.assert(
      fc.property(sequence, ({ n, d, q, k }) => {
        const weights = attentionWeights(q, k, d);
        for (let row = 0; row < n; row++) {
          const entries = weights.subarray(row * n, (row + 1) * n);
          expect(entries.every((w) => w > 0)).toBe(true);
          expect(entries.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it('scores of any size neither overflow nor underflow to nothing', () => {
    const weights = attentionWeights([1e4, 0], [1e4, 0, -1e4, 0], 2);
    expect([...weights]).toEqual([1, 0]);
  });

  it('a causal mask leaves nothing above the diagonal', () => {
    const { n, d } = { n: 5, d: 4 };
    const random = seededRandom(3);
    const weights = attentionWeights(normals(random, n * d), normals(random, n * d), d, { causal: true });
    weights.forEach((w, index) => expect(w === 0).toBe(index % n > Math.floor(index / n)));
  });

  it('equal scores average the values (by hand)', () => {
    expect([...softmaxAttention([0, 0], [1, 2, 3, 4], [1, 10, 3, 30], 2)]).toEqual([2, 20]);
    expect([...matrixProduct([1, 2, 3, 4], [5, 6, 7, 8], 2)]).toEqual([19, 22, 43, 50]);
  });

  it('linear attention: the associative form equals the n × n form', () => {
    fc.assert(
      fc.property(sequence, ({ d, q, k, v }) => {
        const theta = frequencies(d, 1e4);
        const difference = largestDifference(
          rotaryLinearAttention(q, k, v, theta),
          rotaryLinearAttentionQuadratic(q, k, v, theta),
        );
        expect(difference).toBeLessThan(1e-11);
      }),
    );
  });
});

describe('attention on tensors', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });
  const read = async (result: Tensor): Promise<ArrayLike<number>> => {
    const numbers = await result.data();
    result.dispose();
    return numbers;
  };
  const upload = (matrix: Float64Array, width: number): Tensor =>
    tf.tensor(Float32Array.from(matrix), [matrix.length / width, width]);

  it('equals the reference and leaks nothing', async () => {
    await fc.assert(
      fc.asyncProperty(sequence, async ({ d, dv, q, k, v }) => {
        const theta = frequencies(d, 1e4);
        const { leaked } = await countingLeaks(tf, async () => {
          const [x, y, z] = [upload(q, d), upload(k, d), upload(v, dv)];
          const pairs: readonly (readonly [Tensor, Float64Array])[] = [
            [attentionTensor.attentionWeights(tf, x, y), attentionWeights(q, k, d)],
            [attentionTensor.attentionWeights(tf, x, y, 0.3), attentionWeights(q, k, d, { scale: 0.3 })],
            [attentionTensor.softmaxAttention(tf, x, y, z), softmaxAttention(q, k, v, d)],
            [linearTensor.rotaryLinearAttention(tf, x, y, z, theta), rotaryLinearAttention(q, k, v, theta)],
            [linearTensor.rotaryLinearAttentionQuadratic(tf, x, y, z, theta), rotaryLinearAttention(q, k, v, theta)],
          ];
          for (const [tensor, reference] of pairs) {
            expect(largestDifference(await read(tensor), reference)).toBeLessThan(1e-5);
          }
          tf.dispose([x, y, z]);
        });
        expect(leaked).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

/** Rotary position embedding on tensors is held to the float64 reference on random inputs. */
import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Tensor } from '@tensorflow/tfjs-core';
import { integer, normals, seededRandom } from '../../../src/numerics/random.ts';
import { decayBound, frequencies, meanCosine, meanPartialSum, rotate, score } from '../../../src/numerics/rope.ts';
import {
  angleTables,
  decayBounds,
  rotaryEmbedding,
  rotaryScores,
  rotateRows,
  rowScores,
  spectrum,
} from '../../../src/numerics/rope.tensor.ts';
import type { Tf } from '../support/tf.ts';
import { countingLeaks, cpuTf } from '../support/tf.ts';

const input = fc
  .record({
    rows: fc.integer({ min: 1, max: 12 }),
    half: fc.integer({ min: 1, max: 64 }),
    logBase: fc.double({ min: 0, max: 6, noNaN: true }),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
  })
  .map(({ rows, half, logBase, seed }) => {
    const [random, d] = [seededRandom(seed), 2 * half];
    const positions = (): number[] => Array.from({ length: rows }, () => integer(random, 0, 100_000));
    const theta = frequencies(d, 10 ** logBase);
    return {
      rows,
      d,
      theta,
      q: normals(random, rows * d),
      k: normals(random, rows * d),
      m: positions(),
      n: positions(),
    };
  });

describe('rotary position embedding on tensors', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });
  const upload = (matrix: Float64Array, width: number): Tensor =>
    tf.tensor(Float32Array.from(matrix), [matrix.length / width, width]);
  /** Largest |tensor − reference| / max(1, |reference|). */
  const difference = async (tensor: Tensor, reference: readonly number[]): Promise<number> => {
    const numbers = await tensor.data();
    tensor.dispose();
    expect(numbers).toHaveLength(reference.length);
    return Math.max(...reference.map((x, i) => Math.abs((numbers[i] ?? NaN) - x) / Math.max(1, Math.abs(x))));
  };

  it('rotation, scores, bounds and spectrum equal the reference, also at position 100,000, and leak nothing', async () => {
    await fc.assert(
      fc.asyncProperty(input, async ({ d, theta, q, k, m, n }) => {
        const row = (matrix: Float64Array, i: number): Float64Array => matrix.subarray(i * d, (i + 1) * d);
        const { leaked } = await countingLeaks(tf, async () => {
          const [x, y] = [upload(q, d), upload(k, d)];
          const rotated = m.flatMap((position, i) => [...rotate(row(q, i), position, theta)]);
          expect(await difference(rotateRows(tf, x, m, theta), rotated)).toBeLessThan(2e-6);
          const scores = m.map((position, i) => score(row(q, i), row(k, i), position, n[i] ?? NaN, theta));
          expect(await difference(rowScores(tf, x, y, m, n, theta), scores)).toBeLessThan(2e-5);
          const all = m.flatMap((a, i) => n.map((b, j) => score(row(q, i), row(k, j), a, b, theta)));
          expect(await difference(rotaryScores(tf, x, y, m, n, theta), all)).toBeLessThan(2e-5);
          const bounds = m.map((r, i) => decayBound(row(q, i), row(k, i), r, theta));
          expect(await difference(decayBounds(tf, x, y, m, theta), bounds)).toBeLessThan(1e-5);
          const curves = spectrum(tf, angleTables(m, theta));
          expect(
            await difference(
              curves.envelope,
              m.map((r) => meanPartialSum(r, theta)),
            ),
          ).toBeLessThan(1e-5);
          expect(
            await difference(
              curves.cosine,
              m.map((r) => meanCosine(r, theta)),
            ),
          ).toBeLessThan(1e-6);
          tf.dispose([x, y]);
        });
        expect(leaked).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('takes leading dimensions and broadcasts the tables over them', async () => {
    const theta = frequencies(8, 1e4);
    const random = seededRandom(2);
    const values = normals(random, 3 * 2 * 8);
    const tables = angleTables([5, 9], theta);
    const out = tf.tidy(() =>
      rotaryEmbedding(
        tf,
        tf.tensor(Float32Array.from(values), [3, 2, 8]),
        tf.tensor(tables.cos, tables.shape),
        tf.tensor(tables.sin, tables.shape),
      ),
    );
    expect(out.shape).toEqual([3, 2, 8]);
    const expected = Array.from({ length: 6 }, (_, i) =>
      rotate(values.subarray(i * 8, i * 8 + 8), i % 2 ? 9 : 5, theta),
    );
    expect(
      await difference(
        out,
        expected.flatMap((x) => [...x]),
      ),
    ).toBeLessThan(1e-6);
  });

  it('angles formed in float32 would be off by more than a thousandth at position 100,000', () => {
    const theta = frequencies(64, 1e4)[1] ?? NaN;
    const errors = Array.from({ length: 1000 }, (_, i) => {
      const position = 99_000 + i;
      return Math.abs(Math.cos(Math.fround(position * Math.fround(theta))) - Math.cos(position * theta));
    });
    expect(Math.max(...errors)).toBeGreaterThan(1e-3);
  });
});

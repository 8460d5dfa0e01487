/** Mixed chunk attention: chunks against the dense map, what each path sees, what it costs; tensors held to float64. */
import fc from 'fast-check';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { matrixProduct } from '../../../src/numerics/attention.ts';
import { squaredReluWeights } from '../../../src/numerics/gated-attention-unit.ts';
import { featureScores } from '../../../src/numerics/linear-attention.ts';
import {
  breakEvenLength,
  chunksOf,
  mixedChunked,
  mixedChunkMap,
  mixedCost,
} from '../../../src/numerics/mixed-chunk-attention.ts';
import * as tensor from '../../../src/numerics/mixed-chunk-attention.tensor.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (x, i) => Math.abs(x - (b[i] ?? NaN))));
};
const draw = (n: number, s: number, e: number, seed: number) => {
  const random = seededRandom(seed);
  const matrix = (): Float64Array => normals(random, n * s);
  const paths = { quadraticQuery: matrix(), quadraticKey: matrix(), linearQuery: matrix(), linearKey: matrix() };
  return { n, s, e, paths, v: normals(random, n * e) };
};
const layer = fc
  .record({
    n: fc.integer({ min: 1, max: 24 }),
    s: fc.integer({ min: 1, max: 6 }),
    e: fc.integer({ min: 1, max: 8 }),
    size: fc.integer({ min: 1, max: 26 }),
    causal: fc.boolean(),
    seed: fc.nat(0xffffffff),
  })
  .map(({ n, s, e, size, causal, seed }) => ({ ...draw(n, s, e, seed), how: { size, causal } }));

describe('mixed chunk attention in float64', () => {
  it('in chunks gives what the dense map gives, for any length of chunk', () => {
    fc.assert(
      fc.property(layer, ({ n, s, paths, v, how }) => {
        const dense = matrixProduct(mixedChunkMap(paths, s, how), v, n);
        expect(largest(mixedChunked(paths, v, s, how).outputs, dense)).toBeLessThan(1e-11);
      }),
    );
  });
  it.each([1, 4, 16, 64])('n = 64, C = %i, both modes: 10⁻¹²', (size) => {
    const { n, s, paths, v } = draw(64, 16, 24, 3);
    for (const causal of [true, false]) {
      const how = { size, causal };
      const dense = matrixProduct(mixedChunkMap(paths, s, how), v, n);
      expect(largest(mixedChunked(paths, v, s, how).outputs, dense)).toBeLessThan(1e-12);
    }
  });
  it('causal with one chunk for all is the plain map relu²/n', () => {
    const { n, s, paths } = draw(20, 4, 4, 5);
    const plain = squaredReluWeights(paths.quadraticQuery, paths.quadraticKey, s, { causal: true });
    expect(largest(mixedChunkMap(paths, s, { size: n, causal: true }), plain)).toBeLessThan(1e-15);
  });
  it('not causal, the linear path sees all keys, its own chunk included', () => {
    const { n, s, paths } = draw(12, 4, 4, 6);
    const how = { size: 4, causal: false };
    const blind = { ...paths, quadraticQuery: new Float64Array(n * s) };
    const far = featureScores(paths.linearQuery, paths.linearKey, s).map((x) => x / n);
    expect(largest(mixedChunkMap(blind, s, how), far)).toBeLessThan(1e-15);
  });
  it('the first causal chunk reads nothing; each later one the sum of all before', () => {
    const { s, e, paths, v } = draw(12, 3, 2, 7);
    const { states } = mixedChunked(paths, v, s, { size: 4, causal: true });
    expect(states).toHaveLength(3);
    expect([...(states[0] ?? [1])].every((x) => x === 0)).toBe(true);
    const sum = new Float64Array(s * e);
    for (let j = 0; j < 8; j++) {
      for (let a = 0; a < s; a++) {
        for (let b = 0; b < e; b++)
          sum[a * e + b] = (sum[a * e + b] ?? 0) + (paths.linearKey[j * s + a] ?? 0) * (v[j * e + b] ?? 0);
      }
    }
    expect(largest(states[2] ?? [], sum)).toBeLessThan(1e-12);
  });
  it('causal: what changes at j changes nothing before j, exactly', () => {
    fc.assert(
      fc.property(layer, fc.nat(23), ({ n, s, e, paths, v, how }, place) => {
        const j = place % n;
        const bump = (x: Float64Array): Float64Array =>
          x.map((a, i) => (Math.floor((i * n) / x.length) >= j ? a + 1 : a));
        const other = {
          quadraticQuery: bump(paths.quadraticQuery),
          quadraticKey: bump(paths.quadraticKey),
          linearQuery: bump(paths.linearQuery),
          linearKey: bump(paths.linearKey),
        };
        const outputs = (p: typeof paths, values: Float64Array): Float64Array =>
          mixedChunked(p, values, s, { ...how, causal: true }).outputs.subarray(0, j * e);
        expect(largest(outputs(other, bump(v)), outputs(paths, v))).toBe(0);
      }),
    );
  });
  it('far tokens are carried: with C = 4, row 19 has weight on column 0', () => {
    const { n, s, paths } = draw(20, 4, 4, 8);
    expect(Math.abs(mixedChunkMap(paths, s, { size: 4, causal: true })[19 * n] ?? 0)).toBeGreaterThan(1e-3);
  });
});

describe('cost', () => {
  it('n = 8192, C = 256, s = 128, e = 1536: 6.711·10⁹ against 1.1167·10¹¹ multiply-adds, ratio 16.64', () => {
    const { quadratic, linear, full } = mixedCost(8192, { size: 256, causal: false }, 128, 1536);
    expect(quadratic + linear).toBe(6_710_886_400);
    expect(full).toBe(111_669_149_696);
    expect(full / (quadratic + linear)).toBeCloseTo(16.64, 2);
    const causal = mixedCost(8192, { size: 256, causal: true }, 128, 1536);
    expect(causal.serial).toBe(32);
    expect(quadratic + linear - causal.quadratic - causal.linear).toBe(2 * 256 * 128 * 1536);
  });
  it('both ways cost the same at n = C + 2se/(s + e), 492 tokens in that setting', () => {
    const even = breakEvenLength(256, 128, 1536);
    expect(even).toBeCloseTo(492.3, 1);
    const ratio = (n: number): number => {
      const { quadratic, linear, full } = mixedCost(n, { size: 256, causal: false }, 128, 1536);
      return full / (quadratic + linear);
    };
    expect(ratio(512)).toBeGreaterThan(1);
    expect(ratio(256)).toBeLessThan(1);
  });
  it('a last chunk that is shorter counts as it is', () => {
    expect(chunksOf(10, 4)).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 8 },
      { from: 8, to: 10 },
    ]);
    expect(mixedCost(10, { size: 4, causal: true }, 1, 1)).toEqual({ quadratic: 72, linear: 14, full: 200, serial: 3 });
    expect(mixedCost(0, { size: 4, causal: true }, 1, 1).serial).toBe(0);
  });
});

describe('mixed chunks on tensors', () => {
  it('follow their float64 twins: map, outputs and states', async () => {
    await fc.assert(
      fc.asyncProperty(layer, async ({ n, s, e, paths, v, how }) => {
        const { result, leaked } = await countingLeaks(tf, async () => {
          const read = tf.tidy(() => {
            const upload = (x: Float64Array, width: number): Tensor => tf.tensor2d(Float32Array.from(x), [n, width]);
            const given = {
              quadraticQuery: upload(paths.quadraticQuery, s),
              quadraticKey: upload(paths.quadraticKey, s),
              linearQuery: upload(paths.linearQuery, s),
              linearKey: upload(paths.linearKey, s),
            };
            const map = tensor.mixedChunkMap(tf, given, tensor.chunkMasks(tf, n, how), how.size);
            const { outputs, states } = tensor.mixedChunked(tf, given, upload(v, e), how);
            return tf.concat([map, outputs, states].map((part) => tf.reshape(part, [-1])));
          });
          const numbers = await read.data();
          read.dispose();
          return numbers;
        });
        expect(leaked).toBe(0);
        const { outputs, states } = mixedChunked(paths, v, s, how);
        const expected = [...mixedChunkMap(paths, s, how), ...outputs, ...states.flatMap((state) => [...state])];
        expect(largest(result, expected)).toBeLessThan(1e-4);
      }),
      { numRuns: 25 },
    );
  });
});

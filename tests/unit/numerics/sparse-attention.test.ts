/** Sparse attention: patterns, masked rows, hashing, reach; tensors against float64. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../src/numerics/array.ts';
import { attentionScores, matrixProduct, softmaxAttention } from '../../../src/numerics/attention.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import * as hashing from '../../../src/numerics/sparse-attention-hashing.ts';
import * as reach from '../../../src/numerics/sparse-attention-reach.ts';
import * as sparse from '../../../src/numerics/sparse-attention.ts';
import * as onTensors from '../../../src/numerics/sparse-attention.tensor.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const seeds = fc.integer({ min: 0, max: 0xffffffff });
const sizes = fc.integer({ min: 2, max: 24 });
/** Any mask [n, n], empty rows included. */
const masks = fc.tuple(seeds, sizes, fc.double({ min: 0, max: 1, noNaN: true })).map(([seed, n, share]) => {
  const random = seededRandom(seed);
  return sparse.maskOf(n, () => random() < share);
});
const sideOf = (mask: sparse.Mask): number => Math.sqrt(mask.length);

describe('patterns', () => {
  it('a window of w keys allows the keys at most w/2 away', () => {
    expect(Array.from(sparse.localMask(4, 2))).toEqual([1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1]);
  });
  it('fixed: the own block, and the last key of every block', () => {
    const mask = sparse.fixedMask(9, 3);
    expect(Array.from(mask.subarray(4 * 9, 5 * 9))).toEqual([0, 0, 1, 1, 1, 1, 0, 0, 1]);
  });
  it('random: exactly r different keys per query', () => {
    fc.assert(
      fc.property(seeds, sizes, fc.integer({ min: 0, max: 30 }), (seed, n, r) => {
        const mask = sparse.randomMask(seededRandom(seed), n, r);
        for (let i = 0; i < n; i++) expect(sparse.allowedPairs(mask.subarray(i * n, (i + 1) * n))).toBe(Math.min(r, n));
      }),
    );
  });
  it('the top k of a row are its largest entries', () => {
    fc.assert(
      fc.property(seeds, sizes, fc.integer({ min: 1, max: 24 }), (seed, n, k) => {
        const scores = normals(seededRandom(seed), n * n);
        const mask = sparse.topMask(scores, n, k);
        for (let i = 0; i < n; i++) {
          const row = Array.from(scores.subarray(i * n, (i + 1) * n));
          const kept = row.filter((_, j) => at(mask, i * n + j) === 1);
          expect(kept.sort((a, b) => b - a)).toEqual(row.sort((a, b) => b - a).slice(0, k));
        }
      }),
    );
  });
  it('n = 4096: a stride of 64 with a window of 64 keeps about 2nw = 524,288 pairs, 1/32; a window of 512 keeps 1/8 (derived)', () => {
    const [n, w] = [4096, 64];
    // Counted by row: borders shorten windows, and window and stride share the own key.
    const row = (allowed: (j: number) => boolean): number =>
      Array.from({ length: n }, (_, j) => j).filter((j) => allowed(j)).length;
    const strided = row((j) => 2 * Math.abs(n / 2 - j) <= w || (n / 2 - j) % w === 0);
    expect(n * 2 * w).toBe(524_288);
    expect((n * n) / (n * 2 * w)).toBe(32);
    expect(Math.abs(strided / (2 * w) - 1)).toBeLessThan(0.01);
    expect(row((j) => 2 * Math.abs(n / 2 - j) <= 512) / n).toBeCloseTo(1 / 8, 3);
    // The same on a grid that can be counted whole.
    expect(sparse.allowedPairs(sparse.stridedMask(256, 16, 16)) / (256 * 2 * 16)).toBeCloseTo(1, 1);
  });
});

describe('masked softmax', () => {
  it('rows sum to 1, empty rows to 0, hidden entries are 0', () => {
    fc.assert(
      fc.property(masks, seeds, (mask, seed) => {
        const n = sideOf(mask);
        const weights = sparse.maskedSoftmax(
          normals(seededRandom(seed), n * n).map((x) => 30 * x),
          mask,
          n,
        );
        const sums = matrixProduct(weights, new Float64Array(n).fill(1), n);
        let empty = 0;
        sums.forEach((sum, i) => {
          const any = mask.subarray(i * n, (i + 1) * n).includes(1);
          if (!any) empty++;
          expect(Math.abs(sum - (any ? 1 : 0))).toBeLessThan(1e-12);
        });
        expect(sparse.emptyRows(mask)).toBe(empty);
        weights.forEach((weight, index) => {
          if (!at(mask, index)) expect(weight).toBe(0);
        });
      }),
    );
  });
  it('a full mask is softmax attention', () => {
    const random = seededRandom(5);
    const [q, k, v] = [normals(random, 40), normals(random, 40), normals(random, 30)];
    const exact = softmaxAttention(q, k, v, 4);
    sparse.maskedAttention(q, k, v, 4, new Uint8Array(100).fill(1)).forEach((x, i) => {
      expect(x).toBeCloseTo(at(exact, i), 12);
    });
  });
  it('tensors agree with float64, empty rows included, and leave nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(masks, seeds, async (mask, seed) => {
        const n = sideOf(mask);
        const random = seededRandom(seed);
        const [q, v] = [normals(random, n * 3), normals(random, n * 2)];
        const { result, leaked } = await countingLeaks(tf, async () => {
          const out = tf.tidy(() => {
            const [x, y] = [tf.tensor(Float32Array.from(q), [n, 3]), tf.tensor(Float32Array.from(v), [n, 2])];
            return onTensors.maskedAttention(tf, x, x, y, onTensors.maskTensor(tf, mask), 4);
          });
          const numbers = await out.data();
          out.dispose();
          return numbers;
        });
        expect(leaked).toBe(0);
        sparse.maskedAttention(q, q, v, 3, mask, 4).forEach((x, i) => {
          expect(Math.abs(at(result, i) - x)).toBeLessThan(1e-4);
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe('hashing', () => {
  // 1 − θ/π: derived in the article; Charikar 2002, Section 3.
  it('same-side probability is 5/6, 2/3, 1/2 at 30°, 60°, 90°', () => {
    expect([30, 60, 90].map((degrees) => hashing.sameSideProbability((degrees * Math.PI) / 180))).toEqual([
      expect.closeTo(5 / 6, 12),
      expect.closeTo(2 / 3, 12),
      expect.closeTo(1 / 2, 12),
    ]);
  });
  it('equal directions share a bucket, whatever their length; opposite ones never do', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        (seed, half, scale) => {
          const x = normals(seededRandom(seed), 6);
          const rows = Float64Array.from([...x, ...x.map((value) => scale * value), ...x.map((value) => -value)]);
          const [a, b, c] = hashing.hashBuckets(seededRandom(seed + 1), rows, 6, 2 * half);
          expect(b).toBe(a);
          expect(c).not.toBe(a);
        },
      ),
    );
  });
  it('one bucket holds everything, and more rounds only add pairs', () => {
    const x = normals(seededRandom(1), 20 * 4);
    expect(sparse.allowedPairs(hashing.hashMask(seededRandom(2), x, 4, 1, 1))).toBe(400);
    const [one, three] = [1, 3].map((rounds) => hashing.hashMask(seededRandom(2), x, 4, 8, rounds));
    one?.forEach((allowed, index) => {
      if (allowed) expect(three?.[index]).toBe(1);
    });
    expect(sparse.allowedPairs(three ?? new Uint8Array())).toBeGreaterThan(
      sparse.allowedPairs(one ?? new Uint8Array()),
    );
  });
  it('near vectors share a bucket more often than far ones', () => {
    const share = (degrees: number): number => {
      const angle = (degrees * Math.PI) / 180;
      const x = [1, 0, 0, 0, Math.cos(angle), Math.sin(angle), 0, 0];
      const hits = Array.from({ length: 2000 }, (_, seed) => hashing.hashBuckets(seededRandom(seed), x, 4, 8));
      return hits.filter(([a, b]) => a === b).length / hits.length;
    };
    expect(share(20)).toBeGreaterThan(share(60) + 0.2);
    expect(share(60)).toBeGreaterThan(share(120) + 0.2);
  });
});

describe('reach', () => {
  it('the breadth-first count of layers is where Boolean powers first cover all', () => {
    fc.assert(
      fc.property(masks, (random) => {
        const mask = reach.withResidual(random);
        const n = sideOf(mask);
        const all = new Uint8Array(n * n).fill(1);
        const powers = reach.reachByLayer(mask, n);
        const first = powers.findIndex((power) => reach.covers(power, all));
        expect(reach.layersUntil(mask, all)).toBe(first < 0 ? undefined : first + 1);
      }),
      { numRuns: 40 },
    );
  });
  it('with residual connections reach only grows', () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const powers = reach.reachByLayer(reach.withResidual(mask), 4);
        powers.slice(1).forEach((power, index) => {
          expect(reach.covers(power, powers[index] ?? new Uint8Array())).toBe(true);
        });
      }),
    );
  });
  it('tensors give the same powers, exactly', async () => {
    await fc.assert(
      fc.asyncProperty(masks, async (mask) => {
        const { result, leaked } = await countingLeaks(tf, async () => {
          const powers = tf.tidy(() => onTensors.reachByLayer(tf, onTensors.maskTensor(tf, mask), 5));
          const numbers = await powers.data();
          powers.dispose();
          return numbers;
        });
        expect(leaked).toBe(0);
        expect(Array.from(result)).toEqual(reach.reachByLayer(mask, 5).flatMap((power) => Array.from(power)));
      }),
      { numRuns: 30 },
    );
  });
});

it('scores of attention are what masks are laid over: a window keeps the diagonal band', () => {
  const x = normals(seededRandom(3), 12 * 2);
  const weights = sparse.maskedSoftmax(attentionScores(x, x, 2), sparse.localMask(12, 4), 12);
  expect(at(weights, 2)).toBeGreaterThan(0);
  expect(at(weights, 3)).toBe(0);
});

/** The memory that linear attention carries: what it holds, and where it breaks. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { predictedAccuracy } from '../../../src/numerics/associative-memory-capacity.ts';
import { normalCdf } from '../../../src/numerics/normal.ts';
import * as memory from '../../../src/numerics/associative-memory.ts';
import { recallPrefixes } from '../../../src/numerics/associative-memory.tensor.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const width = 16;
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (x, i) => Math.abs(x - (b[i] ?? NaN))));
};
/** Mean bit accuracy over seeds 1 to 20, of all pairs or of the newest few. */
function meanAccuracy(kind: memory.MemoryKind, m: number, d: number, newest = m): number {
  let sum = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const [keys, values] = [memory.unitKeys(random, m, d), memory.randomBits(random, m * width)];
    const from = (m - newest) * width;
    sum += memory.bitAccuracy(memory.recallAll(kind, keys, values, d).subarray(from), values.subarray(from));
  }
  return sum / 20;
}

describe('the normal distribution function', () => {
  it('has its tabled values', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalCdf(-3)).toBeCloseTo(0.0013498980316300957, 15);
    expect(normalCdf(8)).toBeCloseTo(1, 14);
  });
  it('rises, and Φ(−x) = 1 − Φ(x)', () => {
    fc.assert(
      fc.property(fc.double({ min: -9, max: 9, noNaN: true }), (x) => {
        expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 12);
        expect(normalCdf(x + 0.01)).toBeGreaterThanOrEqual(normalCdf(x));
      }),
    );
  });
});

describe('capacity of a sum of outer products', () => {
  it('known answers: Φ(1), Φ(1/√2), Φ(√2) at m − 1 = d, 2d, d/2 (derived from the noise variance (m − 1)/d)', () => {
    expect(predictedAccuracy(33, 32)).toBeCloseTo(0.841345, 6);
    expect(predictedAccuracy(65, 32)).toBeCloseTo(0.76025, 6);
    expect(predictedAccuracy(17, 32)).toBeCloseTo(0.92135, 6);
    expect(predictedAccuracy(1, 32)).toBe(1);
  });
  it('is what is measured for d = 32, over 20 seeds', () => {
    expect(meanAccuracy('sum', 33, 32)).toBeCloseTo(0.84, 1.7);
    expect(meanAccuracy('sum', 64, 32)).toBeCloseTo(0.76, 1.7);
    expect(meanAccuracy('sum', 16, 32)).toBeCloseTo(0.92, 1.7);
  });
  it('the noise of a recalled number has variance (m − 1)/d', () => {
    const [m, d] = [48, 32];
    let sum = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed);
      const [keys, values] = [memory.unitKeys(random, m, d), memory.randomBits(random, m * width)];
      const recalled = memory.recallAll('sum', keys, values, d);
      sum += recalled.reduce((total, x, i) => total + (x - (values[i] ?? NaN)) ** 2, 0) / recalled.length;
    }
    expect(sum / 40 / ((m - 1) / d)).toBeCloseTo(1, 1);
  });
  it('orthonormal keys are recalled exactly, up to m = d', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.integer({ min: 1, max: 24 }), (seed, d) => {
        const random = seededRandom(seed);
        const [keys, values] = [memory.orthonormalKeys(random, d, d), normals(random, d * width)];
        for (const kind of ['sum', 'delta'] as const) {
          expect(largestDifference(memory.recallAll(kind, keys, values, d), values)).toBeLessThan(1e-11);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('the four memories', () => {
  it('order of merit at m = 33, d = 32: softmax, then sum and delta, then elu + 1', () => {
    expect(meanAccuracy('softmax', 33, 32)).toBe(1);
    expect(meanAccuracy('delta', 33, 32)).toBeGreaterThan(0.78);
    expect(meanAccuracy('delta', 33, 32)).toBeLessThan(meanAccuracy('sum', 33, 32));
    expect(meanAccuracy('elu', 33, 32)).toBeLessThan(0.7);
  });
  it('the delta rule keeps the newest: the last 8 of 33 at about 97 %', () => {
    expect(meanAccuracy('delta', 33, 32, 8)).toBeGreaterThan(0.95);
    expect(meanAccuracy('sum', 33, 32, 8)).toBeLessThan(0.87);
  });
  it('the delta rule recalls the last pair exactly, and a key stored twice gives its newer value', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.integer({ min: 1, max: 60 }), (seed, m) => {
        const [random, d] = [seededRandom(seed), 16];
        const [keys, values] = [memory.unitKeys(random, m, d), memory.randomBits(random, m * width)];
        const recalled = memory.recallAll('delta', keys, values, d);
        expect(largestDifference(recalled.subarray(-width), values.subarray(-width))).toBeLessThan(1e-12);
      }),
      { numRuns: 30 },
    );
    const key = memory.unit(Float64Array.of(1, 2, 3));
    const keys = Float64Array.of(...key, ...key);
    expect(largestDifference(memory.recallAll('delta', keys, Float64Array.of(1, -1), 3), [-1, -1])).toBeLessThan(1e-15);
    expect(largestDifference(memory.recallAll('sum', keys, Float64Array.of(1, -1), 3), [0, 0])).toBeLessThan(1e-15);
  });
  it('a bit near zero counts in part, every other as right or wrong', () => {
    expect([memory.bitCredit(0.5, 1), memory.bitCredit(-0.5, 1), memory.bitCredit(0, -1)]).toEqual([1, 0, 0.5]);
  });
});

describe('memories on tensors', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });
  it('every prefix equals the reference, and nothing leaks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...memory.memoryKinds),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 4, max: 40 }),
        fc.nat(0xffffffff),
        async (kind, m, d, seed) => {
          const random = seededRandom(seed);
          const [keys, values] = [memory.unitKeys(random, m, d), memory.randomBits(random, m * width)];
          const sizes = [...new Set([1, Math.ceil(m / 3), m])];
          const { leaked } = await countingLeaks(tf, async () => {
            const [K, V] = [
              tf.tensor(Float32Array.from(keys), [m, d]),
              tf.tensor(Float32Array.from(values), [m, width]),
            ];
            const recalled = recallPrefixes(tf, kind, K, V, keys, sizes);
            const expected = sizes.flatMap((size) => [
              ...memory.recallAll(kind, keys.subarray(0, size * d), values.subarray(0, size * width), d),
            ]);
            expect(largestDifference(await recalled.data(), expected)).toBeLessThan(2e-4);
            tf.dispose([K, V, recalled]);
          });
          expect(leaked).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });
});

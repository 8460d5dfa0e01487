/** What holds for all inputs: rotary position embedding and its extensions. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { matrixProduct } from '../../../src/numerics/attention.ts';
import { integer, normals, seededRandom } from '../../../src/numerics/random.ts';
import {
  decayBound,
  dot,
  frequencies,
  interleavedToHalfSplit,
  meanCosine,
  meanPartialSum,
  partialScores,
  relativeScore,
  rotate,
  rotateHalfSplit,
  rotationMatrix,
  score,
  turns,
} from '../../../src/numerics/rope.ts';
import {
  extendedFrequencies,
  indexOfTurns,
  interpolate,
  ntkFrequencies,
  yarnFrequencies,
  yarnRamp,
  yarnRampEnds,
} from '../../../src/numerics/rope-extension.ts';

/** A random setting with two vectors: d in {2, 4, …, 64}, base in [1, 10^6]. */
const setting = fc
  .record({
    half: fc.integer({ min: 1, max: 32 }),
    logBase: fc.double({ min: 0, max: 6, noNaN: true }),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
  })
  .map(({ half, logBase, seed }) => {
    const random = seededRandom(seed);
    const d = 2 * half;
    return {
      d,
      base: 10 ** logBase,
      theta: frequencies(d, 10 ** logBase),
      q: normals(random, d),
      k: normals(random, d),
    };
  });
const position = fc.integer({ min: 0, max: 4095 });
const transpose = (a: Float64Array, d: number): Float64Array =>
  a.map((_, index) => a[(index % d) * d + Math.floor(index / d)] ?? NaN);

describe('rotation by position', () => {
  it('the score depends on m − n only', () => {
    fc.assert(
      fc.property(setting, position, position, fc.integer({ min: 0, max: 1000 }), ({ q, k, theta }, m, n, shift) => {
        expect(Math.abs(score(q, k, m, n, theta) - score(q, k, m + shift, n + shift, theta))).toBeLessThan(1e-10);
        expect(Math.abs(score(q, k, m, n, theta) - relativeScore(q, k, m - n, theta))).toBeLessThan(1e-10);
      }),
    );
  });

  it('the partial scores sum to the score', () => {
    fc.assert(
      fc.property(setting, position, ({ q, k, theta }, m) => {
        const sum = partialScores(q, k, m, theta).reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - score(q, k, m, 0, theta))).toBeLessThan(1e-10);
      }),
    );
  });

  it('the norm is kept, and position 0 changes nothing', () => {
    fc.assert(
      fc.property(setting, position, ({ q, theta }, m) => {
        expect(Math.hypot(...rotate(q, m, theta)) / Math.hypot(...q)).toBeCloseTo(1, 12);
        expect(rotate(q, 0, theta)).toEqual(q);
      }),
    );
  });

  it('the matrix does what the function does, and R_mᵀ R_n = R_{n−m}', () => {
    fc.assert(
      fc.property(setting, position, position, ({ q, theta, d }, m, n) => {
        const [a, b] = [rotationMatrix(m, theta), rotationMatrix(n, theta)];
        matrixProduct(a, q, d).forEach((x, i) => expect(x).toBeCloseTo(rotate(q, m, theta)[i] ?? NaN, 12));
        const difference = rotationMatrix(n - m, theta);
        matrixProduct(transpose(a, d), b, d).forEach((x, i) => expect(x).toBeCloseTo(difference[i] ?? NaN, 11));
      }),
      { numRuns: 25 },
    );
  });

  it('half-split pairing is interleaved pairing after a permutation, with the same scores', () => {
    fc.assert(
      fc.property(setting, position, position, ({ q, k, theta }, m, n) => {
        const permuted = rotateHalfSplit(interleavedToHalfSplit(q), m, theta);
        expect(permuted).toEqual(interleavedToHalfSplit(rotate(q, m, theta)));
        const other = rotateHalfSplit(interleavedToHalfSplit(k), n, theta);
        expect(Math.abs(dot(permuted, other) - score(q, k, m, n, theta))).toBeLessThan(1e-10);
      }),
    );
  });

  it('mixing the two pairings gives other scores (the porting bug)', () => {
    const theta = frequencies(4, 1e4);
    const [q, k] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(-1, 0.5, 2, 1)];
    const mixed = dot(rotateHalfSplit(q, 5, theta), rotateHalfSplit(k, 2, theta));
    expect(Math.abs(mixed - score(q, k, 5, 2, theta))).toBeGreaterThan(0.1);
  });

  it('refuses an odd dimension', () => {
    expect(() => frequencies(5, 1e4)).toThrow(/even/);
  });
});

describe('long-term decay', () => {
  it('no score exceeds its bound', () => {
    fc.assert(
      fc.property(setting, fc.integer({ min: -8192, max: 8192 }), ({ q, k, theta }, r) => {
        const bound = decayBound(q, k, r, theta);
        expect(Math.abs(relativeScore(q, k, r, theta))).toBeLessThanOrEqual(bound * (1 + 1e-12));
      }),
      { numRuns: 1000 },
    );
  });

  it('envelope and mean cosine are largest at distance 0, and even in it', () => {
    fc.assert(
      fc.property(setting, position, ({ theta }, r) => {
        expect(meanPartialSum(r, theta)).toBeLessThanOrEqual(meanPartialSum(0, theta) + 1e-9);
        expect(Math.abs(meanCosine(r, theta))).toBeLessThanOrEqual(1);
        expect(meanCosine(-r, theta)).toBe(meanCosine(r, theta));
      }),
    );
  });

  it('the envelope is not monotone', () => {
    const theta = frequencies(128, 1e4);
    const curve = Array.from({ length: 256 }, (_, r) => meanPartialSum(r, theta));
    expect(curve.some((value, r) => r > 0 && value > (curve[r - 1] ?? Infinity))).toBe(true);
  });
});

const stretch = fc.record({
  d: fc.integer({ min: 2, max: 128 }).map((half) => 2 * half),
  logBase: fc.double({ min: 1, max: 6, noNaN: true }),
  L: fc.integer({ min: 256, max: 32768 }),
  s: fc.double({ min: 1, max: 16, noNaN: true }),
});

describe('context extension', () => {
  it('interpolation by s is rotation at position m/s', () => {
    fc.assert(
      fc.property(setting, position, fc.double({ min: 1, max: 16, noNaN: true }), ({ q, theta }, m, s) => {
        const fractional = rotate(q, m / s, theta);
        rotate(q, m, interpolate(theta, s)).forEach((x, i) => expect(x).toBeCloseTo(fractional[i] ?? NaN, 10));
      }),
    );
  });

  it('NTK keeps the fastest pair and divides the slowest by exactly s; those between lie between', () => {
    fc.assert(
      fc.property(stretch, ({ d, logBase, s }) => {
        const [theta, stretched] = [frequencies(d, 10 ** logBase), ntkFrequencies(d, 10 ** logBase, s)];
        expect(stretched[0]).toBe(theta[0]);
        expect(((stretched.at(-1) ?? NaN) * s) / (theta.at(-1) ?? NaN)).toBeCloseTo(1, 13);
        const ratios = theta.map((x, i) => x / (stretched[i] ?? NaN));
        expect(ratios.every((x, i) => i === 0 || x >= (ratios[i - 1] ?? 0) - 1e-12)).toBe(true);
      }),
    );
  });

  it('YaRN keeps what turns often, interpolates what never turned, and stays between in every variant', () => {
    const variants = fc.constantFrom('paper', 'code', 'code-unrounded');
    fc.assert(
      fc.property(stretch, variants, ({ d, logBase, L, s }, variant) => {
        const theta = frequencies(d, 10 ** logBase);
        const gamma = yarnRamp(theta, L, variant);
        expect(gamma.every((g, i) => g >= 0 && g <= 1 && g <= (gamma[i - 1] ?? 1) + 1e-12)).toBe(true);
        yarnFrequencies(theta, L, s, variant).forEach((x, i) => {
          const original = theta[i] ?? NaN;
          const expected = gamma[i] === 1 ? original : gamma[i] === 0 ? original / s : x;
          expect(x).toBe(expected);
          expect(x).toBeGreaterThanOrEqual((original / s) * (1 - 1e-12));
          expect(x).toBeLessThanOrEqual(original * (1 + 1e-12));
        });
        turns(theta, L).forEach((r, i) => {
          if (variant !== 'paper') return;
          if (r >= 32) expect(gamma[i]).toBe(1);
          if (r <= 1) expect(gamma[i]).toBe(0);
        });
      }),
    );
  });

  it('the ramp of the code ends where a pair turns 32 times and once', () => {
    fc.assert(
      fc.property(stretch, ({ d, logBase, L }) => {
        const base = 10 ** logBase;
        const turnsAt = (i: number): number => (L * base ** ((-2 * i) / d)) / (2 * Math.PI);
        expect(turnsAt(indexOfTurns(32, d, base, L))).toBeCloseTo(32, 8);
        expect(turnsAt(indexOfTurns(1, d, base, L))).toBeCloseTo(1, 10);
        const [low, high] = yarnRampEnds(d, base, L);
        expect(low >= 0 && high >= low && (high <= d - 1 || high === low)).toBe(true);
      }),
    );
  });

  it('YaRN leaves a head alone in which every pair turns more than 32 times, in every variant', () => {
    const theta = frequencies(32, 10);
    expect(turns(theta, 32768).every((r) => r > 32)).toBe(true);
    for (const variant of ['paper', 'code', 'code-unrounded'] as const) {
      expect(yarnFrequencies(theta, 32768, 8, variant)).toEqual(theta);
    }
  });

  it('stretching by 1 changes nothing, by any method', () => {
    fc.assert(
      fc.property(stretch, fc.constantFrom('none', 'pi', 'ntk', 'yarn'), ({ d, logBase, L }, method) => {
        const theta = frequencies(d, 10 ** logBase);
        const same = extendedFrequencies(method, { d, base: 10 ** logBase, L, s: 1 });
        same.forEach((x, i) => expect(x / (theta[i] ?? NaN)).toBeCloseTo(1, 13));
      }),
    );
  });

  it('no method makes a pair slower than interpolation at distance s·L', () => {
    const random = seededRandom(5);
    for (let trial = 0; trial < 50; trial++) {
      const d = 2 * integer(random, 2, 128);
      const [L, s] = [integer(random, 256, 32768), 1 + 15 * random()];
      const slowest = interpolate(frequencies(d, 1e4), s);
      for (const method of ['none', 'ntk', 'yarn'] as const) {
        const theta = extendedFrequencies(method, { d, base: 1e4, L, s });
        expect(theta.every((x, i) => x >= (slowest[i] ?? NaN) * (1 - 1e-12))).toBe(true);
      }
    }
  });
});

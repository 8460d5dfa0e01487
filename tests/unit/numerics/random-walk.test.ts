/** Powers of generating functions, their moments and limits, first returns, the heat kernel, persistent walks, walks in space. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../src/numerics/array.ts';
import { fourthDerivative, heatKernel, heatKernelCdf, recurrenceDefect } from '../../../src/numerics/heat-kernel.ts';
import {
  besselScaled,
  gamma,
  meanVisits,
  meanVisitsClosed,
  returnProbability,
} from '../../../src/numerics/lattice-return.ts';
import {
  alternations,
  fairBand,
  fairChanges,
  persistentSteps,
  persistentVariance,
} from '../../../src/numerics/persistent-walk.ts';
import * as walk from '../../../src/numerics/random-walk.ts';
import * as onTensors from '../../../src/numerics/random-walk.tensor.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});
const anyLaw = fc.nat(1e6).map((seed) => walk.randomLaw(seededRandom(seed)));
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - at(b, i))));

describe('powers of a generating function', () => {
  it('squaring, Fourier samples and one step at a time give one law', () => {
    fc.assert(
      fc.property(anyLaw, fc.integer({ min: 1, max: 40 }), (law, n) => {
        let slowly = walk.atZero;
        for (let i = 0; i < n; i++) slowly = walk.multiply(slowly, law);
        const fast = walk.power(law, n);
        expect(fast.low).toBe(-2 * n);
        expect(largestDifference(fast.coefficients, slowly.coefficients)).toBeLessThan(1e-14);
        expect(largestDifference(walk.powerByFourier(law, n).coefficients, slowly.coefficients)).toBeLessThan(1e-13);
        expect(sum(fast.coefficients)).toBeCloseTo(1, 12);
      }),
      { numRuns: 30 },
    );
  });

  it('powers of one law multiply: Gᵃ Gᵇ = Gᵃ⁺ᵇ', () => {
    fc.assert(
      fc.property(anyLaw, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), (law, a, b) => {
        const product = walk.multiply(walk.power(law, a), walk.power(law, b));
        expect(largestDifference(product.coefficients, walk.power(law, a + b).coefficients)).toBeLessThan(1e-14);
      }),
      { numRuns: 30 },
    );
  });

  it('tensors agree with float64 at every level, by both ways, and leave nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anyLaw, fc.integer({ min: 1, max: 200 }), async (law, n) => {
        const levels = walk.powerLevels(n);
        const { result, leaked } = await countingLeaks(tf, async () => {
          const all = tf.tidy(() => {
            const uploaded = onTensors.uploadLaw(tf, law);
            const powers = onTensors.powersAt(tf, uploaded, levels);
            return tf.concat([...powers, onTensors.power(tf, uploaded, n), onTensors.powerByFourier(tf, law, n)]);
          });
          const numbers = await all.data();
          all.dispose();
          return numbers;
        });
        const expected = [...levels, n, n].flatMap((level) => [...walk.power(law, level).coefficients]);
        expect(result).toHaveLength(expected.length);
        expect(largestDifference(result, expected)).toBeLessThan(1e-5);
        expect(leaked).toBe(0);
      }),
      { numRuns: 8 },
    );
  });

  it('levels are powers of two, three times powers of two, and n', () => {
    expect(walk.powerLevels(20)).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 20]);
    expect(walk.powerLevels(1)).toEqual([1]);
  });

  it('weights are scaled; without any the walker stays', () => {
    expect([...walk.lawOf(-2, [0, 1, 2, 1, 0]).coefficients]).toEqual([0, 0.25, 0.5, 0.25, 0]);
    expect(walk.lawOf(-2, [0, 0, 0, 0, 0])).toEqual(walk.atZero);
    expect(walk.power(walk.atZero, 7)).toEqual(walk.atZero);
  });

  it('the lattice has the distance of the possible steps', () => {
    const spans = [
      [0, 1, 0, 1, 0],
      [1, 0, 0, 0, 1],
      [0, 1, 0.02, 1, 0],
      [0, 0, 1, 0, 0],
      [1, 0, 1, 0, 1],
    ].map((weights) => walk.span(walk.lawOf(-2, weights)));
    expect(spans).toEqual([2, 4, 1, 0, 2]);
  });
});

describe('the fair coin (known answers, derived from the binomial formula)', () => {
  const ten = walk.power(walk.coinLaw(), 10);
  const hundred = walk.power(walk.coinLaw(), 100);

  it('P(S₁₀ = 0) = 252/1024 and P(S₁₀₀ = 0) = 0.0795892; the local limit gives 0.252313 and 0.0797885', () => {
    expect(walk.probabilityAt(ten, 0)).toBeCloseTo(252 / 1024, 14);
    expect(walk.localLimit(10, 0)).toBeCloseTo(0.252313, 6);
    expect(walk.probabilityAt(hundred, 0)).toBeCloseTo(0.0795892, 7);
    expect(walk.localLimit(100, 0)).toBeCloseTo(0.0797885, 7);
    expect(walk.probabilityAt(hundred, 1)).toBe(0);
    expect(walk.probabilityAt(hundred, 102)).toBe(0);
  });

  it('the relative error of the local limit at 0 is about 1/4n', () => {
    for (const n of [10, 100, 200]) {
      const exact = walk.coinProbability(n, 0);
      expect((walk.localLimit(n, 0) / exact - 1) * 4 * n).toBeCloseTo(1, 1);
    }
  });

  it('E|S₁₀₀| = 7.958924 against √(200/π) = 7.978846; after 3,600 steps the formula gives 48', () => {
    expect(walk.meanDistance(hundred)).toBeCloseTo(7.958924, 6);
    expect(Math.sqrt(200 / Math.PI)).toBeCloseTo(7.978846, 6);
    expect(Math.round(Math.sqrt(7200 / Math.PI))).toBe(48);
    expect(walk.moments(hundred).variance).toBeCloseTo(100, 10);
  });

  it('the largest gap at n = 100 is 0.0397946, half of P(S₁₀₀ = 0)', () => {
    expect(walk.largestGap(hundred)).toBeCloseTo(0.0397946, 7);
    expect(walk.largestGap(hundred)).toBeCloseTo(walk.probabilityAt(hundred, 0) / 2, 14);
  });

  it('first returns are 1/2, 1/8, 1/16; 0.920411 are back within 100 steps, 99.2% and 99.92% within 10⁴ and 10⁶', () => {
    const f = walk.firstReturns(walk.returnProbabilities(50));
    expect([...f.subarray(0, 4)]).toEqual([0, 0.5, 0.125, 0.0625]);
    expect(sum(f)).toBeCloseTo(0.920411, 6);
    expect(1 - at(walk.returnProbabilities(5000), 5000)).toBeCloseTo(0.992, 3);
    expect(1 - at(walk.returnProbabilities(500_000), 500_000)).toBeCloseTo(0.9992, 4);
  });

  it('first returns have the closed form u₂ⱼ/(2j − 1), the series of 1 − √(1 − s²), whose mean grows without bound', () => {
    const u = walk.returnProbabilities(200);
    const f = walk.firstReturns(u);
    for (let j = 1; j <= 200; j++) expect(at(f, j)).toBeCloseTo(at(u, j) / (2 * j - 1), 14);
    const mean = (n: number): number => sum(f.subarray(0, n + 1).map((p, j) => 2 * j * p));
    expect(mean(200) / mean(50)).toBeCloseTo(2, 1);
  });
});

describe('the gap from the normal law', () => {
  it('times √n it tends to Esseen’s constant (Acta Mathematica 77, 1945), for the coin, skew and lazy laws', () => {
    const laws = [walk.coinLaw(), walk.coinLaw(0.8), walk.lawOf(-1, [1, 2, 1]), walk.lawOf(-2, [1, 0, 0, 3, 2])];
    for (const law of laws) {
      const scaled = Math.sqrt(200) * walk.largestGap(walk.power(law, 200));
      expect(scaled / walk.gapConstant(law)).toBeCloseTo(1, 1);
    }
    expect(walk.gapConstant(walk.coinLaw())).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 14);
  });
});

describe('the heat kernel', () => {
  it('its defect in the recurrence falls fourfold when δ halves: 3.9653 at x = 0, t = 1, D = ½ (derived), and is δ²D u_xxxx/6', () => {
    expect(recurrenceDefect(0.1, 0, 1, 0.5) / recurrenceDefect(0.05, 0, 1, 0.5)).toBeCloseTo(3.9653, 4);
    for (const x of [0, 0.4, 2]) {
      const leading = (0.01 ** 2 * 0.5 * fourthDerivative(x, 1, 0.5)) / 6;
      expect(recurrenceDefect(0.01, x, 1, 0.5) / leading).toBeCloseTo(1, 2);
    }
  });
  it('its distribution function is its integral, also with a drift', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (x, drift) => {
          const h = 1e-3;
          const slope = (heatKernelCdf(x + h, 0.7, 0.5, drift) - heatKernelCdf(x - h, 0.7, 0.5, drift)) / (2 * h);
          expect(slope).toBeCloseTo(heatKernel(x, 0.7, 0.5, drift), 5);
        },
      ),
    );
  });
});

describe('persistent walks', () => {
  it('the variance of many walks is the closed form, and a = ½ is a fair coin', () => {
    for (const a of [0.2, 0.5, 0.6, 0.9]) {
      const [walkers, n] = [4000, 50];
      const steps = persistentSteps(seededRandom(5), walkers, n, a);
      const squares = Array.from({ length: walkers }, (_, w) => sum(steps.subarray(w * n, (w + 1) * n)) ** 2);
      // Squares of nearly normal numbers: a relative standard error of √(2/4000).
      expect(Math.abs(sum(squares) / walkers / persistentVariance(n, a) - 1)).toBeLessThan(4 * Math.sqrt(2 / walkers));
    }
    expect(persistentVariance(100, 0.5)).toBe(100);
    expect(persistentVariance(100, 1)).toBe(0);
    expect(persistentVariance(101, 1)).toBe(1);
    expect(persistentVariance(7, 0)).toBe(49);
  });
  it('the share of changes of a long walk is a', () => {
    const steps = persistentSteps(seededRandom(9), 1, 20_000, 0.6);
    expect(alternations(steps) / 19_999).toBeCloseTo(0.6, 1);
    expect(alternations([1, 1, -1, 1])).toBe(2);
  });
  it('of 99 pairs a fair coin changes in 40 to 59 with probability 0.956, and no narrower symmetric band has 95%', () => {
    const band = fairBand(99);
    expect([band.low, band.high]).toEqual([40, 59]);
    const within = (low: number): number => sum(fairChanges(99).subarray(low, 100 - low));
    expect(band.probability).toBeCloseTo(within(40), 12);
    expect(band.probability).toBeCloseTo(0.956, 3);
    expect(within(41)).toBeLessThan(0.95);
    expect(fairBand(1)).toEqual({ low: 0, high: 1, probability: 1 });
  });
  it('a run of six or more among 100 fair tosses has probability 0.81', () => {
    // shares[r]: probability that the present run has length r and none was longer than 5
    let shares = [0, 1, 0, 0, 0, 0];
    for (let i = 1; i < 100; i++) {
      const half = sum(shares) / 2;
      shares = shares.map((_, r) => (r === 0 ? 0 : r === 1 ? half : at(shares, r - 1) / 2));
    }
    expect(1 - sum(shares)).toBeCloseTo(0.81, 2);
  });
});

describe('walks in space', () => {
  it('a walk on the cubic lattice comes back with probability 0.340537 (Pólya’s constant; OEIS A086230), u = 1.516386', () => {
    expect(meanVisitsClosed()).toBeCloseTo(1.516386, 6);
    expect(meanVisits(3)).toBeCloseTo(meanVisitsClosed(), 8);
    expect(returnProbability(3)).toBeCloseTo(0.34053732955, 8);
  });
  it('in four dimensions u = 1.239467 (OEIS A242812)', () => {
    expect(meanVisits(4)).toBeCloseTo(1.239467121848, 8);
  });
  it('Γ and I₀ have their known values', () => {
    expect(gamma(0.5)).toBeCloseTo(Math.sqrt(Math.PI), 13);
    expect(gamma(5)).toBeCloseTo(24, 11);
    // e⁻¹ I₀(1), Abramowitz and Stegun, Table 9.8
    expect(besselScaled(1)).toBeCloseTo(0.4657596077, 9);
    expect(besselScaled(0)).toBe(1);
  });
});

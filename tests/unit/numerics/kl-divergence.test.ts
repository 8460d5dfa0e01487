/** Divergences of Gaussians and of a mixture of two: known answers, derivatives, and tensors held to float64. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as kl from '../../../src/numerics/kl-divergence.ts';
import * as onTensors from '../../../src/numerics/kl-divergence.tensor.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const gaussian = fc.record({ mean: between(-5, 5), deviation: between(0.2, 4) });
/** Modes no sharper than the 257 nodes resolve. */
const target = fc.record({ m: between(0, 3), weight: between(0.1, 0.9), s: between(0.7, 1.5) });
const anyTarget = fc.record({ m: between(0, 4), weight: between(0.1, 0.9), s: between(0.3, 1.5) });
const unit = (m: number): kl.TwoModes => ({ m, weight: 0.5, s: 1 });
const reverse = (p: kl.TwoModes, q: kl.Gaussian): number => kl.reverseKl((z) => kl.logMixture(p, z), q);

describe('known answers (derived; forward fits by moments, reverse ones by quadrature)', () => {
  it('KL(N(0, 1) ‖ N(1, 4)) = ln 2 − 1/4 and, reversed, 2 − ln 2', () => {
    const [a, b] = [
      { mean: 0, deviation: 1 },
      { mean: 1, deviation: 2 },
    ];
    expect(kl.gaussianKl(a, b)).toBeCloseTo(0.443147, 6);
    expect(kl.gaussianKl(b, a)).toBeCloseTo(1.306853, 6);
  });
  it('m = 2: the forward fit is N(0, 5) at 0.171999; the only reverse minimum is (0, 2.047010) at 0.226508', () => {
    const fit = kl.mixtureMoments(unit(2));
    expect([fit.mean, fit.deviation]).toEqual([0, Math.sqrt(5)]);
    expect(kl.forwardKl(unit(2), fit)).toBeCloseTo(0.171999, 6);
    const minima = kl.reverseMinima(unit(2));
    expect(minima).toHaveLength(1);
    expect(minima[0]?.mean).toBeCloseTo(0, 9);
    expect(minima[0]?.deviation).toBeCloseTo(2.04701, 6);
    expect(minima[0]?.kl).toBeCloseTo(0.226508, 6);
  });
  it('m = 3: reverse minima at (±2.984306, 1.023369) with 0.688769, below ln 2, and at (0, 2.743769) with 0.840621', () => {
    const [left, centre, right] = kl.reverseMinima(unit(3));
    expect(right?.mean).toBeCloseTo(2.984306, 6);
    expect(left?.mean).toBeCloseTo(-2.984306, 6);
    expect(right?.deviation).toBeCloseTo(1.023369, 6);
    expect(right?.kl).toBeCloseTo(0.688769, 6);
    expect(right?.kl).toBeLessThan(Math.LN2);
    expect(centre?.deviation).toBeCloseTo(2.743769, 6);
    expect(centre?.kl).toBeCloseTo(0.840621, 6);
  });
  it('side minima appear between m = 2.41 and 2.42 and win between 2.8000 and 2.8001', () => {
    expect(kl.reverseMinima(unit(2.41))).toHaveLength(1);
    expect(kl.reverseMinima(unit(2.42))).toHaveLength(3);
    const lead = (m: number): number => {
      const [side, centre] = kl.reverseMinima(unit(m));
      return (centre?.kl ?? NaN) - (side?.kl ?? NaN);
    };
    expect(lead(2.8)).toBeLessThan(0);
    expect(lead(2.8001)).toBeGreaterThan(0);
  });
  it('one far component of weight w costs −log w', () => {
    for (const weight of [0.1, 0.3, 0.5, 0.9]) {
      const q = { mean: 40, deviation: 1 };
      expect(reverse({ m: 40, weight, s: 1 }, q)).toBeCloseTo(-Math.log(weight), 9);
    }
  });
});

describe('in float64', () => {
  it('the trapezoid rule agrees with the closed form for two Gaussians', () => {
    fc.assert(
      fc.property(gaussian, gaussian, (p, q) => {
        const exact = kl.gaussianKl(q, p);
        expect(Math.abs(kl.reverseKl((z) => kl.logGaussian(p, z), q) - exact)).toBeLessThan(1e-11 * Math.max(1, exact));
      }),
    );
  });
  it('log p is the logarithm of the mixture, also where its parts underflow', () => {
    const p = { m: 2, weight: 0.3, s: 0.8 };
    const density = (z: number): number =>
      0.3 * Math.exp(kl.logGaussian({ mean: 2, deviation: 0.8 }, z)) +
      0.7 * Math.exp(kl.logGaussian({ mean: -2, deviation: 0.8 }, z));
    for (const z of [-3, -1, 0, 0.4, 2, 5]) expect(kl.logMixture(p, z)).toBeCloseTo(Math.log(density(z)), 12);
    expect(kl.logMixture(p, 500)).toBeCloseTo(Math.log(0.3) + kl.logGaussian({ mean: 2, deviation: 0.8 }, 500), 6);
  });
  it('a divergence is never negative, and 0 for a target that is one Gaussian', () => {
    fc.assert(
      fc.property(target, gaussian, (p, q) => {
        expect(kl.forwardKl(p, q)).toBeGreaterThan(-1e-9);
        expect(reverse(p, q)).toBeGreaterThan(-1e-9);
      }),
      { numRuns: 50 },
    );
    expect(kl.forwardKl({ m: 0, weight: 0.4, s: 1.2 }, { mean: 0, deviation: 1.2 })).toBeCloseTo(0, 12);
  });
  it('gradients are the slopes of the divergences', () => {
    const step = 1e-5;
    fc.assert(
      fc.property(target, between(-3, 3), between(-1, 1), (p, mean, log) => {
        const slope = (f: (q: kl.Gaussian) => number, a: number, b: number): number =>
          (f(kl.gaussianAt([mean + a, log + b])) - f(kl.gaussianAt([mean - a, log - b]))) / (2 * step);
        const here = kl.gaussianAt([mean, log]);
        const entropy = kl.mixtureEntropy(p);
        const forward = (q: kl.Gaussian): number => kl.forwardKl(p, q, entropy);
        const cases = [
          [kl.forwardGradient(p, here), forward],
          [kl.reverseGradient(p, here), (q: kl.Gaussian) => reverse(p, q)],
        ] as const;
        for (const [[dMean, dLog], f] of cases) {
          const room = 1e-6 * Math.max(1, Math.abs(dMean), Math.abs(dLog), f(here));
          expect(Math.abs(dMean - slope(f, step, 0))).toBeLessThan(room);
          expect(Math.abs(dLog - slope(f, 0, step))).toBeLessThan(room);
        }
      }),
      { numRuns: 50 },
    );
  });
  it('moment matching is where the forward gradient vanishes, and no place near is lower', () => {
    fc.assert(
      fc.property(anyTarget, between(-0.5, 0.5), between(-0.5, 0.5), (p, a, b) => {
        const fit = kl.mixtureMoments(p);
        for (const slope of kl.forwardGradient(p, fit)) expect(Math.abs(slope)).toBeLessThan(1e-12);
        const near = { mean: fit.mean + a, deviation: fit.deviation * Math.exp(b) };
        expect(kl.forwardKl(p, near)).toBeGreaterThanOrEqual(kl.forwardKl(p, fit) - 1e-12);
      }),
      { numRuns: 30 },
    );
  });
  it('reverse minima are minima: no place near is lower', () => {
    fc.assert(
      fc.property(target, between(-0.02, 0.02), between(-0.02, 0.02), (p, a, b) => {
        for (const { kl: lowest, ...q } of kl.reverseMinima(p)) {
          const near = { mean: q.mean + a, deviation: q.deviation * Math.exp(b) };
          // By the rule that found it: for narrow modes the coarser one is off by more than a place near costs.
          expect(kl.reverseKl((z) => kl.logMixture(p, z), near, kl.ruleFor(p))).toBeGreaterThan(lowest - 1e-12);
        }
      }),
      { numRuns: 30 },
    );
  });
  it('the lowest costs no more than the better mode alone, −log of its weight; sharp symmetric modes have a middle one in the middle', () => {
    fc.assert(
      fc.property(anyTarget, (p) => {
        const lowest = Math.min(...kl.reverseMinima(p).map((found) => found.kl));
        expect(lowest).toBeLessThan(-Math.log(Math.max(p.weight, 1 - p.weight)) + 1e-6);
      }),
      { numRuns: 20 },
    );
    expect(kl.reverseMinima({ m: 4, weight: 0.5, s: 0.3 })[1]?.mean).toBeCloseTo(0, 9);
  });
  it('Adam descends: from the right mode at m = 2 to the middle, at m = 3 it stays at the mode', () => {
    const end = (m: number): readonly [number, number] =>
      kl.adamPath((q) => kl.reverseGradient(unit(m), q), [2, 0], 200, 0.05).at(-1) ?? [NaN, NaN];
    expect(Math.abs(end(2)[0])).toBeLessThan(0.2);
    expect(end(3)[0]).toBeGreaterThan(2.9);
  });
});

describe('on tensors', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('grids of both divergences agree with float64', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyTarget,
        fc.array(fc.tuple(between(-5, 5), between(-1.4, 1.6)), { minLength: 1, maxLength: 8 }),
        async (p, places) => {
          const { result, leaked } = await countingLeaks(tf, async () => {
            const column = (c: 0 | 1) => tf.tensor2d(places.map((place) => [place[c]]));
            const both = tf.tidy(() => {
              const [mean, log] = [column(0), column(1)];
              return tf.stack([
                onTensors.forwardKl(tf, p, mean, log),
                onTensors.reverseKl(tf, (z) => onTensors.logMixture(tf, p, z), mean, log),
              ]);
            });
            const values = Array.from(await both.data());
            both.dispose();
            return values;
          });
          expect(leaked).toBe(0);
          places.forEach((place, i) => {
            const q = kl.gaussianAt(place);
            const expected = [kl.forwardKl(p, q), reverse(p, q)];
            expected.forEach((value, row) => {
              expect(Math.abs((result[row * places.length + i] ?? NaN) - value)).toBeLessThan(
                1e-5 * Math.max(1, value),
              );
            });
          });
        },
      ),
      { numRuns: 25 },
    );
  });
  it('gradients through the quadrature agree with the written ones, also where both modes count alike', async () => {
    const cases: [kl.TwoModes, number, number][] = [
      [unit(2), 0, 0.3],
      [{ m: 1.3, weight: 0.8, s: 0.5 }, 1, -0.5],
      [{ m: 4, weight: 0.2, s: 0.3 }, -2, 0.9],
    ];
    for (const [p, mean, log] of cases) {
      const result = onTensors.gradients(tf, p, mean, log);
      const found = await result.data();
      result.dispose();
      const q = kl.gaussianAt([mean, log]);
      [...kl.forwardGradient(p, q), ...kl.reverseGradient(p, q)].forEach((slope, i) => {
        expect(Math.abs((found[i] ?? NaN) - slope)).toBeLessThan(2e-5 * Math.max(1, Math.abs(slope)));
      });
    }
  });
});

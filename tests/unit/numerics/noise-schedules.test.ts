import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geometricGrid, karrasGrid, powerGrid, uniformGrid } from '../../../src/numerics/noise-grids.ts';
import { sigmaOf } from '../../../src/numerics/noise-level.ts';
import {
  ddpm,
  ddpmBetas,
  edmSchedule,
  flowMatching,
  forwardKernel,
  levelAt,
  linearBeta,
  scaledLinearBetas,
  sigmaRate,
  subVariancePreserving,
  varianceExploding,
  varianceExplodingGeometric,
  variancePreserving,
  type Schedule,
} from '../../../src/numerics/noise-schedules.ts';

const table: readonly (readonly [string, Schedule])[] = [
  ['VP', variancePreserving()],
  ['sub-VP', subVariancePreserving()],
  ['VE', varianceExploding()],
  ['geometric VE', varianceExplodingGeometric()],
  ['EDM', edmSchedule()],
  ['flow matching', flowMatching()],
  ['DDPM', ddpm()],
  ['Stable Diffusion', ddpm(scaledLinearBetas())],
];
/** A time inside the range, away from the ends; between two integers for the discrete schedules, whose β jumps there. */
const inside = ({ range: [least, most] }: Schedule, share: number): number => {
  const t = least + (0.02 + 0.96 * share) * (most - least);
  return most === 1000 ? Math.floor(t) + 0.2 + 0.6 * share : t;
};
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe.each(table)('%s', (_, schedule) => {
  it('rates are derivatives, by central differences', () => {
    fc.assert(
      fc.property(share, (u) => {
        const t = inside(schedule, u);
        const h = 1e-5 * Math.min(1, schedule.range[1]) * Math.max(1, t / 1000);
        const slope = (f: (t: number) => number): number => (f(t + h) - f(t - h)) / (2 * h);
        const rates = [
          [schedule.scaleRate(t), slope(schedule.scale)],
          [schedule.spreadRate(t), slope(schedule.spread)],
          [sigmaRate(schedule, t), slope(schedule.sigma)],
        ] as const;
        for (const [rate, difference] of rates)
          expect(Math.abs(rate - difference) / (1e-2 + Math.abs(difference))).toBeLessThan(1e-5);
      }),
    );
  });
  it('drift = ṡ/s, g² = 2 s² σ σ̇, σ = spread/scale, time undoes σ; to 10⁻¹⁰', () => {
    fc.assert(
      fc.property(share, (u) => {
        const t = inside(schedule, u);
        const [s, sigma] = [schedule.scale(t), schedule.sigma(t)];
        const near = (a: number, b: number): void => {
          expect(Math.abs(a - b) / Math.max(1, Math.abs(b))).toBeLessThan(1e-10);
        };
        near(schedule.drift(t), schedule.scaleRate(t) / s);
        near(schedule.diffusion(t), 2 * s ** 2 * sigma * sigmaRate(schedule, t));
        near(sigma, schedule.spread(t) / s);
        near(sigmaOf(levelAt(schedule, t)), sigma);
        near(schedule.time(sigma), t);
      }),
    );
  });
  it('two steps of noising are one: forward kernels compose', () => {
    fc.assert(
      fc.property(share, share, share, (u, v, w) => {
        const [a, b, c] = [u, v, w].sort((x, y) => x - y).map((x) => levelAt(schedule, inside(schedule, x)));
        if (!a || !b || !c) throw new Error('three shares are three levels');
        const [first, second, both] = [forwardKernel(a, b), forwardKernel(b, c), forwardKernel(a, c)];
        expect(Math.abs(first.scale * second.scale - both.scale)).toBeLessThan(1e-10);
        const added = (second.scale * first.spread) ** 2 + second.spread ** 2;
        expect(Math.abs(added - both.spread ** 2) / Math.max(1, c.spread ** 2)).toBeLessThan(1e-10);
      }),
    );
  });
  it('grows noisier with time, and is finite in scale and spread at both ends', () => {
    const [least, most] = schedule.range;
    expect(schedule.sigma(least)).toBeLessThan(schedule.sigma(most));
    for (const t of [least, most]) {
      const { scale, spread } = levelAt(schedule, t);
      expect(Number.isFinite(scale) && Number.isFinite(spread)).toBe(true);
    }
  });
});

describe('known answers', () => {
  it('VP with β from 0.1 to 20: e^{−B/2} = 0.00657159, variance 0.99995681 (derived: B(1) = 10.05)', () => {
    const { scale, spread } = levelAt(variancePreserving(), 1);
    expect(scale.toFixed(8)).toBe('0.00657159');
    expect((spread ** 2).toFixed(8)).toBe('0.99995681');
    expect(linearBeta().integral(1)).toBeCloseTo(10.05, 12);
    expect(variancePreserving().diffusion(0)).toBe(0.1);
  });
  it('sub-VP: g² = β (1 − e^{−2B}), spread (1 − e^{−B}) (Song et al. 2021, Eq. 12 and Appendix B)', () => {
    const [b, beta] = [0.5 * (0.1 + (19.9 * 0.5) / 2), 0.1 + 19.9 * 0.5];
    expect(subVariancePreserving().diffusion(0.5)).toBeCloseTo(beta * (1 - Math.exp(-2 * b)), 12);
    expect(subVariancePreserving().spread(0.5)).toBeCloseTo(1 - Math.exp(-b), 12);
  });
  it('DDPM: ᾱ is the product of 1 − β_i, and the last signal share is 4.04e-5 (derived from Ho et al. 2020, Section 4)', () => {
    const betas = ddpmBetas();
    expect([betas[0], betas[999]]).toEqual([1e-4, 0.02]);
    const schedule = ddpm(betas);
    let product = 1;
    betas.forEach((beta, i) => {
      product *= 1 - beta;
      expect(Math.abs(schedule.scale(i + 1) ** 2 / product - 1)).toBeLessThan(1e-12);
    });
    expect(product.toExponential(2)).toBe('4.04e-5');
    expect([1, 17, 500, 1000].map((t) => Math.round(schedule.time(schedule.sigma(t)) * 1e6) / 1e6)).toEqual([
      1, 17, 500, 1000,
    ]);
  });
  it('Stable Diffusion: ᾱ_T = 0.00466010, its root 0.0682649, σ from 0.0291672 to 14.6146 (derived from its schedule)', () => {
    const schedule = ddpm(scaledLinearBetas());
    expect((schedule.scale(1000) ** 2).toFixed(8)).toBe('0.00466010');
    expect(schedule.scale(1000).toFixed(7)).toBe('0.0682649');
    expect(schedule.sigma(1).toFixed(7)).toBe('0.0291672');
    expect(schedule.sigma(1000).toFixed(4)).toBe('14.6146');
  });
  it('Karras’s grid for N = 18, ρ = 7: 80, 57.585985, 40.785574, 28.374585, …, 0.002, 0 (derived from Eq. (5))', () => {
    const grid = karrasGrid({ steps: 18 });
    expect(grid.length).toBe(19);
    expect([...grid.slice(0, 4)].map((s) => s.toFixed(6))).toEqual([
      '80.000000',
      '57.585985',
      '40.785574',
      '28.374585',
    ]);
    expect([grid[17], grid[18]]).toEqual([0.002, 0]);
  });
  it('power grids run from the uniform one (ρ = 1) to the geometric one (ρ → ∞)', () => {
    const gap = (a: Float64Array, b: Float64Array): number =>
      Math.max(...a.map((x, i) => Math.abs(x / (b[i] ?? NaN) - 1)));
    expect(gap(powerGrid(80, 0.002, 10, 1), uniformGrid(80, 0.002, 10))).toBeLessThan(1e-12);
    expect(gap(powerGrid(80, 0.002, 10, 1e6), geometricGrid(80, 0.002, 10))).toBeLessThan(1e-4);
    const ratios = geometricGrid(20, 1, 9);
    expect((ratios[1] ?? NaN) / (ratios[0] ?? NaN)).toBeCloseTo(20 ** (-1 / 9), 12);
  });
});

/** Exact marginals obey the equations of the forward and of every reverse process, and the discrete chains tend to the SDEs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fokkerPlanck } from '../../../src/numerics/fokker-planck.ts';
import { mixture } from '../../../src/numerics/gaussian-mixture.ts';
import {
  levelAt,
  linearBeta,
  subVariancePreserving,
  varianceExplodingGeometric,
  variancePreserving,
  type Schedule,
} from '../../../src/numerics/noise-schedules.ts';

const data = mixture([
  { weight: 1, mean: [-1], sd: 0.4 },
  { weight: 2, mean: [1], sd: 0.3 },
]);
const schedules: Readonly<Record<string, Schedule>> = {
  VP: variancePreserving(),
  'sub-VP': subVariancePreserving(),
  VE: varianceExplodingGeometric({ min: 0.01, max: 5 }),
};

describe.each(Object.entries(schedules))('the Fokker-Planck equation under %s', (_, schedule) => {
  it('holds forward, and backward for any λ, to 10⁻⁴ of the largest |∂p/∂t|', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 80 }), fc.integer({ min: 0, max: 15 }), (t, lambda) => {
        const found = Array.from({ length: 31 }, (_one, i) =>
          fokkerPlanck(data, schedule, -3 + i / 5, t / 100, { lambda: lambda / 10 }),
        );
        const rate = Math.max(...found.map((one) => Math.abs(one.rate)));
        for (const { forward, reverse } of found) {
          expect(Math.abs(forward)).toBeLessThan(1e-4 * rate);
          expect(Math.abs(reverse)).toBeLessThan(1e-4 * rate);
        }
      }),
    );
  });
  it('does not hold for another schedule’s marginals', () => {
    const wrong: Schedule = { ...schedule, diffusion: (t) => 1.1 * schedule.diffusion(t) };
    const { rate, forward } = fokkerPlanck(data, wrong, 0.2, 0.3);
    expect(Math.abs(forward)).toBeGreaterThan(1e-3 * Math.abs(rate));
  });
});

describe('discrete chains', () => {
  const { beta } = linearBeta();
  /** Scale and variance of N steps of DDPM with β_i = β(t)/N. */
  const ddpmEnd = (steps: number): number => {
    let scale = 1;
    for (let i = 1; i <= steps; i++) scale *= Math.sqrt(1 - beta(i / steps) / steps);
    return scale;
  };
  it('DDPM with β_i = β(t)/N tends to VP: the error of the scale at t = 1 falls as 1/N (Ho et al. 2020)', () => {
    const { scale } = levelAt(variancePreserving(), 1);
    const [first, second] = [1000, 2000].map((steps) => Math.abs(ddpmEnd(steps) / scale - 1));
    expect((first ?? NaN) / (second ?? NaN)).toBeGreaterThan(1.9);
    expect((first ?? NaN) / (second ?? NaN)).toBeLessThan(2.2);
  });
  it('SMLD’s steps σ_i² − σ_{i−1}² are g² dt of VE in the limit (Song and Ermon 2019)', () => {
    const schedule = varianceExplodingGeometric({ min: 0.01, max: 50 });
    const h = 1e-4;
    for (const t of [0.1, 0.5, 0.9]) {
      const step = schedule.sigma(t + h / 2) ** 2 - schedule.sigma(t - h / 2) ** 2;
      expect(Math.abs(step / (schedule.diffusion(t) * h) - 1)).toBeLessThan(1e-5);
    }
  });
});

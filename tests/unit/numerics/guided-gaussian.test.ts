import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heunSigma } from '../../../src/numerics/diffusion-samplers.ts';
import { gaussianModel } from '../../../src/numerics/gaussian-diffusion.ts';
import { guidedModel, guidedMoments, guidedOde, tiltedMoments } from '../../../src/numerics/guided-gaussian.ts';
import { levelOf } from '../../../src/numerics/noise-level.ts';
import { geometricGrid } from '../../../src/numerics/noise-grids.ts';
import { guide, sample } from '../../../src/numerics/sampler-step.ts';

const base = { mean: 1, sd: 1, broad: 2 };

describe('guidance between two Gaussians', () => {
  it('μ = 1, s = 1, S = 2: w = 3 gives mean 1.5, sd 0.25, w = 2 1.380173, 0.5; the tilted densities are 1.2, 0.632456 and 1.142857, 0.755929 (derived)', () => {
    const sampled = (weight: number): string[] => {
      const { mean, variance } = guidedMoments({ ...base, weight }, 1e7);
      return [mean.toFixed(6), Math.sqrt(variance).toFixed(6)];
    };
    const tilted = (weight: number): string[] => {
      const { mean, variance } = tiltedMoments({ ...base, weight });
      return [mean.toFixed(6), Math.sqrt(variance).toFixed(6)];
    };
    expect([sampled(3), sampled(2)]).toEqual([
      ['1.500000', '0.250000'],
      ['1.380173', '0.500000'],
    ]);
    expect([tilted(3), tilted(2)]).toEqual([
      ['1.200000', '0.632456'],
      ['1.142857', '0.755929'],
    ]);
  });
  it('without guidance both are the conditional law; with weight 0 the unconditional one', () => {
    const { mean, variance } = guidedMoments({ ...base, weight: 1 }, 1e7);
    expect([mean, variance].map((x) => x.toFixed(6))).toEqual(['1.000000', '1.000000']);
    expect(tiltedMoments({ ...base, weight: 1 })).toEqual({ mean: 1, variance: 1 });
    expect(guidedMoments({ ...base, weight: 0 }, 1e7).variance).toBeCloseTo(4, 6);
  });
  it('the guided denoiser is the mixed one', () => {
    const x = Float64Array.of(-3, 0.2, 8);
    const [a, b] = [gaussianModel({ mean: 0, sd: 2 }), gaussianModel({ mean: 1, sd: 1 })];
    for (const predicts of ['data', 'score'] as const) {
      const mixed = guide(a, b, 2.5)[predicts](x, levelOf(0.7));
      guidedModel({ ...base, weight: 2.5 })
        [predicts](x, levelOf(0.7))
        .forEach((y, i) => expect(Math.abs(y - (mixed[i] ?? NaN))).toBeLessThan(1e-12));
    }
  });
  it('the ODE is affine with slope s^w S^{1−w}/σ_max: 2,000 log-spaced Heun steps from 1000 to 10⁻⁴ agree, the slope to 5·10⁻⁴, the offset to 10⁻⁵', () => {
    const parameters = fc.record({
      mean: fc.double({ min: 0, max: 3, noNaN: true }),
      sd: fc.double({ min: 0.3, max: 1.5, noNaN: true }),
      broad: fc.double({ min: 1.6, max: 4, noNaN: true }),
      weight: fc.double({ min: 0, max: 3, noNaN: true }),
    });
    const steps = heunSigma(geometricGrid(1000, 1e-4, 2000));
    fc.assert(
      fc.property(parameters, (guidance) => {
        const [a = NaN, b = NaN] = sample(steps, guidedModel(guidance), Float64Array.of(-700, 900));
        const { slope, offset } = guidedOde(guidance, 1000, 1e-4);
        const measured = (b - a) / 1600;
        expect(Math.abs(measured / slope - 1)).toBeLessThan(5e-4);
        const { sd, broad, weight } = guidance;
        expect(Math.abs(measured / ((sd ** weight * broad ** (1 - weight)) / 1000) - 1)).toBeLessThan(5e-4);
        expect(Math.abs(a + 700 * measured - offset)).toBeLessThan(1e-5 * (1 + offset));
      }),
      { numRuns: 15 },
    );
  });
});

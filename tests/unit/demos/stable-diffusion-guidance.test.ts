/** What the article promises of the demo of guidance between two Gaussians. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compute, reference, type Frame } from '../../../src/demos/stable-diffusion-guidance/compute.ts';
import definition, { type Params } from '../../../src/demos/stable-diffusion-guidance/params.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { guidedMoments, tiltedMoments } from '../../../src/numerics/guided-gaussian.ts';
import { cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});
const base = defaultValues(definition.params, 'en');
const frame = (patch: Partial<Params> = {}): Promise<Frame> => compute({ ...base, ...patch }, tf);
const sd = ({ variance }: { readonly variance: number }): number => Math.sqrt(variance);

describe('guidance between two Gaussians', () => {
  // By hand from s^w S^(1−w) and from the precision w/s² + (1 − w)/S², μ = s = 1, S = 2.
  it.each([
    [2, 1.380173, 0.5, 1.142857, 0.755929],
    [3, 1.5, 0.25, 1.2, 0.632456],
  ])('w = %f: mean %f and spread %f, tilted %f and %f', (w, mean, spread, tiltedMean, tiltedSpread) => {
    const guidance = { mean: 1, sd: 1, broad: 2, weight: w };
    const exact = guidedMoments(guidance, 1e6);
    expect(exact.mean).toBeCloseTo(mean, 5);
    expect(sd(exact)).toBeCloseTo(spread, 5);
    expect(tiltedMoments(guidance).mean).toBeCloseTo(tiltedMean, 6);
    expect(sd(tiltedMoments(guidance))).toBeCloseTo(tiltedSpread, 6);
  });

  it.each([0, 1, 2, 3, 7.5, 10])('at w = %f the particles have the moments of the exact solution', async (w) => {
    const { found, exact } = await frame({ w });
    // 2,048 particles: the mean scatters by sd/√2048, the spread by 1.6%; the steps’ own error grows with w, to a tenth at 10.
    expect(Math.abs(found.mean - exact.mean)).toBeLessThan(4 * (sd(exact) / Math.sqrt(2048)) + 0.01 * exact.mean);
    expect(sd(found) / sd(exact)).toBeGreaterThan(0.94);
    expect(sd(found) / sd(exact)).toBeLessThan(w > 5 ? 1.15 : 1.06);
  });

  it('goes too far and is too narrow for every weight above 1, and is right at 1', async () => {
    const { weights, exactCurve, tiltedCurve } = await frame();
    weights.forEach((w, i) => {
      const [far, narrow] = [
        (exactCurve.mean[i] ?? NaN) - (tiltedCurve.mean[i] ?? NaN),
        (tiltedCurve.sd[i] ?? NaN) / (exactCurve.sd[i] ?? NaN),
      ];
      if (w > 1) expect(far).toBeGreaterThan(0);
      if (w > 1) expect(narrow).toBeGreaterThan(1.1);
      // The start, N(0, 1000²), is off by the mean’s share, s/1000.
      if (w === 1) expect(Math.abs(far)).toBeLessThan(2e-3);
      if (w === 1) expect(narrow).toBeCloseTo(1, 3);
    });
  });

  it('at w = 7.5 the spread is 0.011', async () => {
    expect(sd((await frame({ w: 7.5 })).exact)).toBeCloseTo(0.011, 3);
  });

  it('another seed gives other particles, the same seed the same', () => {
    expect(reference(base).x).toEqual(reference(base).x);
    expect(reference({ ...base, seed: 2 }).x).not.toEqual(reference(base).x);
  });
});

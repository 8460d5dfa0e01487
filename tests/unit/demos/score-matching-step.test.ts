/** The bias of a finite step, as the text gives it. */
import { describe, expect, it } from 'vitest';
import { reference } from '../../../src/demos/score-matching-step/compute.ts';
import { chains } from '../../../src/demos/score-matching-step/params.ts';
import { langevinVariance } from '../../../src/numerics/gaussian-diffusion.ts';

describe('score-matching-step', () => {
  it('variance 1.142857 at ε = 0.5, 1.333333 at 1, 2 at 2, 40 at 3.9 (derived in the article)', () => {
    expect(langevinVariance(0.5)).toBeCloseTo(1.142857, 6);
    expect(langevinVariance(1)).toBeCloseTo(1.333333, 6);
    expect(langevinVariance(2)).toBeCloseTo(2, 12);
    expect(langevinVariance(3.9)).toBeCloseTo(40, 10);
  });

  it('the chains measure it within 3 standard errors, about 2% each', () => {
    for (const epsilon of [0.5, 2]) {
      const { measured, predicted, limit, outside, density } = reference({ epsilon, seed: 2 });
      const end = measured.at(-1) ?? NaN;
      expect(Math.abs(end / langevinVariance(epsilon) - 1)).toBeLessThan(3 * Math.sqrt(2 / chains));
      expect(predicted.at(-1)).toBeCloseTo(langevinVariance(epsilon), 8);
      expect(limit).toBe(langevinVariance(epsilon));
      const mass = density.reduce((sum, value) => sum + value / 4, outside);
      expect(mass).toBeCloseTo(1, 10);
    }
  }, 60_000);

  it('at ε = 0.01 the chains have just arrived after 400 steps; from 4 on there is no limit and the variance grows', () => {
    const slow = reference({ epsilon: 0.01, seed: 2 });
    expect(slow.predicted[20]).toBeLessThan(0.9);
    expect(slow.predicted.at(-1)).toBeGreaterThan(0.97);
    const wild = reference({ epsilon: 4.2, seed: 2 });
    expect(wild.limit).toBeNull();
    expect(wild.measured.at(-1)).toBeGreaterThan(1e30);
    expect(wild.outside).toBeGreaterThan(0.99);
  }, 60_000);
});

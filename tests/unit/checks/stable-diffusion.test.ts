/** The checks of the article on Stable Diffusion are as strict as stated, and its numbers are what their sources say. */
import { describe, expect, it } from 'vitest';
import type { Checks } from '../../../src/checks/check.ts';
import checks from '../../../src/checks/stable-diffusion.ts';
import { levelAt, ddpm, scaledLinearBetas } from '../../../src/numerics/noise-schedules.ts';

const strictness: Readonly<Record<string, readonly [number, number | undefined]>> = {
  'eq-latent': [1e-10, 1e-4],
  'eq-cross': [1e-12, 1e-5],
  'eq-guidance': [0, 1e-6],
  'eq-narrow': [1e-4, undefined],
};

describe('the checks of the article on Stable Diffusion', () => {
  it.each(Object.entries(checks as Checks))('%s is no looser than stated', (id, check) => {
    const [float64, device] = strictness[id] ?? [-1, undefined];
    expect(check.tolerance).toBeLessThanOrEqual(float64);
    expect(check.onDevice?.tolerance).toSatisfy((value: number | undefined) =>
      device === undefined ? value === undefined : value !== undefined && value <= device,
    );
  });
});

describe('numbers of the article', () => {
  it('the schedule of version 1 ends at ᾱ = 0.00466010, root 0.0682649, σ from 0.0291672 to 14.6146', () => {
    // Derived from β = 0.00085 … 0.012, linear in the root, of configs/stable-diffusion/v1-inference.yaml of CompVis/stable-diffusion.
    const schedule = ddpm(scaledLinearBetas());
    const { scale } = levelAt(schedule, 1000);
    expect(scale ** 2).toBeCloseTo(0.0046601, 8);
    expect(scale).toBeCloseTo(0.0682649, 7);
    expect(schedule.sigma(1)).toBeCloseTo(0.0291672, 7);
    expect(schedule.sigma(1000)).toBeCloseTo(14.6146, 4);
  });

  it('latents hold 48 times fewer numbers than images', () => {
    expect(512 ** 2 * 3).toBe(786_432);
    expect((512 ** 2 * 3) / (64 ** 2 * 4)).toBe(48);
  });
});

/** What the article says of steps, grids and solvers. */
import { describe, expect, it } from 'vitest';
import { reference, type Frame } from '../../../src/demos/edm-solver/compute.ts';
import { slope } from '../../../src/demos/edm-solver/describe.ts';
import demo, { counts, type Params, type Solver } from '../../../src/demos/edm-solver/params.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import { at } from '../../../src/numerics/array.ts';
import { eulerSigma, heunSigma } from '../../../src/numerics/diffusion-samplers.ts';
import { eulerProduct, gaussianModel, odeSolution } from '../../../src/numerics/gaussian-diffusion.ts';
import { karrasGrid } from '../../../src/numerics/noise-grids.ts';
import { edmCoefficients } from '../../../src/numerics/noise-predictions.ts';
import { countEvaluations, sample } from '../../../src/numerics/sampler-step.ts';

const known = new Map<string, Frame>();
const frame = (patch: Partial<Params>): Frame => {
  const key = JSON.stringify(patch);
  const found = known.get(key) ?? reference(withChange(demo.params, defaultValues(demo.params, 'en'), patch));
  known.set(key, found);
  return found;
};
const curve = (of: Frame, solver: Solver, N: (typeof counts)[number]): { calls: number; error: number } =>
  of.curves[solver][counts.indexOf(N)] ?? { calls: NaN, error: NaN };

describe('edm-solver', () => {
  it('orders 1 and 2 on Gaussian data', () => {
    const gaussian = frame({});
    expect(slope(gaussian, 'euler')).toBeCloseTo(-0.99, 2);
    expect(slope(gaussian, 'heun')).toBeCloseTo(-2.05, 2);
  });
  it('three modes: VP’s plain Euler is ahead at 48 calls, Heun from about 60 on', () => {
    const modes = frame({ data: 'modes' });
    expect(curve(modes, 'heun', 24)).toMatchObject({ calls: 47 });
    expect(curve(modes, 'heun', 24).error).toBeCloseTo(0.0115, 4);
    expect(curve(modes, 'vp', 48).error).toBeCloseTo(0.0094, 4);
    expect(curve(modes, 'heun', 32)).toMatchObject({ calls: 63 });
    expect(curve(modes, 'heun', 32).error).toBeCloseTo(0.00595, 5);
    expect(curve(modes, 'vp', 64).error).toBeCloseTo(0.00695, 5);
    expect(curve(modes, 'heun', 128)).toMatchObject({ calls: 255 });
    expect(curve(modes, 'heun', 128).error).toBeCloseTo(0.0003, 4);
  });
  it('ρ = 1 spoils Heun, ρ = 12 costs nothing', () => {
    const at18 = (rho: number): Frame['now'] => frame({ data: 'modes', rho, N: 18 }).now;
    expect(at18(7).heun.error).toBeCloseTo(0.0233, 4);
    expect(at18(1).heun.error).toBeCloseTo(1.69, 2);
    expect(at18(1).euler.error).toBeCloseTo(0.71, 2);
    expect(at18(12).heun.error).toBeCloseTo(0.0226, 4);
    const even = karrasGrid({ steps: 18, rho: 1 });
    expect(at(even, 0) - at(even, 1)).toBeCloseTo(4.7, 1);
  });
  it('Euler with 18 steps: two particles of the left mode’s inner edge miss by about 1, most others by less than 0.1', () => {
    const { ends, offs } = frame({ data: 'modes', solver: 'euler' });
    const missed = ends.filter((_, i) => Math.abs(at(offs, i)) > 0.5);
    expect(missed).toHaveLength(2);
    for (const end of missed) expect(end).toBeGreaterThan(-0.9);
    for (const end of missed) expect(end).toBeLessThan(-0.75);
    expect(offs.filter((off) => Math.abs(off) < 0.1).length).toBeGreaterThan(0.85 * offs.length);
  });
});

describe('known answers of the article', () => {
  it('the grid of 18 steps starts 80, 57.585986, 40.785574, 28.374585 (Karras et al. 2022, Eq. 5) and takes Heun 35 calls', () => {
    const grid = karrasGrid({ steps: 18 });
    [80, 57.585986, 40.785574, 28.374585].forEach((sigma, i) => {
      expect(at(grid, i)).toBeCloseTo(sigma, 5);
    });
    expect(countEvaluations(heunSigma(grid))).toBe(35);
  });
  it('Gaussian data from 80: exact 0.49999; Euler 0.42303 and 0.46100, Heun 0.52763 and 0.50610 (by the product and by the method)', () => {
    const data = { mean: 0, sd: 0.5 };
    expect(odeSolution(data, 80, 80, 0)).toBeCloseTo(0.49999, 5);
    const run = (steps: typeof heunSigma, N: number): number =>
      at(sample(steps(karrasGrid({ steps: N })), gaussianModel(data), Float64Array.of(80)), 0);
    expect(run(eulerSigma, 18)).toBeCloseTo(0.423031, 5);
    expect(80 * eulerProduct(0.5, karrasGrid({ steps: 18 }))).toBeCloseTo(0.423031, 5);
    expect(run(eulerSigma, 36)).toBeCloseTo(0.460996, 5);
    expect(run(heunSigma, 18)).toBeCloseTo(0.527625, 5);
    expect(run(heunSigma, 36)).toBeCloseTo(0.506097, 5);
  });
  it('σ = σ_d = 0.5: 0.5, 0.353553, 1.414214, −0.173287 and weight 8 (Karras et al. 2022, Table 1)', () => {
    const c = edmCoefficients(0.5, 0.5);
    expect(c.skip).toBeCloseTo(0.5, 12);
    expect(c.out).toBeCloseTo(0.353553, 6);
    expect(c.in).toBeCloseTo(1.414214, 6);
    expect(c.noise).toBeCloseTo(-0.173287, 6);
    expect(c.weight).toBeCloseTo(8, 12);
  });
});

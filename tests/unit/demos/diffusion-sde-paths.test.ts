/** What the article says of paths and crowds carried back by ODE and SDE. */
import { describe, expect, it } from 'vitest';
import { reference, type Frame } from '../../../src/demos/diffusion-sde-paths/compute.ts';
import demo, { type Params } from '../../../src/demos/diffusion-sde-paths/params.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';

const defaults = defaultValues(demo.params, 'en');
const frameAt = (patch: Partial<Params>): Frame => reference(withChange(demo.params, defaults, patch));
const last = (path: ArrayLike<number>): number => path[path.length - 1] ?? NaN;

/** How often two of the drawn paths change places. */
function crossings({ paths }: Frame): number {
  let count = 0;
  paths.forEach((one, i) => {
    for (const other of paths.slice(0, i)) {
      let side = Math.sign((one[0] ?? NaN) - (other[0] ?? NaN));
      for (let k = 1; k < one.length; k++) {
        const now = Math.sign((one[k] ?? NaN) - (other[k] ?? NaN));
        if (now !== side) count++;
        side = now;
      }
    }
  });
  return count;
}

describe('diffusion-sde-paths', () => {
  it('λ = 0: no two paths cross, for any seed, and all follow the curves of constant quantile', () => {
    for (const seed of [0, 1, 2, 77, 0xffffffff]) {
      const frame = frameAt({ seed, steps: 200 });
      expect(crossings(frame)).toBe(0);
      const gaps = frame.curves.map((curve, i) => Math.abs(last(curve) - last(frame.paths[i] ?? [])));
      expect(gaps.filter((gap) => gap < 0.1).length).toBeGreaterThanOrEqual(7);
    }
  });
  it('λ = 1: paths tangle, 1,681 changes of place with the default seed', () => {
    expect(crossings(frameAt({ lambda: 1 }))).toBe(1681);
  });
  it('the marked particle: −0.10 by the ODE, −0.09 by its quantile, 0.36 by the SDE', () => {
    const frame = frameAt({});
    expect(last(frame.ode)).toBeCloseTo(-0.1, 2);
    expect(frame.target).toBeCloseTo(-0.09, 2);
    expect(last(frame.sde)).toBeCloseTo(0.36, 2);
    // From the same noise, whatever λ the crowd takes.
    expect(frameAt({ lambda: 1 }).sde).toEqual(frame.sde);
  });
  it.each([
    [5, 0.214, 0.456],
    [10, 0.096, 0.262],
    [20, 0.062, 0.088],
    [100, 0.053, 0.024],
  ])('W₁ at N = %i: ODE %f, SDE %f', (steps, ode, sde) => {
    expect(frameAt({ steps }).finalDistance).toBeCloseTo(ode, 2);
    expect(frameAt({ steps, lambda: 1 }).finalDistance).toBeCloseTo(sde, 2);
  });
  it('for any seed, 100 steps are enough for both and 10 are better by the ODE', () => {
    for (const seed of [0, 1, 3, 4, 5, 6]) {
      expect(frameAt({ seed, steps: 100 }).finalDistance).toBeLessThan(0.15);
      expect(frameAt({ seed, steps: 100, lambda: 1 }).finalDistance).toBeLessThan(0.15);
      const [ode, sde] = [0, 1].map((lambda) => frameAt({ seed, steps: 10, lambda }).finalDistance);
      expect(sde).toBeGreaterThan(ode ?? NaN);
    }
  });
  it('λ = 1.5 with 5 steps diverges to W₁ ≈ 40', () => {
    const { finalDistance } = frameAt({ steps: 5, lambda: 1.5 });
    expect(Math.abs(finalDistance - 40)).toBeLessThan(1);
  });
  it('VE, 20 steps: the noise corrects what the ODE carries on, 0.403 against 0.097', () => {
    const ve = { noising: 've', steps: 20 } as const;
    expect(frameAt(ve).finalDistance).toBeCloseTo(0.403, 2);
    expect(frameAt({ ...ve, lambda: 1 }).finalDistance).toBeCloseTo(0.097, 2);
  });
  it('t = 0.2: both crowds have the mean and deviation of p_t, and lie within sampling noise of it', () => {
    const [ode, sde] = [0, 1].map((lambda) => frameAt({ steps: 200, time: 0.2, lambda }));
    expect(ode?.exact.mean).toBeCloseTo(0.203, 3);
    expect(ode?.exact.sd).toBeCloseTo(1.313, 3);
    expect(ode?.found.mean).toBeCloseTo(0.168, 2);
    expect(ode?.found.sd).toBeCloseTo(1.334, 2);
    expect(sde?.found.mean).toBeCloseTo(0.221, 2);
    expect(sde?.found.sd).toBeCloseTo(1.307, 2);
    expect(ode?.distance).toBeCloseTo(0.046, 2);
    expect(sde?.distance).toBeCloseTo(0.026, 2);
  });
});

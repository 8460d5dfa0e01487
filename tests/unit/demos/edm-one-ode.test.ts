/** What the article says of the four schedules. */
import { describe, expect, it } from 'vitest';
import { reference, type Frame } from '../../../src/demos/edm-one-ode/compute.ts';
import { acrossSigma, morphed, upUnscaled } from '../../../src/demos/edm-one-ode/morph.ts';
import demo, { schedules, type Params } from '../../../src/demos/edm-one-ode/params.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import { at } from '../../../src/numerics/array.ts';

const known = new Map<string, Frame>();
const frame = (patch: Partial<Params>): Frame => {
  const key = JSON.stringify(patch);
  const found = known.get(key) ?? reference(withChange(demo.params, defaultValues(demo.params, 'en'), patch));
  known.set(key, found);
  return found;
};
const few = (): Frame => frame({ N: 12 });
const many = (): Frame => frame({ N: 1024 });

describe('edm-one-ode', () => {
  it('flow matching and EDM: Euler in t is DDIM at every N', () => {
    for (const { errors } of [frame({ N: 6 }), few(), many()]) {
      for (const name of ['fm', 'edm'] as const) expect(errors.raw[name]).toBeCloseTo(errors.ddim[name], 10);
    }
  });
  it('VP: 0.071 against 0.141 with 12 steps, 0.0005 against 0.0013 with 1,024', () => {
    expect(few().errors.raw.vp).toBeCloseTo(0.071, 3);
    expect(few().errors.ddim.vp).toBeCloseTo(0.141, 3);
    expect(many().errors.raw.vp).toBeCloseTo(0.0005, 4);
    expect(many().errors.ddim.vp).toBeCloseTo(0.0013, 4);
  });
  it('VE: 12.1 and 0.818 with 12 steps, 0.932 and 0.602 with 1,024; its last step starts at 23 and 2.5', () => {
    expect(few().errors.raw.ve).toBeCloseTo(12.1, 1);
    expect(few().errors.ddim.ve).toBeCloseTo(0.818, 3);
    expect(many().errors.raw.ve).toBeCloseTo(0.932, 3);
    expect(many().errors.ddim.ve).toBeCloseTo(0.602, 3);
    expect(few().tracks.ve.sigmas.at(-2)).toBeCloseTo(23.1, 1);
    expect(Math.sqrt(80 ** 2 / 1024)).toBeCloseTo(2.5, 2);
  });
  it('flow matching: 0.2 with six steps, so its paths are not straight, and 0.0007 with 1,024', () => {
    expect(frame({ N: 6 }).errors.raw.fm).toBeCloseTo(0.2, 2);
    expect(many().errors.raw.fm).toBeCloseTo(0.0007, 4);
  });
  it('in common coordinates fine paths of three schedules lie on the exact ones, VE’s until its last step', () => {
    const { tracks, exact } = many();
    const along = exact.paths.map((path) => path.map(upUnscaled));
    const where = exact.sigmas.map(acrossSigma);
    const between = (path: readonly number[], x: number): number => {
      const next = Math.max(
        1,
        where.findIndex((place) => place >= x - 1e-12),
      );
      const share = (x - at(where, next - 1)) / (at(where, next) - at(where, next - 1));
      return at(path, next - 1) + share * (at(path, next) - at(path, next - 1));
    };
    for (const name of schedules) {
      morphed(tracks[name], 1).forEach(({ x, y }, k) => {
        x.forEach((place, i) => {
          if (name === 've' && place > 0.3) return;
          expect(Math.abs(at(y, i) - between(along[k] ?? [], place)), `${name} at ${place}`).toBeLessThan(0.03);
        });
      });
    }
  });
  it('keeps few points of long paths', () => {
    for (const name of schedules) expect(many().tracks[name].sigmas.length).toBeLessThanOrEqual(48);
    expect(JSON.stringify(many()).length).toBeLessThan(40_000);
  });
});

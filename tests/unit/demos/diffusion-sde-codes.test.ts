/** What the article says of codes, the way back and the likelihood along the ODE. */
import { describe, expect, it } from 'vitest';
import { reference, type Frame } from '../../../src/demos/diffusion-sde-codes/compute.ts';
import { largestGap } from '../../../src/demos/diffusion-sde-codes/describe.ts';
import demo, { attempts, walked, width, type Params } from '../../../src/demos/diffusion-sde-codes/params.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import { logDensity, pointCloud } from '../../../src/numerics/gaussian-mixture.ts';
import { levelAt, variancePreserving } from '../../../src/numerics/noise-schedules.ts';

const defaults = defaultValues(demo.params, 'en');
const frameAt = (patch: Partial<Params>): Frame => reference(withChange(demo.params, defaults, patch));

describe('diffusion-sde-codes', () => {
  it('100 steps bring A back to within 10⁻⁷, 20 steps to within 10⁻⁴', () => {
    expect(frameAt({}).miss).toBeLessThan(1e-7);
    expect(frameAt({ steps: 20 }).miss).toBeLessThan(1e-4);
  });
  it('the log-density at A is −0.411 nats along the ODE and −0.410 exactly, the largest gap 0.0012, also with 400 steps', () => {
    const [frame, fine] = [frameAt({}), frameAt({ steps: 400 })];
    expect(frame.logFlow[0]).toBeCloseTo(-0.411, 3);
    expect(frame.logTrue[0]).toBeCloseTo(-0.41, 3);
    expect(largestGap(frame)).toBeCloseTo(0.0012, 4);
    expect(Math.abs(largestGap(fine) - largestGap(frame))).toBeLessThan(1e-4);
  });
  it('that gap is the price of N(0, I) in place of p₁: with the exact p₁ it is below 10⁻⁴', () => {
    const { points, ownCodes, logFlow, logTrue } = frameAt({});
    const cloud = pointCloud(points, 2, width);
    const exact = logDensity(cloud, ownCodes, levelAt(variancePreserving(), 1));
    exact.forEach((log, i) => {
      const prior = -Math.log(2 * Math.PI) - ((ownCodes[2 * i] ?? NaN) ** 2 + (ownCodes[2 * i + 1] ?? NaN) ** 2) / 2;
      const gap = (logFlow[i] ?? NaN) + log - prior - (logTrue[i] ?? NaN);
      expect(Math.abs(gap)).toBeLessThan(1e-4);
    });
  });
  it('the reverse SDE takes the same code elsewhere: 1.32 from A, root mean square of 24', () => {
    const frame = frameAt({ way: 'sde' });
    expect(frame.astray).toHaveLength(2 * attempts);
    expect(frame.miss).toBeCloseTo(1.32, 2);
    expect(frame.ownCodes).toEqual(frameAt({}).ownCodes);
  });
  it('the walk begins at A and ends at B, and its codes lie between theirs in length', () => {
    const { arc, decodedArc } = frameAt({});
    const { a, b } = defaults;
    [...a, ...b].forEach((value, i) => expect(decodedArc[i < 2 ? i : 2 * walked - 4 + i]).toBeCloseTo(value, 5));
    const lengths = Array.from({ length: walked }, (_, i) => Math.hypot(arc[2 * i] ?? NaN, arc[2 * i + 1] ?? NaN));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(Math.max(lengths[0] ?? NaN, lengths.at(-1) ?? NaN) + 1e-9);
  });
  it('the codes of the moons are a round cloud: means near 0, variances near 1 in both coordinates', () => {
    const { cloudCodes } = frameAt({});
    for (const c of [0, 1]) {
      const column = Array.from(cloudCodes).filter((_, i) => i % 2 === c);
      const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
      const variance = column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length;
      expect(Math.abs(mean)).toBeLessThan(0.15);
      expect(variance).toBeGreaterThan(0.6);
      expect(variance).toBeLessThan(1.2);
    }
  });
  it('takes a drawing of the reader’s, and nothing drawn as a point in the middle', () => {
    const drawing = [-1, -1, 1, 1];
    expect(frameAt({ cloud: 'drawn', drawing }).points).toEqual(drawing);
    const empty = frameAt({ cloud: 'drawn' });
    expect(empty.codes).toHaveLength(0);
    // One Gaussian of deviation 0.1: the code is ten times the point.
    expect(empty.ownCodes[0]).toBeCloseTo(10 * (defaults.a[0] ?? NaN), 2);
  });
});

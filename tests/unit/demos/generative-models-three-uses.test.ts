/** What the article says of the fitted density: where held-out likelihoods turn, what narrow kernels and junk do, what is drawn. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compute, reference, type Frame } from '../../../src/demos/generative-models-three-uses/compute.ts';
import {
  bestK,
  describe as describeFrame,
  readouts,
} from '../../../src/demos/generative-models-three-uses/describe.ts';
import { ellipses } from '../../../src/demos/generative-models-three-uses/ellipses.ts';
import demo, {
  junkDensity,
  nodes,
  reach,
  type Params,
} from '../../../src/demos/generative-models-three-uses/params.ts';
import { samplesOf, settingOf } from '../../../src/demos/generative-models-three-uses/setting.ts';
import { largestDifference } from '../../../src/lab/difference.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
const withPatch = (patch: Partial<Params>): Params => withChange(demo.params, defaults, patch);
const at = (patch: Partial<Params> = {}): Frame => reference(withPatch(patch));

describe('generative-models-three-uses', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('two moons: the fitted half always gains, from −1.839 to −0.624; the held-out half turns at K = 5', () => {
    const { curve } = at();
    curve.train.slice(1).forEach((value, i) => {
      expect(value).toBeGreaterThan(curve.train[i] ?? NaN);
    });
    expect(curve.train[0]).toBeCloseTo(-1.839, 3);
    expect(curve.train[11]).toBeCloseTo(-0.624, 3);
    expect(bestK(at())).toBe(5);
    expect(curve.held[4]).toBeCloseTo(-1.141, 3);
    expect(curve.held[11]).toBeCloseTo(-1.287, 3);
  });
  it('two blobs: two components serve the held-out half best, twelve lose 0.71 nats', () => {
    const frame = at({ cloud: 'blobs', K: 12 });
    expect(bestK(frame)).toBe(2);
    expect((frame.curve.held[1] ?? NaN) - frame.plain.held).toBeCloseTo(0.71, 2);
  });
  it('kernels: h = 0.1 beats every mixture, h = 0.03 learns by heart', () => {
    const fine = at({ model: 'kernel', h: 0.1 });
    expect(fine.plain.held).toBeCloseTo(-1.106, 3);
    expect(fine.plain.held).toBeGreaterThan(Math.max(...fine.curve.held));
    const heart = at({ model: 'kernel', h: 0.03 });
    expect(heart.plain.train).toBeCloseTo(0.458, 3);
    expect(heart.plain.held).toBeCloseTo(-2.899, 3);
  });
  it('99 % junk ruins 299 of 300 samples and costs 1.57 nats of the 4.61 that it may', () => {
    const frame = at({ K: 5, junk: 0.99 });
    expect(frame.samples.junk.filter(Boolean)).toHaveLength(299);
    expect(frame.plain.held - frame.now.held).toBeCloseTo(1.57, 2);
    expect(frame.plain.held - frame.now.held).toBeLessThan(Math.log(100));
    const rows = readouts(frame, withPatch({ K: 5, junk: 0.99 }), 'en');
    expect(rows.find(({ label }) => label.startsWith('lost'))?.value).toBe('1.573 · 4.605');
  });
  it('as junk grows, samples turn into junk one after another and the others stay', () => {
    const draw = (junk: number) => {
      const params = withPatch({ junk });
      const setting = settingOf(params);
      const mixture = setting.fits[params.K - 1];
      if (!mixture) throw new Error('there are points');
      return samplesOf(params, setting, mixture);
    };
    const [none, some, more] = [draw(0), draw(0.3), draw(0.6)];
    some.junk.forEach((junk, i) => {
      expect(more.junk[i]).toBeGreaterThanOrEqual(junk);
      if (junk === 0) expect(some.points.slice(2 * i, 2 * i + 2)).toEqual(none.points.slice(2 * i, 2 * i + 2));
    });
    expect(some.junk.filter(Boolean).length / 300).toBeCloseTo(0.3, 1);
  });
  it('the density on the grid sums to nearly 1, junk or not', () => {
    for (const patch of [{}, { junk: 0.7 }, { model: 'kernel' as const }]) {
      const cell = ((2 * reach) / (nodes - 1)) ** 2;
      const sum = Array.from(at(patch).density).reduce((total, value) => total + value * cell, 0);
      expect(sum).toBeGreaterThan(0.9);
      expect(sum).toBeLessThan(1.05);
    }
    expect(at({ junk: 0.99 }).density[0]).toBeCloseTo(0.99 * junkDensity, 3);
  });
  it('responsibilities are shares; with one component they are 1', () => {
    const { shares, points } = at({ K: 4 });
    expect(shares).toHaveLength((points.length / 2) * 4);
    expect(at({ K: 1 }).shares.every((share) => share === 1)).toBe(true);
  });

  it('takes any drawing: none, one point, two, a blot; tensors agree and are freed', async () => {
    const blot = Array.from({ length: 80 }, (_, i) => (i % 7) / 100);
    for (const drawing of [[], [0.5, 0.5], [0, 0, 1, 1], blot]) {
      for (const patch of [{ K: 12 }, { model: 'kernel' as const, h: 0.02, junk: 0.5 }]) {
        const params = withPatch({ cloud: 'drawn', drawing, ...patch });
        const { result, leaked } = await countingLeaks(tf, () => compute(params, tf));
        expect(leaked).toBe(0);
        expect(largestDifference(result, reference(params))).toBeLessThan(demo.tolerance);
        expect(describeFrame(result, params, 'zh')).not.toMatch(/NaN|undefined/);
      }
    }
    expect(describeFrame(at({ cloud: 'drawn' }), withPatch({ cloud: 'drawn' }), 'en')).toBe(
      'No points yet: draw some on the square.',
    );
  });
  it('ellipses are the components: a round one is a circle, a long one leans as it does', () => {
    const scale = (x: number): number => 100 + 50 * x;
    const [round, long] = ellipses(
      {
        weights: Float64Array.of(0.5, 0.5),
        means: Float64Array.of(0, 0, 1, 1),
        covariances: Float64Array.of(0.25, 0, 0.25, 1, 0.9, 1),
      },
      scale,
      (y) => 100 - 50 * y,
    );
    expect([round?.cx, round?.rx, round?.ry]).toEqual(['100', '50', '50']);
    // Towards upper right: the picture's y runs down, so that is a turn by −45°.
    expect(long?.transform).toBe('rotate(-45 150 50)');
    expect(Number(long?.rx)).toBeCloseTo(100 * Math.sqrt(1.9), 0);
  });
});

/** The spectrum: tensors against the reference, sampling of distances, counts, words. */
import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Decay } from '../../../src/demos/rope-spectrum/compute.ts';
import { compute, reference } from '../../../src/demos/rope-spectrum/compute.ts';
import { count } from '../../../src/demos/rope-spectrum/counts.ts';
import * as words from '../../../src/demos/rope-spectrum/describe.ts';
import {
  bins,
  gather,
  mostDistances,
  mostPoints,
  spectrumDistances,
} from '../../../src/demos/rope-spectrum/distances.ts';
import type { Params } from '../../../src/demos/rope-spectrum/params.ts';
import definition from '../../../src/demos/rope-spectrum/params.ts';
import { langs } from '../../../src/i18n/lang.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import type { Tf } from '../support/tf.ts';
import { countingLeaks, cpuTf } from '../support/tf.ts';

const initial = defaultValues(definition.params, 'en');
const anyParams = fc
  .record({
    d: fc.integer({ min: 32, max: 256 }),
    logBase: fc.double({ min: 1, max: 6, noNaN: true }),
    L: fc.double({ min: 256, max: 32768, noNaN: true }),
    s: fc.double({ min: 1, max: 16, noNaN: true }),
    method: fc.constantFrom('none', 'pi', 'ntk', 'yarn'),
  })
  .map((values): Params => withChange(definition.params, initial, values));

const curvesOf = ({ envelope, cosine }: Decay) =>
  [envelope, cosine].flatMap(({ mean, low, high }) => [mean, low, high]);
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - (b[i] ?? NaN))));

describe('rope-spectrum', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('tensors give the numbers of the reference within the stated tolerance, and none is left', async () => {
    await fc.assert(
      fc.asyncProperty(anyParams, async (params) => {
        const { result: frame, leaked } = await countingLeaks(tf, () => compute(params, tf));
        const expected = reference(params);
        expect(leaked).toBe(0);
        expect([frame.turns, frame.reached, frame.distance]).toEqual([
          expected.turns,
          expected.reached,
          expected.distance,
        ]);
        expect(frame.stretched === undefined).toBe(params.method === 'none');
        const decays = (one: typeof frame) =>
          [one.trained, ...(one.stretched ? [one.stretched] : [])].flatMap(curvesOf);
        decays(frame).forEach((curve, i) => {
          expect(curve).toHaveLength(frame.distance.length);
          expect(largestDifference(curve, decays(expected)[i] ?? [])).toBeLessThan(definition.tolerance / 2);
        });
      }),
      { numRuns: 12 },
    );
  });

  it('counts 46 of 64 pairs that complete a turn, 18 that never do, 21 above 32 turns at the defaults (brief: derived)', () => {
    const frame = reference(initial);
    expect(count(frame)).toEqual({ pairs: 64, complete: 46, unfinished: 18, many: 21, surprised: 18 });
  });

  it('at base 10^6 only 31 pairs complete a turn (quoted in the article)', () => {
    expect(count(reference({ ...initial, logBase: 6 })).complete).toBe(31);
  });

  it('PI and YaRN show no pair a new angle; NTK spares the slowest pair only', () => {
    const surprised = (method: Params['method']): number => count(reference({ ...initial, method })).surprised;
    expect([surprised('none'), surprised('pi'), surprised('ntk'), surprised('yarn')]).toEqual([18, 0, 17, 0]);
  });

  it('evaluates whole distances from 1 to s·L in ascending order, all of the first, at most 4096', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 524_288 }), (longest) => {
        const distances = spectrumDistances(longest);
        expect(distances.length).toBeLessThanOrEqual(mostDistances);
        expect([distances[0], distances.at(-1)]).toEqual([1, longest]);
        expect(distances.every((r, i) => Number.isInteger(r) && r > (distances[i - 1] ?? 0))).toBe(true);
        if (longest > 500) expect(distances[255]).toBe(256);
        const edges = bins(distances);
        expect(edges.length - 1).toBeLessThanOrEqual(mostPoints);
        expect([edges[0], edges.at(-1)]).toEqual([0, distances.length]);
      }),
    );
  });

  it('gathers a bin into its mean and its extremes', () => {
    const { mean, low, high } = gather([1, 2, 6, 5], [0, 3, 4]);
    expect([[...mean], [...low], [...high]]).toEqual([
      [3, 5],
      [1, 5],
      [6, 5],
    ]);
  });

  it('says what it shows in both languages', () => {
    fc.assert(
      fc.property(anyParams, fc.constantFrom(...langs), (params, lang) => {
        const frame = reference(params);
        expect(words.describe(frame, params, lang)).not.toMatch(/NaN|undefined|Infinity/);
        for (const { label, value } of words.readouts(frame, params, lang)) {
          expect(label.length).toBeGreaterThan(0);
          expect(value).not.toMatch(/NaN|undefined|Infinity/);
        }
        const { columns, rows } = words.table(frame);
        expect(rows).toHaveLength(params.d / 2 + 2 * frame.distance.length);
        for (const row of rows) expect(row).toHaveLength(columns.length);
      }),
      { numRuns: 20 },
    );
  });
});

/** Four estimates in the plane: tensors against the reference, known errors, histograms, words, pictures. */
import fc from 'fast-check';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { advantage, cells, highest } from '../../../src/demos/performer-plane/advantage.ts';
import { compute, levelsUpTo, reference } from '../../../src/demos/performer-plane/compute.ts';
import * as words from '../../../src/demos/performer-plane/describe.ts';
import { kinds } from '../../../src/demos/performer-plane/estimators.ts';
import { figure, percent } from '../../../src/demos/performer-plane/figures.ts';
import { bins, histogram } from '../../../src/demos/performer-plane/histogram.ts';
import definition, { reach, trials, type Params } from '../../../src/demos/performer-plane/params.ts';
import View from '../../../src/demos/performer-plane/View.svelte';
import { langs, type Lang } from '../../../src/i18n/lang.ts';
import { largestDifference } from '../../../src/lab/difference.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import { at } from '../../../src/numerics/array.ts';
import { relativeErrors } from '../../../src/numerics/random-features.ts';
import type { Tf } from '../support/tf.ts';
import { countingLeaks, cpuTf } from '../support/tf.ts';

const initial = defaultValues(definition.params, 'en');
const coordinate = fc.double({ min: -reach, max: reach, noNaN: true });
const anyParams = fc
  .record({
    m: fc.integer({ min: 1, max: 40 }),
    x: fc.tuple(coordinate, coordinate),
    y: fc.tuple(coordinate, coordinate),
    seed: fc.nat(0xffffffff),
  })
  .map((values): Params => withChange(definition.params, initial, values));

describe('performer-plane', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('tensors give the numbers of the reference within the stated tolerance, and none is left', async () => {
    await fc.assert(
      fc.asyncProperty(anyParams, async (params) => {
        const { result, leaked } = await countingLeaks(tf, () => compute(params, tf));
        expect(leaked).toBe(0);
        expect(largestDifference(result, reference(params))).toBeLessThan(definition.tolerance);
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('leaves no tensor when the device fails', async () => {
    const broken = {
      ...tf,
      concat: () => {
        throw new Error('lost');
      },
    } as unknown as Tf;
    const before = tf.memory().numTensors;
    await expect(compute(initial, broken)).rejects.toThrow('lost');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('starts at the pair whose errors are known: K = 0.201897, MSE 0.870527 and 0.000353684 (Choromanski et al. 2021, Lemma 2)', () => {
    const { truth, expected } = reference(initial);
    expect(truth).toBeCloseTo(0.201897, 6);
    expect(expected.trigonometric * truth ** 2).toBeCloseTo(0.870527, 6);
    expect(expected.positive * truth ** 2).toBeCloseTo(0.000353684, 9);
  });

  it('measured errors agree with the closed forms within 4 standard errors and fall like 1/m', () => {
    const frame = reference({ ...initial, x: [0.5, 0.2], y: [0.1, -0.6], m: 64 });
    for (const kind of ['trigonometric', 'positive', 'hyperbolic'] as const) {
      frame.levels.forEach((m, i) => {
        const expected = (frame.expected[kind] * 64) / m;
        expect(Math.abs(at(frame.measured[kind], i) - expected)).toBeLessThan(4 * at(frame.spread[kind], i));
      });
    }
  });

  it('opposite vectors: positive features are exact; equal vectors: trigonometric ones are', () => {
    const opposite = reference({ ...initial, x: [0.6, 0.8], y: [-0.6, -0.8] });
    expect(opposite.measured.positive.every((error) => error < 1e-20)).toBe(true);
    expect(opposite.expected.trigonometric * 16).toBeCloseTo(26.3082, 4);
    expect(opposite.negative).toBeGreaterThan(0.1);
    const equal = reference({ ...initial, x: [0.6, 0.8], y: [0.6, 0.8] });
    expect(equal.measured.trigonometric.every((error) => error < 1e-20)).toBe(true);
  });

  it('actions put y opposite, perpendicular and equal to x', () => {
    const after = (id: string): Params =>
      withChange(definition.params, initial, definition.actions?.find((one) => one.id === id)?.apply(initial) ?? {});
    expect(after('opposite').y).toEqual([-1.2, -0.5]);
    expect(after('orthogonal').y).toEqual([-0.5, 1.2]);
    expect(after('equal').y).toEqual([1.2, 0.5]);
  });

  it('the map is the sign of the difference of the closed forms', () => {
    fc.assert(
      fc.property(fc.tuple(coordinate, coordinate), fc.tuple(coordinate, coordinate), (x, y) => {
        const value = advantage(x, y);
        expect(Math.abs(value)).toBeLessThanOrEqual(highest);
        const [s, t] = [(x[0] - y[0]) ** 2 + (x[1] - y[1]) ** 2, (x[0] + y[0]) ** 2 + (x[1] + y[1]) ** 2];
        const { trigonometric, positive } = relativeErrors(s, t, 1);
        expect(Math.sign(value)).toBe(Math.sign(trigonometric - positive));
      }),
    );
    expect(reference(initial).advantage).toHaveLength(cells ** 2);
  });

  it('a histogram counts every sample once, in the bins or beside them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (list) => {
          const { shares, below, above } = histogram(list, list.length);
          expect(shares.reduce((a, b) => a + b, below + above)).toBeCloseTo(1, 10);
        },
      ),
    );
    const { shares } = histogram([1, 1.05], 2);
    expect(at(shares, 20)).toBeCloseTo(0.75, 10);
    expect(at(shares, 21)).toBeCloseTo(0.25, 10);
    expect(bins.low + 20 * bins.width).toBeCloseTo(1, 12);
  });

  it('measures at powers of two and at m', () => {
    expect(levelsUpTo(1)).toEqual([1]);
    expect(levelsUpTo(16)).toEqual([1, 2, 4, 8, 16]);
    expect(levelsUpTo(20)).toEqual([1, 2, 4, 8, 16, 20]);
  });

  it('says what it shows in both languages', () => {
    fc.assert(
      fc.property(anyParams, fc.constantFrom(...langs), (params, lang) => {
        const frame = reference(params);
        const said = [
          words.describe(frame, params, lang),
          ...words.readouts(frame, params, lang).flatMap(({ label, value }) => [label, value]),
        ];
        for (const text of said) expect(text).toMatch(/^(?!.*(NaN|undefined|Infinity|\[object))\S.*$/);
        const { columns, rows } = words.table(frame);
        expect(rows.every((row) => row.length === columns.length)).toBe(true);
        expect(rows).toHaveLength(4 * frame.levels.length + 3 + 4 * bins.count);
      }),
      { numRuns: 10 },
    );
    expect([0, 3.54e-4, 0.8705, 21.36, 26308.2].map(figure)).toEqual(['0', '3.54·10⁻⁴', '0.871', '21.4', '2.63·10⁴']);
    expect([0, 0.001, 0.4].map(percent)).toEqual(['0%', '<1%', '40%']);
    expect([kinds.length, trials]).toEqual([4, 2000]);
  });

  const draw = (given: Params, lang: Lang, compact: boolean, interactive = false): string =>
    render(View, {
      props: { frame: reference(given), params: given, lang, propose: () => undefined, compact, uid: 'u', interactive },
    }).body;

  it('the still picture is small and has nothing to focus; the live one has two handles', () => {
    for (const lang of langs) {
      for (const compact of [true, false]) {
        const still = draw(initial, lang, compact);
        expect(still.length).toBeLessThan(25_000);
        expect(still).not.toMatch(/tabindex|role="slider"|NaN|undefined|style=/);
        expect(draw(initial, lang, compact, true).match(/role="slider"/g)).toHaveLength(2);
      }
    }
    expect(JSON.stringify(reference(initial)).length).toBeLessThan(20_000);
  });
  it('draws exact estimates too', () => {
    for (const y of [initial.x, initial.x.map((value) => -value), [0, 0]]) {
      expect(draw({ ...initial, y }, 'en', false)).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});

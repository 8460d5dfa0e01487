/** The clocks: tensors against the reference, actions, dragging, words. */
import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { compute, reference } from '../../../src/demos/rope-clocks/compute.ts';
import * as words from '../../../src/demos/rope-clocks/describe.ts';
import { unrotatedHand } from '../../../src/demos/rope-clocks/hands.ts';
import type { Params } from '../../../src/demos/rope-clocks/params.ts';
import definition, { d, reach } from '../../../src/demos/rope-clocks/params.ts';
import { langs } from '../../../src/i18n/lang.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import type { Tf } from '../support/tf.ts';
import { countingLeaks, cpuTf } from '../support/tf.ts';

const coordinates = fc.array(fc.double({ min: -reach, max: reach, noNaN: true }), { minLength: d, maxLength: d });
const anyParams = fc
  .record({
    m: fc.integer({ min: 0, max: 200 }),
    n: fc.integer({ min: 0, max: 200 }),
    logBase: fc.double({ min: 1, max: 5, noNaN: true }),
    q: coordinates,
    k: coordinates,
  })
  .map((values): Params => withChange(definition.params, defaultValues(definition.params, 'en'), values));
const action =
  (id: string) =>
  (params: Params): Partial<Params> =>
    definition.actions?.find((one) => one.id === id)?.apply(params) ?? {};
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - (b[i] ?? NaN)) / Math.max(1, Math.abs(b[i] ?? NaN))));

describe('rope-clocks', () => {
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
        for (const name of ['theta', 'query', 'key', 'parts'] as const) {
          expect(frame[name]).toHaveLength(expected[name].length);
          expect(largestDifference(frame[name], expected[name])).toBeLessThan(definition.tolerance / 5);
        }
        expect(largestDifference([frame.total], [expected.total])).toBeLessThan(definition.tolerance / 5);
      }),
    );
  });

  it('leaves no tensor when reading fails', async () => {
    const before = tf.memory().numTensors;
    const params = { ...defaultValues(definition.params, 'en'), q: [1, 2] };
    await expect(compute(params, tf)).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('"Shift both" turns hands and keeps the total; at the last position it does nothing', () => {
    const shift = action('shift');
    fc.assert(
      fc.property(anyParams, (params) => {
        const shifted = withChange(definition.params, params, shift(params));
        const moved = params.m < 200 && params.n < 200;
        expect([shifted.m - params.m, shifted.n - params.n]).toEqual(moved ? [1, 1] : [0, 0]);
        expect(reference(shifted).total).toBeCloseTo(reference(params).total, 10);
      }),
    );
  });

  it('"New vectors" gives vectors that the parameters take unchanged', () => {
    const params = defaultValues(definition.params, 'en');
    for (let i = 0; i < 50; i++) {
      const { q, k } = action('vectors')(params);
      const next = withChange(definition.params, params, { q, k });
      expect([next.q, next.k]).toEqual([q, k]);
    }
  });

  it('a dragged hand ends where it was dragged, to the rounding of the vector, and no longer than its reach', () => {
    const target = fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true }));
    fc.assert(
      fc.property(anyParams, fc.integer({ min: 0, max: d / 2 - 1 }), target, (params, i, wished) => {
        const angle = params.m * (reference(params).theta[i] ?? NaN);
        const q = unrotatedHand(params.q, i, wished, angle);
        const frame = reference(withChange(definition.params, params, { q }));
        const shorten = Math.min(1, reach / Math.hypot(...wished));
        expect(frame.query[2 * i]).toBeCloseTo(wished[0] * shorten, 1);
        expect(frame.query[2 * i + 1]).toBeCloseTo(wished[1] * shorten, 1);
        const others = [...params.q].filter((_, j) => j >> 1 !== i);
        expect(q.filter((_, j) => j >> 1 !== i)).toEqual(others);
      }),
    );
  });

  it('says what it shows in both languages', () => {
    fc.assert(
      fc.property(anyParams, fc.constantFrom(...langs), (params, lang) => {
        const frame = reference(params);
        const text = words.describe(frame, params, lang);
        expect(text).not.toMatch(/NaN|undefined|Infinity|-\d/);
        expect(words.readouts(frame, params, lang)).toHaveLength(2);
        const { columns, rows } = words.table(frame);
        expect(rows).toHaveLength(d / 2 + 1);
        for (const row of rows) expect(row).toHaveLength(columns.length);
      }),
    );
  });
});

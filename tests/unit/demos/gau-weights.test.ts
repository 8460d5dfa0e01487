/** One row of weights: what the article says of dragging, shifting and spreading. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reference, type Kind } from '../../../src/demos/gau-weights/compute.ts';
import { describe as say, movedBars, ratioText, readouts } from '../../../src/demos/gau-weights/describe.ts';
import demo, { startRow, type Params } from '../../../src/demos/gau-weights/params.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import { readState } from '../../../src/lab/url-state.ts';

const defaults = defaultValues(demo.params, 'en');
const withRow = (row: readonly number[]): Params => ({ ...defaults, row });
const random = (patch: Partial<Params>): Params => ({ ...defaults, source: 'random', ...patch });
const moved = (row: readonly number[]): number[] => {
  const frame = reference(withRow(row));
  return (['softmax', 'byLength', 'bySum'] as const).map((kind) => movedBars(frame, kind));
};
const participation = (params: Params, kind: Kind): number => reference(params).statistics[kind].participation;

describe('gau-weights by hand', () => {
  it('one dragged logit moves every softmax bar and one relu²/n bar', () => {
    const raised = startRow.map((x, j) => (j === 2 ? 1.5 : x));
    expect(moved(raised).slice(0, 2)).toEqual([12, 1]);
    expect(moved(startRow)).toEqual([0, 0, 0]);
  });
  it('a logit below zero dragged further down moves no relu² bar', () => {
    expect(moved(startRow.map((x, j) => (j === 4 ? -3 : x)))).toEqual([12, 0, 0]);
  });
  it('All +1 leaves the softmax as it was; the relu²/n row sums to 2.55 in place of 0.78', () => {
    const [up] = demo.actions ?? [];
    const raised = withChange(demo.params, defaults, up?.apply(defaults) ?? {});
    const [before, after] = [reference(defaults), reference(raised)];
    expect(movedBars(after, 'softmax')).toBe(0);
    expect(before.statistics.byLength.sum).toBeCloseTo(0.78, 2);
    expect(after.statistics.byLength.sum).toBeCloseTo(2.55, 2);
    expect(after.statistics.softmax.sum).toBeCloseTo(1, 12);
  });
  it('when no logit is positive the relu² row is empty, says so, and the softmax still sums to 1', () => {
    const query = 'gau-weights.row=-50_-40_-30_-20_-150_-80_-90_-10_-160_-200_-50_-20';
    const { values, issues } = readState(demo.params, 'gau-weights', query, defaults, 'en');
    expect(issues).toEqual([]);
    const frame = reference(values);
    expect(frame.statistics.byLength).toEqual({ zeros: 1, sum: 0, participation: 0 });
    expect(ratioText(frame, 'byLength')).toBe('–');
    expect(frame.statistics.softmax.sum).toBeCloseTo(1, 12);
    for (const { value } of readouts(frame, values, 'zh')) expect(value).not.toMatch(/NaN/);
  });
  it('All −1, pressed until nothing is left, ends in an empty row', () => {
    const down = demo.actions?.[1];
    let values: Params = defaults;
    for (let press = 0; press < 3; press++) values = withChange(demo.params, values, down?.apply(values) ?? {});
    expect(reference(values).statistics.byLength.sum).toBe(0);
  });
  it('relu² is the same row whatever is done to logits below zero', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -4, max: 0, noNaN: true }), { minLength: 12, maxLength: 12 }), (low) => {
        const row = startRow.map((x, j) => (x > 0 ? x : (low[j] ?? 0)));
        expect([...reference(withRow(row)).weights.byLength]).toEqual([...reference(defaults).weights.byLength]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('gau-weights at random', () => {
  it('64 logits: ratios about 0.185 and 0.43; 1,024: 0.168 and 0.377; half of the weights are zero', () => {
    expect(participation(random({ n: 64 }), 'byLength')).toBeCloseTo(0.185, 2);
    expect(participation(random({ n: 64 }), 'softmax')).toBeCloseTo(0.43, 2);
    expect(participation(random({ n: 1024 }), 'byLength')).toBeCloseTo(0.168, 2);
    expect(participation(random({ n: 1024 }), 'softmax')).toBeCloseTo(0.377, 2);
    const { zeros, sum } = reference(random({ n: 1024 })).statistics.byLength;
    expect(zeros).toBeCloseTo(0.5, 2);
    expect(sum).toBeCloseTo(0.5, 2);
  });
  it('σ = 3: the softmax rests on 7% of 64 keys; relu² is as broad as before and sums to 4.5', () => {
    const wide = reference(random({ sigma: 3 }));
    expect(wide.statistics.softmax.participation).toBeCloseTo(0.07, 2);
    expect(64 * wide.statistics.softmax.participation).toBeGreaterThan(4);
    expect(64 * wide.statistics.softmax.participation).toBeLessThan(5);
    expect(wide.statistics.byLength.sum).toBeCloseTo(4.5, 0);
    expect(wide.statistics.byLength.participation).toBeCloseTo(participation(random({}), 'byLength'), 12);
  });
  it('draws 48 of 1,024 logits and says what the means are over', () => {
    const params = random({ n: 1024 });
    const frame = reference(params);
    expect(frame.logits).toHaveLength(48);
    expect(frame.start).toBeNull();
    expect(say(frame, params, 'en')).toMatch(/256 rows of 1024 logits/);
  });
});

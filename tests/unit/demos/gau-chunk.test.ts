/** Chunks and a state: what the article says of the map, the state and the costs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reference, type Frame } from '../../../src/demos/gau-chunk/compute.ts';
import demo, { chunkCount, e, s, type Params } from '../../../src/demos/gau-chunk/params.ts';
import { coarse, region } from '../../../src/demos/gau-chunk/shades.ts';
import { langs } from '../../../src/i18n/lang.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import { readState } from '../../../src/lab/url-state.ts';

const defaults = defaultValues(demo.params, 'en');
const at = (patch: Partial<Params>): Frame => reference({ ...defaults, ...patch });
const fullChinese =
  '这段文字正好六十四个字，切成四块，每块十六个字，块内两两比较，块外只看总和，数一数乘加次数，再和全部两两比较的那一种对照一下吧。';
const full = 'a text of sixty-four characters is cut into four equal chunks ok';
const total = ({ cost }: Frame): number => cost.quadratic + cost.linear;
const outside = (frame: Frame, size: number): number[] =>
  Array.from(region(frame.map, frame.tokens.length, size, false)).filter((x) => x !== 0);

describe('gau-chunk', () => {
  it('chunks and map agree for every text, chunk and mode', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 64 }),
        fc.integer({ min: 2, max: 64 }),
        fc.integer({ min: 1, max: 32 }),
        fc.boolean(),
        (text, size, g, causal) => {
          const frame = at({ text, size, g, causal });
          expect(frame.error).toBeLessThan(1e-10);
          expect(frame.g).toBeLessThan(Math.max(1, frame.chunks));
          expect(frame.state).toHaveLength(s * e);
        },
      ),
      { numRuns: 25 },
    );
  });
  it('the first chunk reads zeros, the second does not', () => {
    expect(at({ g: 1 }).state.every((x) => x === 0)).toBe(true);
    expect(at({ g: 2 }).state.some((x) => Math.abs(x) > 0.1)).toBe(true);
  });
  it('weights through the state have both signs and are paler than those inside chunks', () => {
    const frame = at({});
    const across = outside(frame, 16);
    expect(Math.min(...across)).toBeLessThan(0);
    expect(Math.max(...across)).toBeGreaterThan(0);
    const inside = Array.from(region(frame.map, frame.tokens.length, 16, true));
    expect(Math.min(...inside)).toBe(0);
    expect(Math.max(...across.map(Math.abs))).toBeLessThan(Math.max(...inside));
  });
  it('one chunk for all never reads the state and costs what the full map costs', () => {
    const frame = at({ size: 64 });
    expect(outside(frame, 64)).toEqual([]);
    expect(frame.cost.linear).toBe(0);
    expect(total(frame)).toBe(frame.cost.full);
    expect(frame.chunks).toBe(1);
  });
  it('chunks of 2 are nearly a recurrent network: a step for every other token', () => {
    const frame = at({ text: full, size: 2 });
    expect(frame.cost.serial).toBe(32);
    expect(frame.cost.linear).toBeGreaterThan(10 * frame.cost.quadratic);
  });
  it.each([full, fullChinese])('64 characters in chunks of 16, “%s”: 262,144 multiply-adds against 458,752', (text) => {
    const query = new URLSearchParams({ 'gau-chunk.text': text });
    const { values, issues } = readState(demo.params, 'gau-chunk', query, defaults, 'en');
    expect(issues).toEqual([]);
    const frame = reference(values);
    expect(frame.tokens).toHaveLength(64);
    expect([total(frame), frame.cost.full]).toEqual([262_144, 458_752]);
    expect(frame.cost.serial).toBe(4);
  });
  it('without a mask all chunks read the same state, and later tokens are seen', () => {
    const [first, second] = [at({ causal: false, g: 1 }), at({ causal: false, g: 2 })];
    expect([...first.state]).toEqual([...second.state]);
    const n = first.tokens.length;
    expect(first.map[n - 1]).not.toBe(0);
    expect(at({}).map[n - 1]).toBe(0);
  });
  it('the defaults are cheaper than the full map in both languages', () => {
    for (const lang of langs) {
      const frame = reference(defaultValues(demo.params, lang));
      expect(frame.tokens.length).toBeLessThanOrEqual(64);
      expect(total(frame)).toBeLessThan(frame.cost.full);
    }
  });
  it('Next chunk goes round', () => {
    const [action] = demo.actions ?? [];
    const last = chunkCount(defaults.text.length, defaults.size);
    const stepped = (g: number): number => withChange(demo.params, defaults, action?.apply({ ...defaults, g }) ?? {}).g;
    expect([stepped(1), stepped(last), stepped(30)]).toEqual([2, 1, 1]);
  });
  it('shades are roots of sizes in eighths, and zero stays zero', () => {
    expect([...coarse([4, -1, 0, 0.01], 8)]).toEqual([1, -0.5, 0, 0]);
    expect([...coarse([0, 0], 8)]).toEqual([0, 0]);
  });
});

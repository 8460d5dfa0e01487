import fc from 'fast-check';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { compute, partsOf, reference } from '../../../src/demos/flash-attention-stream/compute.ts';
import * as words from '../../../src/demos/flash-attention-stream/describe.ts';
import demo, { maxLogits, readLogits, type Params } from '../../../src/demos/flash-attention-stream/params.ts';
import View from '../../../src/demos/flash-attention-stream/View.svelte';
import { show } from '../../../src/demos/flash-attention-stream/words.ts';
import { langs, type Lang } from '../../../src/i18n/lang.ts';
import { largestDifference } from '../../../src/lab/difference.ts';
import { cleanText, coerce, defaultValues } from '../../../src/lab/params.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
const typed = fc.oneof(
  fc.constantFrom('', 'none', '3 1 -2 5 0.5', '100', '-200,200', '1e9 −7', '5 5 5 5', '<b>2</b> 3'),
  fc.array(fc.double({ min: -250, max: 250, noNaN: true }), { maxLength: 20 }).map((x) => x.join(' ')),
);
const params: fc.Arbitrary<Params> = fc.record({
  logits: typed.map((s) => cleanText(demo.params.logits, s)),
  method: fc.constantFrom('naive' as const, 'safe' as const, 'online' as const),
  precision: fc.constantFrom('single' as const, 'half' as const),
  step: fc.integer({ min: 1, max: maxLogits }),
  cuts: fc.array(fc.integer({ min: 0, max: maxLogits }), { minLength: 3, maxLength: 3 }),
});

describe('flash-attention-stream', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('tensors give the reference within the tolerance, and leave no tensor', async () => {
    await fc.assert(
      fc.asyncProperty(params, async (given) => {
        const { result, leaked } = await countingLeaks(tf, () => compute(given, tf));
        expect(leaked).toBe(0);
        expect(largestDifference(result, reference(given))).toBeLessThan(demo.tolerance / 2);
      }),
    );
  });
  it('leaves no tensor when the device fails', async () => {
    const broken = {
      ...tf,
      exp: () => {
        throw new Error('lost');
      },
    } as unknown as Tf;
    const before = tf.memory().numTensors;
    await expect(compute(defaults, broken)).rejects.toThrow('lost');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('any cuts give the same answer, 3.629021 for the default row (derived in the article)', () => {
    fc.assert(
      fc.property(params, (given) => {
        const frame = reference(given);
        if (frame.x.length > 0) expect(words.merged(frame)).toBeCloseTo(frame.exact, 9);
      }),
    );
    expect(words.merged(reference(defaults)).toFixed(6)).toBe('3.629021');
  });
  it('typing 100 makes the naive method NaN and leaves the online one at 4; in float16 12 is enough', () => {
    const last = (logits: string, method: Params['method'], precision: Params['precision']): number | undefined =>
      reference({ ...defaults, logits, method, precision }).answers.at(-1);
    expect(last('3 1 -2 100 0.5', 'naive', 'single')).toBeNaN();
    expect(last('3 1 -2 100 0.5', 'online', 'single')).toBe(4);
    expect(last('3 1 -2 12 0.5', 'naive', 'half')).toBeNaN();
    expect(last('3 1 -2 12 0.5', 'naive', 'single')).toBeCloseTo(3.9996, 4);
    expect(last('3 1 -2 12 0.5', 'online', 'half')).toBeCloseTo(4, 3);
  });

  it('reads numbers out of any text, clamps them and says what was left out', () => {
    expect(readLogits('3 1 -2 5 0.5').logits).toEqual([3, 1, -2, 5, 0.5]);
    expect(readLogits('x=−7, y=1e9;.5').logits).toEqual([-7, 200, 0.5]);
    expect(readLogits(Array.from({ length: 20 }, (_, i) => i).join(' '))).toMatchObject({ left: 4 });
  });
  it('parts cover the elements once; a cut at an end cuts nothing', () => {
    expect(partsOf([2, 4, 16], 5)).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 4 },
      { from: 4, to: 5 },
    ]);
    expect(partsOf([0, 0, 9], 5)).toEqual([{ from: 0, to: 5 }]);
    expect(partsOf([3, 3, 1], 5).map(({ to }) => to)).toEqual([1, 3, 5]);
    expect(coerce(demo.params.cuts, [...defaults.cuts])).toEqual(defaults.cuts);
  });
  it('"Next element" goes round', () => {
    const next = demo.actions?.[0]?.apply ?? (() => ({}));
    expect(next({ ...defaults, step: 2 })).toEqual({ step: 3 });
    expect(next(defaults)).toEqual({ step: 1 });
  });

  it('prints numbers short, and names what is none', () => {
    expect([show(5), show(1.50001), show(-0.00001), show(1.73e38), show(NaN), show(Infinity)]).toEqual([
      '5',
      '1.5',
      '−1.0·10⁻⁵',
      '1.73·10³⁸',
      'NaN',
      '∞',
    ]);
  });
  it('describes and tabulates every state in both languages', () => {
    fc.assert(
      fc.property(params, fc.constantFrom(...langs), (given, lang) => {
        const frame = reference(given);
        const said = [
          words.describe(frame, given, lang),
          ...words.readouts(frame, given, lang).flatMap((r) => [r.label, r.value]),
        ];
        for (const text of said) expect(text).toMatch(/^(?!.*(undefined|Infinity|\[object|-\d))\S.*$/);
        const { columns, rows } = words.table(frame);
        expect(rows).toHaveLength(frame.x.length);
        expect(rows.every((row) => row.length === columns.length)).toBe(true);
      }),
    );
  });

  const draw = (given: Params, lang: Lang, compact: boolean, interactive = false): string =>
    render(View, {
      props: { frame: reference(given), params: given, lang, propose: () => undefined, compact, uid: 'u', interactive },
    }).body;
  it('draws every state without holes, small, with three handles when live', () => {
    fc.assert(
      fc.property(params, fc.boolean(), (given, compact) => {
        const still = draw(given, 'en', compact);
        expect(still.length).toBeLessThan(25_000);
        expect(still).not.toMatch(/tabindex|="[^"]*(NaN|undefined|Infinity)|style=/);
      }),
      { numRuns: 60 },
    );
    expect(draw(defaults, 'zh', true, true).match(/role="slider"/g)).toHaveLength(3);
    expect(draw({ ...defaults, logits: '3 1 -2 100 0.5', method: 'naive' }, 'en', false)).toContain('o/ℓ = NaN');
  });
});

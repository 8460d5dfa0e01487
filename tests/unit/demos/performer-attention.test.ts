/** Attention from features: tensors against the reference, measured medians, words, pictures. */
import fc from 'fast-check';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { compute, limits, reference, relativeError } from '../../../src/demos/performer-attention/compute.ts';
import * as words from '../../../src/demos/performer-attention/describe.ts';
import definition, { kinds, n, shown, type Params } from '../../../src/demos/performer-attention/params.ts';
import View from '../../../src/demos/performer-attention/View.svelte';
import { langs, type Lang } from '../../../src/i18n/lang.ts';
import { largestDifference } from '../../../src/lab/difference.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import { at } from '../../../src/numerics/array.ts';
import type { Tf } from '../support/tf.ts';
import { countingLeaks, cpuTf } from '../support/tf.ts';

const initial = defaultValues(definition.params, 'en');
const anyParams = fc
  .record({
    scale: fc.double({ min: 0.2, max: 2, noNaN: true }),
    m: fc.integer({ min: 8, max: 96 }),
    kind: fc.constantFrom(...kinds),
    seed: fc.nat(0xffffffff),
  })
  .map((values): Params => withChange(definition.params, initial, values));

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (at(sorted, Math.ceil(half) - 1) + at(sorted, Math.floor(half))) / 2;
};
/** Medians of the errors over seeds 1 to 40, and the share of rows whose trigonometric denominator is not positive. */
function medians(scale: number, m = 64) {
  const frames = Array.from({ length: 40 }, (_, i) =>
    reference({ ...initial, scale, m, kind: 'trigonometric', seed: i + 1 }),
  );
  const of = (kind: (typeof kinds)[number]): number => median(frames.map(({ errors }) => errors[kind]));
  return {
    trigonometric: of('trigonometric'),
    positive: of('positive'),
    orthogonal: of('orthogonal'),
    exp: of('exp'),
    uniform: median(frames.map(({ uniform }) => uniform)),
    broken: frames.reduce((sum, { broken }) => sum + broken, 0) / (40 * n),
  };
}

describe('performer-attention', () => {
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
      { numRuns: 25 },
    );
  }, 60_000);

  it('leaves no tensor when the device fails', async () => {
    const broken = {
      ...tf,
      tile: () => {
        throw new Error('lost');
      },
    } as unknown as Tf;
    const before = tf.memory().numTensors;
    await expect(compute(initial, broken)).rejects.toThrow('lost');
    expect(tf.memory().numTensors).toBe(before);
  });

  // The figures of the table in the article, computed here.
  it.each([
    [0.5, { trigonometric: 0.146, positive: 0.227, orthogonal: 0.196, exp: 0.277, uniform: 0.282, broken: 0 }],
    [1, { trigonometric: 3.804, positive: 0.815, orthogonal: 0.791, exp: 0.741, uniform: 0.807, broken: 0.022 }],
    [1.5, { trigonometric: 15.766, positive: 1.019, orthogonal: 1.005, exp: 0.913, uniform: 0.953, broken: 0.463 }],
  ])(
    'medians of 40 seeds at scale %d, m = 64 (measured; table of the article)',
    (scale, expected) => {
      const found = medians(scale);
      for (const [name, value] of Object.entries(expected)) {
        expect(found[name as keyof typeof found]).toBeCloseTo(value, 3);
      }
    },
    60_000,
  );

  it('long queries and keys defeat 512 projections too (measured; quoted in the article)', () => {
    const { positive, uniform } = medians(1.5, 512);
    expect(positive).toBeCloseTo(0.931, 3);
    expect(uniform).toBeCloseTo(0.953, 3);
  }, 120_000);

  it('the draw that the demo starts with has 24 broken rows of 64 at scale 1.5 (quoted in the article)', () => {
    expect(reference({ ...initial, scale: 1.5, kind: 'trigonometric' }).broken).toBe(24);
  });

  it('denominators of positive, elu + 1 and exp features are positive in every row', () => {
    fc.assert(
      fc.property(anyParams, (params) => {
        const { broken, ratios } = reference(params);
        if (params.kind !== 'trigonometric') expect(broken).toBe(0);
        const random = params.kind !== 'elu' && params.kind !== 'exp';
        expect(ratios).toHaveLength(random ? n : 0);
      }),
      { numRuns: 20 },
    );
  });

  it('estimated rows sum to 1 whatever the features: over all 64 keys, so the corner shows a part', () => {
    const { exact, estimate } = reference(initial);
    for (const map of [exact, estimate]) {
      expect(map).toHaveLength(shown ** 2);
      for (let row = 0; row < shown; row++) {
        const sum = map.subarray(row * shown, (row + 1) * shown).reduce((a, b) => a + b, 0);
        expect(sum).toBeGreaterThan(0);
        expect(sum).toBeLessThan(1);
      }
    }
  });

  it('errors are cut at 100 and never NaN', () => {
    expect(relativeError([1, 2], [1, 2])).toBe(0);
    expect(relativeError([NaN, 2], [1, 2])).toBe(limits.error);
    expect(relativeError([1e9, 2], [1, 2])).toBe(limits.error);
    expect(words.formatError(100)).toBe('≥ 100');
    expect(words.formatError(0.3094)).toBe('0.309');
    expect(words.formatError(15.37)).toBe('15.4');
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
        expect(rows).toHaveLength(6 + shown ** 2);
      }),
      { numRuns: 12 },
    );
  });

  const draw = (given: Params, lang: Lang, compact: boolean, interactive = false): string =>
    render(View, {
      props: { frame: reference(given), params: given, lang, propose: () => undefined, compact, uid: 'u', interactive },
    }).body;

  it('the still picture is small and has nothing to focus; the live one has two maps to read', () => {
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
  it('draws every kind of features at every scale', () => {
    for (const kind of kinds) {
      for (const scale of [0.2, 2]) {
        expect(draw({ ...initial, kind, scale }, 'zh', true)).not.toMatch(/NaN|undefined|Infinity/);
      }
    }
  });
});

import fc from 'fast-check';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { compute, reference, type Frame } from '../../../src/demos/rope-sentence/compute.ts';
import * as words from '../../../src/demos/rope-sentence/describe.ts';
import demo, { maxWords, schemes, type Params } from '../../../src/demos/rope-sentence/params.ts';
import View from '../../../src/demos/rope-sentence/View.svelte';
import { fullShade } from '../../../src/demos/rope-sentence/shade.ts';
import { langs, type Lang } from '../../../src/i18n/lang.ts';
import { cleanText, defaultValues } from '../../../src/lab/params.ts';
import { at } from '../../../src/numerics/array.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
const sentences = [
  defaults.sentence,
  demo.params.sentence.default.zh,
  '',
  ' …?! ',
  'word',
  'one two three four five six seven eight nine ten eleven twelve 13 14 15 16 17 18 19 20 21 22 23 24 25 26',
  'We 学习 RoPE, 位置 matters',
  '😀 👩‍👩‍👧 🇫🇷 ok',
  'مرحبا بالعالم שלום',
  '<img src=x onerror=alert(1)> </script><script>alert(1)</script>',
];
const params: fc.Arbitrary<Params> = fc.record({
  sentence: fc
    .oneof(fc.constantFrom(...sentences), fc.string({ unit: 'grapheme', maxLength: 60 }))
    .map((s) => cleanText(demo.params.sentence, s)),
  front: fc.integer({ min: 0, max: 64 }),
  logBase: fc.integer({ min: 10, max: 50 }).map((n) => n / 10),
  seed: fc.nat(0xffffffff),
});

/** Largest |tensor − reference| over all numbers of two frames, none above 1 in size. */
function distance(a: Frame, b: Frame): number {
  let worst = 0;
  for (const scheme of schemes) {
    worst = Math.max(
      worst,
      Math.abs(a.changes[scheme] - b.changes[scheme]),
      Math.abs(a.exactChanges[scheme] - b.exactChanges[scheme]),
    );
    for (let i = 0; i < b.maps[scheme].length; i++)
      worst = Math.max(worst, Math.abs(at(a.maps[scheme], i) - at(b.maps[scheme], i)));
  }
  return worst;
}

describe('rope-sentence', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('tensors give the reference within the tolerance, and leave no tensor', async () => {
    await fc.assert(
      fc.asyncProperty(params, async (given) => {
        const { result, leaked } = await countingLeaks(tf, () => compute(given, tf));
        const expected = reference(given);
        expect(leaked).toBe(0);
        expect(result.words).toEqual(expected.words);
        expect(distance(result, expected)).toBeLessThan(demo.tolerance);
      }),
      { numRuns: 40 },
    );
  });
  it('leaves no tensor when the device fails', async () => {
    const broken = {
      ...tf,
      stack: () => {
        throw new Error('lost');
      },
    } as unknown as Tf;
    const before = tf.memory().numTensors;
    await expect(compute(defaults, broken)).rejects.toThrow('lost');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('rows sum to 1 in every map', () => {
    fc.assert(
      fc.property(params, (given) => {
        const { words: list, maps } = reference(given);
        const n = list.length;
        for (const scheme of schemes) {
          expect(maps[scheme]).toHaveLength(n * n);
          for (let i = 0; i < n; i++) {
            const row = Array.from(maps[scheme]).slice(i * n, (i + 1) * n);
            expect(row.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 10);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
  it('words in front leave RoPE’s map and the map without positions as they were; the sinusoidal one moves', async () => {
    const { changes, exactChanges } = await compute({ ...defaults, front: 64 }, tf);
    expect(exactChanges.rope).toBeLessThan(1e-13);
    expect(changes.rope).toBeLessThan(1e-5);
    expect(changes.none).toBe(0);
    expect(changes.sinusoidal).toBeGreaterThan(0.05);
  });
  it('nothing in front changes nothing', async () => {
    const { changes } = await compute(defaults, tf);
    expect(Object.values(changes)).toEqual([0, 0, 0]);
  });
  it('without positions the same word is the same row and column', () => {
    const { words: list, maps } = reference({ ...defaults, sentence: 'the cat the' });
    expect(list).toEqual(['the', 'cat', 'the']);
    expect(Array.from(maps.none.slice(0, 3))).toEqual(Array.from(maps.none.slice(6, 9)));
    expect(at(maps.none, 0)).toBe(at(maps.none, 2));
    expect(at(maps.rope, 0)).not.toBeCloseTo(at(maps.rope, 2), 3);
  });
  it('keeps the first 24 words, and says so', () => {
    const given = { ...defaults, sentence: sentences[5] ?? '' };
    const frame = reference(given);
    expect([frame.words.length, frame.total]).toEqual([maxWords, 26]);
    expect(words.describe(frame, given, 'en')).toContain('First 24 of 26 words.');
    expect(words.describe(frame, given, 'zh')).toContain('共 26 个词，取前 24 个。');
  });
  it('an empty sentence asks for one', () => {
    const given = { ...defaults, sentence: ' …?! ' };
    const frame = reference(given);
    expect(frame.words).toEqual([]);
    expect(words.describe(frame, given, 'en')).toContain('Type a sentence');
    expect(words.table(frame).rows).toEqual([]);
    expect(fullShade([frame.maps.rope], 0)).toBe(1);
  });

  it('describes and tabulates every state in both languages', () => {
    fc.assert(
      fc.property(params, (given) => {
        const frame = reference(given);
        for (const lang of langs) {
          const said = [
            words.describe(frame, given, lang),
            ...words.readouts(frame, given, lang).flatMap((r) => [r.label, r.value]),
          ];
          for (const text of said) expect(text).toMatch(/^(?!.*(NaN|undefined|Infinity|\[object))\S.*$/);
        }
        const { columns, rows } = words.table(frame);
        expect(rows).toHaveLength(frame.words.length ** 2);
        expect(rows.every((row) => row.length === columns.length)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
  it('prints changes so that they can be read', () => {
    expect([0, 1.2e-7, 0.0005, 0.0123].map(words.formatChange)).toEqual(['0', '1·10⁻⁷', '5·10⁻⁴', '0.012']);
  });

  const draw = (given: Params, lang: Lang, compact: boolean, interactive = false): string =>
    render(View, {
      props: { frame: reference(given), params: given, lang, propose: () => undefined, compact, uid: 'u', interactive },
    }).body;

  it('draws every sentence, live and still, and never as markup', () => {
    for (const sentence of sentences) {
      for (const lang of langs) {
        for (const compact of [true, false]) {
          const picture = draw({ ...defaults, sentence, front: 3 }, lang, compact, true);
          expect(picture).not.toMatch(/NaN|undefined|<img|<script|style=/);
          expect(picture).toContain(`viewBox="0 0 ${compact ? 340 : 640} `);
        }
      }
    }
  });
  it('the still picture is small and has nothing to focus', () => {
    for (const lang of langs) {
      for (const compact of [true, false]) {
        const picture = draw(defaultValues(demo.params, lang), lang, compact);
        expect(picture.length).toBeLessThan(25_000);
        expect(picture).not.toMatch(/tabindex|role="slider"/);
      }
    }
  });
});

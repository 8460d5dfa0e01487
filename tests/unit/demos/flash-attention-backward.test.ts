import fc from 'fast-check';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { compute, reference } from '../../../src/demos/flash-attention-backward/compute.ts';
import * as words from '../../../src/demos/flash-attention-backward/describe.ts';
import demo, { d, highest, inputs, n, type Params } from '../../../src/demos/flash-attention-backward/params.ts';
import { signedLevels } from '../../../src/lab/plot/signed.ts';
import View from '../../../src/demos/flash-attention-backward/View.svelte';
import { langs, type Lang } from '../../../src/i18n/lang.ts';
import { largestDifference } from '../../../src/lab/difference.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { at } from '../../../src/numerics/array.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
const params: fc.Arbitrary<Params> = fc.record({
  row: fc.integer({ min: 0, max: n - 1 }),
  column: fc.integer({ min: 0, max: d - 1 }),
  entry: fc.integer({ min: -10 * highest, max: 10 * highest }).map((x) => x / 10),
  rest: fc.boolean(),
  causal: fc.boolean(),
  seed: fc.nat(0xffffffff),
});

describe('flash-attention-backward', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('tensors give the reference within the tolerance, and leave no tensor', async () => {
    await fc.assert(
      fc.asyncProperty(params, async (given) => {
        const { result, leaked } = await countingLeaks(tf, () => compute(given, tf));
        expect(leaked).toBe(0);
        expect(largestDifference(result, reference(given))).toBeLessThan(demo.tolerance);
        for (const input of inputs) expect(result.apart[input]).toBeLessThan(demo.tolerance);
      }),
      { numRuns: 25 },
    );
  });
  it('leaves no tensor when the device fails', async () => {
    const broken = {
      ...tf,
      log: () => {
        throw new Error('lost');
      },
    } as unknown as Tf;
    const before = tf.memory().numTensors;
    await expect(compute(defaults, broken)).rejects.toThrow('lost');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('one entry (i, c) of dO reaches row i of dQ, column c of dV (as the weights of row i), and the keys that i sees', () => {
    fc.assert(
      fc.property(params, (given) => {
        const { gradients, weights } = reference({ ...given, rest: false });
        gradients.query.forEach((g, index) => {
          if (Math.floor(index / d) !== given.row) expect(g).toBeCloseTo(0, 15);
        });
        gradients.value.forEach((g, index) => {
          const weight = at(weights, given.row * n + Math.floor(index / d));
          expect(g).toBeCloseTo(index % d === given.column ? weight * given.entry : 0, 12);
        });
        gradients.key.forEach((g, index) => {
          if (given.causal && Math.floor(index / d) > given.row) expect(g).toBeCloseTo(0, 15);
        });
      }),
      { numRuns: 40 },
    );
  });
  it('keeps 128 bytes in place of 4,096 (N and N² numbers of 4 bytes)', () => {
    expect(words.bytesKept).toEqual({ weights: (4 * n * n).toLocaleString('en-US'), logSum: String(4 * n) });
  });

  it('describes and tabulates every state in both languages', () => {
    fc.assert(
      fc.property(params, fc.constantFrom(...langs), (given, lang) => {
        const frame = reference(given);
        const said = [
          words.describe(frame, given, lang),
          ...words.readouts(frame, given, lang).flatMap((r) => [r.label, r.value]),
        ];
        for (const text of said) expect(text).toMatch(/^(?!.*(NaN|undefined|Infinity|-\d))\S.*$/);
        const { columns, rows } = words.table(frame);
        expect(rows).toHaveLength(n * d);
        expect(rows.every((row) => row.length === columns.length)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
  it('draws positive entries as full cells and negative ones as small squares', () => {
    const cells = { rows: 1, columns: 2, x: 0, y: 0, cellWidth: 10, cellHeight: 10 };
    const { positive, negative } = signedLevels({ ...cells, values: [2, -1] });
    expect(positive).toEqual([{ opacity: 1, path: 'M0 0h10v10h-10z' }]);
    expect(negative).toEqual([{ opacity: 0.5, path: 'M12 2h6v6h-6z' }]);
    expect(signedLevels({ ...cells, values: [0, 0] })).toEqual({ positive: [], negative: [] });
  });

  const draw = (given: Params, lang: Lang, compact: boolean, interactive = false): string =>
    render(View, {
      props: { frame: reference(given), params: given, lang, propose: () => undefined, compact, uid: 'u', interactive },
    }).body;
  it('the still picture is small and has nothing to focus; the live one has a handle', () => {
    for (const lang of langs) {
      for (const compact of [true, false]) {
        const still = draw(defaults, lang, compact);
        expect(still.length).toBeLessThan(25_000);
        expect(still).not.toMatch(/tabindex|role="slider"|NaN|undefined|style=/);
        expect(draw(defaults, lang, compact, true)).toMatch(/role="slider"[^>]*tabindex="0"/);
      }
    }
  });
});

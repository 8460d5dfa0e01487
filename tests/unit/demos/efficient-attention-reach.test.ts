/** A pattern to paint: its code in the URL, its cost and reach as the article quotes them, and the picture. */
import fc from 'fast-check';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { compute, patternOf, reference } from '../../../src/demos/efficient-attention-reach/compute.ts';
import { describe as say, percent, readouts } from '../../../src/demos/efficient-attention-reach/describe.ts';
import { maskPath } from '../../../src/demos/efficient-attention-reach/mask-path.ts';
import {
  paintCells,
  painted,
  readPainting,
  strokeCells,
  writePainting,
  type Cell,
} from '../../../src/demos/efficient-attention-reach/painting.ts';
import definition, { longestPaint, most, type Params } from '../../../src/demos/efficient-attention-reach/params.ts';
import View from '../../../src/demos/efficient-attention-reach/View.svelte';
import { defaultValues } from '../../../src/lab/params.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { cpuTf, type Tf } from '../support/tf.ts';

const initial = defaultValues(definition.params, 'en');
const at = (patch: Partial<Params>) => reference({ ...initial, ...patch });
const coordinate = fc.integer({ min: 0, max: most - 1 });
const cells = fc.array(fc.tuple(coordinate, coordinate, fc.boolean()), { maxLength: 120 });

describe('the code of a painting', () => {
  it('restores any painting', () => {
    fc.assert(
      fc.property(cells, (list) => {
        const painting = new Map(list.map(([row, column, allowed]) => [row * most + column, allowed]));
        expect(new Map(readPainting(writePainting(painting) ?? 'full'))).toEqual(painting);
      }),
    );
  });
  it('is short for strokes in any of four directions', () => {
    const line = (cell: (i: number) => number): Map<number, boolean> =>
      new Map(Array.from({ length: most }, (_, i) => [cell(i), true]));
    expect(writePainting(line((i) => i))).toBe('0.1s');
    expect(writePainting(line((i) => i * most))).toBe('V0.1s');
    expect(writePainting(line((i) => i * most + i))).toBe('D0.1s');
    expect(writePainting(line((i) => i * most + most - 1 - i))).toBe('A1r.1s');
    expect(writePainting(new Map([[5, false]]))).toBe('-5');
  });
  it('skips what is not a run, and cuts runs at the edge', () => {
    expect(readPainting('x!_<b>_V.3_zzz_-_1r.9').size).toBe(1);
    expect([...readPainting('1r.9').keys()]).toEqual([63]);
  });
  it('is refused when it grows too long', () => {
    const random = seededRandom(1);
    const scattered = (share: number): Map<number, boolean> =>
      new Map(
        Array.from({ length: most * most }, (_, cell) => cell).flatMap((cell) =>
          random() < share ? [[cell, true]] : [],
        ),
      );
    expect(writePainting(scattered(0.1))?.length).toBeLessThanOrEqual(longestPaint);
    expect(writePainting(scattered(0.5))).toBeUndefined();
  });
  it('stays in place when n changes, and never lets a query read what comes later under a causal mask', () => {
    const code = writePainting(new Map([[3 * most + 10, true]])) ?? '';
    for (const n of [16, 40]) expect(at({ pattern: 'blank', n, paint: code }).mask[3 * n + 10]).toBe(1);
    expect(at({ pattern: 'blank', paint: code, causal: true }).pairs).toBe(0);
  });
});

describe('strokes', () => {
  it('leave no hole, however fast the hand', () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, (a, b, c, d) => {
        const stroke = strokeCells([a, b], [c, d]);
        expect(stroke[0]).toEqual([a, b]);
        expect(stroke.at(-1)).toEqual([c, d]);
        stroke.slice(1).forEach(([row, column], index) => {
          const [r, q] = stroke[index] ?? [NaN, NaN];
          expect(Math.max(Math.abs(row - r), Math.abs(column - q))).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
  it('paint and erase again: what says the same as the pattern is not kept', () => {
    const pattern = patternOf(initial);
    const stroke: Cell[] = [
      [0, 0],
      [0, 40],
    ];
    const on = paintCells(new Map(), stroke, true, pattern);
    expect([...on]).toEqual([[40, true]]);
    expect(paintCells(on, stroke, false, pattern)).toEqual(new Map([[0, false]]));
    expect(painted(pattern, on, false)[40]).toBe(1);
  });
});

describe('efficient-attention-reach', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  // Counts that the article quotes; each is a count, not a measurement.
  it('a window of 8 on 64 tokens: 14% of the pairs, 45% after 4 layers, 16 layers to the end', () => {
    const frame = at({});
    expect(percent(frame.pairs / frame.all)).toBe('14%');
    expect(percent(frame.shares[3] ?? 0)).toBe('45%');
    expect(frame.until).toBe(16);
  });
  it('blocks of 8 keep 12.5% and never connect; a painted row and column are 112 pairs more and connect all in 2', () => {
    const [blocks, both] = [at({ pattern: 'blocks' }), at({ pattern: 'blocks', paint: 'V0.1s_0.1s' })];
    expect([blocks.pairs / blocks.all, blocks.until]).toEqual([0.125, 0]);
    expect([both.pairs - blocks.pairs, both.until]).toEqual([112, 2]);
  });
  it('stride 8 connects all in 2 layers with a window of 14, and in 3 with one of 8, which leaves 0.3% for the third', () => {
    expect(at({ pattern: 'strided', w: 14 }).until).toBe(2);
    const short = at({ pattern: 'strided' });
    expect(short.until).toBe(3);
    expect(1 - (short.shares[1] ?? 0)).toBeCloseTo(0.003, 3);
  });
  it('one global token connects all in 2 layers, whatever the window', () => {
    for (const w of [2, 8]) expect(at({ pattern: 'longformer', w }).until).toBe(2);
  });
  it('pairs of a window of 2(s − 1) with stride s grow like n√n at the best stride', () => {
    const pairs = (s: number): number => 64 * (2 * s + 64 / s);
    const counted = [2, 4, 6, 8, 12, 16].map((s) => at({ pattern: 'strided', stride: s, w: 2 * (s - 1) }).pairs);
    // The derivation leaves out borders: counts stay below it, and are least near √(n/2) = 5.7 as it says.
    counted.forEach((count, index) => {
      expect(count).toBeLessThan(pairs([2, 4, 6, 8, 12, 16][index] ?? NaN));
    });
    expect(Math.min(...counted)).toBe(counted[2]);
  });
  it('a blank pattern has empty rows and says so; nothing is reached but by residual connections', () => {
    const frame = at({ pattern: 'blank' });
    expect([frame.empty, frame.pairs, frame.until]).toEqual([64, 0, 0]);
    expect(frame.shares.every((share) => share === 1 / 64)).toBe(true);
    expect(readouts(frame, { ...initial, pattern: 'blank' }, 'en').at(-1)?.value).toBe('64');
    expect(say(frame, { ...initial, pattern: 'blank' }, 'zh')).toContain('64 个查询什么也读不到');
  });
  it('a causal mask counts key ≤ query only', () => {
    const frame = at({ causal: true });
    expect(frame.all).toBe((64 * 65) / 2);
    expect(frame.until).toBe(16);
  });

  it('leaves no tensor when the device fails', async () => {
    const broken = {
      ...tf,
      stack: () => {
        throw new Error('lost');
      },
    } as unknown as Tf;
    const before = tf.memory().numTensors;
    await expect(compute(initial, broken)).rejects.toThrow('lost');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('per cent never says all or nothing too early', () => {
    expect([percent(0.9999), percent(1), percent(0.001), percent(0)]).toEqual(['99%', '100%', '1%', '0%']);
  });
  it('equal rows of a mask share rectangles', () => {
    expect(maskPath([1, 1, 0, 1, 1, 0, 0, 0, 1], 3)).toBe('M0 0h2v2h-2zM2 2h1v1h-1z');
  });
  it('the live picture can be painted by keys: it says what the cursor is on', () => {
    const { body } = render(View, {
      props: {
        frame: at({}),
        params: initial,
        lang: 'en',
        propose: () => undefined,
        compact: false,
        uid: 'test',
        interactive: true,
      },
    });
    expect(body).toContain('role="slider"');
    expect(body).toContain('query 33, key 33: allowed');
  });
});

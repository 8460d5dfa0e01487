import fc from 'fast-check';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { mostFrames, reference, simulate, type Frame } from '../../../src/demos/flash-attention-tiles/compute.ts';
import * as words from '../../../src/demos/flash-attention-tiles/describe.ts';
import { grouped } from '../../../src/demos/flash-attention-tiles/grouped.ts';
import { metersOf } from '../../../src/demos/flash-attention-tiles/meter.ts';
import demo, { type Params } from '../../../src/demos/flash-attention-tiles/params.ts';
import View from '../../../src/demos/flash-attention-tiles/View.svelte';
import { langs, type Lang } from '../../../src/i18n/lang.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { at } from '../../../src/numerics/array.ts';
import { attentionScores } from '../../../src/numerics/attention.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
const small: Params = { ...defaults, n: 64, d: 16, rows: 16, columns: 32 };
const tiles = fc.integer({ min: 1, max: 8 }).map((k) => 16 * k);
const params: fc.Arbitrary<Params> = fc.record({
  order: fc.constantFrom('keys' as const, 'queries' as const),
  n: fc.constantFrom(64, 128),
  d: fc.constantFrom(16, 32),
  rows: tiles,
  columns: tiles,
  sram: fc.constantFrom(4, 16, 64),
  causal: fc.boolean(),
  seed: fc.nat(1000),
});

describe('flash-attention-tiles', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });
  /** All frames of a run, or the first few. */
  async function run(given: Params, stopAfter = Infinity): Promise<Frame[]> {
    const stop = new AbortController();
    const frames: Frame[] = [];
    for await (const frame of simulate(given, tf, stop.signal)) {
      frames.push(frame);
      if (frames.length >= stopAfter) stop.abort();
    }
    return frames;
  }

  it('ends exact to single precision, moves what the formulas say, and leaves no tensor', async () => {
    await fc.assert(
      fc.asyncProperty(params, async (given) => {
        const { result, leaked } = await countingLeaks(tf, () => run(given));
        const last = result.at(-1) ?? reference(given);
        expect(leaked).toBe(0);
        expect(last.finished).toBe(given.n);
        expect(last.error).toBeLessThan(demo.tolerance / 5);
        expect(last.moved).toBe(metersOf(given).traffic[given.order]);
        expect(last.done).toBe(last.progress.total);
      }),
      { numRuns: 15 },
    );
  });
  it('the running maxima only grow, and end at the rows’ largest scores', async () => {
    const frames = await run({ ...small, order: 'keys' });
    frames.slice(1).forEach((frame, i) =>
      frame.max.forEach((m, row) => {
        const before = frames[i]?.max[row] ?? NaN;
        expect(Number.isNaN(before) || m >= before).toBe(true);
      }),
    );
    const random = seededRandom(small.seed);
    const [q, k] = [normals(random, 64 * 16), normals(random, 64 * 16)];
    const scores = attentionScores(q, k, 16);
    frames.at(-1)?.max.forEach((m, row) => {
      expect(m).toBeCloseTo(Math.max(...scores.subarray(row * 64, (row + 1) * 64)), 5);
    });
  });
  it('stops when it is told to, on the first frame too, and frees everything', async () => {
    for (const after of [1, 3]) {
      const { result, leaked } = await countingLeaks(tf, () => run(small, after));
      expect(result).toHaveLength(after);
      expect(leaked).toBe(0);
    }
    const before = tf.memory().numTensors;
    const frames = simulate(small, tf, new AbortController().signal);
    await frames.next();
    expect(tf.memory().numTensors).toBe(before); // sliders that move leave nothing behind
    await frames.next();
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    await frames.return(reference(small));
    expect(tf.memory().numTensors).toBe(before);
  });
  it('returns its last frame, for the moment when the run turns out to be over', async () => {
    const frames = simulate(small, tf, new AbortController().signal);
    let result = await frames.next();
    while (!result.done) result = await frames.next();
    expect(result.value.done).toBe(8);
  });
  it('the same seed gives the same run; at most 256 frames', async () => {
    const [a, b] = [await run(small), await run(small)];
    expect(a.at(-1)).toEqual(b.at(-1));
    expect((await run({ ...small, seed: 2 })).at(-1)?.max[0]).not.toBe(a.at(-1)?.max[0]);
    expect((await run({ ...small, n: 512, rows: 16, columns: 16 })).length).toBeLessThanOrEqual(mostFrames + 1);
  }, 120_000);

  it('numbers of the article: traffic and room in fast memory', () => {
    const of = (patch: Partial<Params>) => metersOf({ ...defaults, ...patch });
    expect(of({}).traffic).toEqual({ standard: 294912, keys: 221184, queries: 147712 });
    expect(of({ rows: 128 })).toMatchObject({ needed: 14336, room: 16384 });
    expect(of({ rows: 128 }).traffic.queries).toBe(49408);
    expect(of({ rows: 128, columns: 128 }).needed).toBe(32768);
    expect(of({ rows: 16, columns: 16 }).traffic.keys).toBe(425984);
    expect(reference({ ...defaults, causal: true }).progress.total).toBe(36);
    expect([grouped(147712), grouped(128), grouped(4456448)]).toEqual(['147,712', '128', '4,456,448']);
  });

  const draw = (frame: Frame, given: Params, lang: Lang, compact: boolean): string =>
    render(View, {
      props: { frame, params: given, lang, propose: () => undefined, compact, uid: 'u', interactive: false },
    }).body;
  it('describes, tabulates and draws the beginning and the end in both languages', async () => {
    for (const given of [small, { ...small, causal: true, order: 'keys' as const, sram: 4, rows: 64, columns: 64 }]) {
      const ends = [reference(given), (await run(given)).at(-1) ?? reference(given)];
      for (const frame of ends) {
        for (const lang of langs) {
          const said = [
            words.describe(frame, given, lang),
            ...words.readouts(frame, given, lang).flatMap((r) => [r.label, r.value]),
          ];
          for (const text of said) expect(text).toMatch(/^(?!.*(NaN|undefined|Infinity))\S.*$/);
          const { columns, rows } = words.table(frame);
          expect(rows).toHaveLength(given.n);
          expect(rows.every((row) => row.length === columns.length)).toBe(true);
          for (const compact of [true, false]) {
            const picture = draw(frame, given, lang, compact);
            expect(picture.length).toBeLessThan(25_000);
            expect(picture).not.toMatch(/NaN|undefined|Infinity|style=/);
          }
        }
      }
    }
    expect(at(reference(small).max, 0)).toBeNaN();
  });
});

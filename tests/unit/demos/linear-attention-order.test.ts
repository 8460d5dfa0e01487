import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { reference, simulate, sweep, type Frame } from '../../../src/demos/linear-attention-order/compute.ts';
import * as words from '../../../src/demos/linear-attention-order/describe.ts';
import { crossover, fitGrowth, median, type Point } from '../../../src/demos/linear-attention-order/fit.ts';
import demo, { repetitions } from '../../../src/demos/linear-attention-order/params.ts';
import View from '../../../src/demos/linear-attention-order/View.svelte';
import { langs } from '../../../src/i18n/lang.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
const small = { n: 64, d: 16 };
const power = (factor: number, exponent: number): Point[] =>
  [64, 96, 128, 192, 256].map((n) => ({ n, times: [factor * n ** exponent] }));

describe('growth and crossings', () => {
  it('a power law gives its exponent, without error', () => {
    const fit = fitGrowth(power(0.5, 2));
    expect(fit?.exponent).toBeCloseTo(2, 10);
    expect(fit?.factor).toBeCloseTo(0.5, 10);
    expect(fit?.error).toBeCloseTo(0, 6);
  });
  it('needs three lengths, and leaves out those below a quarter of the longest', () => {
    expect(fitGrowth(power(1, 1).slice(0, 2))).toBeUndefined();
    expect(fitGrowth([{ n: 8, times: [1e9] }, ...power(1, 1)])?.exponent).toBeCloseTo(1, 10);
  });
  it('quadratic and linear counts cross at n = d', () => {
    const d = 100;
    const [square, line] = [power(4 * d, 2), power(4 * d * d, 1)];
    expect(crossover(square, line)).toBeCloseTo(d, 6);
    expect(crossover(line, square)).toBeUndefined();
    expect(crossover([], line)).toBeUndefined();
  });
  it('the median is not moved by one slow run', () => {
    expect(median([1, 900, 2, 1.5, 1.2])).toBe(1.5);
    expect(median([1, 2])).toBe(1.5);
  });
});

describe('linear-attention-order', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });
  async function run(given: typeof small, until = Infinity): Promise<Frame[]> {
    const frames: Frame[] = [];
    const stop = new AbortController();
    const running = simulate(given, tf, stop.signal);
    for (;;) {
      const { value, done } = await running.next();
      frames.push(value);
      if (done === true) return frames;
      if (frames.length >= until) stop.abort();
    }
  }

  it('lengths rise to n, from 32', () => {
    expect(sweep(1024)).toEqual([32, 48, 64, 88, 128, 184, 256, 360, 512, 728, 1024]);
    for (const n of [64, 640, 2048]) {
      const lengths = sweep(n);
      expect(lengths[0]).toBeLessThan(48);
      expect(lengths[0]).toBeGreaterThanOrEqual(32);
      expect(lengths.at(-1)).toBe(n);
      expect(lengths.length).toBeGreaterThanOrEqual(3);
    }
  });
  it('counts before it times: 4n²d against 4nd², ratio n/d', async () => {
    const [first] = await run(small, 1);
    expect(first).toEqual(reference(small));
    const frame = reference(defaults);
    expect(frame.flops.softmax.at(-1)).toBe(4 * 1024 ** 2 * 64);
    expect(words.readouts(frame, defaults, 'en')[0]?.value).toBe('16.0');
  });
  it('times five repetitions of both at every length, ends, and leaves no tensor', async () => {
    const { result, leaked } = await countingLeaks(tf, () => run(small));
    expect(leaked).toBe(0);
    const last = result.at(-1);
    expect(last?.progress.done).toBe(last?.progress.total);
    for (const method of ['softmax', 'linear'] as const) {
      expect(last?.measured[method].map(({ n }) => n)).toEqual(sweep(64));
      for (const { times } of last?.measured[method] ?? []) {
        expect(times).toHaveLength(repetitions);
        for (const ms of times) expect(ms).toBeGreaterThan(0);
      }
    }
    expect(last?.difference).toBeLessThan(1e-5);
  }, 20_000);
  it('stops when asked to, in the middle of a length, and frees what it held', async () => {
    const { result, leaked } = await countingLeaks(tf, () => run(small, 4));
    expect(leaked).toBe(0);
    expect(result.length).toBeLessThanOrEqual(6);
  });
  it('describes, tabulates and draws a run in both languages', async () => {
    const frames = await run(small);
    for (const frame of [frames[0], frames[4], frames.at(-1)]) {
      if (!frame) throw new Error('a run has frames');
      for (const lang of langs) {
        const said = [
          words.describe(frame, small, lang),
          ...words.readouts(frame, small, lang).map(({ value }) => value),
        ];
        for (const text of said) expect(text).toMatch(/^(?!.*(NaN|undefined|Infinity))\S.*$/);
        for (const compact of [true, false]) {
          const props = { frame, params: small, lang, propose: () => undefined, compact, uid: 'u', interactive: false };
          const picture = render(View, { props }).body;
          expect(picture).not.toMatch(/NaN|undefined|style=/);
          expect(picture.length).toBeLessThan(25_000);
        }
      }
      const { columns, rows } = words.table(frame);
      expect(rows.every((row) => row.length === columns.length)).toBe(true);
    }
  }, 20_000);
});

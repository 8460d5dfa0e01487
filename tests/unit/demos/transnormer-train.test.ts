import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { reference, simulate, type Frame } from '../../../src/demos/transnormer-train/compute.ts';
import * as words from '../../../src/demos/transnormer-train/describe.ts';
import { figuresOf } from '../../../src/demos/transnormer-train/figures.ts';
import demo, { chosen, variants, type Params } from '../../../src/demos/transnormer-train/params.ts';
import View from '../../../src/demos/transnormer-train/View.svelte';
import { langs } from '../../../src/i18n/lang.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults: Params = defaultValues(demo.params, 'en');
const none = { softmax: false, elu: false, relu: false, bare: false, norm: false, diag: false } as const;
const all = { softmax: true, elu: true, relu: true, bare: true, norm: true, diag: true } as const;
/** A text of few characters, so that steps are quick. */
const small: Params = { ...defaults, text: 'abc abd abe '.repeat(30), steps: 20, block: '8' };

describe('transnormer-train', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });
  async function run(given: Params, until = Infinity): Promise<Frame[]> {
    const frames: Frame[] = [];
    const stop = new AbortController();
    for await (const frame of simulate(given, tf, stop.signal)) {
      frames.push(frame);
      if (frame.progress.done >= until) stop.abort();
    }
    return frames;
  }
  const lossesOf = (frame: Frame | undefined): number[] => frame?.traces.flatMap(({ loss }) => [...loss]) ?? [];

  it('default texts have at least 300 characters, and fit', () => {
    for (const lang of langs) {
      const { text } = defaultValues(demo.params, lang);
      expect(Array.from(text).length).toBeGreaterThanOrEqual(300);
      expect(Array.from(text).length).toBeLessThanOrEqual(demo.params.text.maxLength);
    }
  });

  it('the first frame is what is known before any step', async () => {
    const [first] = await run(defaults, 0);
    expect(first).toEqual(reference(defaults));
    expect(first?.uniform).toBeCloseTo(Math.log(first?.vocabulary ?? NaN), 12);
    expect(first?.entropy).toBeLessThan(first?.uniform ?? NaN);
    expect(chosen(defaults)).toEqual(['softmax', 'elu', 'relu', 'norm', 'diag']);
  });

  it('a dozen steps take the loss of a simple text below half of what it was', async () => {
    const frames = await run({ ...small, ...none, diag: true, steps: 12, rate: 0.02 });
    const last = frames.at(-1);
    expect(last?.progress).toEqual({ done: 12, total: 12 });
    const { loss, norm } = last?.traces[0] ?? { loss: [], norm: [] };
    expect(loss).toHaveLength(12);
    expect(norm.every((value) => value > 0)).toBe(true);
    expect(loss.at(-1)).toBeLessThan((loss[0] ?? NaN) / 2);
  }, 60_000);

  it('all six take their steps; the same seed gives the same losses, and who runs beside a model changes nothing', async () => {
    const first = (await run({ ...small, ...all }, 1)).at(-1);
    expect(first?.traces.map(({ variant }) => variant)).toEqual(variants);
    expect(first?.traces.every(({ loss, norm }) => loss.length === 1 && norm.length === 1)).toBe(true);
    for (const loss of lossesOf(first)) expect(loss).toBeGreaterThan(0);
    const alone = await run({ ...small, ...none, norm: true }, 1);
    expect(lossesOf(alone.at(-1))[0]).toBe(lossesOf(first)[variants.indexOf('norm')]);
    const other = await run({ ...small, ...none, norm: true, seed: 2 }, 1);
    expect(lossesOf(other.at(-1))[0]).not.toBe(lossesOf(first)[variants.indexOf('norm')]);
  }, 60_000);

  it('stops when asked to and leaves no tensor, also when the device fails', async () => {
    const { result, leaked } = await countingLeaks(tf, () => run({ ...small, ...none, diag: true }, 1));
    expect(leaked).toBe(0);
    expect(result.at(-1)?.progress.done).toBeLessThanOrEqual(4);
    const broken = {
      ...tf,
      stack: () => {
        throw new Error('lost');
      },
    } as unknown as Tf;
    const before = tf.memory().numTensors;
    const frames = simulate(small, broken, new AbortController().signal);
    await frames.next();
    await expect(frames.next()).rejects.toThrow('lost');
    expect(tf.memory().numTensors).toBe(before);
  }, 60_000);

  it('with no model chosen it says so and ends', async () => {
    const frames = await run({ ...defaults, ...none });
    expect(frames).toHaveLength(1);
    expect(words.describe(reference({ ...defaults, ...none }), defaults, 'en')).toContain('Choose');
  });

  it('figures: last 20 losses, norms after step 50', () => {
    const steps = Array.from({ length: 60 }, (_, i) => i);
    const trace = { variant: 'elu', loss: steps, norm: steps.map((i) => (i < 50 ? 100 : 1 + (i % 2))) } as const;
    expect(figuresOf(trace)).toEqual({ loss: 49.5, largest: 100, deviation: 1 / 3 });
    expect(figuresOf({ ...trace, loss: [], norm: [] }).deviation).toBeNaN();
  });

  it('describes, tabulates and draws before, during and after, in both languages', async () => {
    const frames = await run({ ...small, ...all }, 1);
    for (const frame of [frames[0], frames.at(-1)]) {
      if (!frame) throw new Error('a run has frames');
      for (const lang of langs) {
        expect(words.describe(frame, small, lang)).not.toMatch(/NaN|undefined/);
        for (const compact of [true, false]) {
          const props = { frame, params: small, lang, propose: () => undefined, compact, uid: 'u', interactive: false };
          const picture = render(View, { props }).body;
          expect(picture).not.toMatch(/NaN|undefined|style=/);
          expect(picture.length).toBeLessThan(20_000);
        }
      }
      const { columns, rows } = words.table(frame);
      expect(rows.every((row) => row.length === columns.length)).toBe(true);
    }
  }, 60_000);
});

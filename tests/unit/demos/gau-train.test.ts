/** Two units against a block: the run learns, repeats itself, stops when asked and leaves nothing. */
import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { simulate, type Frame } from '../../../src/demos/gau-train/compute.ts';
import * as words from '../../../src/demos/gau-train/describe.ts';
import { cropped, rowLevels } from '../../../src/demos/gau-train/levels.ts';
import demo, { stepsPerFrame, type Params } from '../../../src/demos/gau-train/params.ts';
import View from '../../../src/demos/gau-train/View.svelte';
import { langs } from '../../../src/i18n/lang.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

/** The first frames of a run, which is then aborted. */
async function frames(params: Params, count: number): Promise<Frame[]> {
  const stop = new AbortController();
  const seen: Frame[] = [];
  for await (const frame of simulate(params, tf, stop.signal)) {
    seen.push(frame);
    if (seen.length >= count) stop.abort();
  }
  return seen;
}

describe('gau-train', () => {
  it('the default texts have 300 characters or more and fit', () => {
    for (const lang of langs) {
      const { length } = Array.from(defaultValues(demo.params, lang).text);
      expect(length).toBeGreaterThanOrEqual(300);
      expect(length).toBeLessThanOrEqual(demo.params.text.maxLength);
    }
  });

  it('both models fall below the entropy of single characters within a dozen steps, the block sooner; the same seed gives the same losses', async () => {
    const { result, leaked } = await countingLeaks(tf, async () => ({
      long: await frames(defaults, 1 + 12 / stepsPerFrame),
      again: await frames(defaults, 2),
    }));
    expect(leaked).toBe(0);
    const [first, second] = result.long;
    const last = result.long.at(-1);
    if (!first || !second || !last) throw new Error('a run has frames');
    expect(first.losses).toEqual({ units: [], block: [] });
    expect(first.parameters).toEqual({ units: 29_312, block: 27_648 });
    expect(last.progress).toEqual({ done: 12, total: 300 });
    expect(last.losses.units).toHaveLength(12);
    for (const model of ['units', 'block'] as const) {
      expect(last.losses[model][0]).toBeGreaterThan(last.entropy);
      expect(last.losses[model].at(-1)).toBeLessThan(last.entropy);
    }
    const below = (model: 'units' | 'block'): number => last.losses[model].findIndex((loss) => loss < last.entropy);
    expect(below('block')).toBeLessThan(below('units'));
    expect(result.again[1]?.losses).toEqual(second.losses);
    expect(result.again[0]?.maps).toEqual(first.maps);
  }, 180_000);

  it('maps hide what comes later; rows of the heads are full from the start, rows of the units have holes', async () => {
    const [first] = await frames(defaults, 1);
    const zeros = (map: Int8Array): number => {
      let count = 0;
      map.forEach((level, index) => {
        const [i, j] = [Math.floor(index / 32), index % 32];
        if (j > i) expect(level).toBe(0);
        else count += Number(level === 0);
      });
      return count / 528;
    };
    for (const map of first?.maps.units ?? []) expect(zeros(map)).toBeGreaterThan(0.25);
    for (const map of first?.maps.block ?? []) expect(zeros(map)).toBeLessThan(0.05);
  });

  it('starts with any text, with all ways of weighing, and draws and describes what it has', async () => {
    for (const text of ['', 'a', '一二三', 'x'.repeat(40)]) {
      for (const attention of ['relu2', 'softmax', 'mixed'] as const) {
        const params = { ...defaults, text, attention };
        const { result, leaked } = await countingLeaks(tf, () => frames(params, 1));
        expect(leaked).toBe(0);
        const [frame] = result;
        if (!frame) throw new Error('a run has a first frame');
        expect(frame.tokens).toHaveLength(Math.min(32, Math.max(1, text.length)));
        expect(words.describe(frame, params, 'zh')).not.toMatch(/NaN|undefined/);
        const props = {
          frame,
          params,
          lang: 'zh' as const,
          propose: () => undefined,
          compact: true,
          uid: 'u',
          interactive: false,
        };
        expect(render(View, { props }).body).not.toMatch(/NaN|undefined/);
      }
    }
  }, 60_000);

  it('the first picture is small enough for the page', async () => {
    const [frame] = await frames(defaults, 1);
    if (!frame) throw new Error('a run has a first frame');
    for (const compact of [true, false]) {
      const props = {
        frame,
        params: defaults,
        lang: 'en' as const,
        propose: () => undefined,
        compact,
        uid: 'u',
        interactive: false,
      };
      expect(render(View, { props }).body.length).toBeLessThan(50_000);
    }
  });

  it('averages the last ten losses, and tabulates them all', () => {
    const losses = { units: Array.from({ length: 20 }, (_, i) => i), block: Array.from({ length: 20 }, () => 2) };
    const frame = { losses } as unknown as Frame;
    expect(words.recentLoss(frame, 'units')).toBe(14.5);
    expect(words.recentLoss(frame, 'block')).toBe(2);
    expect(words.table(frame).rows).toHaveLength(20);
  });
});

describe('maps in sixteenths', () => {
  it('are scaled by row, keep signs, and rows of zeros stay zero', () => {
    expect([...rowLevels([1, 2, 0, 0, -4, 1], 2)]).toEqual([8, 16, 0, 0, -16, 4]);
    expect([...cropped(Int8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 3, 2)]).toEqual([1, 2, 4, 5]);
  });
});

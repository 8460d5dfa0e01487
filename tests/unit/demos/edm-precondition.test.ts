/** Three networks: the run learns, repeats itself, stops when asked, leaves nothing, and shows the pattern that the article describes. */
import { beforeAll, describe, expect, it } from 'vitest';
import { scaledCloud, simulate, type Frame } from '../../../src/demos/edm-precondition/compute.ts';
import { rmsAt } from '../../../src/demos/edm-precondition/describe.ts';
import demo, { dataSd, nets, type Params } from '../../../src/demos/edm-precondition/params.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import type { Weights } from '../../../src/numerics/weights.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

async function frames(params: Params, count: number): Promise<Frame[]> {
  const stop = new AbortController();
  const seen: Frame[] = [];
  for await (const frame of simulate(params, tf, stop.signal)) {
    seen.push(frame);
    if (seen.length >= count) stop.abort();
  }
  return seen;
}

describe('edm-precondition', () => {
  it('within 20 steps all losses fall, ε is far off at σ = 80, x₀ at low noise, EDM at neither; the same seed repeats', async () => {
    const { result, leaked } = await countingLeaks(tf, async () => ({
      run: await frames(defaults, 3),
      again: await frames(defaults, 2),
    }));
    expect(leaked).toBe(0);
    const [first, second] = result.run;
    const last = result.run.at(-1);
    if (!first || !second || !last) throw new Error('a run has frames');
    expect(first.steps).toEqual([]);
    expect(last.progress).toEqual({ done: 20, total: 600 });
    for (const net of nets) expect(last.losses[net].at(-1)).toBeLessThan(last.losses[net][0] ?? NaN);
    expect(rmsAt(last, 'noise', 80)).toBeGreaterThan(50 * rmsAt(last, 'edm', 80));
    expect(rmsAt(last, 'data', 0.01)).toBeGreaterThan(5 * rmsAt(last, 'edm', 0.01));
    expect(rmsAt(last, 'noise', 0.01)).toBeLessThan(0.02);
    expect(rmsAt(last, 'edm', 80)).toBeLessThan(0.5);
    expect(result.again[1]?.losses).toEqual(second.losses);
  }, 120_000);

  it('offers the weights of all three networks', async () => {
    const stop = new AbortController();
    let read: (() => Promise<Weights>) | undefined;
    const run = simulate({ ...defaults, steps: 100 }, tf, stop.signal, { weights: (given) => (read = given) });
    const { leaked } = await countingLeaks(tf, async () => {
      await run.next();
      const weights = await read?.();
      expect(Object.keys(weights ?? {})).toHaveLength(18);
      expect(weights?.['edm.weight0']?.shape).toEqual([3, 64]);
      await run.return({} as Frame);
    });
    expect(leaked).toBe(0);
  });

  it('takes any drawing: nothing, one point, points all alike', async () => {
    for (const drawing of [[], [1, 1], [0.5, 0.5, 0.5, 0.5]]) {
      const [frame] = await frames({ ...defaults, cloud: 'drawn', drawing }, 1);
      for (const net of nets) for (const value of frame?.rms[net] ?? [NaN]) expect(Number.isFinite(value)).toBe(true);
    }
  });

  it('scales a cloud to mean 0 and 0.5 per coordinate', () => {
    const cloud = scaledCloud([3, 1, 5, 1, 3, 2, 9, 7]);
    const even = cloud.filter((_, i) => i % 2 === 0);
    expect(even.reduce((a, b) => a + b)).toBeCloseTo(0, 12);
    expect(Math.sqrt(cloud.reduce((sum, x) => sum + x ** 2, 0) / cloud.length)).toBeCloseTo(dataSd, 12);
  });
});

/** Two far modes: plain Langevin keeps the start's split, annealing finds the weights. */
import { beforeAll, describe, expect, it } from 'vitest';
import { simulate, type Frame } from '../../../src/demos/score-matching-modes/compute.ts';
import demo, { particles, type Params } from '../../../src/demos/score-matching-modes/params.ts';
import {
  exactShare,
  mixtureOf,
  plan,
  shareAtFirst,
  sigmaOfStep,
  startPlaces,
} from '../../../src/demos/score-matching-modes/setting.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { score } from '../../../src/numerics/gaussian-mixture.ts';
import { mixtureModel } from '../../../src/numerics/mixture-model.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { normalDraws, sample } from '../../../src/numerics/sampler-step.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

async function run(patch: Partial<Params>, count = Infinity): Promise<Frame[]> {
  const stop = new AbortController();
  const frames: Frame[] = [];
  for await (const frame of simulate({ ...defaults, ...patch }, tf, stop.signal)) {
    frames.push(frame);
    if (frames.length >= count) stop.abort();
  }
  return frames;
}
/** The same run in float64, with the same start and noise: shares at its start and end. */
function ends(patch: Partial<Params>): [start: number, end: number] {
  const params = { ...defaults, ...patch };
  const random = seededRandom(params.seed);
  const start = startPlaces(random);
  const end = sample(plan(params), mixtureModel(mixtureOf(params)), start, normalDraws(random, start.length));
  return [shareAtFirst(start, params), shareAtFirst(end, params)];
}

describe('score-matching-modes', () => {
  it('plain Langevin goes from 0.522 to 0.513, annealed to 0.205, where 0.2 belong', () => {
    const [start, plain] = ends({});
    const [same, annealed] = ends({ method: 'annealed' });
    expect(start).toBeCloseTo(0.522, 3);
    expect(same).toBe(start);
    expect(Math.abs(plain - 0.513)).toBeLessThan(0.003);
    expect(Math.abs(annealed - 0.205)).toBeLessThan(0.003);
    expect(exactShare(defaults)).toBeCloseTo(0.2, 6);
  }, 60_000);

  it('with another seed as well: annealed within 3 standard errors of 0.2', () => {
    const [, annealed] = ends({ seed: 3, method: 'annealed' });
    expect(Math.abs(annealed - 0.2)).toBeLessThan(3 * Math.sqrt((0.2 * 0.8) / particles));
  }, 60_000);

  it('fewer steps a level anneal less: 0.335 with T = 10, 0.451 with T = 1', () => {
    expect(Math.abs(ends({ method: 'annealed', T: 10 })[1] - 0.335)).toBeLessThan(0.004);
    expect(Math.abs(ends({ method: 'annealed', T: 1 })[1] - 0.451)).toBeLessThan(0.004);
  }, 60_000);

  it('plain Langevin gets across when the gap is small: 0.276 at ±(2, 2), 0.212 of 0.210 at ±(1.5, 1.5)', () => {
    expect(Math.abs(ends({ modes: [-2, -2, 2, 2] })[1] - 0.276)).toBeLessThan(0.01);
    expect(Math.abs(ends({ modes: [-1.5, -1.5, 1.5, 1.5] })[1] - 0.212)).toBeLessThan(0.01);
    expect(exactShare({ ...defaults, modes: [-1.5, -1.5, 1.5, 1.5] })).toBeCloseTo(0.21, 3);
  }, 60_000);

  it('on tensors the whole run with T = 1 ends as in float64', async () => {
    const last = (await run({ method: 'annealed', T: 1 })).at(-1);
    const [, end] = ends({ method: 'annealed', T: 1 });
    expect(last?.progress).toEqual({ done: 10, total: 10 });
    expect(Math.abs((last?.shares.at(-1) ?? NaN) - end)).toBeLessThanOrEqual(2 / particles);
  }, 60_000);

  it('the field has one centre at σ = 10 and at 5, nearer to the heavy mode, and two at σ = 1', () => {
    const places = Array.from({ length: 481 }, (_, i) => -12 + i * 0.05 + 0.012);
    const diagonal = Float64Array.from(places.flatMap((u) => [u, u]));
    /** Where the field along the diagonal turns from up to down. */
    const centres = (sigma: number): number[] => {
      const s = score(mixtureOf(defaults), diagonal, sigma).filter((_, i) => i % 2 === 0);
      return places.filter((_, i) => (s[i] ?? 0) > 0 && (s[i + 1] ?? 0) <= 0);
    };
    for (const sigma of [10, 5]) {
      expect(centres(sigma)).toHaveLength(1);
      expect(centres(sigma)[0]).toBeGreaterThan(3);
    }
    expect(centres(1)).toHaveLength(2);
  });

  it('plans 1,000 plain steps, and 10 levels from 20 to 1', () => {
    expect(plan({ method: 'plain', T: 7 })).toHaveLength(1000);
    const steps = plan({ method: 'annealed', T: 7 });
    expect(steps).toHaveLength(70);
    expect(sigmaOfStep(steps[0])).toBe(20);
    expect(sigmaOfStep(steps.at(-1))).toBe(1);
  });

  it('counts a particle on the line as half', () => {
    expect(shareAtFirst([-1, -1, 1, 1, 0, 0, 3, -3], defaults)).toBe(0.5);
  });

  it('repeats itself, does not depend on what is shown, and leaves nothing when stopped', async () => {
    const { result, leaked } = await countingLeaks(tf, async () => [
      await run({}, 3),
      await run({ follow: false, sigma: 3 }, 3),
    ]);
    expect(leaked).toBe(0);
    expect(result[0]).toHaveLength(3);
    expect(result[1]).toEqual(result[0]);
  });
});

/** Learning the score of a drawing: the loss falls, runs repeat themselves, weights are offered, nothing is left behind. */
import { beforeAll, describe, expect, it } from 'vitest';
import { simulate, type Frame } from '../../../src/demos/score-matching-draw/compute.ts';
import { recentLoss } from '../../../src/demos/score-matching-draw/describe.ts';
import demo, { cells, sigmas, type Params } from '../../../src/demos/score-matching-draw/params.ts';
import { Run } from '../../../src/demos/score-matching-draw/run.ts';
import { grid, lowestLoss, plan, pointsOf, scaleOf } from '../../../src/demos/score-matching-draw/setting.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { pointCloud, posteriorMean, responsibilities } from '../../../src/numerics/gaussian-mixture.ts';
import { median, nearestNeighbours } from '../../../src/numerics/nearest-points.ts';
import { countWeights, type Weights } from '../../../src/numerics/weights.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
/** Few points, so that the exact score is cheap. */
const small: Params = { ...defaults, cloud: 'drawn', drawing: [-1, -1, 1, 1, 1, -1] };
let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

async function frames(
  params: Params,
  count: number,
  offered?: (read: () => Promise<Weights>) => void,
): Promise<Frame[]> {
  const stop = new AbortController();
  const seen: Frame[] = [];
  for await (const frame of simulate(params, tf, stop.signal, offered && { weights: offered })) {
    seen.push(frame);
    if (seen.length >= count) stop.abort();
  }
  return seen;
}

describe('score-matching-draw', () => {
  it('the points of the ring lie 0.070 from each other, and the least loss on them is 1.03', () => {
    const points = pointsOf(defaults);
    const scale = scaleOf(points);
    expect(points).toHaveLength(400);
    expect(median(nearestNeighbours(points)) / scale).toBeCloseTo(0.07, 2);
    expect(lowestLoss(points.map((value) => value / scale))).toBeCloseTo(1.03, 2);
  });

  it('one point can be denoised without error; two far points leave a loss only where the noise confuses them', () => {
    expect(lowestLoss([0.3, -0.2])).toBeCloseTo(0, 12);
    const far = lowestLoss([-1, 0, 1, 0]);
    expect(far).toBeGreaterThan(0);
    expect(far).toBeLessThan(1);
  });

  it('ends with the ideal denoiser of the last level, after 200 steps from σ = 3 to 0.05', () => {
    expect(plan).toHaveLength(201);
    expect([sigmas[0], sigmas.at(-1)]).toEqual([3, 0.05]);
    // Seen from 0.1 of the lowest noise away, one of three far points takes all the weight.
    const [x = NaN] = posteriorMean(pointCloud([-1, -1, 1, 1, 1, -1], 2), [1.005, 1.005], 0.05);
    expect(x).toBeCloseTo(1, 6);
  });

  it('at the lowest level a single point holds over 0.9 of the weight for 64% of the arrows of the exact field', () => {
    const points = pointsOf(defaults);
    const scale = scaleOf(points);
    const weights = responsibilities(
      pointCloud(
        points.map((value) => value / scale),
        2,
      ),
      grid.map((value) => value / scale),
      0.05,
    );
    const largest = Array.from({ length: cells ** 2 }, (_, i) => Math.max(...weights.slice(200 * i, 200 * (i + 1))));
    expect(largest.filter((weight) => weight > 0.9).length / cells ** 2).toBeCloseTo(0.64, 1);
  });

  it('learns: 60 steps on the ring take the loss from near 2 to below 1.5; the same seed gives the same losses', async () => {
    const train = async (seed: number, turns: number): Promise<number[]> => {
      const run = new Run(tf, { ...defaults, seed }, pointsOf(defaults));
      const losses: number[] = [];
      for (let i = 0; i < turns; i++) losses.push(await run.train(10));
      run.dispose();
      return losses;
    };
    const { result, leaked } = await countingLeaks(tf, async () => ({
      long: await train(1, 6),
      again: await train(1, 1),
      other: await train(2, 1),
    }));
    expect(leaked).toBe(0);
    expect(result.long[0]).toBeGreaterThan(1.7);
    expect(result.long.at(-1)).toBeLessThan(1.5);
    expect(result.again[0]).toBe(result.long[0]);
    expect(result.other[0]).not.toBe(result.long[0]);
  }, 60_000);

  it('shows an untrained field, then samples of both scores; exact ones are copies of the points', async () => {
    let read: (() => Promise<Weights>) | undefined;
    let weights: Weights | undefined;
    const { result, leaked } = await countingLeaks(tf, async () => {
      const stop = new AbortController();
      const seen: Frame[] = [];
      for await (const frame of simulate(small, tf, stop.signal, { weights: (given) => (read = given) })) {
        seen.push(frame);
        if (seen.length === 2) {
          weights = await read?.();
          stop.abort();
        }
      }
      return seen;
    });
    expect(leaked).toBe(0);
    const [first, second] = result;
    if (!first || !second) throw new Error('a run has frames');
    expect(first.losses).toEqual([]);
    expect(first.network).toBeNull();
    expect(first.field).toHaveLength(10 * cells ** 2 * 2);
    expect(second.losses).toHaveLength(1);
    expect(second.exact?.distance).toBeLessThan(0.01);
    expect(second.network?.distance).toBeGreaterThan(0.05);
    expect(recentLoss(second)).toBe(second.losses[0]);
    // 15·64 + 64 + 64·64 + 64 + 64·2 + 2.
    expect(weights && countWeights(weights)).toBe(5314);
  }, 60_000);

  it('does not depend on what is shown, and has one frame without points', async () => {
    const [shown] = await frames({ ...defaults, show: 'exact', level: 10 }, 1);
    const [usual] = await frames(defaults, 1);
    expect(shown).toEqual(usual);
    expect(await frames({ ...defaults, cloud: 'drawn' }, 5)).toHaveLength(1);
  });
});

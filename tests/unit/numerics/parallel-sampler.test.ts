/** Samplers side by side: each ends where it would end alone, and what cannot run so is refused. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../src/numerics/array.ts';
import {
  ddim,
  eulerMaruyama,
  eulerSigma,
  heunSigma,
  levelsAt,
  probabilityFlowSteps,
} from '../../../src/numerics/diffusion-samplers.ts';
import { mixture, type Mixture } from '../../../src/numerics/gaussian-mixture.ts';
import { mixtureModel } from '../../../src/numerics/mixture-model.ts';
import { uniformGrid } from '../../../src/numerics/noise-grids.ts';
import { flowMatching, variancePreserving } from '../../../src/numerics/noise-schedules.ts';
import { parallelEnds, parallelPath } from '../../../src/numerics/parallel-sampler.tensor.ts';
import { sample, samplePath } from '../../../src/numerics/sampler-step.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const data = mixture([
  { weight: 1, mean: [-1], sd: 0.2 },
  { weight: 2, mean: [0.7], sd: 0.2 },
]);
const start = [-3, -0.4, 0.2, 2.5];
const [flow, vp] = [flowMatching(), variancePreserving()];
const flowTimes = uniformGrid(flow.time(5), flow.time(0.01), 9);
const vpTimes = uniformGrid(vp.time(5), vp.time(0.01), 9);
const samplers = [ddim(levelsAt(flow, flowTimes)), probabilityFlowSteps(vp, vpTimes)];

describe('parallelPath', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('gives the kept states of every sampler as if it ran alone, and leaves nothing behind', async () => {
    const { result, leaked } = await countingLeaks(tf, async () => {
      const x = tf.tensor2d([...start, ...start], [8, 1]);
      const path = parallelPath(tf, samplers, data, x, [0, 4, 9]);
      const values = await path.data();
      tf.dispose([x, path]);
      return values;
    });
    expect(leaked).toBe(0);
    samplers.forEach((steps, s) => {
      const alone = samplePath(steps, mixtureModel(data), Float64Array.from(start));
      [0, 4, 9].forEach((step, k) => {
        start.forEach((_, i) => {
          expect(at(result, 8 * k + 4 * s + i)).toBeCloseTo(at(alone[step] ?? [], i), 4);
        });
      });
    });
  });

  it('refuses steps with noise or that ask for the score, unequal lengths, and data of several widths', async () => {
    const { leaked } = await countingLeaks(tf, () => {
      const x = tf.tensor2d(start, [4, 1]);
      const refused = [
        [eulerMaruyama(vp, vpTimes, 1)],
        [eulerMaruyama(vp, vpTimes, 0)],
        [heunSigma([5, 2, 1]), heunSigma([5, 1])],
      ];
      for (const those of refused) expect(() => parallelPath(tf, those, data, x, [1])).toThrow(RangeError);
      const uneven = mixture([
        { weight: 1, mean: [0], sd: 0.1 },
        { weight: 1, mean: [1], sd: 0.2 },
      ]);
      expect(() => parallelPath(tf, samplers, uneven, x, [1])).toThrow(RangeError);
      x.dispose();
      return Promise.resolve();
    });
    expect(leaked).toBe(0);
  });
});

describe('parallelEnds', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });
  const alike: readonly Mixture[] = [data, mixture([{ weight: 1, mean: [0.4], sd: 0.5 }])];
  const levels = fc.array(fc.double({ min: 0.02, max: 5, noNaN: true }), { minLength: 1, maxLength: 6 });
  const anySampler = fc
    .tuple(fc.constantFrom(heunSigma, eulerSigma), levels)
    .map(([of, sigmas]) => of([...new Set(sigmas)].sort((a, b) => b - a).concat(0)));

  it('brings every sampler where it ends alone, in whatever order and of whatever lengths they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anySampler, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...alike),
        async (those, m) => {
          const { result, leaked } = await countingLeaks(tf, async () => {
            const ends = parallelEnds(tf, those, m, those.map((_, s) => start.map((x) => x + s / 10))); // prettier-ignore
            const values = await ends.data();
            ends.dispose();
            return values;
          });
          expect(leaked).toBe(0);
          those.forEach((steps, s) => {
            const alone = sample(
              steps,
              mixtureModel(m),
              Float64Array.from(start, (x) => x + s / 10),
            );
            alone.forEach((value, i) => {
              expect(at(result, 4 * s + i)).toBeCloseTo(value, 4);
            });
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** Samplers on tensors follow their float64 twins, given the same noise, and leave no tensor. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ancestral,
  annealedLangevin,
  churnedHeun,
  ddim,
  eulerMaruyama,
  heunSigma,
  levelsAt,
  predictorCorrector,
  probabilityFlowSteps,
  signalToNoise,
} from '../../../src/numerics/diffusion-samplers.ts';
import * as onTensors from '../../../src/numerics/gaussian-mixture.tensor.ts';
import { mixture, posteriorMean } from '../../../src/numerics/gaussian-mixture.ts';
import { mixtureModel } from '../../../src/numerics/mixture-model.ts';
import { geometricGrid, karrasGrid, uniformGrid } from '../../../src/numerics/noise-grids.ts';
import { flowMatching, variancePreserving } from '../../../src/numerics/noise-schedules.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { classical } from '../../../src/numerics/runge-kutta.ts';
import * as stepTensors from '../../../src/numerics/sampler-step.tensor.ts';
import {
  guide,
  modelFromDenoiser,
  normalDraws,
  sample,
  samplePath,
  sampleWithDensity,
} from '../../../src/numerics/sampler-step.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const m = mixture([
  { weight: 1, mean: [1, 0.5], sd: 0.3 },
  { weight: 2, mean: [-1, 0], sd: 0.4 },
]);
const vp = variancePreserving();
const times = uniformGrid(1, 1e-2, 15);
const x = normals(seededRandom(1), 64).map(Math.fround);
const far = x.map((y) => Math.fround(20 * y));
const samplers = [
  ['probability-flow Euler', probabilityFlowSteps(vp, times), x],
  ['probability-flow Runge-Kutta', probabilityFlowSteps(vp, times, classical, 'score'), x],
  ['flow matching from pure noise', probabilityFlowSteps(flowMatching(), uniformGrid(1, 0, 12)), x],
  ['DDIM', ddim(levelsAt(vp, times)), x],
  ['Heun in σ', heunSigma(karrasGrid({ steps: 12, max: 20 })), far],
  ['churned Heun', churnedHeun(karrasGrid({ steps: 12, max: 20 }), { churn: 6 }), far],
  ['Euler-Maruyama', eulerMaruyama(vp, times, 1), x],
  ['ancestral DDPM', ancestral(levelsAt(vp, times)), x],
  [
    'annealed Langevin',
    annealedLangevin({ sigmas: geometricGrid(5, 0.5, 4), steps: 5, epsilon: 0.02, denoise: true }),
    far,
  ],
  ['predictor-corrector', predictorCorrector(vp, times, { steps: 1, epsilon: signalToNoise(0.16) }), x],
] as const;
const gap = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (y, i) => Math.abs(y - (b[i] ?? NaN))));
};

describe('on tensors', () => {
  it.each(samplers)('%s: every state of the path', async (_, steps, start) => {
    const draws = (): (() => Float64Array) => normalDraws(seededRandom(2), 64);
    const reference = samplePath(steps, mixtureModel(m), start, draws());
    const { leaked } = await countingLeaks(tf, async () => {
      const uploaded = onTensors.uploadMixture(tf, m);
      const model = onTensors.mixtureModel(tf, uploaded);
      const begin = tf.tensor2d(Float32Array.from(start), [32, 2]);
      const { path, end } = stepTensors.samplePath(tf, steps, model, begin, { draw: draws(), rows: 5 });
      expect(path.shape).toEqual([steps.length + 1, 5, 2]);
      expect(
        gap(
          await path.data(),
          reference.flatMap((state) => [...state.subarray(0, 10)]),
        ),
      ).toBeLessThan(2e-4);
      const alone = stepTensors.sample(tf, steps, model, begin, draws());
      const last = reference.at(-1) ?? [];
      expect(gap(await end.data(), last)).toBeLessThan(2e-4);
      expect(gap(await alone.data(), last)).toBeLessThan(2e-4);
      tf.dispose([path, end, alone, begin]);
      onTensors.disposeMixture(tf, uploaded);
    });
    expect(leaked).toBe(0);
  });
  it.each(['data', 'score'] as const)('the density along the ODE, by the %s', async (predicts) => {
    const steps = probabilityFlowSteps(vp, uniformGrid(0.05, 1, 20), classical, predicts);
    const reference = sampleWithDensity(steps, mixtureModel(m), x, 2);
    const { leaked } = await countingLeaks(tf, async () => {
      const uploaded = onTensors.uploadMixture(tf, m);
      const begin = tf.tensor2d(Float32Array.from(x), [32, 2]);
      const found = stepTensors.sampleWithDensity(tf, steps, onTensors.mixtureModel(tf, uploaded), begin);
      expect(gap(await found.x.data(), reference.x)).toBeLessThan(2e-4);
      expect(gap(await found.divergence.data(), reference.divergence)).toBeLessThan(1e-3);
      tf.dispose([found.x, found.divergence, begin]);
      onTensors.disposeMixture(tf, uploaded);
    });
    expect(leaked).toBe(0);
  });
  it('a denoiser alone makes a model: Tweedie gives its score', async () => {
    const level = { scale: 0.6, spread: 0.7 };
    const twin = modelFromDenoiser((y, at) => posteriorMean(m, y, at)).score(x, level);
    expect(gap(twin, mixtureModel(m).score(x, level))).toBeLessThan(1e-12);
    const score = tf.tidy(() => {
      const uploaded = onTensors.uploadMixture(tf, m);
      const model = stepTensors.modelFromDenoiser(tf, (y, at) => onTensors.posteriorMean(tf, uploaded, y, at));
      return model.score(tf.tensor2d(Float32Array.from(x), [32, 2]), level);
    });
    expect(gap(await score.data(), twin)).toBeLessThan(1e-4);
    score.dispose();
  });
  it('guidance mixes two models: its float64 twin, and exactly the parts at w = 0 and 1', async () => {
    const other = mixture([{ weight: 1, mean: [0, 0], sd: 1 }]);
    const level = { scale: 0.6, spread: 0.7 };
    for (const predicts of ['data', 'score'] as const) {
      const [a, b] = [mixtureModel(other), mixtureModel(m)];
      expect(guide(a, b, 0)[predicts](x, level)).toEqual(a[predicts](x, level));
      expect(guide(a, b, 1)[predicts](x, level)).toEqual(b[predicts](x, level));
      const mixed = tf.tidy(() => {
        const models = [other, m].map((source) => onTensors.mixtureModel(tf, onTensors.uploadMixture(tf, source)));
        const [without, given] = models;
        if (!without || !given) throw new Error('two models were made');
        return stepTensors.guide(tf, without, given, 3)[predicts](tf.tensor2d(Float32Array.from(x), [32, 2]), level);
      });
      expect(gap(await mixed.data(), guide(a, b, 3)[predicts](x, level))).toBeLessThan(2e-4);
      mixed.dispose();
    }
  });
  it('a noisy sampler without noise is refused, and so is a density of what solves no ODE', () => {
    const steps = ancestral(levelsAt(vp, times));
    expect(() => sample(steps, mixtureModel(m), x)).toThrow(RangeError);
    expect(() => sampleWithDensity(steps, mixtureModel(m), x, 2)).toThrow(RangeError);
    const begin = tf.tensor2d(Float32Array.from(x), [32, 2]);
    const before = tf.memory().numTensors;
    const uploaded = onTensors.uploadMixture(tf, m);
    expect(() => stepTensors.sample(tf, steps, onTensors.mixtureModel(tf, uploaded), begin)).toThrow(RangeError);
    onTensors.disposeMixture(tf, uploaded);
    expect(tf.memory().numTensors).toBe(before);
    begin.dispose();
  });
});

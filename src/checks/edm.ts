/** The claims of the article on EDM, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../numerics/array.ts';
import { ddim, eulerSigma, levelsAt, probabilityFlowSteps } from '../numerics/diffusion-samplers.ts';
import { eulerProduct, gaussianModel } from '../numerics/gaussian-diffusion.ts';
import { mixtureQuantile } from '../numerics/gaussian-mixture-1d.ts';
import { logDensity, mixture, posteriorMean, type Mixture } from '../numerics/gaussian-mixture.ts';
import * as onTensors from '../numerics/gaussian-mixture.tensor.ts';
import { mixtureModel } from '../numerics/mixture-model.ts';
import { geometricGrid, karrasGrid, uniformGrid } from '../numerics/noise-grids.ts';
import { edmCoefficients } from '../numerics/noise-predictions.ts';
import { edmSchedule, flowMatching } from '../numerics/noise-schedules.ts';
import { normals, type Random } from '../numerics/random.ts';
import { sample } from '../numerics/sampler-step.ts';
import { sample as sampleOnTensors } from '../numerics/sampler-step.tensor.ts';
import { check, type Checks, type Tf } from './check.ts';

const between = (random: Random, low: number, high: number): number => low + (high - low) * random();
const logBetween = (random: Random, low: number, high: number): number => low * (high / low) ** random();
const largest = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => Math.max(a, b), -Infinity);
/** Largest |a − b| over the largest |b|. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  largest(Array.from(b, (y, i) => Math.abs(at(a, i) - y))) / largest(Array.from(b, Math.abs));

async function read(tf: Tf, work: () => Tensor): Promise<ArrayLike<number>> {
  const result = tf.tidy(work);
  try {
    return await result.data();
  } finally {
    result.dispose();
  }
}
const columnOf = (tf: Tf, values: ArrayLike<number>): Tensor =>
  tf.tensor2d(Float32Array.from(values), [values.length, 1]);
/** Work with a mixture on the device. */
const readWith = (
  tf: Tf,
  m: Mixture,
  work: (uploaded: onTensors.MixtureTensors) => Tensor,
): Promise<ArrayLike<number>> => read(tf, () => work(onTensors.uploadMixture(tf, m)));

/** Three Gaussians of deviation 0.1 at random places. */
const toy = (random: Random): Mixture =>
  mixture([0.3, 0.3, 0.4].map((weight) => ({ weight, mean: [between(random, -1.5, 1.5)], sd: 0.1 })));

interface AtLevel {
  readonly m: Mixture;
  readonly sigma: number;
  /** Points at the quantiles 1/9 … 8/9 of the noised data. */
  readonly x: readonly number[];
}
const quantilesOf = (m: Mixture, sigma: number): number[] =>
  Array.from({ length: 8 }, (_, i) => mixtureQuantile(m, (i + 1) / 9, sigma));
const atLevel =
  (low: number, high: number) =>
  (random: Random): AtLevel => {
    const [m, sigma] = [toy(random), logBetween(random, low, high)];
    return { m, sigma, x: quantilesOf(m, sigma) };
  };

const scores = check<AtLevel>({
  claim: {
    en: 'For three Gaussians, (D(x̂; σ) − x̂)/σ² is the slope of log p(x̂; σ), here by central differences of width 10⁻⁴ (on this device: by automatic differentiation), σ from 0.1 to 10: largest difference over the largest slope.',
    zh: '对三个高斯组成的数据，(D(x̂; σ) − x̂)/σ² 就是 log p(x̂; σ) 的斜率，后者用步长 10⁻⁴ 的中心差分（在本机上用自动微分）求得，σ 从 0.1 到 10：最大差除以最大斜率。',
  },
  sample: atLevel(0.1, 10),
  error: ({ m, sigma, x }) => {
    const h = 1e-4;
    const D = posteriorMean(m, x, sigma);
    const [up, down] = [h, -h].map((step) =>
      logDensity(
        m,
        x.map((value) => value + step),
        sigma,
      ),
    );
    const slopes = x.map((_, i) => (at(up ?? [], i) - at(down ?? [], i)) / (2 * h));
    return apart(
      x.map((value, i) => (at(D, i) - value) / sigma ** 2),
      slopes,
    );
  },
  tolerance: 1e-4,
  onDevice: {
    gradients: true,
    error: async ({ m, sigma, x }, tf) => {
      const found = await readWith(tf, m, (uploaded) => {
        const points = columnOf(tf, x);
        const answer = tf.mul(tf.sub(onTensors.posteriorMean(tf, uploaded, points, sigma), points), 1 / sigma ** 2);
        const slope = tf.grad((p: Tensor) => tf.sum(onTensors.logDensity(tf, uploaded, p, sigma)));
        return tf.concat([answer, slope(points)]);
      });
      const values = Array.from(found);
      return apart(values.slice(0, x.length), values.slice(x.length));
    },
    tolerance: 1e-2,
  },
});

const oneOde = check<AtLevel>({
  claim: {
    en: 'Along a path of constant quantile, which is what the probability flow on the line follows, dx̂/dσ (central difference in σ) is (x̂ − D)/σ: largest difference over the largest slope, σ from 0.2 to 20.',
    zh: '直线上的概率流保持分位数不变；沿这样的路径，dx̂/dσ（对 σ 的中心差分）等于 (x̂ − D)/σ：最大差除以最大斜率，σ 从 0.2 到 20。',
  },
  sample: atLevel(0.2, 20),
  error: ({ m, sigma, x }) => {
    const D = posteriorMean(m, x, sigma);
    return apart(
      x.map((value, i) => (value - at(D, i)) / sigma),
      flowSlopes(m, sigma),
    );
  },
  tolerance: 1e-5,
  onDevice: {
    error: async ({ m, sigma, x }, tf) => {
      const found = await readWith(tf, m, (uploaded) => {
        const points = columnOf(tf, x);
        return tf.mul(tf.sub(points, onTensors.posteriorMean(tf, uploaded, points, sigma)), 1 / sigma);
      });
      return apart(found, flowSlopes(m, sigma));
    },
    tolerance: 1e-4,
  },
});
function flowSlopes(m: Mixture, sigma: number): number[] {
  const h = 1e-4 * sigma;
  const [up, down] = [quantilesOf(m, sigma + h), quantilesOf(m, sigma - h)];
  return up.map((value, i) => (value - at(down, i)) / (2 * h));
}

interface Start {
  readonly m: Mixture;
  /** 256 starting points, in units of the noise. */
  readonly z: readonly number[];
}
const affine = { fm: flowMatching(), edm: edmSchedule() } as const;
const runs = (['fm', 'edm'] as const).map((name) => {
  const schedule = affine[name];
  const times = uniformGrid(schedule.time(80), schedule.time(0.002), 12);
  return {
    spread: schedule.spread(at(times, 0)),
    euler: probabilityFlowSteps(schedule, times),
    ddim: ddim(levelsAt(schedule, times)),
  };
});

const affineSteps = check<Start>({
  claim: {
    en: 'For flow matching and for EDM, 12 steps of Euler in t from σ = 80 to 0.002 end where 12 steps of DDIM over the same times do, for 256 particles: largest difference over the largest end point.',
    zh: '对流匹配与 EDM，从 σ = 80 到 0.002，对 t 走 12 步 Euler，与在同样的时刻走 12 步 DDIM 终点相同（256 个粒子）：最大差除以最大的终点值。',
  },
  sample: (random) => ({ m: toy(random), z: Array.from(normals(random, 256)) }),
  error: ({ m, z }) => {
    const model = mixtureModel(m);
    return largest(
      runs.map(({ spread, euler, ddim }) => {
        const x = Float64Array.from(z, (value) => spread * value);
        return apart(sample(euler, model, x), sample(ddim, model, x));
      }),
    );
  },
  tolerance: 1e-11,
  onDevice: {
    error: async ({ m, z }, tf) => {
      const found = await readWith(tf, m, (uploaded) => {
        const model = onTensors.mixtureModel(tf, uploaded);
        return tf.concat(
          runs.flatMap(({ spread, euler, ddim }) => {
            const x = columnOf(
              tf,
              z.map((value) => spread * value),
            );
            return [euler, ddim].map((steps) => sampleOnTensors(tf, steps, model, x));
          }),
        );
      });
      const values = Array.from(found);
      const part = (i: number): number[] => values.slice(i * z.length, (i + 1) * z.length);
      return Math.max(apart(part(0), part(1)), apart(part(2), part(3)));
    },
    tolerance: 1e-3,
  },
});

interface GaussianRun {
  readonly sd: number;
  readonly sigmas: Float64Array;
  readonly x: number;
}
const product = check<GaussianRun>({
  claim: {
    en: 'On Gaussian data Euler’s steps multiply x by the product of (σ_d² + σ_i σ_{i+1})/(σ_d² + σ_i²), on grids of 4 to 40 steps with ρ from 1 to 12: relative difference.',
    zh: '对高斯数据，Euler 的各步把 x 乘以 (σ_d² + σ_i σ_{i+1})/(σ_d² + σ_i²) 之积；网格 4 到 40 步，ρ 从 1 到 12：相对差。',
  },
  sample: (random) => ({
    sd: between(random, 0.2, 2),
    sigmas: karrasGrid({ steps: 4 + Math.floor(37 * random()), rho: between(random, 1, 12) }),
    x: between(random, 10, 100),
  }),
  error: ({ sd, sigmas, x }) => {
    const end = at(sample(eulerSigma(sigmas), gaussianModel({ mean: 0, sd }), Float64Array.of(x)), 0);
    return Math.abs(end / (x * eulerProduct(sd, sigmas)) - 1);
  },
  tolerance: 1e-12,
  onDevice: {
    error: async ({ sd, sigmas, x }, tf) => {
      const found = await readWith(tf, mixture([{ weight: 1, mean: [0], sd }]), (uploaded) =>
        sampleOnTensors(tf, eulerSigma(sigmas), onTensors.mixtureModel(tf, uploaded), columnOf(tf, [x])),
      );
      return Math.abs(at(found, 0) / (x * eulerProduct(sd, sigmas)) - 1);
    },
    tolerance: 1e-4,
  },
});

const levels = geometricGrid(0.002, 80, 49);
const coefficients = check<{ readonly sd: number }>({
  claim: {
    en: 'At 50 noise levels from 0.002 to 80: c_in²(σ² + σ_d²) = 1, and (1 − c_skip)²σ_d² + c_skip²σ² = c_out²; the largest relative difference of the two.',
    zh: '在 0.002 到 80 之间的 50 个噪声水平上：c_in²(σ² + σ_d²) = 1，且 (1 − c_skip)²σ_d² + c_skip²σ² = c_out²；取两者中最大的相对差。',
  },
  sample: (random) => ({ sd: between(random, 0.2, 2) }),
  error: ({ sd }) =>
    largest(
      Array.from(levels, (sigma) => {
        const c = edmCoefficients(sigma, sd);
        const left = ((1 - c.skip) * sd) ** 2 + (c.skip * sigma) ** 2;
        return Math.max(Math.abs(c.in ** 2 * (sigma ** 2 + sd ** 2) - 1), Math.abs(left / c.out ** 2 - 1));
      }),
    ),
  tolerance: 1e-11,
  onDevice: {
    error: async ({ sd }, tf) => {
      const of = (name: 'in' | 'skip' | 'out'): Float32Array =>
        Float32Array.from(levels, (sigma) => edmCoefficients(sigma, sd)[name]);
      const rests = Float32Array.from(levels, (sigma) => 1 - edmCoefficients(sigma, sd).skip);
      const found = await read(tf, () => {
        const sigma = tf.tensor1d(Float32Array.from(levels));
        const input = tf.mul(tf.square(tf.tensor1d(of('in'))), tf.add(tf.square(sigma), sd ** 2));
        // 1 − c_skip comes from float64: at low noise it is a small difference of large numbers.
        const clean = tf.square(tf.mul(tf.tensor1d(rests), sd));
        const left = tf.add(clean, tf.square(tf.mul(tf.tensor1d(of('skip')), sigma)));
        return tf.concat([input, tf.div(left, tf.square(tf.tensor1d(of('out'))))]);
      });
      return largest(Array.from(found, (value) => Math.abs(value - 1)));
    },
    tolerance: 1e-5,
  },
});

export default {
  'eq-denoiser': scores,
  'eq-sigma-ode': oneOde,
  'eq-ddim': affineSteps,
  'eq-product': product,
  'eq-coefficients': coefficients,
} satisfies Checks;

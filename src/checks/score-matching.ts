/** The claims of the article on score matching, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../numerics/array.ts';
import { langevin } from '../numerics/diffusion-samplers.ts';
import { langevinVariance, sampledMoments } from '../numerics/gaussian-diffusion.ts';
import {
  density,
  logDensity,
  pointCloud,
  posteriorMean,
  responsibilities,
  score,
} from '../numerics/gaussian-mixture.ts';
import * as onTensors from '../numerics/gaussian-mixture.tensor.ts';
import { normals, type Random } from '../numerics/random.ts';
import {
  implicitGradient,
  noisyNodes,
  scoresAt,
  squaredGradient,
  type Cubic,
  type NoisyNodes,
} from '../numerics/score-matching.ts';
import * as objectives from '../numerics/score-matching.tensor.ts';
import { check, type Checks, type Tf } from './check.ts';

const between = (random: Random, low: number, high: number): number => low + (high - low) * random();
const largest = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
/** Reads a tensor off the device; everything else that `work` made is disposed of. */
async function read(tf: Tf, work: () => Tensor): Promise<ArrayLike<number>> {
  const result = tf.tidy(work);
  try {
    return await result.data();
  } finally {
    result.dispose();
  }
}

/** A cloud of points of the plane, places near it, and a noise level. */
interface Cloud {
  /** [12, 2]. */
  readonly points: Float64Array;
  /** [100, 2]. */
  readonly x: Float64Array;
  readonly sigma: number;
}
const cloud =
  (lowest: number) =>
  (random: Random): Cloud => ({
    points: normals(random, 24),
    x: normals(random, 200).map((z) => 1.5 * z),
    sigma: between(random, lowest, 2),
  });

/** Coordinates moved by h, one of each pair at a time. */
const moved = (x: Float64Array, coordinate: number, h: number): Float64Array =>
  x.map((value, i) => value + (i % 2 === coordinate ? h : 0));

const noNormaliser = check<Cloud & { readonly factor: number }>({
  claim: {
    en: 'The gradient of log(c·p_σ) by central differences, for a factor c between e⁻⁵ and e⁵ that spoils the normalisation, is that of log p_σ: largest difference over 100 places.',
    zh: '用中心差分求 log(c·p_σ) 的梯度，因子 c 在 e⁻⁵ 与 e⁵ 之间、破坏归一化，结果与 log p_σ 的分数相同：100 处的最大差。',
  },
  sample: (random) => ({ ...cloud(0.5)(random), factor: Math.exp(between(random, -5, 5)) }),
  error: ({ points, x, sigma, factor }) => {
    const m = pointCloud(points, 2);
    const h = 1e-4;
    const s = score(m, x, sigma);
    const scaled = (places: Float64Array): Float64Array => density(m, places, sigma).map((p) => Math.log(factor * p));
    return Math.max(
      ...[0, 1].map((c) => {
        const [up, down] = [scaled(moved(x, c, h)), scaled(moved(x, c, -h))];
        return largest(up.map((value, i) => (value - at(down, i)) / (2 * h) - at(s, 2 * i + c)));
      }),
    );
  },
  tolerance: 1e-5,
});

/** Data at two points of the line, noise, and a cubic model of the score. */
interface Objective {
  readonly points: readonly [number, number];
  readonly sigma: number;
  readonly model: Cubic;
}
const objective = (random: Random): Objective => ({
  points: [between(random, -1.2, -0.8), between(random, 0.8, 1.2)],
  sigma: between(random, 0.7, 1),
  model: [between(random, -1, 1), between(random, -0.2, 0.2)],
});
const nodesOf = ({ points, sigma }: Objective): NoisyNodes => noisyNodes(points, sigma);
const scoresOf = ({ points, sigma }: Objective, nodes: NoisyNodes): Float64Array =>
  scoresAt(nodes, pointCloud(points, 1), sigma);
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...[0, 1].map((i) => Math.abs(at(a, i) - at(b, i)) / Math.max(1, Math.abs(at(b, i)))));

const implicit = check<Objective>({
  claim: {
    en: 'For s_θ = ax + bx³ and two noisy points of the line, the objective with the trace and the squared error against the true score have the same gradient in (a, b): largest difference over the larger of 1 and its entry; on this device by automatic differentiation.',
    zh: '取 s_θ = ax + bx³ 与直线上两个加噪的点，含迹的目标与对真实分数的平方误差关于 (a, b) 的梯度相同：最大差除以 1 与该分量中较大者；在本机上由自动微分求得。',
  },
  sample: objective,
  error: (input) => {
    const nodes = nodesOf(input);
    return apart(implicitGradient(input.model, nodes), squaredGradient(input.model, nodes, scoresOf(input, nodes)));
  },
  tolerance: 1e-8,
  onDevice: {
    gradients: true,
    error: async (input, tf) => {
      const nodes = nodesOf(input);
      const found = await read(tf, () => objectives.implicitGradient(tf, input.model, nodes));
      return apart(found, squaredGradient(input.model, nodes, scoresOf(input, nodes)));
    },
    tolerance: 1e-3,
  },
});

const denoising = check<Objective>({
  claim: {
    en: 'For s_θ = ax + bx³ and two noisy points of the line, the denoising loss and the squared error against the true score have the same gradient in (a, b): largest difference over the larger of 1 and its entry; on this device by automatic differentiation.',
    zh: '取 s_θ = ax + bx³ 与直线上两个加噪的点，去噪损失与对真实分数的平方误差关于 (a, b) 的梯度相同：最大差除以 1 与该分量中较大者；在本机上由自动微分求得。',
  },
  sample: objective,
  error: (input) => {
    const nodes = nodesOf(input);
    return apart(
      squaredGradient(input.model, nodes, nodes.targets),
      squaredGradient(input.model, nodes, scoresOf(input, nodes)),
    );
  },
  tolerance: 1e-8,
  onDevice: {
    gradients: true,
    error: async (input, tf) => {
      const nodes = nodesOf(input);
      const found = await read(tf, () => objectives.squaredGradient(tf, input.model, nodes, nodes.targets));
      return apart(found, squaredGradient(input.model, nodes, scoresOf(input, nodes)));
    },
    tolerance: 1e-3,
  },
});

const tweedie = check<Cloud>({
  claim: {
    en: 'For a cloud of twelve points the posterior mean, less x and over σ², is the score: largest difference over 100 places, both times σ.',
    zh: '对 12 个点组成的点集，后验均值减去 x 再除以 σ²，等于分数：100 处的最大差，两边都乘以 σ。',
  },
  sample: cloud(0.3),
  error: ({ points, x, sigma }) => {
    const m = pointCloud(points, 2);
    const s = score(m, x, sigma);
    return largest(posteriorMean(m, x, sigma).map((d, i) => (d - at(x, i)) / sigma - sigma * at(s, i)));
  },
  tolerance: 1e-10,
  onDevice: {
    error: async ({ points, x, sigma }, tf) => {
      const source = onTensors.uploadMixture(tf, pointCloud(points, 2));
      try {
        const gap = await read(tf, () => {
          const places = tf.tensor2d(Float32Array.from(x), [x.length / 2, 2]);
          const mean = onTensors.posteriorMean(tf, source, places, sigma);
          const s = onTensors.score(tf, source, places, sigma);
          return tf.sub(tf.div(tf.sub(mean, places), sigma), tf.mul(s, sigma));
        });
        return largest(gap);
      } finally {
        onTensors.disposeMixture(tf, source);
      }
    },
    tolerance: 1e-4,
  },
});

const steps = 4000;
const bias = check<{ readonly epsilon: number }>({
  claim: {
    en: 'The variance of exact Langevin chains on N(0, 1), v ← (1 − ε/2)²v + ε from 0 for ε between 0.05 and 3.9, reaches 1/(1 − ε/4): difference over the larger of 1 and that.',
    zh: '标准正态上朗之万链的方差按 v ← (1 − ε/2)²v + ε 从 0 演化，ε 在 0.05 与 3.9 之间，最终达到 1/(1 − ε/4)：差除以 1 与该值中较大者。',
  },
  sample: (random) => ({ epsilon: between(random, 0.05, 3.9) }),
  error: ({ epsilon }) => {
    const walked = sampledMoments(langevin(0, epsilon, steps), { mean: 0, sd: 1 }, { mean: 0, variance: 0 });
    const limit = langevinVariance(epsilon);
    return Math.abs(walked.variance - limit) / Math.max(1, limit);
  },
  tolerance: 1e-10,
  onDevice: {
    error: async ({ epsilon }, tf) => {
      // Squaring the affine map v ← g v + c twelve times makes 4,096 steps of it.
      const [variance = NaN] = Array.from(
        await read(tf, () => {
          let gain: Tensor = tf.scalar((1 - epsilon / 2) ** 2);
          let constant: Tensor = tf.scalar(epsilon);
          for (let i = 0; i < 12; i++) {
            constant = tf.add(tf.mul(gain, constant), constant);
            gain = tf.square(gain);
          }
          return constant;
        }),
      );
      const limit = langevinVariance(epsilon);
      return Math.abs(variance - limit) / Math.max(1, limit);
    },
    tolerance: 1e-5,
  },
});

const attention = check<Cloud>({
  claim: {
    en: 'For a cloud of twelve points and σ at least 0.3, Σ_k w_k (x_k − x)/σ² with w = softmax(−‖x − x_k‖²/2σ²) is the central difference of log p_σ with h = 10⁻⁴: largest difference over 100 places. On this device: against the float64 score, both times σ.',
    zh: '对 12 个点组成的点集，σ 不小于 0.3，Σ_k w_k (x_k − x)/σ²（w = softmax(−‖x − x_k‖²/2σ²)）等于 log p_σ 在 h = 10⁻⁴ 时的中心差分：100 处的最大差。在本机上：与双精度的分数比较，两边都乘以 σ。',
  },
  sample: cloud(0.3),
  error: ({ points, x, sigma }) => {
    const m = pointCloud(points, 2);
    const w = responsibilities(m, x, sigma);
    const k = points.length / 2;
    const h = 1e-4;
    return Math.max(
      ...[0, 1].map((c) => {
        const [up, down] = [logDensity(m, moved(x, c, h), sigma), logDensity(m, moved(x, c, -h), sigma)];
        return largest(
          up.map((value, i) => {
            let pull = 0;
            for (let j = 0; j < k; j++) {
              pull += (at(w, i * k + j) * (at(points, 2 * j + c) - at(x, 2 * i + c))) / sigma ** 2;
            }
            return (value - at(down, i)) / (2 * h) - pull;
          }),
        );
      }),
    );
  },
  tolerance: 1e-5,
  onDevice: {
    error: async ({ points, x, sigma }, tf) => {
      const m = pointCloud(points, 2);
      const found = await read(tf, () => {
        const places = tf.tensor2d(Float32Array.from(x), [x.length / 2, 2]);
        const source = onTensors.uploadMixture(tf, m);
        const w = onTensors.responsibilities(tf, source, places, sigma);
        // Attention: the weights sum to 1, so that the mean of the points less x is the sum of the differences.
        return tf.div(tf.sub(tf.matMul(w, source.means), places), sigma);
      });
      const s = score(m, x, sigma);
      return largest(s.map((value, i) => at(found, i) - sigma * value));
    },
    tolerance: 1e-4,
  },
});

export default {
  'eq-score': noNormaliser,
  'eq-implicit': implicit,
  'eq-denoising': denoising,
  'eq-tweedie': tweedie,
  'eq-langevin': bias,
  'eq-cloud': attention,
} satisfies Checks;

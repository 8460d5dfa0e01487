/** The claims of the article on generative models, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../numerics/array.ts';
import * as kl from '../numerics/kl-divergence.ts';
import * as klOnTensors from '../numerics/kl-divergence.tensor.ts';
import * as fit from '../numerics/mixture-fit.ts';
import * as fitOnTensors from '../numerics/mixture-fit.tensor.ts';
import { pointCloud } from '../numerics/point-clouds.ts';
import { seededRandom, type Random } from '../numerics/random.ts';
import { check, type Checks, type Tf } from './check.ts';

const between = (random: Random, low: number, high: number): number => low + (high - low) * random();
/** Reads a tensor off the device; everything else that `work` made is disposed of. */
async function read(tf: Tf, work: () => Tensor): Promise<ArrayLike<number>> {
  const result = tf.tidy(work);
  try {
    return await result.data();
  } finally {
    result.dispose();
  }
}
const largest = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => Math.max(a, b), -Infinity);

/** Pairs of Gaussians: three a case, so that a press of the button tries sixty. */
type Pairs = readonly (readonly [p: kl.Gaussian, q: kl.Gaussian])[];
const gaussian = (random: Random): kl.Gaussian => ({
  mean: between(random, -3, 3),
  deviation: between(random, 0.4, 3),
});
/** |found − KL(p‖q)| over the larger of 1 and KL. */
const apart = (found: number, [p, q]: Pairs[number]): number => {
  const exact = kl.gaussianKl(p, q);
  return Math.abs(found - exact) / Math.max(1, exact);
};

const divergence = check<Pairs>({
  claim: {
    en: 'The expectation of log p − log q under p, by the trapezoid rule with 257 nodes, is the closed form for two Gaussians, ln(σ₂/σ₁) + (σ₁² + (μ₁ − μ₂)²)/2σ₂² − 1/2: difference over the larger of 1 and KL.',
    zh: '用 257 个节点的梯形公式求 log p − log q 在 p 下的期望，与两个高斯的闭式 ln(σ₂/σ₁) + (σ₁² + (μ₁ − μ₂)²)/2σ₂² − 1/2 相同：差除以 1 与 KL 中较大者。',
  },
  sample: (random) => Array.from({ length: 3 }, () => [gaussian(random), gaussian(random)] as const),
  error: (pairs) =>
    largest(
      pairs.map((pair) =>
        apart(
          kl.reverseKl((z) => kl.logGaussian(pair[1], z), pair[0]),
          pair,
        ),
      ),
    ),
  tolerance: 1e-10,
  onDevice: {
    error: async (pairs, tf) => {
      const found = await read(tf, () =>
        tf.concat(
          pairs.map(([p, q]) => {
            const column = (value: number): Tensor => tf.tensor2d([value], [1, 1]);
            const log = (z: Tensor): Tensor =>
              tf.add(
                tf.mul(tf.square(tf.mul(tf.sub(z, q.mean), 1 / q.deviation)), -1 / 2),
                -Math.log(q.deviation) - Math.log(2 * Math.PI) / 2,
              );
            return klOnTensors.reverseKl(tf, log, column(p.mean), column(Math.log(p.deviation)));
          }),
        ),
      );
      return largest(pairs.map((pair, i) => apart(at(found, i), pair)));
    },
    tolerance: 1e-4,
  },
});

const moments = check<kl.TwoModes>({
  claim: {
    en: 'At the mean and the variance of a two-mode density both slopes of the forward KL, along μ and log σ, are 0 (on this device: by automatic differentiation): the larger one in size.',
    zh: '在双峰密度的均值与方差处，正向 KL 沿 μ 与 log σ 的两个导数都为 0（在本机上由自动微分求得）：取绝对值较大者。',
  },
  sample: (random) => ({ m: between(random, 0, 4), weight: between(random, 0.1, 0.9), s: between(random, 0.3, 1.5) }),
  error: (target) => largest(kl.forwardGradient(target, kl.mixtureMoments(target)).map(Math.abs)),
  tolerance: 1e-8,
  onDevice: {
    gradients: true,
    error: async (target, tf) => {
      const { mean, deviation } = kl.mixtureMoments(target);
      const slopes = await read(tf, () => klOnTensors.gradients(tf, target, mean, Math.log(deviation)));
      return Math.max(Math.abs(at(slopes, 0)), Math.abs(at(slopes, 1)));
    },
    tolerance: 1e-4,
  },
});

const far = check<kl.TwoModes>({
  claim: {
    en: 'With q on one of two modes that lie 20 to 28 deviations apart, the reverse KL is −log of that mode’s weight: absolute difference in nats.',
    zh: '两峰相距 20 到 28 个标准差时，让 q 与其中一峰重合，反向 KL 等于该峰权重的 −log：绝对差，单位奈特。',
  },
  sample: (random) => {
    const s = between(random, 0.3, 1.5);
    return { m: s * between(random, 10, 14), weight: between(random, 0.1, 0.9), s };
  },
  error: (target) => {
    const q = { mean: target.m, deviation: target.s };
    return Math.abs(kl.reverseKl((z) => kl.logMixture(target, z), q) + Math.log(target.weight));
  },
  tolerance: 1e-10,
  onDevice: {
    error: async (target, tf) => {
      const found = await read(tf, () =>
        klOnTensors.reverseKl(
          tf,
          (z) => klOnTensors.logMixture(tf, target, z),
          tf.tensor2d([target.m], [1, 1]),
          tf.tensor2d([Math.log(target.s)], [1, 1]),
        ),
      );
      return Math.abs(at(found, 0) + Math.log(target.weight));
    },
    tolerance: 1e-4,
  },
});

/** Two moons: every second point is held out. */
interface Halves {
  readonly train: readonly number[];
  readonly held: readonly number[];
  readonly K: number;
}
const moons =
  (n: number, most: number) =>
  (random: Random): Halves => {
    const points = Array.from(pointCloud('moons', n, seededRandom(Math.floor(random() * 2 ** 32))));
    const half = (parity: number): number[] => points.filter((_, i) => Math.floor(i / 2) % 2 === parity);
    return { train: half(0), held: half(1), K: 1 + Math.floor(random() * most) };
  };
const floor = 1e-3;
const shares = [0.1, 0.5, 0.9, 0.99] as const;
/** Uniform on the square of side 4. */
const junkDensity = 1 / 16;

const junk = check<Halves>({
  claim: {
    en: 'Mixing a share ε of uniform junk into a mixture fitted to two moons costs no held-out point more than −log(1 − ε), ε = 0.1, 0.5, 0.9, 0.99: the largest excess in nats, which must not be positive.',
    zh: '在双月数据上拟合的混合模型中掺入比例为 ε 的均匀噪声，每个留出点的损失都不超过 −log(1 − ε)，ε = 0.1、0.5、0.9、0.99：取最大的超出量（奈特），不应为正。',
  },
  sample: moons(80, 4),
  error: ({ train, held, K }) => {
    const model = fit.fitNested(train, K, 20, floor).at(-1) ?? fit.singleGaussian(train, floor);
    const logs = Array.from(fit.logDensities(model, held));
    return largest(
      shares.flatMap((share) => logs.map((log) => log + Math.log1p(-share) - fit.logWithJunk(log, share, junkDensity))),
    );
  },
  tolerance: 1e-12,
  onDevice: {
    error: async ({ train, held, K }, tf) => {
      const model = fit.fitNested(train, K, 20, floor).at(-1) ?? fit.singleGaussian(train, floor);
      const excess = await read(tf, () => {
        const joint = fitOnTensors.logJoint(
          tf,
          fitOnTensors.mixtureTensors(tf, model),
          fitOnTensors.pointTensors(tf, held),
        );
        const logs = tf.logSumExp(joint, 1);
        return tf.concat(
          shares.map((share) =>
            tf.sub(tf.add(logs, Math.log1p(-share)), fitOnTensors.logWithJunk(tf, logs, share, junkDensity)),
          ),
        );
      });
      return largest(excess);
    },
    tolerance: 1e-5,
  },
});

/** A start for EM: every component round, on one of the points. */
function startOf({ train, K }: Halves): fit.PlanarMixture {
  return {
    weights: new Float64Array(K).fill(1 / K),
    means: Float64Array.from(train.slice(0, 2 * K)),
    covariances: Float64Array.from({ length: 3 * K }, (_, i) => (i % 3 === 1 ? 0 : 0.3)),
  };
}
const emSteps = 20;
/** The largest fall from one value to the next. */
const largestFall = (values: ArrayLike<number>): number =>
  largest(Array.from({ length: values.length - 1 }, (_, i) => at(values, i) - at(values, i + 1)));

const em = check<Halves>({
  claim: {
    en: 'Over 20 steps of EM with one to three components on 40 points of two moons the mean log-likelihood of the fitted points never falls: the largest fall in nats, which must not be positive.',
    zh: '在双月数据的 40 个点上用 1 到 3 个分量做 20 步 EM，拟合点的平均对数似然从不下降：取最大的一次下降量（奈特），不应为正。',
  },
  sample: moons(80, 3),
  error: (input) => {
    let mixture = startOf(input);
    const values = Array.from({ length: emSteps }, () => {
      const step = fit.emStep(mixture, input.train, floor);
      mixture = step.mixture;
      return step.logLikelihood;
    });
    return largestFall(values);
  },
  tolerance: 1e-10,
  onDevice: {
    error: async (input, tf) => {
      const values = await read(tf, () => {
        const points = fitOnTensors.pointTensors(tf, input.train);
        let state = fitOnTensors.emState(tf, startOf(input));
        return tf.stack(
          Array.from({ length: emSteps }, () => {
            const step = fitOnTensors.emStep(tf, state, points, floor);
            state = step.state;
            return step.logLikelihood;
          }),
        );
      });
      return largestFall(values);
    },
    tolerance: 1e-4,
  },
});

export default {
  'eq-kl': divergence,
  'eq-moments': moments,
  'eq-far': far,
  'eq-junk': junk,
  'eq-em': em,
} satisfies Checks;

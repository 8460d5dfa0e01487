/**
 * Mixtures on tensors; twins of gaussian-mixture.ts. Points x are [n, d]. Differences to the means are taken coordinate by coordinate
 * before they are squared: ‖x‖² − 2x·μ + ‖μ‖² would lose the digits that small noise levels need.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { noisedVariances, type Mixture } from './gaussian-mixture.ts';
import { levelOf, type NoiseLevel } from './noise-level.ts';
import type { DivergenceModelTensors } from './sampler-step.tensor.ts';
import type { Tf } from './tf.tensor.ts';

/** A level per row: scale and spread are columns [n, 1]. */
export interface LevelColumns {
  readonly scale: Tensor;
  readonly spread: Tensor;
}

/** A mixture on the device. Free it with `disposeMixture`. */
export interface MixtureTensors {
  readonly source: Mixture;
  /** log weights [1, K], means [K, d] and each coordinate's means [1, K], variances [1, K]. */
  readonly logWeights: Tensor;
  readonly means: Tensor;
  readonly coordinates: readonly Tensor[];
  readonly variances: Tensor;
}

export function uploadMixture(tf: Tf, source: Mixture): MixtureTensors {
  const { d, weights, means, sds } = source;
  const k = weights.length;
  const row = (values: ArrayLike<number>): Tensor2D => tf.tensor2d(Float32Array.from(values), [1, k]);
  return {
    source,
    logWeights: row(weights.map(Math.log)),
    means: tf.tensor2d(Float32Array.from(means), [k, d]),
    coordinates: Array.from({ length: d }, (_, c) => row(means.filter((_mean, i) => i % d === c))),
    variances: row(sds.map((sd) => sd ** 2)),
  };
}

export function disposeMixture(tf: Tf, { logWeights, means, coordinates, variances }: MixtureTensors): void {
  tf.dispose([logWeights, means, ...coordinates, variances]);
}

/** A mixture noised to a level, for given points. */
interface Noised {
  /** Number or [n, 1]. */
  readonly scale: Tensor | number;
  readonly spread: Tensor | number;
  /** v_k, [1, K], or [n, K] with a level per row. */
  readonly variances: Tensor;
  /** scale · μ_kc − x_c for each coordinate c, [n, K]. */
  readonly differences: readonly Tensor[];
  /** log(weight_k N(x; scale · μ_k, v_k I)) but for (d/2) log 2π, [n, K]. */
  readonly logJoint: Tensor;
}

const isColumns = (level: NoiseLevel | LevelColumns): level is LevelColumns =>
  typeof level !== 'number' && typeof level.scale !== 'number';

const sumOf = (tf: Tf, parts: readonly Tensor[]): Tensor => parts.reduce((sum, part) => tf.add(sum, part));

function noised(tf: Tf, m: MixtureTensors, x: Tensor, level: NoiseLevel | LevelColumns): Noised {
  const { d, weights, means, sds } = m.source;
  const parts = d === 1 ? [x] : tf.split(x, d, 1);
  const logJointOf = (differences: readonly Tensor[], logs: Tensor, minusHalves: Tensor): Tensor => {
    const squares = sumOf(
      tf,
      differences.map((difference) => tf.square(difference)),
    );
    return tf.add(tf.mul(squares, minusHalves), logs);
  };
  if (isColumns(level)) {
    const { scale, spread } = level;
    const variances = tf.add(tf.mul(tf.square(scale), m.variances), tf.square(spread));
    const logs = tf.sub(m.logWeights, tf.mul(d / 2, tf.log(variances)));
    const differences = parts.map((part, c) => tf.sub(tf.mul(m.coordinates[c] ?? m.means, scale), part));
    return { scale, spread, variances, differences, logJoint: logJointOf(differences, logs, tf.div(-0.5, variances)) };
  }
  // One level for all points: a few numbers, formed in float64.
  const { scale, spread } = levelOf(level);
  const v = noisedVariances(m.source, level);
  const row = (values: ArrayLike<number>): Tensor2D => tf.tensor2d(Float32Array.from(values), [1, sds.length]);
  const logs = row(weights.map((w, k) => Math.log(w) - (d / 2) * Math.log(v[k] ?? NaN)));
  const differences = parts.map((part, c) =>
    tf.sub(row(means.filter((_mean, i) => i % d === c).map((mean) => scale * mean)), part),
  );
  const minusHalves = row(v.map((variance) => -0.5 / variance));
  return { scale, spread, variances: row(v), differences, logJoint: logJointOf(differences, logs, minusHalves) };
}

/** P(component k | x), [n, K]. */
export const responsibilities = (tf: Tf, m: MixtureTensors, x: Tensor, level: NoiseLevel | LevelColumns = 0): Tensor =>
  tf.tidy(() => tf.softmax(noised(tf, m, x, level).logJoint));

/** log p(x), [n]. */
export const logDensity = (tf: Tf, m: MixtureTensors, x: Tensor, level: NoiseLevel | LevelColumns = 0): Tensor =>
  tf.tidy(() => {
    const { logJoint } = noised(tf, m, x, level);
    return tf.sub(tf.logSumExp(logJoint, 1), (m.source.d / 2) * Math.log(2 * Math.PI));
  });

/** The columns Σ_k shares_k parts_kc side by side, [n, d]; parts [n, K] for each coordinate. */
function columns(tf: Tf, shares: Tensor, parts: readonly Tensor[]): Tensor {
  const sums = parts.map((part) => tf.sum(tf.mul(shares, part), 1, true));
  return sums.length === 1 && sums[0] ? sums[0] : tf.concat(sums, 1);
}

/** ∇ log p(x), [n, d]. */
export const score = (tf: Tf, m: MixtureTensors, x: Tensor, level: NoiseLevel | LevelColumns = 0): Tensor =>
  tf.tidy(() => {
    const { variances, differences, logJoint } = noised(tf, m, x, level);
    return columns(tf, tf.div(tf.softmax(logJoint), variances), differences);
  });

/** Shares of x and of the means in D: scale Σ r_k sd_k²/v_k [n, 1] and r_k spread²/v_k [n, K]. */
function posteriorShares(tf: Tf, m: MixtureTensors, { scale, spread, variances, logJoint }: Noised): [Tensor, Tensor] {
  const r = tf.div(tf.softmax(logJoint), variances);
  const own = tf.mul(tf.sum(tf.mul(r, m.variances), 1, true), scale);
  return [own, tf.mul(r, tf.square(spread))];
}

/** D(x) = E[x₀ | x], [n, d]. */
export const posteriorMean = (tf: Tf, m: MixtureTensors, x: Tensor, level: NoiseLevel | LevelColumns): Tensor =>
  tf.tidy(() => {
    const at = noised(tf, m, x, level);
    const { scale, spread, logJoint } = at;
    const [sd = 0, ...others] = m.source.sds;
    if (others.every((other) => other === sd)) {
      // Components alike: attention over the means, and of x one share for all.
      const attended = tf.matMul(tf.softmax(logJoint), m.means);
      if (sd === 0) return attended;
      if (typeof scale === 'number' && typeof spread === 'number') {
        const variance = (scale * sd) ** 2 + spread ** 2;
        return tf.add(tf.mul(x, (scale * sd ** 2) / variance), tf.mul(attended, spread ** 2 / variance));
      }
    }
    const [own, shares] = posteriorShares(tf, m, at);
    return tf.add(tf.mul(own, x), tf.matMul(shares, m.means));
  });

/** ∇·∇ log p(x), [n]. */
export const scoreDivergence = (tf: Tf, m: MixtureTensors, x: Tensor, level: NoiseLevel | LevelColumns = 0): Tensor =>
  tf.tidy(() => {
    const { variances, differences, logJoint } = noised(tf, m, x, level);
    const r = tf.softmax(logJoint);
    const pulls = differences.map((difference) => tf.div(difference, variances)); // a_k, by coordinate
    const centred = pulls.map((pull) => tf.square(tf.sub(pull, tf.sum(tf.mul(r, pull), 1, true))));
    return tf.sum(tf.mul(r, tf.sub(sumOf(tf, centred), tf.div(m.source.d, variances))), 1);
  });

/** ∇·D(x), [n], by the posterior covariance; for positive scale and spread. */
export const denoiserDivergence = (tf: Tf, m: MixtureTensors, x: Tensor, level: NoiseLevel | LevelColumns): Tensor =>
  tf.tidy(() => {
    const at = noised(tf, m, x, level);
    const { scale, spread, variances, differences, logJoint } = at;
    const r = tf.softmax(logJoint);
    // Posterior means of the components beside x/scale: spread² (scale μ_k − x)/(scale v_k). Their variance times scale/spread² is
    // scale times that of these.
    const pulls = differences.map((difference) => tf.div(tf.mul(difference, spread), tf.mul(variances, scale)));
    const centred = pulls.map((pull) => tf.square(tf.sub(pull, tf.sum(tf.mul(r, pull), 1, true))));
    const within = tf.div(tf.mul(m.variances, m.source.d), variances);
    return tf.sum(tf.mul(tf.mul(r, tf.add(sumOf(tf, centred), within)), scale), 1);
  });

/** The perfect model of a mixture, for the samplers; twin of mixture-model.ts. */
export const mixtureModel = (tf: Tf, m: MixtureTensors): DivergenceModelTensors => ({
  data: (x, level) => posteriorMean(tf, m, x, level),
  score: (x, level) => score(tf, m, x, level),
  divergence: {
    data: (x, level) => denoiserDivergence(tf, m, x, level),
    score: (x, level) => scoreDivergence(tf, m, x, level),
  },
});

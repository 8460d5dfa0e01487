/**
 * Mixtures of isotropic Gaussians, in float64: data whose density, score and posterior mean are known at every noise level. A noised
 * mixture x = scale · x₀ + spread · ε is a mixture again, with means scale · μ_k and variances v_k = scale² sd_k² + spread². A cloud of
 * points is the mixture with sd 0 (or h, smoothed). Arrays are row-major: points x are [n, d]; every function takes many at once.
 */
import { at } from './array.ts';
import { softmaxRows } from './attention.ts';
import { levelOf, type NoiseLevel } from './noise-level.ts';
import { normals, type Random } from './random.ts';

export interface Mixture {
  readonly d: number;
  /** Positive, sum 1; [K]. */
  readonly weights: Float64Array;
  /** [K, d]. */
  readonly means: Float64Array;
  /** Standard deviation per coordinate, ≥ 0; [K]. */
  readonly sds: Float64Array;
}

export interface Component {
  /** Any positive number; `mixture` makes the weights sum to 1. */
  readonly weight: number;
  /** [d]. */
  readonly mean: readonly number[];
  readonly sd: number;
}

export function mixture(components: readonly Component[]): Mixture {
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  return {
    d: components[0]?.mean.length ?? 0,
    weights: Float64Array.from(components, ({ weight }) => weight / total),
    means: Float64Array.from(components.flatMap(({ mean }) => mean)),
    sds: Float64Array.from(components, ({ sd }) => sd),
  };
}

/** A cloud of points [K, d], equally likely, each smoothed to a Gaussian of standard deviation `sd` (0: the points themselves). */
export function pointCloud(points: ArrayLike<number>, d: number, sd = 0): Mixture {
  const k = points.length / d;
  return {
    d,
    weights: new Float64Array(k).fill(1 / k),
    means: Float64Array.from(points),
    sds: new Float64Array(k).fill(sd),
  };
}

/** Variances of the noised components, v_k = scale² sd_k² + spread², [K]. */
export function noisedVariances({ sds }: Mixture, level: NoiseLevel): Float64Array {
  const { scale, spread } = levelOf(level);
  return sds.map((sd) => (scale * sd) ** 2 + spread ** 2);
}

/** log(weight_k N(x; scale · μ_k, v_k I)), [n, K]. */
function logJoint(m: Mixture, x: ArrayLike<number>, level: NoiseLevel): Float64Array {
  const { d, weights, means } = m;
  const { scale } = levelOf(level);
  const [n, k] = [x.length / d, weights.length];
  const variances = noisedVariances(m, level);
  const logs = weights.map((w, j) => Math.log(w) - (d / 2) * Math.log(2 * Math.PI * at(variances, j)));
  const out = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) {
      let square = 0;
      for (let c = 0; c < d; c++) square += (at(x, i * d + c) - scale * at(means, j * d + c)) ** 2;
      out[i * k + j] = at(logs, j) - square / (2 * at(variances, j));
    }
  }
  return out;
}

/** log p(x) at a noise level, [n]; by log-sum-exp, so that far points do not underflow. */
export function logDensity(m: Mixture, x: ArrayLike<number>, level: NoiseLevel = 0): Float64Array {
  const k = m.weights.length;
  const joint = logJoint(m, x, level);
  return Float64Array.from({ length: x.length / m.d }, (_, i) => {
    const row = joint.subarray(i * k, (i + 1) * k);
    const top = row.reduce((largest, y) => Math.max(largest, y), -Infinity);
    return top + Math.log(row.reduce((sum, y) => sum + Math.exp(y - top), 0));
  });
}

/** p(x) at a noise level, [n]. */
export const density = (m: Mixture, x: ArrayLike<number>, level: NoiseLevel = 0): Float64Array =>
  logDensity(m, x, level).map(Math.exp);

/** P(component k | x), [n, K]; for a cloud this is attention over the data, softmax_k(−‖x − x_k‖²/2σ²). */
export const responsibilities = (m: Mixture, x: ArrayLike<number>, level: NoiseLevel = 0): Float64Array =>
  softmaxRows(logJoint(m, x, level), m.weights.length);

/** Σ_k r_k(x) (own_k x + mean_k μ_k), [n, d]: score and posterior mean are both of this form. */
function blend(m: Mixture, x: ArrayLike<number>, r: Float64Array, own: Float64Array, mean: Float64Array): Float64Array {
  const { d, means, weights } = m;
  const k = weights.length;
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const [first, c, value] = [Math.floor(i / d) * k, i % d, at(x, i)];
    let sum = 0;
    for (let j = 0; j < k; j++) sum += at(r, first + j) * (at(own, j) * value + at(mean, j) * at(means, j * d + c));
    out[i] = sum;
  }
  return out;
}

/** ∇ log p(x) = Σ_k r_k(x) (scale · μ_k − x) / v_k at a noise level, [n, d]. */
export function score(m: Mixture, x: ArrayLike<number>, level: NoiseLevel = 0): Float64Array {
  const { scale } = levelOf(level);
  const precisions = noisedVariances(m, level).map((v) => 1 / v);
  const r = responsibilities(m, x, level);
  return blend(
    m,
    x,
    r,
    precisions.map((p) => -p),
    precisions.map((p) => scale * p),
  );
}

/** Factors of x and μ_k in E[x₀ | x, component k] = (scale sd_k² x + spread² μ_k) / v_k, each [K]. */
function posteriorFactors(m: Mixture, level: NoiseLevel): { readonly own: Float64Array; readonly mean: Float64Array } {
  const { scale, spread } = levelOf(level);
  const variances = noisedVariances(m, level);
  return {
    own: m.sds.map((sd, k) => (scale * sd ** 2) / at(variances, k)),
    mean: variances.map((v) => spread ** 2 / v),
  };
}

/** The ideal denoiser D(x) = E[x₀ | x] at a noise level with positive spread, [n, d]. Tweedie: scale · D = x + spread² · score. */
export function posteriorMean(m: Mixture, x: ArrayLike<number>, level: NoiseLevel): Float64Array {
  const { own, mean } = posteriorFactors(m, level);
  return blend(m, x, responsibilities(m, x, level), own, mean);
}

/** tr Cov[x₀ | x], what the ideal denoiser cannot know, [n]: E‖x₀ − D(x)‖² at this x. */
export function posteriorVariance(m: Mixture, x: ArrayLike<number>, level: NoiseLevel): Float64Array {
  const { d, means, sds, weights } = m;
  const k = weights.length;
  const { own, mean } = posteriorFactors(m, level);
  const r = responsibilities(m, x, level);
  const centre = blend(m, x, r, own, mean);
  return Float64Array.from({ length: x.length / d }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < k; j++) {
      // Within a component the posterior variance is sd² spread² / v = sd² · mean factor; between them it is that of their means.
      let square = d * at(sds, j) ** 2 * at(mean, j);
      for (let c = 0; c < d; c++) {
        const own0 = at(own, j) * at(x, i * d + c) + at(mean, j) * at(means, j * d + c);
        square += (own0 - at(centre, i * d + c)) ** 2;
      }
      sum += at(r, i * k + j) * square;
    }
    return sum;
  });
}

/** ∇·D(x), [n]: (scale / spread²) tr Cov[x₀ | x], since the Jacobian of the posterior mean is the posterior covariance. */
export function denoiserDivergence(m: Mixture, x: ArrayLike<number>, level: NoiseLevel): Float64Array {
  const { scale, spread } = levelOf(level);
  return posteriorVariance(m, x, level).map((v) => (scale * v) / spread ** 2);
}

/** ∇·∇ log p(x) = Σ_k r_k (‖a_k‖² − d/v_k) − ‖score‖², a_k = (scale · μ_k − x)/v_k; the trace of the Hessian, [n]. */
export function scoreDivergence(m: Mixture, x: ArrayLike<number>, level: NoiseLevel = 0): Float64Array {
  const { d, means, weights } = m;
  const k = weights.length;
  const { scale } = levelOf(level);
  const variances = noisedVariances(m, level);
  const r = responsibilities(m, x, level);
  const s = score(m, x, level);
  return Float64Array.from({ length: x.length / d }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < k; j++) {
      const v = at(variances, j);
      let square = 0;
      // Centred at the score, so that nothing large is subtracted: Σ r‖a‖² − ‖s‖² = Σ r‖a − s‖².
      for (let c = 0; c < d; c++)
        square += ((scale * at(means, j * d + c) - at(x, i * d + c)) / v - at(s, i * d + c)) ** 2;
      sum += at(r, i * k + j) * (square - d / v);
    }
    return sum;
  });
}

/** Mean [d] and variance of each coordinate [d] at a noise level. */
export function moments(
  m: Mixture,
  level: NoiseLevel = 0,
): { readonly mean: Float64Array; readonly variance: Float64Array } {
  const { d, means, weights } = m;
  const { scale } = levelOf(level);
  const variances = noisedVariances(m, level);
  const average = (of: (k: number) => number): number => weights.reduce((sum, w, k) => sum + w * of(k), 0);
  const mean = Float64Array.from({ length: d }, (_, c) => average((k) => scale * at(means, k * d + c)));
  const variance = mean.map((centre, c) =>
    average((k) => at(variances, k) + (scale * at(means, k * d + c) - centre) ** 2),
  );
  return { mean, variance };
}

/** `n` independent draws at a noise level, [n, d]: first all components, one uniform each, then all normals. */
export function sampleMixture(random: Random, m: Mixture, n: number, level: NoiseLevel = 0): Float64Array {
  const { d, means, weights } = m;
  const { scale } = levelOf(level);
  const deviations = noisedVariances(m, level).map(Math.sqrt);
  const chosen = Int32Array.from({ length: n }, () => {
    let u = random();
    const k = weights.findIndex((w) => (u -= w) < 0);
    return k < 0 ? weights.length - 1 : k;
  });
  return normals(random, n * d).map((z, i) => {
    const k = at(chosen, Math.floor(i / d));
    return scale * at(means, k * d + (i % d)) + at(deviations, k) * z;
  });
}

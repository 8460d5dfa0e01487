/**
 * Density estimates of points of the plane, in float64: mixtures of Gaussians with full covariances, fitted by expectation
 * maximisation, and kernel density estimates. Bishop, Pattern Recognition and Machine Learning, 2006, sections 9.2 and 2.5.1.
 * Points are flat, x₀, y₀, x₁, y₁, …; log-likelihoods are in nats.
 */
import { at } from './array.ts';

/** Σ_k weights[k]·N(means[k], covariances[k]). */
export interface PlanarMixture {
  /** [K], sum 1. */
  readonly weights: Float64Array;
  /** [K, 2]. */
  readonly means: Float64Array;
  /** xx, xy, yy of each covariance, [K, 3]. */
  readonly covariances: Float64Array;
}
export type Points = ArrayLike<number>;
type Covariance = readonly [xx: number, xy: number, yy: number];

const log2Pi = Math.log(2 * Math.PI);
const covarianceOf = ({ covariances }: PlanarMixture, k: number): Covariance => [
  at(covariances, 3 * k),
  at(covariances, 3 * k + 1),
  at(covariances, 3 * k + 2),
];
export const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Lower triangular L with LLᵀ = Σ: [L₁₁, L₂₁, L₂₂]. */
export function cholesky([xx, xy, yy]: Covariance): readonly [number, number, number] {
  const first = Math.sqrt(xx);
  return [first, xy / first, Math.sqrt(yy - (xy * xy) / xx)];
}
/** The factors of all covariances, [K, 3]. */
export const choleskyFactors = (mixture: PlanarMixture): Float64Array =>
  Float64Array.from(Array.from(mixture.weights, (_, k) => cholesky(covarianceOf(mixture, k))).flat());

/** log weights[k] + log N(x; means[k], covariances[k]), [n, K]. */
export function logJoint(mixture: PlanarMixture, points: Points): Float64Array {
  const [n, K] = [points.length / 2, mixture.weights.length];
  const factors = choleskyFactors(mixture);
  const joint = new Float64Array(n * K);
  for (let k = 0; k < K; k++) {
    const [l11, l21, l22] = [at(factors, 3 * k), at(factors, 3 * k + 1), at(factors, 3 * k + 2)];
    const constant = Math.log(at(mixture.weights, k)) - Math.log(l11 * l22) - log2Pi;
    const [mx, my] = [at(mixture.means, 2 * k), at(mixture.means, 2 * k + 1)];
    for (let i = 0; i < n; i++) {
      const u = ((points[2 * i] ?? NaN) - mx) / l11;
      const v = ((points[2 * i + 1] ?? NaN) - my - l21 * u) / l22;
      joint[i * K + k] = constant - (u * u + v * v) / 2;
    }
  }
  return joint;
}

/** log Σ_k e^{row_k} of each row of a [n, width] matrix, [n]. */
export function logSumRows(rows: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(rows.length / width);
  for (let i = 0; i < sums.length; i++) {
    let top = -Infinity;
    for (let k = 0; k < width; k++) top = Math.max(top, at(rows, i * width + k));
    let sum = 0;
    for (let k = 0; k < width; k++) sum += Math.exp(at(rows, i * width + k) - top);
    sums[i] = top + Math.log(sum);
  }
  return sums;
}

/** log p(x) of each point, [n]. */
export const logDensities = (mixture: PlanarMixture, points: Points): Float64Array =>
  logSumRows(logJoint(mixture, points), mixture.weights.length);

/** Each row of log p(k, x) as p(k | x), and log p(x): [n, K] and [n]. */
function normalizeJoint(
  joint: Float64Array,
  K: number,
): { readonly shares: Float64Array; readonly sums: Float64Array } {
  const [shares, sums] = [new Float64Array(joint.length), new Float64Array(joint.length / K)];
  for (let start = 0, i = 0; start < joint.length; start += K, i++) {
    let [top, sum] = [-Infinity, 0];
    for (let k = start; k < start + K; k++) top = Math.max(top, joint[k] ?? NaN);
    for (let k = start; k < start + K; k++) sum += shares[k] = Math.exp((joint[k] ?? NaN) - top);
    for (let k = start; k < start + K; k++) shares[k] = (shares[k] ?? NaN) / sum;
    sums[i] = top + Math.log(sum);
  }
  return { shares, sums };
}

/** p(k | x) of each point, [n, K]; rows sum to 1. */
export const responsibilities = (mixture: PlanarMixture, points: Points): Float64Array =>
  normalizeJoint(logJoint(mixture, points), mixture.weights.length).shares;

/**
 * The covariance with no eigenvalue below `floor`. Among such covariances it maximises the expected log-likelihood that EM climbs,
 * so that the likelihood never falls, floor or not.
 */
export function floorCovariance([xx, xy, yy]: Covariance, floor: number): Covariance {
  const [middle, radius] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  const [high, low] = [Math.max(middle + radius, floor), Math.max(middle - radius, floor)];
  const [newMiddle, ratio] = [(high + low) / 2, radius > 0 ? (high - low) / 2 / radius : 0];
  return [newMiddle + ratio * (xx - middle), ratio * xy, newMiddle + ratio * (yy - middle)];
}

/** Mean and covariance of points with weights `shares[k]`, `shares[k + K]`, …, which sum to `total`. */
function weightedMoments(
  points: Points,
  shares: Float64Array,
  K: number,
  k: number,
  total: number,
): { readonly middle: readonly [number, number]; readonly spread: Covariance } {
  let [mx, my, xx, xy, yy] = [0, 0, 0, 0, 0];
  for (let i = 0, j = k; j < shares.length; i += 2, j += K) {
    const share = (shares[j] ?? NaN) / total;
    mx += share * (points[i] ?? NaN);
    my += share * (points[i + 1] ?? NaN);
  }
  for (let i = 0, j = k; j < shares.length; i += 2, j += K) {
    const [share, dx, dy] = [(shares[j] ?? NaN) / total, (points[i] ?? NaN) - mx, (points[i + 1] ?? NaN) - my];
    xx += share * dx * dx;
    xy += share * dx * dy;
    yy += share * dy * dy;
  }
  return { middle: [mx, my], spread: [xx, xy, yy] };
}

export interface EmStep {
  readonly mixture: PlanarMixture;
  /** Mean of log p over the points, in nats, before the step. */
  readonly logLikelihood: number;
}

/** One step of expectation maximisation. A component that no point belongs to keeps its place and loses its weight. */
export function emStep(mixture: PlanarMixture, points: Points, floor: number): EmStep {
  const [n, K] = [points.length / 2, mixture.weights.length];
  const { shares, sums } = normalizeJoint(logJoint(mixture, points), K);
  const next = { weights: new Float64Array(K), means: mixture.means.slice(), covariances: mixture.covariances.slice() };
  for (let k = 0; k < K; k++) {
    let total = 0;
    for (let j = k; j < shares.length; j += K) total += shares[j] ?? NaN;
    // The logarithm of a weight of zero would be no number.
    next.weights[k] = Math.max(total / n, 1e-12);
    if (total < 1e-9) continue;
    const { middle, spread } = weightedMoments(points, shares, K, k, total);
    next.means.set(middle, 2 * k);
    next.covariances.set(floorCovariance(spread, floor), 3 * k);
  }
  return { mixture: next, logLikelihood: mean(sums) };
}

/** A number of EM steps from a mixture. */
export function runEm(start: PlanarMixture, points: Points, steps: number, floor: number): PlanarMixture {
  let mixture = start;
  for (let i = 0; i < steps; i++) mixture = emStep(mixture, points, floor).mixture;
  return mixture;
}

/** The one Gaussian with the points' mean and covariance: what maximum likelihood gives. */
export function singleGaussian(points: Points, floor: number): PlanarMixture {
  const n = points.length / 2;
  const { middle, spread } = weightedMoments(points, new Float64Array(n).fill(1), 1, 0, n);
  return {
    weights: Float64Array.of(1),
    means: Float64Array.from(middle),
    covariances: Float64Array.from(floorCovariance(spread, floor)),
  };
}

/** The mixture with component k cut in two along its long axis; mean and covariance of the pair are the component's. */
export function splitComponent(mixture: PlanarMixture, k: number, floor: number): PlanarMixture {
  const [xx, xy, yy] = covarianceOf(mixture, k);
  const radius = Math.hypot((xx - yy) / 2, xy);
  const angle = Math.atan2(xy, (xx - yy) / 2) / 2;
  const apart = 0.6 * Math.sqrt((xx + yy) / 2 + radius);
  const [dx, dy] = [apart * Math.cos(angle), apart * Math.sin(angle)];
  const half = floorCovariance([xx - dx * dx, xy - dx * dy, yy - dy * dy], floor);
  const [x, y] = [at(mixture.means, 2 * k), at(mixture.means, 2 * k + 1)];
  const [weights, means, covariances] = [mixture.weights.slice(), mixture.means.slice(), mixture.covariances.slice()];
  const weight = at(weights, k) / 2;
  weights[k] = weight;
  means.set([x + dx, y + dy], 2 * k);
  covariances.set(half, 3 * k);
  return {
    weights: Float64Array.of(...weights, weight),
    means: Float64Array.of(...means, x - dx, y - dy),
    covariances: Float64Array.of(...covariances, ...half),
  };
}

/** Steps after which a split shows what it is worth. */
const trialSteps = 5;

/**
 * Mixtures with K = 1, 2, …, `most` components: each starts from the one before, with that component cut in two whose cut gains most
 * within five steps, and is then fitted by `steps` steps of EM. No chance is involved.
 */
export function fitNested(points: Points, most: number, steps: number, floor: number): PlanarMixture[] {
  const fits = [singleGaussian(points, floor)];
  while (fits.length < most) {
    const last = fits.at(-1) ?? singleGaussian(points, floor);
    const tried = Array.from(last.weights, (_, k) =>
      runEm(splitComponent(last, k, floor), points, trialSteps, floor),
    ).map((mixture) => ({ mixture, value: mean(logDensities(mixture, points)) }));
    const best = tried.reduce((a, b) => (b.value > a.value ? b : a));
    fits.push(runEm(best.mixture, points, steps - trialSteps, floor));
  }
  return fits;
}

/** log of the kernel density estimate (1/n) Σ_i N(x; x_i, h²I) at each point, [m]. */
export function logKernelDensities(data: Points, bandwidth: number, points: Points): Float64Array {
  const [m, n] = [points.length / 2, data.length / 2];
  const exponents = new Float64Array(m * n);
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < n; i++) {
      const [dx, dy] = [at(points, 2 * j) - at(data, 2 * i), at(points, 2 * j + 1) - at(data, 2 * i + 1)];
      exponents[j * n + i] = -(dx * dx + dy * dy) / (2 * bandwidth ** 2);
    }
  }
  return logSumRows(exponents, n).map((value) => value - log2Pi - 2 * Math.log(bandwidth) - Math.log(n));
}

/** log[εr + (1 − ε)p] from log p, for a junk density r. Eq. (5) of the article. */
export function logWithJunk(logDensity: number, share: number, junk: number): number {
  if (share <= 0) return logDensity;
  const [own, other] = [Math.log1p(-share) + logDensity, Math.log(share * junk)];
  const top = Math.max(own, other);
  return top + Math.log(Math.exp(own - top) + Math.exp(other - top));
}

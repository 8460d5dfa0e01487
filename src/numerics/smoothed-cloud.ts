/**
 * The score of a cloud of equal Gaussians and its divergence, in float64: gaussian-mixture.ts for the special case in which
 * one softmax over −‖x − scale · x_k‖²/2v is all there is, several times as fast. For paths that are followed on the host.
 */
import { levelOf, type Level, type NoiseLevel } from './noise-level.ts';
import type { DivergenceModel } from './sampler-step.ts';

/** Logits this far below the largest are left out: e⁻⁴⁰ of it is lost in rounding. */
const negligible = -40;

/** Softmax over −‖x − scale · x_k‖²/2v for one row of x, into `shares` [K]; not divided by its sum, which is returned. */
function cloudShares(
  { points, d, sd }: Cloud,
  x: Float64Array,
  row: number,
  { scale, spread }: Level,
  shares: Float64Array,
): number {
  const v = (scale * sd) ** 2 + spread ** 2;
  let top = -Infinity;
  for (let j = 0; j < shares.length; j++) {
    let square = 0;
    for (let c = 0; c < d; c++) square += ((x[row + c] ?? NaN) - scale * (points[j * d + c] ?? NaN)) ** 2;
    const logit = -square / (2 * v);
    shares[j] = logit;
    if (logit > top) top = logit;
  }
  let total = 0;
  for (let j = 0; j < shares.length; j++) {
    const below = (shares[j] ?? NaN) - top;
    const share = below < negligible ? 0 : Math.exp(below);
    shares[j] = share;
    total += share;
  }
  return total;
}

/** Points [K, d], equally likely, each smoothed to a Gaussian of standard deviation `sd`. */
export interface Cloud {
  readonly points: Float64Array;
  readonly d: number;
  readonly sd: number;
}

/** Σ_k r_k x_k, one coordinate. */
function mean({ points, d }: Cloud, shares: Float64Array, total: number, c: number): number {
  let sum = 0;
  for (let j = 0; j < shares.length; j++) sum += (shares[j] ?? NaN) * (points[j * d + c] ?? NaN);
  return sum / total;
}

/** ∇ log p(x) = (scale · Σ_k r_k x_k − x)/v with v = scale² sd² + spread², at x [n, d] and a noise level; [n, d]. */
export function cloudScore(cloud: Cloud, x: Float64Array, noise: NoiseLevel): Float64Array {
  const { d, sd, points } = cloud;
  const level = levelOf(noise);
  const v = (level.scale * sd) ** 2 + level.spread ** 2;
  const shares = new Float64Array(points.length / d);
  const score = new Float64Array(x.length);
  for (let row = 0; row < x.length; row += d) {
    const total = cloudShares(cloud, x, row, level, shares);
    for (let c = 0; c < d; c++)
      score[row + c] = (level.scale * mean(cloud, shares, total, c) - (x[row + c] ?? NaN)) / v;
  }
  return score;
}

/** ∇·∇ log p(x) = scale²/v² Σ_k r_k ‖x_k − x̄‖² − d/v with x̄ = Σ_k r_k x_k, [n]. */
export function cloudScoreDivergence(cloud: Cloud, x: Float64Array, noise: NoiseLevel): Float64Array {
  const { d, sd, points } = cloud;
  const level = levelOf(noise);
  const v = (level.scale * sd) ** 2 + level.spread ** 2;
  const shares = new Float64Array(points.length / d);
  return Float64Array.from({ length: x.length / d }, (_, i) => {
    const total = cloudShares(cloud, x, i * d, level, shares);
    let square = 0;
    for (let c = 0; c < d; c++) {
      const centre = mean(cloud, shares, total, c);
      for (let j = 0; j < shares.length; j++) square += (shares[j] ?? NaN) * ((points[j * d + c] ?? NaN) - centre) ** 2;
    }
    return ((level.scale / v) ** 2 * square) / total - d / v;
  });
}

/** The perfect model of a smoothed cloud; D = (x + spread² score)/scale by Tweedie's formula. */
export const cloudModel = (cloud: Cloud): DivergenceModel => ({
  score: (x, level) => cloudScore(cloud, x, level),
  data: (x, level) => cloudScore(cloud, x, level).map((s, i) => ((x[i] ?? NaN) + level.spread ** 2 * s) / level.scale),
  divergence: {
    score: (x, level) => cloudScoreDivergence(cloud, x, level),
    data: (x, level) =>
      cloudScoreDivergence(cloud, x, level).map((s) => (cloud.d + level.spread ** 2 * s) / level.scale),
  },
});

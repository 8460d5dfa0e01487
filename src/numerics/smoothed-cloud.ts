/**
 * The score of a cloud of equal Gaussians and its divergence in one pass, in float64: gaussian-mixture.ts for the special case in which
 * one softmax over −‖x − scale · x_k‖²/2v is all there is, several times as fast. For paths that are followed on the host.
 */
import { levelOf, type NoiseLevel } from './noise-level.ts';
import type { DivergenceModel } from './sampler-step.ts';

export interface CloudScore {
  /** ∇ log p(x) = (scale · x̄ − x)/v with x̄ = Σ_k r_k x_k, [n, d]. */
  readonly score: Float64Array;
  /** ∇·∇ log p(x) = scale²/v² Σ_k r_k ‖x_k − x̄‖² − d/v, [n]. */
  readonly divergence: Float64Array;
}

/** At x [n, d] and a noise level, of points [K, d] smoothed by `sd`; v = scale² sd² + spread². */
export function cloudScore(
  points: Float64Array,
  d: number,
  sd: number,
  x: Float64Array,
  level: NoiseLevel,
): CloudScore {
  const { scale, spread } = levelOf(level);
  const v = (scale * sd) ** 2 + spread ** 2;
  const k = points.length / d;
  const shares = new Float64Array(k);
  const score = new Float64Array(x.length);
  const divergence = new Float64Array(x.length / d);
  for (let row = 0; row < x.length; row += d) {
    let top = -Infinity;
    for (let j = 0; j < k; j++) {
      let square = 0;
      for (let c = 0; c < d; c++) square += ((x[row + c] ?? NaN) - scale * (points[j * d + c] ?? NaN)) ** 2;
      const logit = -square / (2 * v);
      shares[j] = logit;
      if (logit > top) top = logit;
    }
    let total = 0;
    for (let j = 0; j < k; j++) {
      const share = Math.exp((shares[j] ?? NaN) - top);
      shares[j] = share;
      total += share;
    }
    let square = 0;
    for (let c = 0; c < d; c++) {
      let mean = 0;
      for (let j = 0; j < k; j++) mean += (shares[j] ?? NaN) * (points[j * d + c] ?? NaN);
      mean /= total;
      for (let j = 0; j < k; j++) square += (shares[j] ?? NaN) * ((points[j * d + c] ?? NaN) - mean) ** 2;
      score[row + c] = (scale * mean - (x[row + c] ?? NaN)) / v;
    }
    divergence[row / d] = ((scale / v) ** 2 * square) / total - d / v;
  }
  return { score, divergence };
}

/** The perfect model of a smoothed cloud; D = (x + spread² score)/scale by Tweedie's formula. */
export function cloudModel(points: Float64Array, d: number, sd: number): DivergenceModel {
  const of = (x: Float64Array, level: NoiseLevel): CloudScore => cloudScore(points, d, sd, x, level);
  return {
    score: (x, level) => of(x, level).score,
    data: (x, level) => of(x, level).score.map((s, i) => ((x[i] ?? NaN) + level.spread ** 2 * s) / level.scale),
    divergence: {
      score: (x, level) => of(x, level).divergence,
      data: (x, level) => of(x, level).divergence.map((s) => (d + level.spread ** 2 * s) / level.scale),
    },
  };
}

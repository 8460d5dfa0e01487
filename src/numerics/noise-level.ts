/**
 * How noisy a sample is. Every Gaussian noising recipe makes x = scale · x₀ + spread · ε with ε ~ N(0, I); sigma = spread / scale is the
 * noise beside unscaled data. s(t) and s(t)σ(t) of Karras et al. 2022 (arXiv 2206.00364).
 */
export interface Level {
  /** Factor on the clean data, ≥ 0; 0 is pure noise (flow matching at t = 1). */
  readonly scale: number;
  /** Standard deviation of the noise in x, ≥ 0, in units of x. */
  readonly spread: number;
}

/** A level, or a number σ for x = x₀ + σε. */
export type NoiseLevel = number | Level;

export const levelOf = (level: NoiseLevel): Level => (typeof level === 'number' ? { scale: 1, spread: level } : level);

/** σ = spread / scale; infinite for pure noise. */
export const sigmaOf = (level: NoiseLevel): number => (typeof level === 'number' ? level : level.spread / level.scale);

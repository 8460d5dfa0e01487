/**
 * Noise schedules as one table: x_t = scale(t) x₀ + spread(t) ε, and from it drift and diffusion of the SDE dx = drift(t) x dt + g(t) dw
 * that makes these marginals. s(t) and σ(t) of Karras et al. 2022 (arXiv 2206.00364, Table 1) are scale and sigma = spread/scale.
 */
import { at } from './array.ts';
import type { Level } from './noise-level.ts';

export interface Schedule {
  /** From the least noise to the most, where all functions are defined; rates may be infinite at the ends. */
  readonly range: readonly [number, number];
  /** Factor on the clean data, s(t), and its time derivative. */
  readonly scale: (t: number) => number;
  readonly scaleRate: (t: number) => number;
  /** Standard deviation of the noise in x, s(t)σ(t), and its time derivative. */
  readonly spread: (t: number) => number;
  readonly spreadRate: (t: number) => number;
  /** σ(t) = spread/scale, the noise beside unscaled data, and its inverse. */
  readonly sigma: (t: number) => number;
  readonly time: (sigma: number) => number;
  /** ṡ/s: the SDE's drift is drift(t) x. Per unit of t. */
  readonly drift: (t: number) => number;
  /** g² = 2 s² σ σ̇ = d(spread²)/dt − 2 drift spread². Per unit of t. */
  readonly diffusion: (t: number) => number;
}

export const levelAt = (schedule: Schedule, t: number): Level => ({
  scale: schedule.scale(t),
  spread: schedule.spread(t),
});

/** dσ/dt = (spreadRate − σ scaleRate)/scale. */
export const sigmaRate = (schedule: Schedule, t: number): number =>
  (schedule.spreadRate(t) - schedule.sigma(t) * schedule.scaleRate(t)) / schedule.scale(t);

/** B(t) = ∫₀ᵗ β with its rate β and its inverse: what variance-preserving schedules are made from. */
export interface BetaIntegral {
  readonly range: readonly [number, number];
  readonly beta: (t: number) => number;
  readonly integral: (t: number) => number;
  readonly inverse: (integral: number) => number;
}

export interface LinearBeta {
  readonly min?: number;
  readonly max?: number;
}

/** β(t) = min + t (max − min) on [0, 1]; defaults of Song et al. 2021 (arXiv 2011.13456, Appendix C). */
export function linearBeta({ min = 0.1, max = 20 }: LinearBeta = {}): BetaIntegral {
  const slope = max - min;
  return {
    range: [0, 1],
    beta: (t) => min + slope * t,
    integral: (t) => t * (min + (slope * t) / 2),
    inverse: (b) => (2 * b) / (min + Math.sqrt(min ** 2 + 2 * slope * b)),
  };
}

/** Variance-preserving: s = e^{−B/2}, spread² = 1 − e^{−B}, σ² = e^B − 1. Eq. (11) of Song et al. 2021. */
export function variancePreserving({ range, beta, integral, inverse }: BetaIntegral = linearBeta()): Schedule {
  const scale = (t: number): number => Math.exp(-integral(t) / 2);
  const spread = (t: number): number => Math.sqrt(-Math.expm1(-integral(t)));
  return {
    range,
    scale,
    scaleRate: (t) => (-beta(t) / 2) * scale(t),
    spread,
    spreadRate: (t) => (beta(t) / 2) * (scale(t) ** 2 / spread(t)),
    sigma: (t) => Math.sqrt(Math.expm1(integral(t))),
    time: (sigma) => inverse(Math.log1p(sigma ** 2)),
    drift: (t) => -beta(t) / 2,
    diffusion: beta,
  };
}

/** Sub-variance-preserving: s = e^{−B/2}, spread = 1 − e^{−B}, σ = 2 sinh(B/2). Eq. (12) of Song et al. 2021. */
export function subVariancePreserving({ range, beta, integral, inverse }: BetaIntegral = linearBeta()): Schedule {
  const scale = (t: number): number => Math.exp(-integral(t) / 2);
  return {
    range,
    scale,
    scaleRate: (t) => (-beta(t) / 2) * scale(t),
    spread: (t) => -Math.expm1(-integral(t)),
    spreadRate: (t) => beta(t) * Math.exp(-integral(t)),
    sigma: (t) => 2 * Math.sinh(integral(t) / 2),
    time: (sigma) => inverse(2 * Math.asinh(sigma / 2)),
    drift: (t) => -beta(t) / 2,
    diffusion: (t) => -beta(t) * Math.expm1(-2 * integral(t)),
  };
}

export interface SigmaRange {
  readonly min?: number;
  readonly max?: number;
}

/** A schedule that leaves the data unscaled: s = 1, spread = σ. */
function unscaled(parts: Pick<Schedule, 'range' | 'sigma' | 'spreadRate' | 'time' | 'diffusion'>): Schedule {
  return { ...parts, scale: () => 1, scaleRate: () => 0, spread: parts.sigma, drift: () => 0 };
}

/** Variance-exploding in its own time, the variance: σ = √t, g = 1, t in [min², max²]. Brownian motion; "VE" of Karras et al. 2022. */
export function varianceExploding({ min = 0.002, max = 80 }: SigmaRange = {}): Schedule {
  return unscaled({
    range: [min ** 2, max ** 2],
    sigma: Math.sqrt,
    spreadRate: (t) => 1 / (2 * Math.sqrt(t)),
    time: (sigma) => sigma ** 2,
    diffusion: () => 1,
  });
}

/** Variance-exploding, geometric: σ = min (max/min)^t on [0, 1]. Appendix C of Song et al. 2021, whose σ(0) = min counts as noise. */
export function varianceExplodingGeometric({ min = 0.01, max = 50 }: SigmaRange = {}): Schedule {
  const rate = Math.log(max / min);
  const sigma = (t: number): number => min * Math.exp(rate * t);
  return unscaled({
    range: [0, 1],
    sigma,
    spreadRate: (t) => rate * sigma(t),
    time: (s) => Math.log(s / min) / rate,
    diffusion: (t) => 2 * rate * sigma(t) ** 2,
  });
}

/** EDM: s = 1, σ = t. Karras et al. 2022, Table 1. */
export function edmSchedule({ min = 0.002, max = 80 }: SigmaRange = {}): Schedule {
  return unscaled({
    range: [min, max],
    sigma: (t) => t,
    spreadRate: () => 1,
    time: (sigma) => sigma,
    diffusion: (t) => 2 * t,
  });
}

/** Flow matching on straight lines: x = (1 − t) x₀ + t ε, σ = t/(1 − t). Lipman et al. 2023 (arXiv 2210.02747), time reversed. */
export function flowMatching(): Schedule {
  return {
    range: [0, 1],
    scale: (t) => 1 - t,
    scaleRate: () => -1,
    spread: (t) => t,
    spreadRate: () => 1,
    sigma: (t) => t / (1 - t),
    time: (sigma) => (sigma === Infinity ? 1 : sigma / (1 + sigma)),
    drift: (t) => -1 / (1 - t),
    diffusion: (t) => (2 * t) / (1 - t),
  };
}

/** β_1 … β_T of DDPM, [T]: linear from 10⁻⁴ to 0.02. Ho et al. 2020 (arXiv 2006.11239), Section 4. */
export const ddpmBetas = (steps = 1000, min = 1e-4, max = 0.02): Float64Array =>
  Float64Array.from({ length: steps }, (_, i) => min + (i / (steps - 1)) * (max - min));

/** β of Stable Diffusion, [T]: √β linear from √0.00085 to √0.012 ("scaled linear" of the latent-diffusion code). */
export const scaledLinearBetas = (steps = 1000, min = 0.00085, max = 0.012): Float64Array =>
  Float64Array.from(
    { length: steps },
    (_, i) => (Math.sqrt(min) + (i / (steps - 1)) * (Math.sqrt(max) - Math.sqrt(min))) ** 2,
  );

/**
 * DDPM: s² = ᾱ_t = Π_{i≤t}(1 − β_i) at t = 0, 1, …, T. Between these it is the variance-preserving schedule with constant β(t) =
 * −ln(1 − β_i) on (i − 1, i], so that every schedule can be asked at every t; drift and diffusion are those of that schedule.
 */
export function ddpm(betas: Float64Array = ddpmBetas()): Schedule {
  const steps = betas.length;
  const rates = betas.map((beta) => -Math.log1p(-beta));
  const sums = new Float64Array(steps + 1); // −ln ᾱ_t
  rates.forEach((rate, i) => (sums[i + 1] = at(sums, i) + rate));
  const interval = (t: number): number => Math.min(Math.max(Math.ceil(t) - 1, 0), steps - 1);
  return variancePreserving({
    range: [0, steps],
    beta: (t) => at(rates, interval(t)),
    integral: (t) => at(sums, interval(t)) + (t - interval(t)) * at(rates, interval(t)),
    inverse: (b) => {
      const found = sums.findIndex((sum) => sum >= b) - 1;
      const i = Math.min(found === -2 ? steps - 1 : Math.max(found, 0), steps - 1);
      return i + (b - at(sums, i)) / at(rates, i);
    },
  });
}

/** The forward process from one level to a noisier one: x' = factor · x + spread · z with the given factor and added spread. */
export function forwardKernel(from: Level, to: Level): Level {
  const factor = to.scale / from.scale;
  return { scale: factor, spread: Math.sqrt(to.spread ** 2 - (factor * from.spread) ** 2) };
}

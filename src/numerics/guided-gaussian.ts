/**
 * Classifier-free guidance between two Gaussians in closed form: p(x | c) = N(μ, s²), p(x) = N(0, S²), unscaled noise, guided denoiser
 * D = D_∅ + w (D_c − D_∅). Ho and Salimans 2022 (arXiv 2207.12598); their weight is w − 1.
 */
import type { Moments } from './gaussian-diffusion.ts';
import { gaussianAnswer } from './gaussian-diffusion.ts';
import { modelFromDenoiser, type Model } from './sampler-step.ts';

export interface Guidance {
  /** Mean μ and standard deviation s of the conditional law. */
  readonly mean: number;
  readonly sd: number;
  /** Standard deviation S of the unconditional law, of mean 0. */
  readonly broad: number;
  /** Guidance weight w: 0 unconditional, 1 conditional. */
  readonly weight: number;
}

/** The guided denoiser and its score. */
export const guidedModel = ({ mean, sd, broad, weight }: Guidance): Model =>
  modelFromDenoiser((x, level) => {
    const narrow = gaussianAnswer({ mean, sd }, 'data', level);
    const wide = gaussianAnswer({ mean: 0, sd: broad }, 'data', level);
    const slope = wide.slope + weight * (narrow.slope - wide.slope);
    const offset = wide.offset + weight * (narrow.offset - wide.offset);
    return x.map((value) => slope * value + offset);
  });

/** The solution of the homogeneous equation, (s² + σ²)^{w/2} (S² + σ²)^{(1−w)/2}. */
const growth = ({ sd, broad, weight }: Guidance, sigma: number): number =>
  (sd ** 2 + sigma ** 2) ** (weight / 2) * (broad ** 2 + sigma ** 2) ** ((1 - weight) / 2);

/**
 * The guided ODE dx/dσ = (x − D)/σ from σ = `from` down to `to` is affine in x: x_to = slope · x_from + offset. From far away to 0 the
 * slope is s^w S^{1−w}/from. The offset is the integral ∫ growth(to)/growth(σ) wμσ/(s² + σ²) dσ, by Simpson's rule in ln(s² + σ²).
 * @param intervals of Simpson's rule, even: 2,000 for all digits, 200 for a curve
 */
export function guidedOde(
  guidance: Guidance,
  from: number,
  to = 0,
  intervals = 2000,
): { readonly slope: number; readonly offset: number } {
  const { mean, sd, weight } = guidance;
  const end = growth(guidance, to);
  const [low, high] = [Math.log(sd ** 2 + to ** 2), Math.log(sd ** 2 + from ** 2)];
  let sum = 0;
  for (let i = 0; i <= intervals; i++) {
    // With u = ln(s² + σ²), σ dσ/(s² + σ²) = du/2.
    const sigma = Math.sqrt(Math.max(Math.exp(low + (i / intervals) * (high - low)) - sd ** 2, 0));
    const factor = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    sum += factor / growth(guidance, sigma);
  }
  const integral = (sum * (high - low)) / (3 * intervals);
  return { slope: end / growth(guidance, from), offset: (end * weight * mean * integral) / 2 };
}

/** Where N(0, from²), the prior, lands: what guidance really samples. As `from` grows the standard deviation tends to s^w S^{1−w}. */
export function guidedMoments(guidance: Guidance, from: number, to = 0, intervals = 2000): Moments {
  const { slope, offset } = guidedOde(guidance, from, to, intervals);
  return { mean: offset, variance: (slope * from) ** 2 };
}

/** The tilted density p(x | c)^w p(x)^{1−w}, normalised: what guidance is often said to sample. Needs w/s² + (1 − w)/S² > 0. */
export function tiltedMoments({ mean, sd, broad, weight }: Guidance): Moments {
  const precision = weight / sd ** 2 + (1 - weight) / broad ** 2;
  return { mean: (weight * mean) / sd ** 2 / precision, variance: 1 / precision };
}

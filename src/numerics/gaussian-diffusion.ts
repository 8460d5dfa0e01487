/**
 * Diffusion of Gaussian data in closed form, per coordinate: what samplers ought to give, and what they do give. Denoiser and score are
 * affine, so a sampler's steps map Gaussians to Gaussians; `sampledMoments` follows mean and variance exactly, noise included.
 */
import { at } from './array.ts';
import { levelOf, type Level, type NoiseLevel } from './noise-level.ts';
import type { Combination, Model, Predicted, Step } from './sampler-step.ts';

/** N(mean, sd²), one coordinate. */
export interface GaussianData {
  readonly mean: number;
  readonly sd: number;
}

export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** x at a level: N(scale · mean, scale² sd² + spread²). */
export function marginal({ mean, sd }: GaussianData, level: NoiseLevel): Moments {
  const { scale, spread } = levelOf(level);
  return { mean: scale * mean, variance: (scale * sd) ** 2 + spread ** 2 };
}

/** slope · x + offset. */
interface Affine {
  readonly slope: number;
  readonly offset: number;
}

/** The denoiser or score of Gaussian data, affine in x. */
export function gaussianAnswer(data: GaussianData, predicts: Predicted, level: NoiseLevel): Affine {
  const { scale, spread } = levelOf(level);
  const { mean, variance } = marginal(data, level);
  return predicts === 'score'
    ? { slope: -1 / variance, offset: mean / variance }
    : { slope: (scale * data.sd ** 2) / variance, offset: (spread ** 2 * data.mean) / variance };
}

/** The perfect model of Gaussian data, all coordinates alike. */
export function gaussianModel(data: GaussianData): Model {
  const answer =
    (predicts: Predicted) =>
    (x: Float64Array, level: Level): Float64Array => {
      const { slope, offset } = gaussianAnswer(data, predicts, level);
      return x.map((value) => slope * value + offset);
    };
  return { data: answer('data'), score: answer('score') };
}

/**
 * Where the probability-flow ODE takes x: standardised values stay, (x − mean)/√variance constant. For data N(0, s²) and unscaled noise
 * x_σ = x₀ √(1 + σ²/s²).
 */
export function odeSolution(data: GaussianData, x: number, from: NoiseLevel, to: NoiseLevel): number {
  const [start, end] = [marginal(data, from), marginal(data, to)];
  return end.mean + (x - start.mean) * Math.sqrt(end.variance / start.variance);
}

/**
 * Mean of the reverse SDE's solution (λ = 1): E[x_to | x_from] = mean' + factor (x − mean), factor = (v'/v)(scale/scale'), by
 * integrating its linear drift; the regression of x_to on x_from in the forward process.
 */
export function reverseFactor(data: GaussianData, from: NoiseLevel, to: NoiseLevel): number {
  const ratio = levelOf(from).scale / levelOf(to).scale;
  return (marginal(data, to).variance / marginal(data, from).variance) * ratio;
}

/** What Euler's steps over σ_0 … σ_N make of x₀, data N(0, sd²): the factor Π (sd² + σ_i σ_{i+1})/(sd² + σ_i²). */
export function eulerProduct(sd: number, sigmas: ArrayLike<number>): number {
  let product = 1;
  for (let i = 0; i + 1 < sigmas.length; i++)
    product *= (sd ** 2 + at(sigmas, i) * at(sigmas, i + 1)) / (sd ** 2 + at(sigmas, i) ** 2);
  return product;
}

/** A combination of x and of affine answers is affine in x. */
const combined = ({ own, predicted }: Combination, answers: readonly Affine[]): Affine =>
  answers.reduce(
    ({ slope, offset }, answer, j) => ({
      slope: slope + (predicted[j] ?? 0) * answer.slope,
      offset: offset + (predicted[j] ?? 0) * answer.offset,
    }),
    { slope: own, offset: 0 },
  );

/** x after one step, before noise, as slope · x + offset. */
export function gaussianStep(step: Step, data: GaussianData): Affine {
  const answers: Affine[] = [];
  for (const { point, level } of step.stages) {
    const asked = combined(point, answers);
    const { slope, offset } = gaussianAnswer(data, step.predicts, level);
    answers.push({ slope: slope * asked.slope, offset: slope * asked.offset + offset });
  }
  return combined(step.next, answers);
}

/** Mean and variance after all steps, exactly. */
export const sampledMoments = (steps: readonly Step[], data: GaussianData, start: Moments): Moments =>
  steps.reduce(({ mean, variance }, step) => {
    const { slope, offset } = gaussianStep(step, data);
    return { mean: slope * mean + offset, variance: slope ** 2 * variance + step.noise ** 2 };
  }, start);

/** Variance that unadjusted Langevin of step ε settles at on N(0, v): v/(1 − ε/4v); infinite from ε = 4v on. */
export const langevinVariance = (epsilon: number, variance = 1): number =>
  epsilon < 4 * variance ? variance / (1 - epsilon / (4 * variance)) : Infinity;

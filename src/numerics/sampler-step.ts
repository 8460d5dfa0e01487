/**
 * One step of a sampler as numbers: every sampler here, Euler to Runge-Kutta, deterministic or not, takes a sum of the present x, of
 * what the model predicts at one or more points, and of fresh noise. The sums' coefficients are formed once in float64 from the noise
 * schedule alone; the same step then runs on float64 arrays (here), on tensors (sampler-step.tensor.ts) and, for Gaussian data,
 * on moments (gaussian-diffusion.ts).
 */
import { at } from './array.ts';
import type { Level } from './noise-level.ts';
import { normals, type Random } from './random.ts';

/** What a step asks of the model: D(x) = E[x₀ | x] or ∇ log p(x). */
export type Predicted = 'data' | 'score';

/** A model of the data at every noise level: x [n, d] flat in, the same shape out. */
export type Model = Readonly<Record<Predicted, (x: Float64Array, level: Level) => Float64Array>>;

/** own · x + Σ_j predicted_j · y_j, with y_j the answer of stage j. */
export interface Combination {
  readonly own: number;
  readonly predicted: readonly number[];
}

/** A question to the model: the point, a combination of the step's x and of the earlier answers, and its noise level. */
export interface Stage {
  readonly point: Combination;
  readonly level: Level;
}

export interface Step {
  readonly predicts: Predicted;
  readonly stages: readonly Stage[];
  /** The next x, before noise. */
  readonly next: Combination;
  /** Standard deviation of the noise then added; a step with 0 draws none. */
  readonly noise: number;
  /** ∫∇·velocity over the step as own · d + Σ_j predicted_j · ∇·y_j; given by the steps that solve an ODE. */
  readonly divergence?: Combination;
}

/** Fresh standard normals for one step, as many as x has entries. */
export type Draw = () => Float64Array;

/** Draws of `size` normals from a seeded stream. Float64 and tensor samplers given equal streams see equal noise. */
export const normalDraws = (random: Random, size: number): Draw => {
  return () => normals(random, size);
};

/** A step that asks once, at x itself. */
export const singleStep = (predicts: Predicted, level: Level, own: number, predicted: number, noise = 0): Step => ({
  predicts,
  stages: [{ point: { own: 1, predicted: [] }, level }],
  next: { own, predicted: [predicted] },
  noise,
});

function combine(
  { own, predicted }: Combination,
  x: ArrayLike<number>,
  answers: readonly ArrayLike<number>[],
): Float64Array {
  return Float64Array.from({ length: x.length }, (_, i) =>
    answers.reduce((sum, y, j) => sum + (predicted[j] ?? 0) * at(y, i), own * at(x, i)),
  );
}

/** The model's answers at all stages of a step. */
function answersOf(step: Step, model: Model, x: Float64Array): { points: Float64Array[]; answers: Float64Array[] } {
  const [points, answers]: [Float64Array[], Float64Array[]] = [[], []];
  for (const { point, level } of step.stages) {
    const asked = combine(point, x, answers);
    points.push(asked);
    answers.push(model[step.predicts](asked, level));
  }
  return { points, answers };
}

/** x after one step, [n, d]. Throws a RangeError where a noisy step is given no noise. */
export function applyStep(step: Step, model: Model, x: Float64Array, draw?: Draw): Float64Array {
  const next = combine(step.next, x, answersOf(step, model, x).answers);
  if (step.noise === 0) return next;
  if (!draw) throw new RangeError('this sampler needs noise');
  const z = draw();
  return next.map((value, i) => value + step.noise * at(z, i));
}

/** Where the last step ends, [n, d]. */
export const sample = (steps: readonly Step[], model: Model, x: Float64Array, draw?: Draw): Float64Array =>
  steps.reduce((state, step) => applyStep(step, model, state, draw), x);

/** The start and the state after every step, steps + 1 arrays [n, d]. */
export function samplePath(steps: readonly Step[], model: Model, x: Float64Array, draw?: Draw): Float64Array[] {
  const path = [x];
  for (const step of steps) path.push(applyStep(step, model, path.at(-1) ?? x, draw));
  return path;
}

/** A model that knows the divergences ∇·D and ∇·score of its answers too, [n] each. */
export interface DivergenceModel extends Model {
  readonly divergence: Readonly<Record<Predicted, (x: Float64Array, level: Level) => Float64Array>>;
}

/**
 * Follows an ODE and the density along it: returns the end points [n, d] and ∫∇·v [n], so that
 * log p_start(x_start) = log p_end(x_end) + ∫∇·v. Eq. (39) of Song et al. 2021 (arXiv 2011.13456).
 */
export function sampleWithDensity(
  steps: readonly Step[],
  model: DivergenceModel,
  start: Float64Array,
  d: number,
): { readonly x: Float64Array; readonly divergence: Float64Array } {
  let x = start;
  let divergence = new Float64Array(start.length / d);
  for (const step of steps) {
    const { points, answers } = answersOf(step, model, x);
    const sum = step.divergence;
    if (!sum) throw new RangeError('this step solves no ordinary differential equation');
    points.forEach((point, j) => {
      const level = step.stages[j]?.level;
      if (!level) return;
      const own = model.divergence[step.predicts](point, level);
      divergence = divergence.map((value, i) => value + (sum.predicted[j] ?? 0) * at(own, i));
    });
    divergence = divergence.map((value) => value + sum.own * d);
    x = combine(step.next, x, answers);
  }
  return { x, divergence };
}

/** Model calls of a whole sampler: what solvers are compared by. */
export const countEvaluations = (steps: readonly Step[]): number =>
  steps.reduce((sum, { stages }) => sum + stages.length, 0);

/** A model from a denoiser alone: score = (scale · D − x)/spread². */
export const modelFromDenoiser = (denoise: (x: Float64Array, level: Level) => Float64Array): Model => ({
  data: denoise,
  score: (x, level) => denoise(x, level).map((value, i) => (level.scale * value - at(x, i)) / level.spread ** 2),
});

/**
 * Classifier-free guidance: (1 − w) · unconditional + w · conditional, of denoisers and of scores; exactly one of the two at w = 0 and 1.
 * Ho and Salimans 2022 (arXiv 2207.12598), whose weight is w − 1.
 */
export function guide(unconditional: Model, conditional: Model, weight: number): Model {
  const answer =
    (predicts: Predicted): Model[Predicted] =>
    (x, level) => {
      const other = conditional[predicts](x, level);
      return unconditional[predicts](x, level).map((value, i) => (1 - weight) * value + weight * at(other, i));
    };
  return { data: answer('data'), score: answer('score') };
}

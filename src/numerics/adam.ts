/** Adam in float64: Algorithm 1 of Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015 (arXiv 1412.6980). */
import { at } from './array.ts';

export interface AdamOptions {
  /** Step size, or a rule for it: the number of steps taken before this one in, the step size out. */
  readonly learningRate: number | ((step: number) => number);
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** The paper's constants. */
export const adamDefaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** The step size of step number `step`, counted from 0. */
export const learningRateAt = ({ learningRate }: AdamOptions, step: number): number =>
  typeof learningRate === 'number' ? learningRate : learningRate(step);

/** A cosine from `from` at step 0 down to 0 at step `steps` (Loshchilov and Hutter, SGDR, ICLR 2017, arXiv 1608.03983). */
export const cosineDecay =
  (from: number, steps: number): ((step: number) => number) =>
  (step) =>
    (from / 2) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps));

export interface AdamState {
  /** Weights and running means of the gradient and of its square, all [p]. */
  readonly weights: Float64Array;
  readonly mean: Float64Array;
  readonly square: Float64Array;
  /** Steps taken. */
  readonly steps: number;
}

export const adamStart = (weights: Float64Array): AdamState => ({
  weights,
  mean: new Float64Array(weights.length),
  square: new Float64Array(weights.length),
  steps: 0,
});

/** One step against a gradient, [p]. */
export function adamStep(state: AdamState, gradient: ArrayLike<number>, options: AdamOptions): AdamState {
  const { beta1, beta2, epsilon } = { ...adamDefaults, ...options };
  const steps = state.steps + 1;
  const rate = learningRateAt(options, state.steps);
  const mean = state.mean.map((m, i) => beta1 * m + (1 - beta1) * at(gradient, i));
  const square = state.square.map((v, i) => beta2 * v + (1 - beta2) * at(gradient, i) ** 2);
  const weights = state.weights.map((w, i) => {
    const unbiasedMean = at(mean, i) / (1 - beta1 ** steps);
    const unbiasedSquare = at(square, i) / (1 - beta2 ** steps);
    return w - (rate * unbiasedMean) / (Math.sqrt(unbiasedSquare) + epsilon);
  });
  return { weights, mean, square, steps };
}

/** What is said of a model's trace. */
import { mean, relativeDeviation } from '../../numerics/training-statistics.ts';
import type { Trace } from './compute.ts';

/** Steps that the gradient norm is given to settle before its scatter is measured. */
export const settled = 50;
/** Steps that the last loss is averaged over, and the drawn line of the loss. */
export const lastSteps = 20;
export const smoothing = 10;

export interface Figures {
  /** Mean loss of the last 20 steps, nats per character. NaN before the first step. */
  readonly loss: number;
  /** Largest gradient norm of all steps. NaN before the first. */
  readonly largest: number;
  /** Standard deviation of the gradient norm over its mean, after step 50. NaN before. */
  readonly deviation: number;
}

export function figuresOf({ loss, norm }: Trace): Figures {
  return {
    loss: mean(loss.slice(-lastSteps)),
    largest: norm.length > 0 ? Math.max(...norm) : NaN,
    deviation: relativeDeviation(norm.slice(settled)),
  };
}

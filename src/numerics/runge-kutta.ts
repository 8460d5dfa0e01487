/** Explicit Runge-Kutta methods for the ODEs of diffusion, written as sampler steps. */
import { at } from './array.ts';
import type { Level } from './noise-level.ts';
import type { Combination, Predicted, Stage, Step } from './sampler-step.ts';

/** dx/dt = own(t) x + predicted(t) · prediction(x, level(t)). */
export interface Field {
  readonly predicts: Predicted;
  readonly at: (t: number) => { readonly level: Level; readonly own: number; readonly predicted: number };
}

/** A Butcher tableau: stage i at time fraction c_i, from the earlier velocities by row a_i; weights b. */
export interface Tableau {
  readonly a: readonly (readonly number[])[];
  readonly b: readonly number[];
  readonly c: readonly number[];
}

export const euler: Tableau = { a: [[]], b: [1], c: [0] };
/** Order 2: the trapezoidal rule with Euler's predictor. */
export const heun: Tableau = { a: [[], [1]], b: [0.5, 0.5], c: [0, 1] };
/** Order 4, the classical method. */
export const classical: Tableau = {
  a: [[], [0.5], [0, 0.5], [0, 0, 1]],
  b: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
  c: [0, 0.5, 0.5, 1],
};

/** x + h Σ_j weights_j velocity_j, each velocity itself a combination of x and predictions. */
function advance(h: number, weights: readonly number[], velocities: readonly Combination[]): Combination {
  const predicted: number[] = new Array<number>(velocities.length).fill(0);
  let own = 1;
  velocities.forEach((velocity, j) => {
    const weight = h * (weights[j] ?? 0);
    own += weight * velocity.own;
    velocity.predicted.forEach((value, i) => (predicted[i] = (predicted[i] ?? 0) + weight * value));
  });
  return { own, predicted };
}

/** One step from time `from` to time `to`, forwards or backwards. */
export function rungeKuttaStep(field: Field, { a, b, c }: Tableau, from: number, to: number): Step {
  const h = to - from;
  const stages: Stage[] = [];
  const velocities: Combination[] = [];
  const divergence = { own: 0, predicted: [] as number[] };
  c.forEach((fraction, i) => {
    // The end itself, not a sum rounded past it: schedules have no levels beyond their range.
    const { level, own, predicted } = field.at(fraction === 1 ? to : from + fraction * h);
    const point = advance(h, a[i] ?? [], velocities);
    stages.push({ point, level });
    const answers = [...point.predicted.map((value) => own * value), predicted];
    velocities.push({ own: own * point.own, predicted: answers });
    const weight = h * at(b, i);
    divergence.own += weight * own;
    divergence.predicted.push(weight * predicted);
  });
  return { predicts: field.predicts, stages, next: advance(h, b, velocities), noise: 0, divergence };
}

/** Steps over a grid of times, [N + 1] → N steps. */
export const rungeKutta = (field: Field, tableau: Tableau, times: ArrayLike<number>): Step[] =>
  Array.from({ length: times.length - 1 }, (_, i) => rungeKuttaStep(field, tableau, at(times, i), at(times, i + 1)));

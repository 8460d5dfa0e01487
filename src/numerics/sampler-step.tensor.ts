/** Samplers on tensors; twins of sampler-step.ts, running the same steps. x is [n, d]; noise is drawn on the host, so that both agree. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Level } from './noise-level.ts';
import type { Combination, Draw, Predicted, Step } from './sampler-step.ts';
import type { Tf } from './tf.tensor.ts';

/** A model on tensors: x [n, d] in, the same shape out, nothing else left behind. */
export type ModelTensors = Readonly<Record<Predicted, (x: Tensor, level: Level) => Tensor>>;

/** With the divergences of its answers, [n]. */
export interface DivergenceModelTensors extends ModelTensors {
  readonly divergence: Readonly<Record<Predicted, (x: Tensor, level: Level) => Tensor>>;
}

/** A sum of multiples that leaves out what has factor 0; always a tensor of its own. */
function combine(tf: Tf, { own, predicted }: Combination, x: Tensor, answers: readonly Tensor[]): Tensor {
  const scaled = (tensor: Tensor, factor: number): Tensor => (factor === 1 ? tensor : tf.mul(tensor, factor));
  const terms = own === 0 ? [] : [scaled(x, own)];
  answers.forEach((answer, j) => {
    const factor = predicted[j] ?? 0;
    if (factor !== 0) terms.push(scaled(answer, factor));
  });
  const [first, ...rest] = terms;
  if (!first) return tf.zerosLike(x);
  return rest.length === 0 ? tf.clone(first) : rest.reduce((sum, term) => tf.add(sum, term), first);
}

/** The points at which a step asks the model, and the answers. */
function answersOf(tf: Tf, step: Step, model: ModelTensors, x: Tensor): { points: Tensor[]; answers: Tensor[] } {
  const [points, answers]: [Tensor[], Tensor[]] = [[], []];
  for (const { point, level } of step.stages) {
    const asked = combine(tf, point, x, answers);
    points.push(asked);
    answers.push(model[step.predicts](asked, level));
  }
  return { points, answers };
}

/** x after one step; the caller keeps and frees both x and the result. */
export function applyStep(tf: Tf, step: Step, model: ModelTensors, x: Tensor, draw?: Draw): Tensor {
  return tf.tidy(() => {
    const next = combine(tf, step.next, x, answersOf(tf, step, model, x).answers);
    if (step.noise === 0) return next;
    if (!draw) throw new RangeError('this sampler needs noise');
    const z = draw().map((value) => value * step.noise);
    return tf.add(next, tf.tensor(Float32Array.from(z), x.shape));
  });
}

/** Where the last step ends, [n, d]; x stays the caller's. */
export function sample(tf: Tf, steps: readonly Step[], model: ModelTensors, x: Tensor, draw?: Draw): Tensor {
  let state = tf.clone(x);
  try {
    for (const step of steps) {
      const next = applyStep(tf, step, model, state, draw);
      state.dispose();
      state = next;
    }
    return state;
  } catch (error) {
    state.dispose();
    throw error;
  }
}

/** The first `rows` rows of the start and of the state after every step, [steps + 1, rows, d], and the end of all, [n, d]. */
export function samplePath(
  tf: Tf,
  steps: readonly Step[],
  model: ModelTensors,
  x: Tensor,
  { draw, rows = x.shape[0] }: { readonly draw?: Draw; readonly rows?: number } = {},
): { readonly path: Tensor; readonly end: Tensor } {
  const [path, end] = tf.tidy((): [Tensor, Tensor] => {
    const states = [tf.slice(x, 0, rows)];
    const end = steps.reduce((state, step) => {
      const next = applyStep(tf, step, model, state, draw);
      states.push(tf.slice(next, 0, rows));
      if (state !== x) state.dispose();
      return next;
    }, x);
    return [tf.stack(states), end === x ? tf.clone(x) : end];
  });
  return { path, end };
}

/** End points [n, d] and ∫∇·v [n] along an ODE; twin of `sampleWithDensity`. */
export function sampleWithDensity(
  tf: Tf,
  steps: readonly Step[],
  model: DivergenceModelTensors,
  x: Tensor,
): { readonly x: Tensor; readonly divergence: Tensor } {
  let state = { x: tf.clone(x), divergence: tf.tidy((): Tensor => tf.sum(tf.zerosLike(x), 1)) };
  for (const step of steps) {
    const sum = step.divergence;
    if (!sum) throw new RangeError('this step solves no ordinary differential equation');
    const [next, divergence] = tf.tidy((): [Tensor, Tensor] => {
      const { points, answers } = answersOf(tf, step, model, state.x);
      const parts = step.stages.map(({ level }, j) => {
        const own = model.divergence[step.predicts](points[j] ?? state.x, level);
        return tf.mul(own, sum.predicted[j] ?? 0);
      });
      const gained = parts.reduce(
        (total, part) => tf.add(total, part),
        tf.add(state.divergence, sum.own * (x.shape[1] ?? 1)),
      );
      return [combine(tf, step.next, state.x, answers), gained];
    });
    tf.dispose([state.x, state.divergence]);
    state = { x: next, divergence };
  }
  return state;
}

/** A model from a denoiser alone: score = (scale · D − x)/spread². */
export const modelFromDenoiser = (tf: Tf, denoise: (x: Tensor, level: Level) => Tensor): ModelTensors => ({
  data: denoise,
  score: (x, level) => tf.tidy(() => tf.mul(tf.sub(tf.mul(denoise(x, level), level.scale), x), 1 / level.spread ** 2)),
});

/** Classifier-free guidance: (1 − w) · unconditional + w · conditional; twin of `guide`. */
export function guide(tf: Tf, unconditional: ModelTensors, conditional: ModelTensors, weight: number): ModelTensors {
  const answer =
    (predicts: Predicted): ModelTensors[Predicted] =>
    (x, level) =>
      tf.tidy(() => {
        const [without, given] = [unconditional[predicts](x, level), conditional[predicts](x, level)];
        return tf.add(tf.mul(without, 1 - weight), tf.mul(given, weight));
      });
  return { data: answer('data'), score: answer('score') };
}

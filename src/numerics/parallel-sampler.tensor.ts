/**
 * Several one-dimensional samplers in one batch on tensors, with the exact denoiser of Gaussians of one deviation: every sampler has its
 * own noise levels, so that thirty samplers cost as many kernels as one. Twins of `sample` and `samplePath` in sampler-step.ts, with
 * mixture-model.ts, for deterministic steps that ask for the data.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from './array.ts';
import type { Mixture } from './gaussian-mixture.ts';
import type { Combination, Step } from './sampler-step.ts';
import type { Tf } from './tf.tensor.ts';

/**
 * own · x + Σ_j attended_j A_j, where A_j = Σ_k r_k μ_k at the step's stage j. Everything within a step is such a sum, since
 * D = (scale sd² asked + spread² A)/v with v = scale² sd² + spread².
 */
interface Expansion {
  readonly own: number;
  readonly attended: readonly number[];
}
/** A question at `asked`: r = softmax_k(log weight_k − precision (scale μ_k − asked)²/2). */
interface Question {
  readonly asked: Expansion;
  readonly scale: number;
  readonly precision: number;
}
interface StepNumbers {
  readonly questions: readonly Question[];
  readonly next: Expansion;
}

/** Puts the answers' own expansions into a sum of answers. */
const expand = ({ own, predicted }: Combination, answers: readonly Expansion[]): Expansion => {
  const sum = (of: (answer: Expansion) => number): number =>
    answers.reduce((total, answer, j) => total + (predicted[j] ?? 0) * of(answer), 0);
  return {
    own: own + sum((answer) => answer.own),
    attended: answers.map((_, j) => sum(({ attended }) => attended[j] ?? 0)),
  };
};

/** A step's numbers, formed in float64 from its levels and the components' deviation. */
function numbersOf({ predicts, stages, next, noise }: Step, sd: number): StepNumbers {
  if (predicts !== 'data' || noise !== 0)
    throw new RangeError('samplers that run side by side take deterministic steps that ask for the data');
  const answers: Expansion[] = [];
  const questions = stages.map(({ point, level: { scale, spread } }): Question => {
    const variance = (scale * sd) ** 2 + spread ** 2;
    const asked = expand(point, answers);
    const share = (scale * sd ** 2) / variance;
    const attended = answers.map((_, j) => share * at(asked.attended, j));
    answers.push({ own: share * asked.own, attended: [...attended, spread ** 2 / variance] });
    return { asked, scale, precision: 1 / variance };
  });
  return { questions, next: expand(next, answers) };
}

/** The components on the device: log weights and means [1, 1, K], and the means as a column [K, 1]. */
interface Components {
  readonly sd: number;
  readonly logs: Tensor;
  readonly row: Tensor;
  readonly column: Tensor;
}
function upload(tf: Tf, { weights, means, sds }: Mixture): Components {
  const [sd = 0, ...others] = sds;
  if (others.some((other) => other !== sd)) throw new RangeError('the components have one deviation here');
  const k = weights.length;
  return {
    sd,
    logs: tf.tensor3d(Float32Array.from(weights, Math.log), [1, 1, k]),
    row: tf.tensor3d(Float32Array.from(means), [1, 1, k]),
    column: tf.tensor2d(Float32Array.from(means), [k, 1]),
  };
}

/** What a sampler without a stage that others have asks meanwhile; nobody uses the answer. */
const idle: Question = { asked: { own: 1, attended: [] }, scale: 1, precision: 0 };

/** All samplers' next states, [S, n, 1], from their present ones; step s is sampler s's. Called within a tidy. */
function advance(tf: Tf, components: Components, steps: readonly Step[], state: Tensor): Tensor {
  const { sd, logs, row, column } = components;
  const numbers = steps.map((step) => numbersOf(step, sd));
  const perSampler = (of: (numbers: StepNumbers) => number): Tensor =>
    tf.tensor3d(Float32Array.from(numbers, of), [numbers.length, 1, 1]);
  const known = [state];
  const sumOf = (of: (numbers: StepNumbers) => Expansion): Tensor => {
    const terms = known.flatMap((tensor, j) => {
      const factor = (one: StepNumbers): number => (j === 0 ? of(one).own : (of(one).attended[j - 1] ?? 0));
      // The state always takes part: it has the shape.
      if (j > 0 && numbers.every((one) => factor(one) === 0)) return [];
      return numbers.every((one) => factor(one) === 1) ? [tensor] : [tf.mul(tensor, perSampler(factor))];
    });
    return terms.reduce((sum, term) => tf.add(sum, term));
  };
  const attend = (asked: Tensor, of: (numbers: StepNumbers) => Question): Tensor => {
    // A single component has all the weight.
    if (row.size === 1) return row;
    const apart = tf.sub(tf.mul(row, perSampler((one) => of(one).scale)), asked); // prettier-ignore
    const logits = tf.add(tf.mul(tf.square(apart), perSampler((one) => -of(one).precision / 2)), logs); // prettier-ignore
    const shares = tf.reshape(tf.softmax(logits), [-1, row.size]);
    return tf.reshape(tf.matMul(shares, column), state.shape);
  };
  const stages = Math.max(...numbers.map(({ questions }) => questions.length));
  for (let j = 0; j < stages; j++) {
    const question = ({ questions }: StepNumbers): Question => questions[j] ?? idle;
    known.push(attend(sumOf((one) => question(one).asked), question)); // prettier-ignore
  }
  return tf.clone(sumOf(({ next }) => next));
}

const stepsAt = (samplers: readonly (readonly Step[])[], index: number): Step[] =>
  samplers.map((sampler) => {
    const step = sampler[index];
    if (!step) throw new RangeError('samplers that run side by side have as many steps');
    return step;
  });

/**
 * States after the given numbers of steps, ascending, [kept, samplers · n, 1]; x [samplers · n, 1] stays the caller's, and so does the
 * result. All samplers have as many steps; rows of sampler s are s n … (s + 1) n − 1.
 */
export function parallelPath(
  tf: Tf,
  samplers: readonly (readonly Step[])[],
  mixture: Mixture,
  x: Tensor,
  kept: readonly number[],
): Tensor {
  return tf.tidy(() => {
    const components = upload(tf, mixture);
    const total = samplers[0]?.length ?? 0;
    const wanted = new Set(kept);
    const states: Tensor[] = [];
    let state = tf.reshape(x, [samplers.length, -1, 1]);
    for (let index = 0; index <= total; index++) {
      if (wanted.has(index)) states.push(tf.reshape(state, x.shape));
      if (index === total) break;
      const [before, steps] = [state, stepsAt(samplers, index)];
      state = tf.tidy(() => advance(tf, components, steps, before));
      before.dispose();
    }
    return tf.stack(states);
  });
}

/**
 * Where every sampler ends, [samplers, n]; starts are [n] each. Samplers may have any numbers of steps: each leaves the batch when it
 * is done. The result is the caller's.
 */
export function parallelEnds(
  tf: Tf,
  samplers: readonly (readonly Step[])[],
  mixture: Mixture,
  starts: readonly ArrayLike<number>[],
): Tensor {
  const lengthOf = (s: number): number => samplers[s]?.length ?? 0;
  // The longest first, so that those still under way are always the first rows.
  const order = samplers.map((_, s) => s).sort((a, b) => lengthOf(b) - lengthOf(a));
  const sorted = order.map((s) => samplers[s] ?? []);
  const n = starts[0]?.length ?? 0;
  return tf.tidy(() => {
    const components = upload(tf, mixture);
    const rows = Float32Array.from(order.flatMap((s) => Array.from(starts[s] ?? [])));
    let state: Tensor = tf.tensor3d(rows, [order.length, n, 1]);
    const ended: Tensor[] = [];
    for (let index = 0; state.shape[0] > 0; index++) {
      const under = sorted.filter((sampler) => sampler.length > index);
      if (under.length < state.shape[0]) {
        ended.unshift(tf.slice(state, [under.length, 0, 0]));
        if (under.length === 0) break;
        state = tf.slice(state, [0, 0, 0], [under.length, n, 1]);
      }
      const before = state;
      state = tf.tidy(() => advance(tf, components, stepsAt(under, index), before));
      before.dispose();
    }
    const places = order.map((_, s) => order.indexOf(s));
    return tf.gather(tf.reshape(tf.concat(ended), [order.length, n]), tf.tensor1d(places, 'int32'));
  });
}

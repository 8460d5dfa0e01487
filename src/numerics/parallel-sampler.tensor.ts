/**
 * Several one-dimensional samplers in one batch on tensors: each has its own rows of x, and every row its own noise level, so that four
 * schedules cost as many kernels as one. Twin of `samplePath` in sampler-step.ts for steps that ask once, at x itself.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from './array.ts';
import { posteriorMean, type MixtureTensors } from './gaussian-mixture.tensor.ts';
import type { Step } from './sampler-step.ts';
import type { Tf } from './tf.tensor.ts';

/** What a step multiplies x and D by, and the level it asks at. */
type Coefficient = 'own' | 'predicted' | 'scale' | 'spread';

function coefficient(step: Step | undefined, which: Coefficient): number {
  const stage = step?.stages[0];
  if (!step || !stage || step.predicts !== 'data' || step.stages.length !== 1 || step.noise !== 0)
    throw new RangeError('samplers that run side by side take deterministic steps that ask for the data once');
  return which === 'own' || which === 'predicted'
    ? which === 'own'
      ? step.next.own
      : at(step.next.predicted, 0)
    : stage.level[which];
}

/**
 * States after the given numbers of steps, [kept, samplers · n, 1]; x [samplers · n, 1] stays the caller's, and so does the result.
 * All samplers have as many steps; rows of sampler s are s n … (s + 1) n − 1.
 */
export function parallelPath(
  tf: Tf,
  samplers: readonly (readonly Step[])[],
  mixture: MixtureTensors,
  x: Tensor,
  kept: readonly number[],
): Tensor {
  const rows = x.shape[0] ?? 0;
  const n = rows / samplers.length;
  const column = (index: number, which: Coefficient): Tensor => {
    const values = samplers.map((steps) => coefficient(steps[index], which));
    return tf.tensor2d(
      Float32Array.from({ length: rows }, (_, row) => at(values, Math.floor(row / n))),
      [rows, 1],
    );
  };
  const steps = samplers[0]?.length ?? 0;
  const states: Tensor[] = [];
  const wanted = new Set(kept);
  let state = tf.clone(x);
  try {
    for (let index = 0; index <= steps; index++) {
      if (wanted.has(index)) states.push(tf.clone(state));
      if (index === steps) break;
      const next = tf.tidy(() => {
        const level = { scale: column(index, 'scale'), spread: column(index, 'spread') };
        const answer = posteriorMean(tf, mixture, state, level);
        return tf.add(tf.mul(state, column(index, 'own')), tf.mul(answer, column(index, 'predicted')));
      });
      state.dispose();
      state = next;
    }
    return tf.stack(states);
  } finally {
    tf.dispose([state, ...states]);
  }
}

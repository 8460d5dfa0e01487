/**
 * Several one-dimensional samplers in one batch on tensors, with the exact denoiser of Gaussians of one deviation: each sampler has its
 * own rows of x, and every row its own noise level, so that eight samplers cost as many kernels as one. Twin of `samplePath` in
 * sampler-step.ts, with mixture-model.ts, for steps that ask once, at x itself.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from './array.ts';
import type { Mixture } from './gaussian-mixture.ts';
import type { Step } from './sampler-step.ts';
import type { Tf } from './tf.tensor.ts';

/** x' = own · x + mean · Σ_k r_k μ_k, r = softmax_k(log weight_k − precision (scale μ_k − x)²/2). */
interface Coefficients {
  readonly own: number;
  readonly mean: number;
  readonly scale: number;
  readonly precision: number;
}

/** Formed in float64 from a step and the components' deviation: D = (scale sd² x + spread² Σ r μ)/v, v = scale² sd² + spread². */
function coefficientsOf(step: Step, sd: number): Coefficients {
  const stage = step.stages[0];
  if (!stage || step.predicts !== 'data' || step.stages.length !== 1 || step.noise !== 0)
    throw new RangeError('samplers that run side by side take deterministic steps that ask for the data once');
  const { scale, spread } = stage.level;
  const variance = (scale * sd) ** 2 + spread ** 2;
  const predicted = at(step.next.predicted, 0);
  return {
    own: step.next.own + (predicted * scale * sd ** 2) / variance,
    mean: (predicted * spread ** 2) / variance,
    scale,
    precision: 1 / variance,
  };
}

/**
 * States after the given numbers of steps, ascending, [kept, samplers · n, 1]; x [samplers · n, 1] stays the caller's, and so does the
 * result. All samplers have as many steps; rows of sampler s are s n … (s + 1) n − 1.
 */
export function parallelPath(
  tf: Tf,
  samplers: readonly (readonly Step[])[],
  { weights, means, sds }: Mixture,
  x: Tensor,
  kept: readonly number[],
): Tensor {
  const [sd = 0, ...others] = sds;
  if (others.some((other) => other !== sd)) throw new RangeError('the components have one deviation here');
  const [rows = 0] = x.shape;
  const n = rows / samplers.length;
  const steps = samplers[0]?.length ?? 0;
  const wanted = new Set(kept);
  const [logs, row, column] = tf.tidy(() => [
    tf.tensor2d(Float32Array.from(weights, Math.log), [1, weights.length]),
    tf.tensor2d(Float32Array.from(means), [1, weights.length]),
    tf.tensor2d(Float32Array.from(means), [weights.length, 1]),
  ]) as [Tensor, Tensor, Tensor];
  const advance = (state: Tensor, index: number): Tensor =>
    tf.tidy(() => {
      const now = samplers.map((sampler) => {
        const step = sampler[index];
        if (!step) throw new RangeError('samplers that run side by side have as many steps');
        return coefficientsOf(step, sd);
      });
      const rowsOf = (of: (c: Coefficients) => number): Tensor => {
        const values = new Float32Array(rows);
        now.forEach((c, s) => values.fill(of(c), s * n, (s + 1) * n));
        return tf.tensor2d(values, [rows, 1]);
      };
      const apart = tf.sub(
        tf.mul(
          rowsOf(({ scale }) => scale),
          row,
        ),
        state,
      );
      const logits = tf.add(
        tf.mul(
          tf.square(apart),
          rowsOf(({ precision }) => -precision / 2),
        ),
        logs,
      );
      const attended = tf.matMul(tf.softmax(logits), column);
      return tf.add(
        tf.mul(
          state,
          rowsOf(({ own }) => own),
        ),
        tf.mul(
          attended,
          rowsOf(({ mean }) => mean),
        ),
      );
    });
  const states: Tensor[] = [];
  let state = tf.clone(x);
  try {
    for (let index = 0; index <= steps; index++) {
      if (wanted.has(index)) states.push(tf.clone(state));
      if (index === steps) break;
      const next = advance(state, index);
      state.dispose();
      state = next;
    }
    return tf.stack(states);
  } finally {
    tf.dispose([state, ...states, logs, row, column]);
  }
}

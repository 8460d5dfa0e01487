/** Training and using a small denoiser on tensors; twin of denoiser-network.ts. */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Optimizer, WeightTensors } from './adam.tensor.ts';
import type { DenoiserBatch, DenoiserDesign, Features } from './denoiser-network.ts';
import { multilayer } from './multilayer.tensor.ts';
import type { Level } from './noise-level.ts';
import { conversion, type Prediction } from './noise-predictions.ts';
import type { ModelTensors } from './sampler-step.tensor.ts';
import type { Tf } from './tf.tensor.ts';

/** Feature rows [n, width] of points x [n, d], all at one level. */
export function featureRows(tf: Tf, { factor, frequencies, noise }: Features, x: Tensor, level: Level): Tensor {
  return tf.tidy(() => {
    const scale = factor(level);
    const c = scale === 1 ? x : tf.mul(x, scale);
    const waves = frequencies.flatMap((k) => {
      const angle = k === 1 ? c : tf.mul(c, k);
      return [tf.sin(angle), tf.cos(angle)];
    });
    return tf.concat([c, ...waves, tf.fill([x.shape[0], 1], noise(level))], 1);
  });
}

/** A batch on the device. */
export interface DenoiserBatchTensors {
  /** [n, features]. */
  readonly inputs: Tensor;
  /** [n, d]. */
  readonly targets: Tensor;
  /** √weight of each example, [n, 1]; none where all weights are 1. */
  readonly roots: Tensor | undefined;
}

/** Uploads a batch; within a tidy, or for the caller to free. */
export function uploadBatch(tf: Tf, { inputs, targets, weights, n }: DenoiserBatch): DenoiserBatchTensors {
  const rows = (values: Float64Array): Tensor => tf.tensor2d(Float32Array.from(values), [n, values.length / n]);
  const weighted = weights.some((weight) => weight !== 1);
  return { inputs: rows(inputs), targets: rows(targets), roots: weighted ? rows(weights.map(Math.sqrt)) : undefined };
}

/** Mean over the batch of weight · ‖output − target‖², a scalar, from the network's outputs [n, d]. */
export function squaredError(tf: Tf, outputs: Tensor, { targets, roots }: DenoiserBatchTensors): Tensor {
  const errors = tf.sub(outputs, targets);
  const weighted = roots ? tf.mul(errors, roots) : errors;
  return tf.mul(tf.sum(tf.square(weighted)), 1 / targets.shape[0]);
}

/** One step of Adam on a batch; returns [loss, gradient norm] as `Optimizer.step` does, for `readFigures` or to be disposed of. */
export function trainStep(tf: Tf, optimizer: Optimizer<string>, batch: DenoiserBatch): Tensor1D {
  // Not in a tidy, which would free the optimizer's new weights.
  const tensors = uploadBatch(tf, batch);
  try {
    return optimizer.step((weights) => squaredError(tf, multilayer(tf, weights, tensors.inputs), tensors));
  } finally {
    tf.dispose([tensors.inputs, tensors.targets, ...(tensors.roots ? [tensors.roots] : [])]);
  }
}

/** D or score from a network's output [n, d]: own · x + data · output. */
export function convert(
  tf: Tf,
  { prediction, dataSd }: Pick<DenoiserDesign, 'prediction' | 'dataSd'>,
  wanted: Prediction,
  x: Tensor,
  output: Tensor,
  level: Level,
): Tensor {
  const { own, data } = conversion(prediction, wanted, level, dataSd);
  const scaled = data === 1 ? output : tf.mul(output, data);
  return own === 0 ? scaled : tf.add(tf.mul(x, own), scaled);
}

/** The network as a model for samplers. `weights` is asked at every call, so that a network still in training can be sampled. */
export function denoiserModel(tf: Tf, design: DenoiserDesign, weights: () => WeightTensors<string>): ModelTensors {
  const answer =
    (wanted: 'data' | 'score') =>
    (x: Tensor, level: Level): Tensor =>
      tf.tidy(() => {
        const output = multilayer(tf, weights(), featureRows(tf, design.features, x, level));
        return convert(tf, design, wanted, x, output, level);
      });
  return { data: answer('data'), score: answer('score') };
}

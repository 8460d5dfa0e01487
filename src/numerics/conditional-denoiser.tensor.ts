/** A denoiser that is told a class, on tensors; twin of conditional-denoiser.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightTensors } from './adam.tensor.ts';
import type { DenoiserDesign } from './denoiser-network.ts';
import { convert, featureRows } from './denoiser-network.tensor.ts';
import { multilayer } from './multilayer.tensor.ts';
import type { Level } from './noise-level.ts';
import { modelFromDenoiser, type ModelTensors } from './sampler-step.tensor.ts';
import type { Tf } from './tf.tensor.ts';

/** Labels as rows of 0 and one 1, [n, classes]: a product with them picks class vectors, and has a gradient on every backend. */
export const labelRows = (tf: Tf, labels: ArrayLike<number>, classes: number): Tensor =>
  tf.tensor2d(
    Float32Array.from({ length: labels.length * classes }, (_, i) =>
      labels[Math.floor(i / classes)] === i % classes ? 1 : 0,
    ),
    [labels.length, classes],
  );

/** The network's output, [n, d], for feature rows [n, width] and label rows [n, classes]. Call it within a tidy. */
export function conditionalOutput(tf: Tf, weights: WeightTensors<string>, inputs: Tensor, labels: Tensor): Tensor {
  const { embedding } = weights;
  if (!embedding) throw new RangeError('the network has no class vectors');
  return multilayer(tf, weights, tf.concat([inputs, tf.matMul(labels, embedding)], 1));
}

/** The guided denoiser of rows with the given labels; both answers of a row are computed in one pass over twice the rows. */
export function guidedModelOf(
  tf: Tf,
  design: DenoiserDesign,
  weights: WeightTensors<string>,
  labels: ArrayLike<number>,
  weight: number,
): ModelTensors {
  const classes = weights['embedding']?.shape[0] ?? 1;
  const n = labels.length;
  const both = Int32Array.from({ length: 2 * n }, (_, i) => (i < n ? classes - 1 : (labels[i - n] ?? classes - 1)));
  return modelFromDenoiser(tf, (x: Tensor, level: Level) =>
    tf.tidy(() => {
      const features = featureRows(tf, design.features, x, level);
      const output = conditionalOutput(tf, weights, tf.concat([features, features], 0), labelRows(tf, both, classes));
      const [without, given] = tf.split(output, 2, 0);
      if (!without || !given) throw new RangeError('no rows');
      // A denoiser is affine in the network's output: guiding one guides the other.
      const guided = tf.add(tf.mul(without, 1 - weight), tf.mul(given, weight));
      return convert(tf, design, 'data', x, guided, level);
    }),
  );
}

/** A multilayer perceptron on tensors; twin of multilayer.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightTensors } from './adam.tensor.ts';
import { countLayers, layerNames } from './multilayer.ts';
import type { Tf } from './tf.tensor.ts';

/** x σ(x); made of kernels whose gradients every backend has. */
export const silu = (tf: Tf, x: Tensor): Tensor => tf.mul(x, tf.sigmoid(x));

/** The network's outputs: x [n, sizes_0] → [n, sizes_last]. Call it within a tidy. */
export function multilayer(tf: Tf, weights: WeightTensors<string>, x: Tensor): Tensor {
  const layers = countLayers(weights);
  let rows = x;
  for (let layer = 0; layer < layers; layer++) {
    const [weight, bias] = layerNames(layer).map((name) => weights[name]);
    if (!weight || !bias) throw new RangeError(`the network has no layer ${layer}`);
    const sums = tf.add(tf.matMul(rows, weight), bias);
    rows = layer === layers - 1 ? sums : silu(tf, sums);
  }
  return rows;
}

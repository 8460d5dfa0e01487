/** A block of multi-head attention and a feed-forward network, norms before both, on tensors. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightTensors } from './adam.tensor.ts';
import { linear, rmsNorm } from './character-model.tensor.ts';
import type { Tf } from './tf.tensor.ts';
import type { BlockWeight } from './transformer-block.ts';

/** [batch, n, d] to [batch, heads, n, d/heads]. */
function splitHeads(tf: Tf, x: Tensor, heads: number): Tensor {
  const [batch = 1, n = 1, d = 1] = x.shape;
  return tf.transpose(tf.reshape(x, [batch, n, heads, d / heads]), [0, 2, 1, 3]);
}

export interface BlockResult {
  /** The shape of x. */
  readonly output: Tensor;
  /** Softmax weights of every head, [batch, heads, n, n]. */
  readonly weights: Tensor;
}

/** x + attention(norm x), then that + network(norm of it): x [batch, n, d]; `mask` [n, n] is added to the scores. */
export function transformerBlock(
  tf: Tf,
  x: Tensor,
  block: WeightTensors<BlockWeight>,
  mask: Tensor,
  heads: number,
): BlockResult {
  const normed = rmsNorm(tf, x);
  const [q, k, v] = [block.query, block.key, block.value].map((weight) =>
    splitHeads(tf, linear(tf, normed, weight), heads),
  ) as [Tensor, Tensor, Tensor];
  const scale = Math.sqrt(heads / (x.shape.at(-1) ?? 1));
  const weights = tf.softmax(tf.add(tf.mul(tf.matMul(q, k, false, true), scale), mask));
  const merged = tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), x.shape);
  const attended = tf.add(x, linear(tf, merged, block.output));
  const inner = tf.relu(linear(tf, rmsNorm(tf, attended), block.expand));
  return { output: tf.add(attended, linear(tf, inner, block.contract)), weights };
}

/** Linear attention with rotary position embedding on tensors; twins of linear-attention.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { rotateRows } from './rope.tensor.ts';
import type { Tf } from './tf.tensor.ts';

/** φ(x) = elu(x) + 1, any shape. */
export const featureMap = (tf: Tf, x: Tensor): Tensor => tf.tidy(() => tf.add(tf.elu(x), tf.scalar(1)));

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, m) => m);

/** O(n): q, k [n, d], v [n, dv]; returns [n, dv]. Row m stands at position m. */
export function rotaryLinearAttention(tf: Tf, q: Tensor, k: Tensor, v: Tensor, theta: ArrayLike<number>): Tensor {
  return tf.tidy(() => {
    const [fq, fk] = [featureMap(tf, q), featureMap(tf, k)];
    const positions = upTo(q.shape[0]);
    const state = tf.matMul(rotateRows(tf, fk, positions, theta), v, true, false); // [d, dv]
    const numerator = tf.matMul(rotateRows(tf, fq, positions, theta), state);
    const denominator = tf.sum(tf.mul(fq, tf.sum(fk, 0, true)), 1, true); // [n, 1]
    return tf.div(numerator, denominator);
  });
}

/** The n×n form: weights [n, n] first, then v. */
export function rotaryLinearAttentionQuadratic(
  tf: Tf,
  q: Tensor,
  k: Tensor,
  v: Tensor,
  theta: ArrayLike<number>,
): Tensor {
  return tf.tidy(() => {
    const [fq, fk] = [featureMap(tf, q), featureMap(tf, k)];
    const positions = upTo(q.shape[0]);
    const weights = tf.matMul(rotateRows(tf, fq, positions, theta), rotateRows(tf, fk, positions, theta), false, true);
    const denominator = tf.sum(tf.matMul(fq, fk, false, true), 1, true);
    return tf.div(tf.matMul(weights, v), denominator);
  });
}

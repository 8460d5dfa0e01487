/** Weights of linear attention as functions of the query, on tensors; twin of feature-score-gradient.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Feature } from './feature-score-gradient.ts';
import { featureMap as eluPlusOne } from './linear-attention.tensor.ts';
import type { Tf } from './tf.tensor.ts';

export const features = (tf: Tf, x: Tensor, kind: Feature): Tensor => (kind === 'elu' ? eluPlusOne(tf, x) : tf.relu(x));

/** p for rows of queries [rows, d] over keys [keys, d]: [rows, keys]. */
export function featureWeights(tf: Tf, q: Tensor, k: Tensor, kind: Feature): Tensor {
  return tf.tidy(() => {
    const scores = tf.matMul(features(tf, q, kind), features(tf, k, kind), false, true);
    return tf.div(scores, tf.sum(scores, 1, true));
  });
}

/** ∂p_j/∂q_i for each of several queries [queries, d], by automatic differentiation in one pass: [queries, keys, d]. */
export function queryJacobians(tf: Tf, q: Tensor, k: Tensor, kind: Feature): Tensor {
  return tf.tidy(() => {
    const [queries, d] = q.shape as [number, number];
    const keys = k.shape[0];
    const rows = tf.reshape(tf.tile(tf.reshape(q, [queries, 1, d]), [1, keys, 1]), [queries * keys, d]);
    const chosen = tf.tile(tf.eye(keys), [queries, 1]); // row (query, j) looks at p_j
    const slopes = tf.grad((x: Tensor) => tf.sum(tf.mul(featureWeights(tf, x, k, kind), chosen)))(rows);
    return tf.reshape(slopes, [queries, keys, d]);
  });
}

/** Softmax attention on tensors; twins of attention.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from './tf.tensor.ts';

/** softmax(q kᵀ · scale) over the last axis: q [..., n, d], k [..., n', d]; returns [..., n, n']. Default scale 1/√d. */
export function attentionWeights(tf: Tf, q: Tensor, k: Tensor, scale?: number): Tensor {
  return tf.tidy(() => {
    const d = q.shape[q.rank - 1] ?? 1;
    const scores = tf.matMul(q, k, false, true);
    return tf.softmax(tf.mul(scores, tf.scalar(scale ?? 1 / Math.sqrt(d))));
  });
}

/** softmax(q kᵀ · scale) v: v [..., n', dv]; returns [..., n, dv]. */
export function softmaxAttention(tf: Tf, q: Tensor, k: Tensor, v: Tensor, scale?: number): Tensor {
  return tf.tidy(() => tf.matMul(attentionWeights(tf, q, k, scale), v));
}

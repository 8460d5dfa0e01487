/** NormAttention on tensors; twins of norm-attention.ts. Any batch axes come first. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { rmsNorm } from './character-model.tensor.ts';
import type { Tf } from './tf.tensor.ts';

/** RMSNorm(φ(Q)(φ(K)ᵀV)): features [..., n, D], values [..., n, d]; O(n). */
export function normAttention(tf: Tf, fq: Tensor, fk: Tensor, v: Tensor, epsilon: number): Tensor {
  return tf.tidy(() => rmsNorm(tf, tf.matMul(fq, tf.matMul(fk, v, true, false)), epsilon));
}

/** Causal, by way of the masked scores: `mask` [n, n] has 1 where key j may be seen by query i, else 0. */
export function causalNormAttention(tf: Tf, fq: Tensor, fk: Tensor, v: Tensor, mask: Tensor, epsilon: number): Tensor {
  return tf.tidy(() => rmsNorm(tf, tf.matMul(tf.mul(tf.matMul(fq, fk, false, true), mask), v), epsilon));
}

/** RMSNorm(Σ_j s_j v_j) for rows of scores [rows, n] and values [n, d]: [rows, d]. */
export const normOutput = (tf: Tf, s: Tensor, v: Tensor, epsilon: number): Tensor =>
  tf.tidy(() => rmsNorm(tf, tf.matMul(s, v), epsilon));

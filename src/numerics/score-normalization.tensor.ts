/** Weights from scores on tensors, and their Jacobians by automatic differentiation; twins of score-normalization.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Normalizer } from './score-normalization.ts';
import type { Tf } from './tf.tensor.ts';

/** p for rows of scores, [rows, n]. */
export function normalizedScores(tf: Tf, s: Tensor, kind: Normalizer, epsilon = 0): Tensor {
  return tf.tidy(() => {
    if (kind === 'exp') return tf.softmax(s);
    const total = tf.sum(s, -1, true);
    return tf.div(s, kind === 'damped' ? tf.add(total, epsilon) : total);
  });
}

/**
 * ∂y_j/∂x_k of a function that maps rows to rows ([rows, n] to [rows, m]), at one point x [1, n]: [m, n]. The point is repeated m times and
 * the sum of y_j of row j is differentiated, so that one backward pass gives all rows.
 */
export function jacobian(tf: Tf, f: (rows: Tensor) => Tensor, x: Tensor, outputs: number): Tensor {
  return tf.tidy(() => {
    const chosen = tf.eye(outputs);
    return tf.grad((rows: Tensor) => tf.sum(tf.mul(f(rows), chosen)))(tf.tile(x, [outputs, 1]));
  });
}

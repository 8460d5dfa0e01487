/** DiagAttention on tensors; twins of diag-attention.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { softmaxAttention } from './attention.tensor.ts';
import type { Tf } from './tf.tensor.ts';

/** Rows from ≤ i < to of a matrix. */
const rowsOf = (tf: Tf, x: Tensor, from: number, to: number): Tensor =>
  tf.slice(x, [from, 0], [to - from, x.shape[1] ?? 0]);

/**
 * q, k [n, d], v [n, dv]; returns [n, dv]. Whole blocks are a batch of small attentions, so that no [n, n] matrix is made; what is left over
 * is a block of its own. With the identity as v the outputs are the weights. Default scale 1/√d.
 */
export function diagAttention(tf: Tf, q: Tensor, k: Tensor, v: Tensor, w: number, scale?: number): Tensor {
  return tf.tidy(() => {
    const n = q.shape[0];
    const whole = Math.floor(n / w);
    const parts: Tensor[] = [];
    if (whole > 0) {
      const stacked = [q, k, v].map((x) => tf.reshape(rowsOf(tf, x, 0, whole * w), [whole, w, x.shape[1] ?? 0])) as [
        Tensor,
        Tensor,
        Tensor,
      ];
      parts.push(tf.reshape(softmaxAttention(tf, ...stacked, scale), [whole * w, v.shape[1] ?? 0]));
    }
    if (whole * w < n) {
      const rest = [q, k, v].map((x) => rowsOf(tf, x, whole * w, n)) as [Tensor, Tensor, Tensor];
      parts.push(softmaxAttention(tf, ...rest, scale));
    }
    return tf.concat(parts, 0);
  });
}

/**
 * Causal, with batch axes: q, k [..., n, d], v [..., n, dv], w a divisor of n; `mask` [w, w] is added to the scores of a block
 * (0 where key j ≤ query i, very negative elsewhere). Returns [..., n, dv].
 */
export function causalDiagAttention(tf: Tf, q: Tensor, k: Tensor, v: Tensor, mask: Tensor): Tensor {
  return tf.tidy(() => {
    const w = mask.shape[0];
    const blocked = (x: Tensor): Tensor => tf.reshape(x, [-1, w, x.shape.at(-1) ?? 1]);
    const scores = tf.matMul(blocked(q), blocked(k), false, true);
    const weights = tf.softmax(tf.add(tf.mul(scores, 1 / Math.sqrt(q.shape.at(-1) ?? 1)), mask));
    return tf.reshape(tf.matMul(weights, blocked(v)), v.shape);
  });
}

/** Sparse attention on tensors; twins of sparse-attention.ts and sparse-attention-reach.ts. Masks are uploaded as 0 and 1, [n, n]. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Mask } from './sparse-attention.ts';
import type { Tf } from './tf.tensor.ts';

/** A mask as a tensor [n, n] of 0 and 1; the caller frees it. */
export const maskTensor = (tf: Tf, mask: Mask): Tensor => {
  const n = Math.sqrt(mask.length);
  return tf.tensor(Float32Array.from(mask), [n, n]);
};

/** Softmax of each row over the allowed entries; scores and mask [rows, n]. A row in which nothing is allowed is all 0. */
export function maskedSoftmax(tf: Tf, scores: Tensor, mask: Tensor): Tensor {
  return tf.tidy(() => {
    const hidden = tf.mul(tf.sub(mask, tf.scalar(1)), tf.scalar(1e9));
    const visible = tf.add(tf.mul(scores, mask), hidden);
    const powers = tf.mul(tf.exp(tf.sub(visible, tf.max(visible, 1, true))), mask);
    // The largest power of a row is 1, so that any sum below that is the 0 of an empty row.
    return tf.div(powers, tf.maximum(tf.sum(powers, 1, true), tf.scalar(0.5)));
  });
}

/** Attention over the allowed pairs: q, k [n, d], v [n, dv], mask [n, n]; returns [n, dv]. */
export function maskedAttention(tf: Tf, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, scale?: number): Tensor {
  return tf.tidy(() => {
    const scores = tf.mul(tf.matMul(q, k, false, true), tf.scalar(scale ?? 1 / Math.sqrt(k.shape[1] ?? 1)));
    return tf.matMul(maskedSoftmax(tf, scores, mask), v);
  });
}

/** Reach after 1, 2, …, `layers` layers as 0 and 1, [layers, n, n]: counts of paths, cut to 1 at every step so that none overflows. */
export function reachByLayer(tf: Tf, mask: Tensor, layers: number): Tensor {
  return tf.tidy(() => {
    const powers = [mask];
    for (let last = mask; powers.length < layers; powers.push(last)) {
      last = tf.minimum(tf.matMul(last, mask), tf.scalar(1));
    }
    return tf.stack(powers.slice(0, layers));
  });
}

/**
 * Shares of planes (normals [planes, d]) with x ([d]) and each of some other vectors on the same side, [others]. Twin of `sameSideShare`
 * for several vectors at once: one product, so that it is quick where starting a kernel is slow.
 */
export function sameSideShares(
  tf: Tf,
  planes: Tensor,
  x: readonly number[],
  others: readonly (readonly number[])[],
): Tensor {
  return tf.tidy(() => {
    const vectors = tf.tensor(Float32Array.from([x, ...others].flat()), [1 + others.length, x.length]);
    const sides = tf.cast(tf.greaterEqual(tf.matMul(vectors, planes, false, true), tf.scalar(0)), 'float32');
    const [first, rest] = [tf.slice(sides, [0, 0], [1, -1]), tf.slice(sides, [1, 0], [others.length, -1])];
    return tf.sub(tf.scalar(1), tf.mean(tf.abs(tf.sub(rest, first)), 1));
  });
}

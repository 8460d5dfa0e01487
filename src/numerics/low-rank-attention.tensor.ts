/** Low-rank attention on tensors; twins of low-rank-attention.ts. q, k [n, d], v [n, dv]. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { attentionWeights } from './attention.tensor.ts';
import { newtonSchulzSteps, segmentMeans } from './low-rank-attention.ts';
import type { Tf } from './tf.tensor.ts';

/** Means over m consecutive segments of the rows of x [n, d]: [m, d]. */
export function segmentMeansOf(tf: Tf, x: Tensor, m: number): Tensor {
  return tf.tidy(() => {
    const n = x.shape[0];
    return tf.matMul(tf.tensor(Float32Array.from(segmentMeans(n, m)), [m, n]), x);
  });
}

/** softmax(q (E k)ᵀ · scale): E [m, n]; returns [n, m]. */
export const projectedWeights = (tf: Tf, q: Tensor, k: Tensor, E: Tensor, scale?: number): Tensor =>
  tf.tidy(() => attentionWeights(tf, q, tf.matMul(E, k), scale));

/** Pseudo-inverse by Newton–Schulz steps, [m, m]. */
export function newtonSchulzInverse(tf: Tf, a: Tensor, steps = newtonSchulzSteps): Tensor {
  return tf.tidy(() => {
    const sizes = tf.abs(a);
    const norms = tf.mul(tf.max(tf.sum(sizes, 0)), tf.max(tf.sum(sizes, 1)));
    const twice = tf.mul(tf.eye(a.shape[0]), tf.scalar(2));
    let z: Tensor = tf.div(tf.transpose(a), norms);
    for (let step = 0; step < steps; step++) z = tf.matMul(z, tf.sub(twice, tf.matMul(a, z)));
    return z;
  });
}

/** The factors [n, m], [m, m] and [m, n] of Nyström attention; the caller disposes of them. */
export interface NystromTensors {
  readonly left: Tensor;
  readonly inverse: Tensor;
  readonly right: Tensor;
}

export function nystromFactors(
  tf: Tf,
  q: Tensor,
  k: Tensor,
  m: number,
  { scale, steps = newtonSchulzSteps }: { readonly scale?: number; readonly steps?: number } = {},
): NystromTensors {
  const [left, inverse, right] = tf.tidy(() => {
    const [lq, lk] = [segmentMeansOf(tf, q, m), segmentMeansOf(tf, k, m)];
    const middle = attentionWeights(tf, lq, lk, scale);
    return [
      attentionWeights(tf, q, lk, scale),
      newtonSchulzInverse(tf, middle, steps),
      attentionWeights(tf, lq, k, scale),
    ] as [Tensor, Tensor, Tensor];
  });
  return { left, inverse, right };
}

/** left (inverse (right v)), [n, dv]. */
export const nystromAttention = (tf: Tf, { left, inverse, right }: NystromTensors, v: Tensor): Tensor =>
  tf.tidy(() => tf.matMul(left, tf.matMul(inverse, tf.matMul(right, v))));

/** Fully visible sigmoid belief networks on tensors; twin of sigmoid-belief-network.ts. Leading axes are networks side by side. */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { SigmoidBeliefNetwork } from './sigmoid-belief-network.ts';
import type { Tf } from './tf.tensor.ts';

/** M, [n, n]: 1 strictly above the diagonal. */
export const strictMask = (tf: Tf, n: number): Tensor =>
  tf.tensor2d(
    Float32Array.from({ length: n * n }, (_, index) => (Math.floor(index / n) < index % n ? 1 : 0)),
    [n, n],
  );

/** A network's W [n, n] and b [1, n] on the device; the caller frees them. */
export const uploadNetwork = (tf: Tf, { n, weights, biases }: SigmoidBeliefNetwork): { w: Tensor; b: Tensor } => ({
  w: tf.tensor2d(Float32Array.from(weights), [n, n]),
  b: tf.tensor2d(Float32Array.from(biases), [1, n]),
});

/** A = X(W ⊙ M) + b. x [..., rows, n], w [..., n, n], b [..., 1, n], mask [n, n] from strictMask; [..., rows, n]. */
export const logits = (tf: Tf, x: Tensor, w: Tensor, b: Tensor, mask: Tensor): Tensor =>
  tf.add(tf.matMul(x, tf.mul(w, mask)), b);

/** log p(x) = Σ_i x_i A_i − softplus(A_i), in nats, [..., rows]. */
export function logDensity(tf: Tf, x: Tensor, w: Tensor, b: Tensor, mask: Tensor): Tensor {
  const a = logits(tf, x, w, b, mask);
  return tf.sum(tf.sub(tf.mul(x, a), tf.softplus(a)), -1);
}

/** −Σ_r ω_r log p(x_r) of every network, [...]; rowWeights [rows]. */
export const negativeLogLikelihood = (tf: Tf, logs: Tensor, rowWeights: Tensor): Tensor =>
  tf.neg(tf.sum(tf.mul(logs, rowWeights), -1));

/**
 * Draws with one u in [0, 1) each, [draws]: u is kept as its place within the interval reached so far, so that it is compared with
 * 1 − p_i alone and nothing narrows to nothing. Bits as 0 and 1, [draws, n].
 */
export function nestedSamples(tf: Tf, w: Tensor, b: Tensor, u: Tensor1D, n: number): Tensor {
  const masked = tf.mul(w, strictMask(tf, n));
  let place: Tensor = tf.reshape(u, [-1, 1]);
  let x: Tensor = tf.zeros([u.shape[0], n]);
  for (let i = 0; i < n; i++) {
    const a = tf.add(tf.matMul(x, tf.slice(masked, [0, i], [n, 1])), tf.slice(b, [0, i], [1, 1]));
    const [one, zero] = [tf.sigmoid(a), tf.sigmoid(tf.neg(a))];
    const bit = tf.cast(tf.greaterEqual(place, zero), 'float32');
    place = tf.where(tf.cast(bit, 'bool'), tf.div(tf.sub(place, zero), one), tf.div(place, zero));
    x = tf.add(
      x,
      tf.mul(
        bit,
        tf.tensor2d(
          Float32Array.from({ length: n }, (_, k) => (k === i ? 1 : 0)),
          [1, n],
        ),
      ),
    );
  }
  return x;
}

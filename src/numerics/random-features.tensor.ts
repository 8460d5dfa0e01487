/**
 * Random features of the exponential kernel on tensors; twins of random-features.ts. Angles are formed in float64 and their
 * cosines and sines uploaded: some devices' cosines are good to three digits only, and the trigonometric estimate multiplies that
 * error by e^{‖x − y‖²/2}.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shift } from './random-features.ts';
import { trigonometricFeatures as trigonometricReference } from './random-features.ts';
import type { Tf } from './tf.tensor.ts';

/** e^{ω_kᵀx_i − ‖x_i‖²/2 − shift}/√m: x [n, d], ω [m, d]; returns [n, m]. Twin of `positiveFeatures`. */
export function positiveFeatures(tf: Tf, x: Tensor, omega: Tensor, shift: Shift = 'none'): Tensor {
  return tf.tidy(() => {
    const half = tf.mul(tf.sum(tf.square(x), 1, true), tf.scalar(0.5)); // [n, 1]
    const exponents = tf.sub(tf.matMul(x, omega, false, true), half); // [n, m]
    const shifted =
      shift === 'none'
        ? exponents
        : tf.sub(exponents, shift === 'row' ? tf.max(exponents, 1, true) : tf.max(exponents));
    return tf.mul(tf.exp(shifted), tf.scalar(1 / Math.sqrt(omega.shape[0])));
  });
}

/** Both signs of every projection, [n, 2m]. Twin of `hyperbolicFeatures`. */
export const hyperbolicFeatures = (tf: Tf, x: Tensor, omega: Tensor): Tensor =>
  tf.tidy(() => positiveFeatures(tf, x, tf.concat([omega, tf.neg(omega)], 0)));

/** Cosines and sines made in float64, uploaded as [n, 2m]: x [n, d], ω [m, d] as plain arrays. */
export function trigonometricFeatures(tf: Tf, x: Float64Array, omega: Float64Array, d: number): Tensor {
  const features = trigonometricReference(x, omega, d);
  return tf.tensor(Float32Array.from(features), [x.length / d, (2 * omega.length) / d]);
}

/** What attention made of features gives; the caller disposes of both. */
export interface FeatureAttentionTensors {
  /** [n, 1]. */
  readonly denominators: Tensor;
  /** [n, dv]. */
  readonly output: Tensor;
}

/** O(n): fq [n, f], fk [n', f], v [n', dv]. Twin of `featureAttention` without a causal mask. */
export function featureAttention(tf: Tf, fq: Tensor, fk: Tensor, v: Tensor): FeatureAttentionTensors {
  const [denominators, output] = tf.tidy(() => {
    const state = tf.matMul(fk, v, true, false); // [f, dv]
    const sums = tf.matMul(fq, tf.sum(fk, 0, true), false, true); // [n, 1]
    return [sums, tf.div(tf.matMul(fq, state), sums)] as [Tensor, Tensor];
  });
  return { denominators, output };
}

/** Causal, O(n): running sums of φ(k_j) v_jᵀ [n, f, dv] and φ(k_j) [n, f]. Twin of `featureAttention` with a causal mask. */
export function causalFeatureAttention(tf: Tf, fq: Tensor, fk: Tensor, v: Tensor): FeatureAttentionTensors {
  const [denominators, output] = tf.tidy(() => {
    const states = tf.cumsum(tf.mul(tf.expandDims(fk, 2), tf.expandDims(v, 1)), 0); // [n, f, dv]
    const sums = tf.sum(tf.mul(fq, tf.cumsum(fk, 0)), 1, true); // [n, 1]
    const numerators = tf.sum(tf.mul(tf.expandDims(fq, 2), states), 1); // [n, dv]
    return [sums, tf.div(numerators, sums)] as [Tensor, Tensor];
  });
  return { denominators, output };
}

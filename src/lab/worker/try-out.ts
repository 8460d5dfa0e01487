/**
 * Whether a backend that starts also computes, and in single precision. A device may say that it renders to 32 bits and keep
 * sixteen: the flags of TensorFlow.js tell what is allowed, one difference tells what comes out.
 */
import * as tf from '../../numerics/tf.tensor.ts';
import { BackendError } from '../backend-trouble.ts';

/** More than the sums that the GPU backends leave to the CPU because they are small. */
const length = 1024;
/** Exact in single precision, of which a half keeps ten places after the point. */
const step = 2 ** -20;
const halfStep = 2 ** -10;

/** The largest error of (1 + k·2⁻²⁰) − 1 for k < 1024; not a number where one is none. */
const worst = (differences: ArrayLike<number>): number =>
  Array.from(differences).reduce((most, value, k) => Math.max(most, Math.abs(value - k * step)), 0);

/** Throws where what comes out is no number of ours: other, or of half precision. */
export async function tryOut(): Promise<void> {
  const differences = tf.tidy(() => {
    const near = tf.tensor1d(Float32Array.from({ length }, (_, k) => 1 + k * step));
    return tf.sub(near, tf.tensor1d(new Float32Array(length).fill(1)));
  });
  try {
    const error = worst(await differences.data());
    if (error < step / 4) return;
    if (error <= halfStep) throw new BackendError('half-precision');
    throw new BackendError('wrong-sum', `a difference of tensors is wrong by ${String(error)}`);
  } finally {
    differences.dispose();
  }
}

/**
 * The frame of a small causal language model over characters, without the layers that mix tokens: those are what articles compare.
 * Characters and sinusoidal positions in, layers of the caller's, logits and their cross-entropy out.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Random } from './random.ts';
import { sinusoidal } from './sinusoidal.ts';
import type { Tf } from './tf.tensor.ts';
import { normalWeight, type Weights } from './weights.ts';

/** Sinusoids' base for windows of some tens of tokens. */
const base = 1000;

export interface CharacterModelShape {
  /** Distinct characters. */
  readonly vocabulary: number;
  /** Width of the model. */
  readonly d: number;
}

/** Embedding [vocabulary, d] of unit variance, and head [d, vocabulary]. */
export function characterModelWeights(
  random: Random,
  { vocabulary, d }: CharacterModelShape,
): Weights<'embedding' | 'head'> {
  const embedding = normalWeight(random, [vocabulary, d], Math.sqrt(vocabulary));
  return { embedding, head: normalWeight(random, [d, vocabulary]) };
}

/** x / √(mean x² + ε) over the last axis: RMSNorm without gain. Zhang and Sennrich 2019 (arXiv 1910.07467). */
export const rmsNorm = (tf: Tf, x: Tensor, epsilon = 1e-6): Tensor =>
  tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon)));

/** Windows of tokens on the device, one-hot because the gradient of a gather is missing on WASM. */
export interface Batch {
  /** One-hot inputs, [batch, n, vocabulary]. */
  readonly inputs: Tensor;
  /** One-hot next characters, [batch, n, vocabulary]. */
  readonly targets: Tensor;
}

/** Windows of sampleWindows, [batch, n + 1], as one-hot tensors; the caller frees them. */
export function uploadWindows(tf: Tf, windows: Int32Array, n: number, vocabulary: number): Batch {
  return tf.tidy(() => {
    const batch = windows.length / (n + 1);
    const tokens = tf.tensor2d(windows, [batch, n + 1], 'int32');
    const hot = (from: number): Tensor =>
      tf.cast(tf.oneHot(tf.cast(tf.slice(tokens, [0, from], [batch, n]), 'int32'), vocabulary), 'float32');
    return { inputs: hot(0), targets: hot(1) };
  });
}

/** Sinusoidal positions, [n, d]; the caller frees them. */
export const positions = (tf: Tf, n: number, d: number): Tensor =>
  tf.tensor2d(Float32Array.from(Array.from({ length: n }, (_, m) => [...sinusoidal(m, d, base)]).flat()), [n, d]);

/** A [rows.., inner] · [inner, columns] product for inputs of any rank: one matrix product, however many batch axes there are. */
export function linear(tf: Tf, x: Tensor, weight: Tensor): Tensor {
  const [inner = 1, columns = 1] = weight.shape;
  const flat = tf.matMul(tf.reshape(x, [-1, inner]), weight);
  return tf.reshape(flat, [...x.shape.slice(0, -1), columns]);
}

/**
 * Mean cross-entropy of the next character in nats, a scalar. `layers` maps [batch, n, d] to the same shape; it sees the whole window
 * and must be causal itself. Place: [n, d] from `positions`.
 */
export function nextCharacterLoss(
  tf: Tf,
  { embedding, head }: Readonly<Record<'embedding' | 'head', Tensor>>,
  { inputs, targets }: Batch,
  place: Tensor,
  layers: (x: Tensor) => Tensor,
): Tensor {
  const x = tf.add(linear(tf, inputs, embedding), place);
  const logits = linear(tf, rmsNorm(tf, layers(x)), head);
  return tf.mul(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), -1)), -1);
}

/** The additive causal mask, [n, n]: 0 where key j ≤ query i, −10⁹ elsewhere (an infinity would make 0 · ∞ in gradients). */
export function causalMask(tf: Tf, n: number): Tensor {
  const mask = Float32Array.from({ length: n * n }, (_, at) => (at % n > Math.floor(at / n) ? -1e9 : 0));
  return tf.tensor2d(mask, [n, n]);
}

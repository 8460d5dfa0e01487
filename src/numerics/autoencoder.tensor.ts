/** Autoencoders on tensors; twins of autoencoder.ts. Call them within a tidy. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightTensors } from './adam.tensor.ts';
import { multilayer } from './multilayer.tensor.ts';
import type { Tf } from './tf.tensor.ts';
import type { Weights } from './weights.ts';

/** Uploads weights; for the caller to free, or within a tidy. */
export const uploadWeights = (tf: Tf, weights: Weights): WeightTensors<string> =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { values, shape }]) => [
      name,
      tf.tensor(Float32Array.from(values), [...shape]),
    ]),
  );

/** The tensors whose names start with a prefix, without it. */
export const within = (weights: WeightTensors<string>, prefix: string): WeightTensors<string> =>
  Object.fromEntries(
    Object.entries(weights)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, weight]) => [name.slice(prefix.length), weight]),
  );

export function named(weights: WeightTensors<string>, name: string): Tensor {
  const weight = weights[name];
  if (!weight) throw new RangeError(`the file has no ${name}`);
  return weight;
}

/** Images [n, pixels] to latents [n, k]. */
export function encode(tf: Tf, weights: WeightTensors<string>, x: Tensor): Tensor {
  const code =
    'basis' in weights
      ? tf.matMul(tf.sub(x, named(weights, 'pixelMean')), named(weights, 'basis'))
      : multilayer(tf, within(weights, 'encoder.'), x);
  return tf.div(tf.sub(code, named(weights, 'latentMean')), named(weights, 'latentSd'));
}

/** Latents [n, k] to images [n, pixels] in [0, 1]. */
export function decode(tf: Tf, weights: WeightTensors<string>, z: Tensor): Tensor {
  const code = tf.add(tf.mul(z, named(weights, 'latentSd')), named(weights, 'latentMean'));
  if (!('basis' in weights)) return tf.sigmoid(multilayer(tf, within(weights, 'decoder.'), code));
  const image = tf.add(tf.matMul(code, named(weights, 'basis'), false, true), named(weights, 'pixelMean'));
  return tf.clipByValue(image, 0, 1);
}

/**
 * Σ cross-entropy + ½ penalty ‖E(x)‖² per image, in nats, of a network whose code E(x) is disturbed by `jitter` before it is decoded:
 * images x [n, pixels], jitter [n, k], names with the prefixes `encoder.` and `decoder.`. A scalar.
 */
export function noisyCodeLoss(
  tf: Tf,
  weights: WeightTensors<string>,
  x: Tensor,
  jitter: Tensor,
  penalty: number,
): Tensor {
  const code = multilayer(tf, within(weights, 'encoder.'), x);
  const logits = multilayer(tf, within(weights, 'decoder.'), tf.add(code, jitter));
  // Cross-entropy of a pixel with logit l: softplus(l) − x l, written so that no exponential overflows.
  const softplus = tf.add(tf.relu(logits), tf.log(tf.add(tf.exp(tf.neg(tf.abs(logits))), 1)));
  const entropy = tf.sum(tf.sub(softplus, tf.mul(x, logits)));
  return tf.mul(tf.add(entropy, tf.mul(tf.sum(tf.square(code)), penalty / 2)), 1 / x.shape[0]);
}

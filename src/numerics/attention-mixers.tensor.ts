/** The layers of the model of attention-mixers.ts, and its loss, on tensors. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerPart, Mixer, MixerModelShape, MixerWeight } from './attention-mixers.ts';
import { causalMask, linear, nextCharacterLoss, positions, rmsNorm, type Batch } from './character-model.tensor.ts';
import { causalDiagAttention } from './diag-attention.tensor.ts';
import { causalMask as seenMask, featureMap } from './linear-attention.tensor.ts';
import { causalNormAttention } from './norm-attention.tensor.ts';
import type { Tf } from './tf.tensor.ts';

/** ε of NormAttention's norm, and what ReLU features need in their denominator, which can vanish altogether. */
export const normEpsilon = 1e-6;
const reluEpsilon = 1e-6;

/** Tensors that every step uses again; free them with `disposeConstants`. */
export interface MixerConstants {
  /** Positions, [n, d]. */
  readonly place: Tensor;
  /** Additive masks, [n, n] and [block, block]: 0 for keys that are seen. */
  readonly hidden: Tensor;
  readonly hiddenInBlock: Tensor;
  /** 1 for keys that are seen, else 0, [n, n]. */
  readonly seen: Tensor;
}
export const mixerConstants = (tf: Tf, { n, d, block }: MixerModelShape): MixerConstants => ({
  place: positions(tf, n, d),
  hidden: causalMask(tf, n),
  hiddenInBlock: causalMask(tf, block),
  seen: seenMask(tf, n),
});
export const disposeConstants = (tf: Tf, { place, hidden, hiddenInBlock, seen }: MixerConstants): void =>
  tf.dispose([place, hidden, hiddenInBlock, seen]);

/** Mixes the tokens of every head: q, k, v [batch, heads, n, d/heads]; returns the same shape. Causal. */
export function mix(tf: Tf, mixer: Mixer, q: Tensor, k: Tensor, v: Tensor, constants: MixerConstants): Tensor {
  const width = q.shape.at(-1) ?? 1;
  switch (mixer) {
    case 'softmax': {
      const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width));
      return tf.matMul(tf.softmax(tf.add(scores, constants.hidden)), v);
    }
    case 'diag':
      return causalDiagAttention(tf, q, k, v, constants.hiddenInBlock);
    case 'norm':
      return causalNormAttention(tf, featureMap(tf, q), featureMap(tf, k), v, constants.seen, normEpsilon);
    case 'bare':
    case 'elu':
    case 'relu': {
      const [fq, fk] = mixer === 'relu' ? [tf.relu(q), tf.relu(k)] : [featureMap(tf, q), featureMap(tf, k)];
      const scores = tf.mul(tf.matMul(fq, fk, false, true), constants.seen);
      if (mixer === 'bare') return tf.matMul(scores, v);
      const sums = tf.add(tf.sum(scores, -1, true), mixer === 'relu' ? reluEpsilon : 0);
      return tf.matMul(tf.div(scores, sums), v);
    }
  }
}

/** [batch, n, d] to [batch, heads, n, d/heads]. */
const toHeads = (tf: Tf, x: Tensor, heads: number): Tensor => {
  const [batch = 1, n = 1, d = 1] = x.shape;
  return tf.transpose(tf.reshape(x, [batch, n, heads, d / heads]), [0, 2, 1, 3]);
};
const fromHeads = (tf: Tf, x: Tensor): Tensor => {
  const [batch = 1, heads = 1, n = 1, width = 1] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, n, heads * width]);
};

type LayerWeights = Readonly<Record<LayerPart, Tensor>>;
function layerWeights(weights: Readonly<Record<MixerWeight, Tensor>>, layer: number): LayerWeights {
  const part = (name: LayerPart): Tensor => {
    const weight = weights[`${name}${layer}`];
    if (!weight) throw new Error(`layer ${layer} has no weights`);
    return weight;
  };
  return {
    query: part('query'),
    key: part('key'),
    value: part('value'),
    output: part('output'),
    up: part('up'),
    down: part('down'),
  };
}

/** One layer: x + mixed tokens, then + a feed-forward part of width 2d; both read RMSNorm(x). [batch, n, d] to the same. */
function layer(tf: Tf, x: Tensor, w: LayerWeights, mixer: Mixer, heads: number, constants: MixerConstants): Tensor {
  const read = rmsNorm(tf, x);
  const [q, k, v] = [w.query, w.key, w.value].map((weight) => toHeads(tf, linear(tf, read, weight), heads)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const mixed = tf.add(x, linear(tf, fromHeads(tf, mix(tf, mixer, q, k, v, constants)), w.output));
  return tf.add(mixed, linear(tf, tf.relu(linear(tf, rmsNorm(tf, mixed), w.up)), w.down));
}

/** Mean cross-entropy of the next character in nats, with one mixer per layer, the first first. */
export function mixerLoss(
  tf: Tf,
  weights: Readonly<Record<MixerWeight, Tensor>>,
  mixers: readonly Mixer[],
  batch: Batch,
  { heads }: MixerModelShape,
  constants: MixerConstants,
): Tensor {
  return nextCharacterLoss(tf, weights, batch, constants.place, (x) =>
    mixers.reduce((y, mixer, index) => layer(tf, y, layerWeights(weights, index), mixer, heads, constants), x),
  );
}

/** The gated attention unit on tensors; twins of gated-attention-unit.ts. Any number of batch axes before [n, d]. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightTensors } from './adam.tensor.ts';
import { linear } from './character-model.tensor.ts';
import type { UnitWeight } from './gated-attention-unit.ts';
import type { Tf } from './tf.tensor.ts';

/** x σ(x). */
export const silu = (tf: Tf, x: Tensor): Tensor => tf.mul(x, tf.sigmoid(x));

/** φ(x W): x [..., n, d], weight [d, width]; returns [..., n, width]. */
export const activated = (tf: Tf, x: Tensor, weight: Tensor): Tensor => silu(tf, linear(tf, x, weight));

/** γ ⊙ z + β: z [..., s], γ and β [s]. */
export const scaleOffset = (tf: Tf, z: Tensor, scale: Tensor, offset: Tensor): Tensor =>
  tf.add(tf.mul(z, scale), offset);

/** max(0, x)², any shape. */
export const squaredRelu = (tf: Tf, x: Tensor): Tensor => tf.square(tf.relu(x));

/** GLU: (φ(XW_u) ⊙ φ(XW_v)) W_o, the shape of x. */
export function gatedLinearUnit(tf: Tf, x: Tensor, { gate, value, output }: WeightTensors<UnitWeight>): Tensor {
  return tf.tidy(() => linear(tf, tf.mul(activated(tf, x, gate), activated(tf, x, value)), output));
}

/** GAU with a given map A [..., n, n]: (U ⊙ AV) W_o, the shape of x. */
export function gatedAttention(tf: Tf, x: Tensor, map: Tensor, weights: WeightTensors<UnitWeight>): Tensor {
  return tf.tidy(() => {
    const mixed = tf.matMul(map, activated(tf, x, weights.value));
    return linear(tf, tf.mul(activated(tf, x, weights.gate), mixed), weights.output);
  });
}

/** Queries and keys of a unit, both [..., n, s], from the one representation Z = φ(XW_z). */
export function queriesAndKeys(tf: Tf, x: Tensor, weights: WeightTensors<UnitWeight>): readonly [Tensor, Tensor] {
  const z = activated(tf, x, weights.shared);
  return [
    scaleOffset(tf, z, weights.queryScale, weights.queryOffset),
    scaleOffset(tf, z, weights.keyScale, weights.keyOffset),
  ];
}

/** q kᵀ/√s, [..., n, n]. */
export const scaledScores = (tf: Tf, q: Tensor, k: Tensor): Tensor =>
  tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(q.shape.at(-1) ?? 1));

/** relu²(QKᵀ/√s)/n, [..., n, n]; `mask` [n, n] is 1 where a key is visible and 0 elsewhere. */
export function squaredReluWeights(tf: Tf, q: Tensor, k: Tensor, mask?: Tensor): Tensor {
  return tf.tidy(() => {
    const weights = tf.mul(squaredRelu(tf, scaledScores(tf, q, k)), 1 / (k.shape.at(-2) ?? 1));
    return mask ? tf.mul(weights, mask) : weights;
  });
}

/** (Σa)²/(n Σa²) of every row: [rows, n] to [rows]; 0 for a row of zeros. */
export function participationRatio(tf: Tf, weights: Tensor): Tensor {
  return tf.tidy(() => {
    const squares = tf.sum(tf.square(weights), -1);
    return tf.divNoNan(tf.square(tf.sum(weights, -1)), tf.mul(squares, weights.shape.at(-1) ?? 1));
  });
}

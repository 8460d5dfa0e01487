/** Linear attention on tensors; twins of linear-attention.ts and linear-attention-causal.ts. Features `fq`, `fk` [n, D], `v` [n, dv]. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { rotateRows } from './rope.tensor.ts';
import type { Tf } from './tf.tensor.ts';

/** φ(x) = elu(x) + 1, any shape. */
export const featureMap = (tf: Tf, x: Tensor): Tensor => tf.tidy(() => tf.add(tf.elu(x), tf.scalar(1)));

/** Numerators over the sums of their weights: [n, dv] by [n, 1], or by the sums of `weights` [n, n]. */
const overSums = (tf: Tf, numerator: Tensor, weights: Tensor): Tensor => tf.div(numerator, tf.sum(weights, 1, true));

/** O(n): φ(K)ᵀV [D, dv] first. Returns [n, dv]. */
export function linearAttention(tf: Tf, fq: Tensor, fk: Tensor, v: Tensor): Tensor {
  return tf.tidy(() => {
    const state = tf.matMul(fk, v, true, false);
    return overSums(tf, tf.matMul(fq, state), tf.mul(fq, tf.sum(fk, 0, true)));
  });
}

/** The n×n form: φ(Q)φ(K)ᵀ first. Returns [n, dv]. */
export function linearAttentionQuadratic(tf: Tf, fq: Tensor, fk: Tensor, v: Tensor): Tensor {
  return tf.tidy(() => {
    const weights = tf.matMul(fq, fk, false, true);
    return overSums(tf, tf.matMul(weights, v), weights);
  });
}

/** Weights of efficient attention, softmax_d(Q) softmax_n(K)ᵀ: [n, n], rows sum to 1. */
export function efficientWeights(tf: Tf, q: Tensor, k: Tensor): Tensor {
  return tf.tidy(() => tf.matMul(tf.softmax(q), tf.softmax(tf.transpose(k))));
}

/** softmax_d(Q) (softmax_n(K)ᵀ V): [n, dv]. */
export function efficientAttention(tf: Tf, q: Tensor, k: Tensor, v: Tensor): Tensor {
  return tf.tidy(() => tf.matMul(tf.softmax(q), tf.matMul(tf.softmax(tf.transpose(k)), v)));
}

/** 1 where j ≤ i, else 0: [n, n]. */
export const causalMask = (tf: Tf, n: number): Tensor =>
  tf.tensor(
    Float32Array.from({ length: n * n }, (_, index) => (index % n <= Math.floor(index / n) ? 1 : 0)),
    [n, n],
  );

/** φ(q_i)ᵀφ(k_j) where j ≤ i, else 0: [n, n]. */
export function causalScores(tf: Tf, fq: Tensor, fk: Tensor): Tensor {
  return tf.tidy(() => tf.mul(tf.matMul(fq, fk, false, true), causalMask(tf, fq.shape[0])));
}

/** Causal, parallel: the masked matrix times v. Returns [n, dv]. */
export function causalParallel(tf: Tf, fq: Tensor, fk: Tensor, v: Tensor): Tensor {
  return tf.tidy(() => {
    const scores = causalScores(tf, fq, fk);
    return overSums(tf, tf.matMul(scores, v), scores);
  });
}

/** What a causal layer carries from token to token. */
export interface State {
  /** S = Σ φ(k_j) v_jᵀ, [D, dv]. */
  readonly S: Tensor;
  /** z = Σ φ(k_j), [1, D]. */
  readonly z: Tensor;
}

const zeroState = (tf: Tf, fk: Tensor, v: Tensor): State => {
  const [D, width] = [fk.shape[1] ?? 0, v.shape[1] ?? 0];
  return { S: tf.zeros([D, width]), z: tf.zeros([1, D]) };
};

/** Rows from ≤ i < to of a matrix. */
const rowsOf = (tf: Tf, x: Tensor, from: number, to: number): Tensor => tf.slice(x, [from, 0], [to - from, -1]);

/**
 * Causal, in chunks of `size` tokens: the masked matrix inside a chunk, the state for all that came before it. Size 1 is the
 * recurrent form, size n the parallel one. Returns the outputs [n, dv] and the state after every chunk; the caller disposes of all.
 */
export function causalChunked(
  tf: Tf,
  fq: Tensor,
  fk: Tensor,
  v: Tensor,
  size: number,
): { readonly outputs: Tensor; readonly states: readonly State[] } {
  // Flat, since a scope hands on tensors and lists of tensors: outputs, then S and z of every chunk.
  const [outputs, ...rest] = tf.tidy(() => {
    const rows: Tensor[] = [];
    const states: Tensor[] = [];
    const largest = Math.min(size, fq.shape[0]);
    const mask = causalMask(tf, largest);
    let { S, z } = zeroState(tf, fk, v);
    for (let from = 0; from < fq.shape[0]; from += size) {
      const to = Math.min(fq.shape[0], from + size);
      const [query, key, value] = [fq, fk, v].map((x) => rowsOf(tf, x, from, to)) as [Tensor, Tensor, Tensor];
      const seen = to - from === largest ? mask : tf.slice(mask, [0, 0], [to - from, to - from]);
      const inside = tf.mul(tf.matMul(query, key, false, true), seen); // [chunk, chunk]
      const numerator = tf.add(tf.matMul(query, S), tf.matMul(inside, value));
      const sums = tf.add(tf.matMul(query, z, false, true), tf.sum(inside, 1, true)); // [chunk, 1]
      rows.push(tf.div(numerator, sums));
      S = tf.add(S, tf.matMul(key, value, true, false));
      z = tf.add(z, tf.sum(key, 0, true));
      states.push(S, z);
    }
    return [tf.concat(rows, 0), ...states];
  });
  const states = rest.flatMap((S, index) => {
    const z = rest[index + 1];
    return index % 2 === 0 && z ? [{ S, z }] : [];
  });
  return { outputs, states };
}

/**
 * Numerators only, [n, dv]: (φ(Q)φ(K)ᵀ masked) V. A sum over n written as a product with a triangular mask has gradients on every
 * backend, which `cumsum` along the first axis has not (TensorFlow.js 4.22).
 */
export function causalNumerators(tf: Tf, fq: Tensor, fk: Tensor, v: Tensor): Tensor {
  return tf.tidy(() => tf.matMul(causalScores(tf, fq, fk), v));
}

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, m) => m);

/** With rotary position embedding, O(n): q, k [n, d], v [n, dv]; returns [n, dv]. Row m stands at position m. */
export function rotaryLinearAttention(tf: Tf, q: Tensor, k: Tensor, v: Tensor, theta: ArrayLike<number>): Tensor {
  return tf.tidy(() => {
    const [fq, fk] = [featureMap(tf, q), featureMap(tf, k)];
    const positions = upTo(q.shape[0]);
    const state = tf.matMul(rotateRows(tf, fk, positions, theta), v, true, false); // [d, dv]
    const numerator = tf.matMul(rotateRows(tf, fq, positions, theta), state);
    const denominator = tf.sum(tf.mul(fq, tf.sum(fk, 0, true)), 1, true); // [n, 1]
    return tf.div(numerator, denominator);
  });
}

/** The n×n form: weights [n, n] first, then v. */
export function rotaryLinearAttentionQuadratic(
  tf: Tf,
  q: Tensor,
  k: Tensor,
  v: Tensor,
  theta: ArrayLike<number>,
): Tensor {
  return tf.tidy(() => {
    const [fq, fk] = [featureMap(tf, q), featureMap(tf, k)];
    const positions = upTo(q.shape[0]);
    const weights = tf.matMul(rotateRows(tf, fq, positions, theta), rotateRows(tf, fk, positions, theta), false, true);
    const denominator = tf.sum(tf.matMul(fq, fk, false, true), 1, true);
    return tf.div(tf.matMul(weights, v), denominator);
  });
}

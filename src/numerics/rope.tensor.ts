/**
 * Rotary position embedding on tensors. Angles are formed in float64 and only their cosines and sines are uploaded: at
 * position 4096 a float32 angle has lost 12 of its 24 bits. Every function leaves exactly what it returns.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from './array.ts';
import type { Tf } from './tf.tensor.ts';

/** Cosines and sines of position·θ_i, both [positions, d/2], row-major. */
export interface AngleTables {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
  readonly shape: [number, number];
}

/** The tables of `rotaryEmbedding`, each angle formed in float64. */
export function angleTables(positions: ArrayLike<number>, theta: ArrayLike<number>): AngleTables {
  const [rows, pairs] = [positions.length, theta.length];
  const cos = new Float32Array(rows * pairs);
  const sin = new Float32Array(rows * pairs);
  for (let row = 0; row < rows; row++) {
    const position = at(positions, row);
    for (let i = 0; i < pairs; i++) {
      const angle = position * at(theta, i);
      cos[row * pairs + i] = Math.cos(angle);
      sin[row * pairs + i] = Math.sin(angle);
    }
  }
  return { cos, sin, shape: [rows, pairs] };
}

/**
 * Turns interleaved pairs: x [..., d], cos and sin broadcastable to [..., d/2]; returns [..., d].
 * Twin of `rotate` in rope.ts.
 */
export function rotaryEmbedding(tf: Tf, x: Tensor, cos: Tensor, sin: Tensor): Tensor {
  return tf.tidy(() => {
    const d = x.shape[x.rank - 1] ?? 0;
    const lead = x.shape.slice(0, -1);
    const [re, im] = tf.split(tf.reshape(x, [...lead, d / 2, 2]), 2, -1);
    if (re === undefined || im === undefined) throw new Error('a split into two gives two');
    const c = tf.expandDims(cos, -1);
    const s = tf.expandDims(sin, -1);
    const turnedRe = tf.sub(tf.mul(re, c), tf.mul(im, s));
    const turnedIm = tf.add(tf.mul(re, s), tf.mul(im, c));
    return tf.reshape(tf.concat([turnedRe, turnedIm], -1), x.shape);
  });
}

/** `rotaryEmbedding` of the rows of x [n, d] at the given n positions. */
export function rotateRows(tf: Tf, x: Tensor, positions: ArrayLike<number>, theta: ArrayLike<number>): Tensor {
  return tf.tidy(() => {
    const tables = angleTables(positions, theta);
    return rotaryEmbedding(tf, x, tf.tensor(tables.cos, tables.shape), tf.tensor(tables.sin, tables.shape));
  });
}

/** Row-wise scores (R_m q)ᵀ R_n k: q, k [pairs, d], one (m, n) per row; returns [pairs]. Twin of `score`. */
export function rowScores(
  tf: Tf,
  q: Tensor,
  k: Tensor,
  m: ArrayLike<number>,
  n: ArrayLike<number>,
  theta: ArrayLike<number>,
): Tensor {
  return tf.tidy(() => tf.sum(tf.mul(rotateRows(tf, q, m, theta), rotateRows(tf, k, n, theta)), -1));
}

/** All scores between q [n, d] at positions `m` and k [n', d] at positions `n`: [n, n']. */
export function rotaryScores(
  tf: Tf,
  q: Tensor,
  k: Tensor,
  m: ArrayLike<number>,
  n: ArrayLike<number>,
  theta: ArrayLike<number>,
): Tensor {
  return tf.tidy(() => tf.matMul(rotateRows(tf, q, m, theta), rotateRows(tf, k, n, theta), false, true));
}

/** The two curves of the spectrum, each [distances]. */
export interface SpectrumTensors {
  /** Mean |S_j| over j = 1..d/2. Twin of `meanPartialSum`. */
  readonly envelope: Tensor;
  /** (2/d) Σ cos rθ_i. Twin of `meanCosine`. */
  readonly cosine: Tensor;
}

/** Envelope and mean cosine over tables [distances, d/2] of the angles distance·θ_i. The caller disposes of both. */
export function spectrum(tf: Tf, tables: AngleTables): SpectrumTensors {
  const [envelope, cosine] = tf.tidy(() => {
    const cos = tf.tensor(tables.cos, tables.shape);
    const sin = tf.tensor(tables.sin, tables.shape);
    const re = tf.cumsum(cos, 1);
    const im = tf.cumsum(sin, 1);
    const sizes = tf.sqrt(tf.add(tf.square(re), tf.square(im))); // |S_j| [distances, d/2]
    return [tf.mean(sizes, 1), tf.mean(cos, 1)] as [Tensor, Tensor];
  });
  return { envelope, cosine };
}

/** Re and Im of h_i = q_[i]·conj(k_[i]) for each row: q, k [rows, d]; returns two [rows, d/2]. Twin of `pairProduct`. */
function pairProducts(tf: Tf, q: Tensor, k: Tensor): readonly [Tensor, Tensor] {
  const [rows, d] = [q.shape[0], q.shape[1] ?? 0];
  const inPairs = (x: Tensor): readonly Tensor[] => tf.unstack(tf.reshape(x, [rows, d / 2, 2]), 2);
  const [a, b] = inPairs(q);
  const [c, e] = inPairs(k);
  if (!a || !b || !c || !e) throw new Error('pairs have two parts');
  return [tf.add(tf.mul(a, c), tf.mul(b, e)), tf.sub(tf.mul(b, c), tf.mul(a, e))];
}

/** The bound of Abel summation for each row: q, k [rows, d], one distance per row; returns [rows]. Twin of `decayBound`. */
export function decayBounds(
  tf: Tf,
  q: Tensor,
  k: Tensor,
  distances: ArrayLike<number>,
  theta: ArrayLike<number>,
): Tensor {
  return tf.tidy(() => {
    const steps = pairProducts(tf, q, k).map((h) => {
      const next = tf.pad(tf.slice(h, [0, 1]), [
        [0, 0],
        [0, 1], // h_{d/2} = 0
      ]);
      return tf.square(tf.sub(next, h));
    });
    const largest = tf.max(tf.sqrt(tf.addN(steps)), 1); // [rows]
    const { envelope, cosine } = spectrum(tf, angleTables(distances, theta));
    cosine.dispose();
    return tf.mul(largest, tf.mul(envelope, tf.scalar(theta.length)));
  });
}

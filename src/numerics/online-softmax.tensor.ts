/** Softmax states of many rows at once on tensors; twins of online-softmax.ts, with vectors as values. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from './tf.tensor.ts';

/** The running numbers of r rows. Row by row they mean what `SoftmaxState` says. */
export interface RowStates {
  /** m, [r, 1]. */
  readonly max: Tensor;
  /** ℓ, [r, 1]. */
  readonly sum: Tensor;
  /** o, [r, dv]. */
  readonly weighted: Tensor;
}

/**
 * Stands for −∞ in a running maximum: below any score, and a number that half precision has too. Differences of it are finite, so no NaN
 * arises; what is hidden is set to 0 after the exponential.
 */
export const nothing = -6e4;

/** Nothing read yet, for `rows` rows with values of `width` entries. */
export const emptyStates = (tf: Tf, rows: number, width: number): RowStates => ({
  max: tf.fill([rows, 1], nothing),
  sum: tf.zeros([rows, 1]),
  weighted: tf.zeros([rows, width]),
});

export const disposeStates = (tf: Tf, states: RowStates): void => tf.dispose([states.max, states.sum, states.weighted]);

type Three = [max: Tensor, sum: Tensor, weighted: Tensor];
const named = ([max, sum, weighted]: Three): RowStates => ({ max, sum, weighted });

/**
 * A block of c more elements for every row: scores [r, c], values [c, dv] shared by the rows. `visible` [r, c], bool: what a mask leaves;
 * rows of which it leaves nothing stay as they were. Eq. (4) of the article.
 */
export function absorbBlock(tf: Tf, states: RowStates, scores: Tensor, values: Tensor, visible?: Tensor): RowStates {
  return named(
    tf.tidy((): Three => {
      const shown = visible ? tf.where(visible, scores, tf.fill(scores.shape, nothing)) : scores;
      const max = tf.maximum(states.max, tf.max(shown, 1, true));
      const old = tf.exp(tf.sub(states.max, max)); // [r, 1]
      const powers = tf.exp(tf.sub(shown, max)); // [r, c]
      const fresh = visible ? tf.where(visible, powers, tf.zerosLike(powers)) : powers;
      return [
        max,
        tf.add(tf.mul(states.sum, old), tf.sum(fresh, 1, true)),
        tf.add(tf.mul(states.weighted, old), tf.matMul(fresh, values)),
      ];
    }),
  );
}

/** Two parts as one, row by row. Eq. (3) of the article. */
export function mergeStates(tf: Tf, a: RowStates, b: RowStates): RowStates {
  return named(
    tf.tidy((): Three => {
      const max = tf.maximum(a.max, b.max);
      const [fa, fb] = [tf.exp(tf.sub(a.max, max)), tf.exp(tf.sub(b.max, max))];
      return [
        max,
        tf.add(tf.mul(a.sum, fa), tf.mul(b.sum, fb)),
        tf.add(tf.mul(a.weighted, fa), tf.mul(b.weighted, fb)),
      ];
    }),
  );
}

/** o/ℓ, [r, dv]. */
export const answers = (tf: Tf, states: RowStates): Tensor => tf.div(states.weighted, states.sum);

/**
 * Logits x and scalar values v, both [rows, n], read one column after the other: Σ softmax(x)_i v_i of every row, [rows, 1].
 * Eq. (2) of the article.
 */
export function onlineAverages(tf: Tf, x: Tensor, v: Tensor): Tensor {
  return tf.tidy(() => {
    const [rows, n = 0] = [x.shape[0], x.shape[1]];
    const pairs = tf.stack([tf.onesLike(v), v], 2); // [rows, n, 2]: what e^{x − m} is multiplied by in ℓ and in o
    let max: Tensor = tf.fill([rows, 1], nothing);
    let sums: Tensor = tf.zeros([rows, 2]); // ℓ and o
    for (let i = 0; i < n; i++) {
      const logit = tf.slice(x, [0, i], [rows, 1]);
      const next = tf.maximum(max, logit);
      const fresh = tf.mul(
        tf.exp(tf.sub(logit, next)),
        tf.reshape(tf.slice(pairs, [0, i, 0], [rows, 1, 2]), [rows, 2]),
      );
      sums = tf.add(tf.mul(sums, tf.exp(tf.sub(max, next))), fresh);
      max = next;
    }
    return tf.div(tf.slice(sums, [0, 1], [rows, 1]), tf.slice(sums, [0, 0], [rows, 1]));
  });
}

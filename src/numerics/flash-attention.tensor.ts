/** Exact attention in tiles on tensors; twins of flash-attention.ts. No array of n × n numbers is made. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Range, Tiling } from './flash-attention.ts';
import { lengthOf, schedule } from './flash-attention.ts';
import type { RowStates } from './online-softmax.tensor.ts';
import { absorbBlock, answers, disposeStates, emptyStates } from './online-softmax.tensor.ts';
import type { Tf } from './tf.tensor.ts';

type Three = [Tensor, Tensor, Tensor];

/** Some rows of a matrix [n, width]. */
const rowsOf = (tf: Tf, matrix: Tensor, rows: Range): Tensor =>
  tf.slice(matrix, [rows.from, 0], [lengthOf(rows), matrix.shape[1] ?? 0]);

/** What a causal mask leaves of a tile, [rows, columns], bool; undefined when it leaves all. */
function causalTile(tf: Tf, rows: Range, columns: Range, causal: boolean): Tensor | undefined {
  if (!causal || columns.to - 1 <= rows.from) return undefined;
  const queries = tf.expandDims(tf.range(rows.from, rows.to), 1);
  return tf.greaterEqual(queries, tf.expandDims(tf.range(columns.from, columns.to), 0));
}

/** The inputs of attention as tensors: q, k [n, d], v [n, dv]. */
export interface Inputs {
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
}
interface Place {
  readonly rows: Range;
  readonly columns: Range;
}

const defaultScale = ({ q }: Inputs): number => 1 / Math.sqrt(q.shape[1] ?? 1);

/** Scores of one tile, [B_r, B_c]: the only ones in memory. */
const tileScores = (tf: Tf, { q, k }: Inputs, { rows, columns }: Place, scale: number): Tensor =>
  tf.mul(tf.matMul(rowsOf(tf, q, rows), rowsOf(tf, k, columns), false, true), tf.scalar(scale));

/** The states of a block of rows after one more tile. Eq. (4) of the article. */
export function absorbTile(
  tf: Tf,
  states: RowStates,
  inputs: Inputs,
  place: Place,
  causal: boolean,
  scale: number = defaultScale(inputs),
): RowStates {
  const [max, sum, weighted] = tf.tidy((): Three => {
    const visible = causalTile(tf, place.rows, place.columns, causal);
    const scores = tileScores(tf, inputs, place, scale);
    const next = absorbBlock(tf, states, scores, rowsOf(tf, inputs.v, place.columns), visible);
    return [next.max, next.sum, next.weighted];
  });
  return { max, sum, weighted };
}

/** O [n, dv] and L = m + ln ℓ [n, 1], tile by tile. Default scale 1/√d. */
export function flashForward(
  tf: Tf,
  inputs: Inputs,
  tiling: Tiling,
  scale?: number,
): { output: Tensor; logSum: Tensor } {
  const [output, logSum] = tf.tidy((): [Tensor, Tensor] => {
    const [n = 0, d = 1] = inputs.q.shape;
    const blocks = new Map<number, RowStates>(); // by first row
    for (const { rows, columns } of schedule(n, d, tiling)) {
      const states = blocks.get(rows.from) ?? emptyStates(tf, lengthOf(rows), inputs.v.shape[1] ?? 0);
      blocks.set(rows.from, absorbTile(tf, states, inputs, { rows, columns }, tiling.causal, scale));
      disposeStates(tf, states);
    }
    const done = [...blocks].sort(([a], [b]) => a - b).map(([, states]) => states);
    return [
      tf.concat(
        done.map((states) => answers(tf, states)),
        0,
      ),
      tf.concat(
        done.map((states) => tf.add(states.max, tf.log(states.sum))),
        0,
      ),
    ];
  });
  return { output, logSum };
}

/** softmax(q kᵀ · scale) v with all n × n scores in memory, [n, dv]: what the tiles are held to. */
export function directAttention(tf: Tf, inputs: Inputs, causal: boolean, scale: number = defaultScale(inputs)): Tensor {
  return tf.tidy(() => {
    const all = { from: 0, to: inputs.q.shape[0] };
    const scores = tileScores(tf, inputs, { rows: all, columns: all }, scale);
    const visible = causalTile(tf, all, all, causal);
    const shown = visible ? tf.where(visible, scores, tf.fill(scores.shape, -6e4)) : scores;
    return tf.matMul(tf.softmax(shown), inputs.v);
  });
}

/**
 * Gradients of Σ dO ⊙ O from O and L alone, [dQ, dK, dV]: every tile of P is made again and dropped. `upstream` is dO [n, dv].
 * Eq. (7) of the article.
 */
export function flashBackward(
  tf: Tf,
  inputs: Inputs,
  upstream: Tensor,
  forward: { readonly output: Tensor; readonly logSum: Tensor },
  tiling: Tiling,
  scale: number = defaultScale(inputs),
): Three {
  return tf.tidy((): Three => {
    const { q, k, v } = inputs;
    const [n = 0, d = 1] = q.shape;
    const delta = tf.sum(tf.mul(upstream, forward.output), 1, true); // D, [n, 1]
    const sums = { query: new Map<number, Tensor>(), key: new Map<number, Tensor>(), value: new Map<number, Tensor>() };
    const add = (into: Map<number, Tensor>, from: number, part: Tensor): void => {
      const before = into.get(from);
      into.set(from, before ? tf.add(before, part) : part);
    };
    for (const { rows, columns } of schedule(n, d, tiling)) {
      const visible = causalTile(tf, rows, columns, tiling.causal);
      const powers = tf.exp(tf.sub(tileScores(tf, inputs, { rows, columns }, scale), rowsOf(tf, forward.logSum, rows)));
      const p = visible ? tf.where(visible, powers, tf.zerosLike(powers)) : powers; // [B_r, B_c]
      const above = rowsOf(tf, upstream, rows);
      const dp = tf.matMul(above, rowsOf(tf, v, columns), false, true);
      const ds = tf.mul(tf.mul(p, tf.sub(dp, rowsOf(tf, delta, rows))), tf.scalar(scale));
      add(sums.value, columns.from, tf.matMul(p, above, true, false));
      add(sums.query, rows.from, tf.matMul(ds, rowsOf(tf, k, columns)));
      add(sums.key, columns.from, tf.matMul(ds, rowsOf(tf, q, rows), true, false));
    }
    const whole = (parts: Map<number, Tensor>): Tensor =>
      tf.concat(
        [...parts].sort(([a], [b]) => a - b).map(([, part]) => part),
        0,
      );
    return [whole(sums.query), whole(sums.key), whole(sums.value)];
  });
}

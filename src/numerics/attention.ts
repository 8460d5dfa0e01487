/** Softmax attention in float64. Matrices are row-major: `q` is [queries, d], `k` [keys, d], `v` [keys, dv]. */
import { at } from './array.ts';

export interface AttentionOptions {
  /** Factor on the scores; default 1/√d. */
  readonly scale?: number;
  /** Key j is visible to query i only when j ≤ i. */
  readonly causal?: boolean;
}

/** Scores q·k times scale, [queries, keys]; −∞ where a causal mask hides a key. */
export function attentionScores(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  d: number,
  { scale = 1 / Math.sqrt(d), causal = false }: AttentionOptions = {},
): Float64Array {
  const [queries, keys] = [q.length / d, k.length / d];
  const scores = new Float64Array(queries * keys);
  for (let i = 0; i < queries; i++) {
    for (let j = 0; j < keys; j++) {
      let sum = 0;
      for (let c = 0; c < d; c++) sum += at(q, i * d + c) * at(k, j * d + c);
      scores[i * keys + j] = causal && j > i ? -Infinity : sum * scale;
    }
  }
  return scores;
}

/** Softmax of each row of a [rows, width] matrix; the row's maximum is taken off first, so that nothing overflows. */
export function softmaxRows(scores: Float64Array, width: number): Float64Array {
  const weights = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += width) {
    const row = scores.subarray(start, start + width);
    const top = row.reduce((largest, x) => Math.max(largest, x), -Infinity);
    const powers = row.map((x) => Math.exp(x - top));
    const sum = powers.reduce((total, x) => total + x, 0);
    weights.set(
      powers.map((x) => x / sum),
      start,
    );
  }
  return weights;
}

/** softmax(q kᵀ · scale), [queries, keys]; each row sums to 1. Eq. (1) of Vaswani et al. 2017. */
export function attentionWeights(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  d: number,
  options: AttentionOptions = {},
): Float64Array {
  return softmaxRows(attentionScores(q, k, d, options), k.length / d);
}

/** Product of row-major matrices: a [rows, inner] · b [inner, columns]. Throws a RangeError where the sizes do not fit. */
export function matrixProduct(a: ArrayLike<number>, b: ArrayLike<number>, inner: number): Float64Array {
  const [rows, columns] = [a.length / inner, b.length / inner];
  if (!Number.isInteger(rows) || !Number.isInteger(columns))
    throw new RangeError(`${a.length} and ${b.length} numbers are no matrices with ${inner} columns and rows`);
  // Copies of one type, so that the innermost loop is compiled for it: networks spend their time here.
  const [left, right] = [Float64Array.from(a), Float64Array.from(b)];
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < inner; c++) {
      const factor = left[i * inner + c] ?? NaN;
      const [to, from] = [i * columns, c * columns];
      for (let j = 0; j < columns; j++) out[to + j] = (out[to + j] ?? NaN) + factor * (right[from + j] ?? NaN);
    }
  }
  return out;
}

/** softmax(q kᵀ · scale) v, [queries, dv]. */
export function softmaxAttention(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  v: ArrayLike<number>,
  d: number,
  options: AttentionOptions = {},
): Float64Array {
  return matrixProduct(attentionWeights(q, k, d, options), v, k.length / d);
}

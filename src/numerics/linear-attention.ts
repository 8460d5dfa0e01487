/**
 * Linear attention with rotary position embedding, in float64. The rotation enters the numerator only: rotated features
 * may have negative products, and a denominator made of them could vanish.
 * Eq. (19) of Su et al. (arXiv 2104.09864); linear attention: Katharopoulos et al. 2020 (arXiv 2006.16236).
 * Row-major: `q`, `k` [n, d], `v` [n, dv]; row m stands at position m. Every key is visible to every query.
 */
import { at } from './array.ts';
import { dot, rotate } from './rope.ts';

/** φ(x) = elu(x) + 1, positive everywhere: x + 1 above 0, e^x below. */
export const featureMap = (x: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: x.length }, (_, i) => (at(x, i) > 0 ? at(x, i) + 1 : Math.exp(at(x, i))));

/** The rows of a [n, d] matrix, as views. */
function rowsOf(matrix: Float64Array, d: number): readonly Float64Array[] {
  return Array.from({ length: matrix.length / d }, (_, m) => matrix.subarray(m * d, (m + 1) * d));
}

const scaledSum = (into: Float64Array, x: ArrayLike<number>, factor: number): void => {
  for (let i = 0; i < into.length; i++) into[i] = at(into, i) + factor * at(x, i);
};

/** As the equation is written: for every m a sum over n of (R_m φ(q_m))ᵀ(R_n φ(k_n)) v_n. O(n²). [n, dv] */
export function rotaryLinearAttentionQuadratic(
  q: Float64Array,
  k: Float64Array,
  v: Float64Array,
  theta: ArrayLike<number>,
): Float64Array {
  const d = 2 * theta.length;
  const queries = rowsOf(q, d).map(featureMap);
  const keys = rowsOf(k, d).map(featureMap);
  const width = (v.length / k.length) * d;
  const values = rowsOf(v, width);
  const rotatedKeys = keys.map((key, n) => rotate(key, n, theta));
  const out = new Float64Array(queries.length * width);
  queries.forEach((query, m) => {
    const rotated = rotate(query, m, theta);
    const row = out.subarray(m * width, (m + 1) * width);
    rotatedKeys.forEach((key, n) => scaledSum(row, values[n] ?? [], dot(rotated, key)));
    const denominator = keys.reduce((sum, key) => sum + dot(query, key), 0);
    row.forEach((x, c) => (row[c] = x / denominator));
  });
  return out;
}

/** The same, associated the other way: Σ_n (R_n φ(k_n)) v_nᵀ [d, dv] and Σ_n φ(k_n) [d] are made once. O(n). [n, dv] */
export function rotaryLinearAttention(
  q: Float64Array,
  k: Float64Array,
  v: Float64Array,
  theta: ArrayLike<number>,
): Float64Array {
  const d = 2 * theta.length;
  const queries = rowsOf(q, d).map(featureMap);
  const width = (v.length / k.length) * d;
  const values = rowsOf(v, width);
  const state = new Float64Array(d * width);
  const keySum = new Float64Array(d);
  rowsOf(k, d).forEach((raw, n) => {
    const key = featureMap(raw);
    rotate(key, n, theta).forEach((x, c) => scaledSum(state.subarray(c * width, (c + 1) * width), values[n] ?? [], x));
    scaledSum(keySum, key, 1);
  });
  const out = new Float64Array(queries.length * width);
  queries.forEach((query, m) => {
    const row = out.subarray(m * width, (m + 1) * width);
    const denominator = dot(query, keySum);
    rotate(query, m, theta).forEach((x, c) =>
      scaledSum(row, state.subarray(c * width, (c + 1) * width), x / denominator),
    );
  });
  return out;
}

/**
 * Linear attention in float64, every key visible to every query; the causal forms are in linear-attention-causal.ts.
 * Katharopoulos et al. 2020 (arXiv 2006.16236); efficient attention: Shen et al. 2021 (arXiv 1812.01243).
 * Row-major: `q`, `k` [n, d], features `fq`, `fk` [n, D], `v` [n, dv].
 */
import { at } from './array.ts';
import { matrixProduct, softmaxRows } from './attention.ts';
import { dot, rotate } from './rope.ts';

/** φ(x) = elu(x) + 1, positive everywhere: x + 1 above 0, e^x below. */
export const featureMap = (x: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: x.length }, (_, i) => (at(x, i) > 0 ? at(x, i) + 1 : Math.exp(at(x, i))));

/** Operations of the two orders, a product and a sum counted apart: (QKᵀ)V takes 4n²d, Q(KᵀV) takes 4nd². */
export const orderFlops = (n: number, d: number): { readonly quadratic: number; readonly linear: number } => ({
  quadratic: 4 * n * n * d,
  linear: 4 * n * d * d,
});

/** Transpose of a row-major [rows, columns] matrix. */
export function transposed(matrix: ArrayLike<number>, columns: number): Float64Array {
  const rows = matrix.length / columns;
  return Float64Array.from({ length: matrix.length }, (_, i) =>
    at(matrix, (i % rows) * columns + Math.floor(i / rows)),
  );
}

/** sim(q_i, k_j) = φ(q_i)ᵀφ(k_j), [queries, keys]; with `causal`, 0 above the diagonal. */
export function featureScores(
  fq: ArrayLike<number>,
  fk: ArrayLike<number>,
  D: number,
  { causal = false }: { readonly causal?: boolean } = {},
): Float64Array {
  const keys = fk.length / D;
  const scores = matrixProduct(fq, transposed(fk, D), D);
  return causal ? scores.map((x, index) => (index % keys > Math.floor(index / keys) ? 0 : x)) : scores;
}

/** Each row of a matrix divided by its sum. */
export function normalizeRows(matrix: Float64Array, width: number): Float64Array {
  const out = new Float64Array(matrix.length);
  for (let start = 0; start < matrix.length; start += width) {
    const row = matrix.subarray(start, start + width);
    const sum = row.reduce((total, x) => total + x, 0);
    out.set(
      row.map((x) => x / sum),
      start,
    );
  }
  return out;
}

/** Σ_j φ(q_i)ᵀφ(k_j) v_j / Σ_j φ(q_i)ᵀφ(k_j) as it is written: the [n, n] weights first. O(n²). [n, dv] */
export function linearAttentionQuadratic(
  fq: ArrayLike<number>,
  fk: ArrayLike<number>,
  v: ArrayLike<number>,
  D: number,
): Float64Array {
  const keys = fk.length / D;
  return matrixProduct(normalizeRows(featureScores(fq, fk, D), keys), v, keys);
}

/** The same with the sums Σ φ(k_j) v_jᵀ [D, dv] and Σ φ(k_j) [D] made once for all queries. O(n). [n, dv] */
export function linearAttention(
  fq: ArrayLike<number>,
  fk: ArrayLike<number>,
  v: ArrayLike<number>,
  D: number,
): Float64Array {
  const keys = fk.length / D;
  const width = v.length / keys;
  const state = matrixProduct(transposed(fk, D), v, keys);
  const keySum = matrixProduct(transposed(fk, D), new Float64Array(keys).fill(1), keys);
  const denominators = matrixProduct(fq, keySum, D);
  return matrixProduct(fq, state, D).map((x, index) => x / at(denominators, Math.floor(index / width)));
}

/** The two factors of efficient attention: softmax of each query over its d entries [n, d], and of each key column over the n keys [n, d]. */
export function efficientFactors(
  q: Float64Array,
  k: Float64Array,
  d: number,
): { readonly query: Float64Array; readonly key: Float64Array } {
  const keys = k.length / d;
  return { query: softmaxRows(q, d), key: transposed(softmaxRows(transposed(k, d), keys), keys) };
}

/** softmax_d(Q) softmax_n(K)ᵀ V, [n, dv]: no denominator is needed. Shen et al. 2021, Section 3.2. */
export function efficientAttention(q: Float64Array, k: Float64Array, v: ArrayLike<number>, d: number): Float64Array {
  const { query, key } = efficientFactors(q, k, d);
  return matrixProduct(query, matrixProduct(transposed(key, d), v, k.length / d), d);
}

/** The rows of a [n, d] matrix, as views. */
function rowsOf(matrix: Float64Array, d: number): readonly Float64Array[] {
  return Array.from({ length: matrix.length / d }, (_, m) => matrix.subarray(m * d, (m + 1) * d));
}

const scaledSum = (into: Float64Array, x: ArrayLike<number>, factor: number): void => {
  for (let i = 0; i < into.length; i++) into[i] = at(into, i) + factor * at(x, i);
};

/**
 * With rotary position embedding, row m at position m: for every m a sum over n of (R_m φ(q_m))ᵀ(R_n φ(k_n)) v_n. O(n²). [n, dv]
 * The rotation enters the numerator only: rotated features may have negative products, and a denominator made of them
 * could vanish. Eq. (19) of Su et al. (arXiv 2104.09864).
 */
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

/** The same sum, associated the other way: Σ_n (R_n φ(k_n)) v_nᵀ [d, dv] and Σ_n φ(k_n) [d] are made once. O(n). [n, dv] */
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

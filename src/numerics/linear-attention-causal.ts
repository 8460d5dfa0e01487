/**
 * Causal linear attention in float64, three ways: the masked matrix, the recurrence, and chunks of both; and its gradient by
 * cumulative sums. Katharopoulos et al. 2020 (arXiv 2006.16236), Sections 3.3 and 3.4; chunks: Yang et al. 2024 (arXiv 2312.06635).
 * Row-major: features `fq`, `fk` [n, D], `v` [n, dv].
 */
import { at } from './array.ts';
import { matrixProduct } from './attention.ts';
import { featureScores, normalizeRows, transposed } from './linear-attention.ts';
import { dot } from './rope.ts';

/** The weights φ(q_i)ᵀφ(k_j) / Σ_{l≤i} φ(q_i)ᵀφ(k_l) for j ≤ i, 0 above the diagonal: [n, n], rows sum to 1. */
export const causalWeights = (fq: ArrayLike<number>, fk: ArrayLike<number>, D: number): Float64Array =>
  normalizeRows(featureScores(fq, fk, D, { causal: true }), fk.length / D);

/** Parallel: the masked matrix times v. O(n²). [n, dv] */
export const causalParallel = (
  fq: ArrayLike<number>,
  fk: ArrayLike<number>,
  v: ArrayLike<number>,
  D: number,
): Float64Array => matrixProduct(causalWeights(fq, fk, D), v, fk.length / D);

/** What the recurrence carries from token to token. */
export interface State {
  /** S = Σ φ(k_j) v_jᵀ, row-major [D, dv]. */
  readonly S: Float64Array;
  /** z = Σ φ(k_j), [D]. */
  readonly z: Float64Array;
}

/** Adds factor · a bᵀ to a row-major matrix. */
export function addOuter(matrix: Float64Array, a: ArrayLike<number>, b: ArrayLike<number>, factor = 1): void {
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      matrix[i * b.length + j] = at(matrix, i * b.length + j) + factor * at(a, i) * at(b, j);
    }
  }
}

const rowOf = (matrix: Float64Array, row: number, width: number): Float64Array =>
  matrix.subarray(row * width, (row + 1) * width);

/** Recurrent: S_i = S_{i−1} + φ(k_i)v_iᵀ, z_i = z_{i−1} + φ(k_i), o_i = S_iᵀφ(q_i) / z_iᵀφ(q_i). O(n), constant memory. */
export function causalRecurrent(
  fq: Float64Array,
  fk: Float64Array,
  v: Float64Array,
  D: number,
): { readonly outputs: Float64Array; readonly states: readonly State[] } {
  const n = fk.length / D;
  const width = v.length / n;
  const outputs = new Float64Array(n * width);
  const states: State[] = [];
  let [S, z] = [new Float64Array(D * width), new Float64Array(D)];
  for (let i = 0; i < n; i++) {
    [S, z] = [S.slice(), z.slice()];
    addOuter(S, rowOf(fk, i, D), rowOf(v, i, width));
    rowOf(fk, i, D).forEach((x, c) => (z[c] = at(z, c) + x));
    const query = rowOf(fq, i, D);
    const sum = dot(z, query);
    outputs.set(
      matrixProduct(query, S, D).map((x) => x / sum),
      i * width,
    );
    states.push({ S, z });
  }
  return { outputs, states };
}

/** Chunks of `size` tokens: quadratic with a mask inside a chunk, the state for everything before it. O(n·size). [n, dv] */
export function causalChunked(
  fq: Float64Array,
  fk: Float64Array,
  v: Float64Array,
  D: number,
  size: number,
): Float64Array {
  const n = fk.length / D;
  const width = v.length / n;
  const out = new Float64Array(n * width);
  const [S, z] = [new Float64Array(D * width), new Float64Array(D)];
  for (let from = 0; from < n; from += size) {
    const to = Math.min(n, from + size);
    const [query, key] = [fq.subarray(from * D, to * D), fk.subarray(from * D, to * D)];
    const value = v.subarray(from * width, to * width);
    const scores = featureScores(query, key, D, { causal: true }); // [chunk, chunk]
    const [before, within] = [matrixProduct(query, S, D), matrixProduct(scores, value, to - from)];
    for (let i = 0; i < to - from; i++) {
      const sum = dot(rowOf(query, i, D), z) + rowOf(scores, i, to - from).reduce((total, x) => total + x, 0);
      for (let c = 0; c < width; c++) {
        out[(from + i) * width + c] = (at(before, i * width + c) + at(within, i * width + c)) / sum;
      }
    }
    for (let i = 0; i < to - from; i++) {
      addOuter(S, rowOf(key, i, D), rowOf(value, i, width));
      rowOf(key, i, D).forEach((x, c) => (z[c] = at(z, c) + x));
    }
  }
  return out;
}

/** Gradients of Σ_i g_iᵀu_i with respect to the features and the values. */
export interface Gradients {
  /** [n, D] */
  readonly fq: Float64Array;
  /** [n, D] */
  readonly fk: Float64Array;
  /** [n, dv] */
  readonly v: Float64Array;
}

/**
 * Gradients of the numerators u_i = S_iᵀφ(q_i), by two cumulative sums: S forward, and R_i = R_{i+1} + φ(q_i)g_iᵀ backward.
 * Section 3.3.1 of Katharopoulos et al. `g` [n, dv] is ∂L/∂u. O(n).
 */
export function causalGradients(
  fq: Float64Array,
  fk: Float64Array,
  v: Float64Array,
  g: Float64Array,
  D: number,
): Gradients {
  const n = fk.length / D;
  const width = v.length / n;
  const out = { fq: new Float64Array(n * D), fk: new Float64Array(n * D), v: new Float64Array(n * width) };
  const [S, R] = [new Float64Array(D * width), new Float64Array(D * width)];
  for (let i = 0; i < n; i++) {
    addOuter(S, rowOf(fk, i, D), rowOf(v, i, width));
    out.fq.set(matrixProduct(S, rowOf(g, i, width), width), i * D);
  }
  for (let i = n - 1; i >= 0; i--) {
    addOuter(R, rowOf(fq, i, D), rowOf(g, i, width));
    out.fk.set(matrixProduct(R, rowOf(v, i, width), width), i * D);
    out.v.set(matrixProduct(rowOf(fk, i, D), R, D), i * width);
  }
  return out;
}

/** The same from the masked matrix: dφ(Q) = (GVᵀ∘M)φ(K), dφ(K) = (GVᵀ∘M)ᵀφ(Q), dV = (φ(Q)φ(K)ᵀ∘M)ᵀG. O(n²). */
export function causalGradientsQuadratic(
  fq: Float64Array,
  fk: Float64Array,
  v: Float64Array,
  g: Float64Array,
  D: number,
): Gradients {
  const n = fk.length / D;
  const scores = featureScores(fq, fk, D, { causal: true });
  const back = featureScores(g, v, v.length / n, { causal: true }); // GVᵀ masked, [n, n]
  return {
    fq: matrixProduct(back, fk, n),
    fk: matrixProduct(transposed(back, n), fq, n),
    v: matrixProduct(transposed(scores, n), g, n),
  };
}

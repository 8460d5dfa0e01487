/**
 * NormAttention in float64: linear attention whose denominator is replaced by an RMSNorm of the output. Qin et al. 2022 (arXiv 2210.10340),
 * Section 4; RMSNorm: Zhang and Sennrich 2019 (arXiv 1910.07467). Row-major: features `fq`, `fk` [n, D], values `v` [n, d].
 */
import { at } from './array.ts';
import { matrixProduct } from './attention.ts';
import { featureScores, transposed } from './linear-attention.ts';

/** σ² = mean of the squares. */
export const meanSquare = (t: ArrayLike<number>): number => Array.from(t).reduce((sum, x) => sum + x * x, 0) / t.length;

/** t / √(σ² + ε), [d]. */
export function rmsNorm(t: Float64Array, epsilon: number): Float64Array {
  const scale = 1 / Math.sqrt(meanSquare(t) + epsilon);
  return t.map((x) => x * scale);
}

/** ∂RMSNorm(t)/∂t = (I − t tᵀ/(d(σ² + ε)))/√(σ² + ε), row-major [d, d]: symmetric. */
export function rmsNormJacobian(t: Float64Array, epsilon: number): Float64Array {
  const d = t.length;
  const square = meanSquare(t) + epsilon;
  return Float64Array.from({ length: d * d }, (_, index) => {
    const [a, b] = [Math.floor(index / d), index % d];
    return ((a === b ? 1 : 0) - (at(t, a) * at(t, b)) / (d * square)) / Math.sqrt(square);
  });
}

/** RMSNorm of each row of a [rows, d] matrix. */
export function rmsNormRows(matrix: Float64Array, d: number, epsilon: number): Float64Array {
  const out = new Float64Array(matrix.length);
  for (let from = 0; from < matrix.length; from += d) out.set(rmsNorm(matrix.slice(from, from + d), epsilon), from);
  return out;
}

/** RMSNorm(φ(Q)(φ(K)ᵀV)), [n, d]: O(n). */
export function normAttention(
  fq: ArrayLike<number>,
  fk: ArrayLike<number>,
  v: ArrayLike<number>,
  D: number,
  epsilon: number,
): Float64Array {
  const keys = fk.length / D;
  const sums = matrixProduct(fq, matrixProduct(transposed(fk, D), v, keys), D);
  return rmsNormRows(sums, v.length / keys, epsilon);
}

/** The same by way of the scores: RMSNorm((φ(Q)φ(K)ᵀ)V), O(n²). */
export function normAttentionQuadratic(
  fq: ArrayLike<number>,
  fk: ArrayLike<number>,
  v: ArrayLike<number>,
  D: number,
  epsilon: number,
): Float64Array {
  const keys = fk.length / D;
  return rmsNormRows(matrixProduct(featureScores(fq, fk, D), v, keys), v.length / keys, epsilon);
}

/** o = RMSNorm(Σ_j s_j v_j) of one row of scores s [n], [d]. */
export const normOutput = (s: ArrayLike<number>, v: ArrayLike<number>, epsilon: number): Float64Array =>
  rmsNorm(matrixProduct(s, v, s.length), epsilon);

/** ∂o_c/∂s_j, row-major [d, n]: the Jacobian of the norm times v_j. */
export function normScoreJacobian(s: ArrayLike<number>, v: ArrayLike<number>, epsilon: number): Float64Array {
  const n = s.length;
  const d = v.length / n;
  return matrixProduct(rmsNormJacobian(matrixProduct(s, v, n), epsilon), transposed(v, d), d);
}

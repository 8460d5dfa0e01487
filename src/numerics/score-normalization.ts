/**
 * Weights p_j = f(s_j) / Σ f(s_k) made from scores, and how they answer to a change of a score. With f = exp this is the softmax, with
 * f(s) = s linear attention, whose scores are positive. Proposition of Qin et al. 2022 (arXiv 2210.10340), Section 3.
 */
import { at } from './array.ts';
import { softmaxRows } from './attention.ts';

/** 'exp': the softmax; 'identity': linear attention; 'damped': linear attention with ε added to the denominator. */
export type Normalizer = 'exp' | 'identity' | 'damped';

/** Σ of the scores, plus ε for 'damped'. */
const denominator = (s: Float64Array, kind: Normalizer, epsilon: number): number =>
  s.reduce((sum, x) => sum + x, kind === 'damped' ? epsilon : 0);

/** p, [n]. Scores of the two linear kinds are positive. */
export function normalizedScores(s: Float64Array, kind: Normalizer, epsilon = 0): Float64Array {
  if (kind === 'exp') return softmaxRows(s, s.length);
  const total = denominator(s, kind, epsilon);
  return s.map((x) => x / total);
}

/** f′(s_k)/f(s_k), [n]: 1 for the softmax, 1/s_k for linear attention. */
export const logSlopes = (s: Float64Array, kind: Normalizer): Float64Array =>
  s.map((x) => (kind === 'exp' ? 1 : 1 / x));

/** ∂p_j/∂s_k = f′(s_k)/f(s_k) · p_k (δ_jk − p_j), row-major [n, n]; row j, column k. (With ε the δ stays and p is smaller.) */
export function scoreJacobian(s: Float64Array, kind: Normalizer, epsilon = 0): Float64Array {
  const n = s.length;
  const [p, slopes] = [normalizedScores(s, kind, epsilon), logSlopes(s, kind)];
  return Float64Array.from({ length: n * n }, (_, index) => {
    const [j, k] = [Math.floor(index / n), index % n];
    return at(slopes, k) * at(p, k) * ((j === k ? 1 : 0) - at(p, j));
  });
}

/**
 * No entry of column k is larger than this, [n]: 1/4 for the softmax, 1/(4 s_k) for linear attention, and the smaller of that and 1/ε
 * when ε is added.
 */
export const scoreBounds = (s: Float64Array, kind: Normalizer, epsilon = 0): Float64Array =>
  s.map((x) => {
    if (kind === 'exp') return 1 / 4;
    return kind === 'damped' ? Math.min(1 / (4 * x), 1 / epsilon) : 1 / (4 * x);
  });

/** Largest modulus in every column of a [rows, columns] matrix. */
export function columnMaxima(matrix: ArrayLike<number>, columns: number): Float64Array {
  const out = new Float64Array(columns);
  for (let i = 0; i < matrix.length; i++) out[i % columns] = Math.max(at(out, i % columns), Math.abs(at(matrix, i)));
  return out;
}

/** Entries on and off the diagonal when all n scores of linear attention are ε: (1 − 1/n)/(εn) and −1/(εn²). */
export const equalScores = (n: number, epsilon: number): { readonly diagonal: number; readonly other: number } => ({
  diagonal: (1 - 1 / n) / (epsilon * n),
  other: -1 / (epsilon * n * n),
});

/**
 * Low-rank attention in float64: the n×n matrix of weights is never formed, thin factors stand for it. Row-major q, k [n, d], v [n, dv].
 * Linformer: Wang et al. 2020 (arXiv 2006.04768), Eq. (7). Nyströmformer: Xiong et al. 2021 (arXiv 2102.03902), Eqs. (13) and (14).
 */
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { at } from './array.ts';
import { attentionWeights, matrixProduct } from './attention.ts';
import { transposed } from './linear-attention.ts';

/** Means over k consecutive segments as a matrix [k, n]: rows sum to 1, lengths of segments differ by at most 1. k ≤ n. */
export function segmentMeans(n: number, k: number): Float64Array {
  const means = new Float64Array(k * n);
  for (let s = 0; s < k; s++) {
    const [from, to] = [Math.floor((s * n) / k), Math.floor(((s + 1) * n) / k)];
    means.fill(1 / (to - from), s * n + from, s * n + to);
  }
  return means;
}

/** Weights on the k projected keys, softmax(q (E k)ᵀ · scale): [n, rows of E]. */
export function projectedWeights(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  d: number,
  E: ArrayLike<number>,
  scale: number,
): Float64Array {
  return attentionWeights(q, matrixProduct(E, k, k.length / d), d, { scale });
}

/** softmax(q (E k)ᵀ · scale) (F v), [n, dv]; E, F are [k, n]. */
export function projectedAttention(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  v: ArrayLike<number>,
  d: number,
  { E, F, scale = 1 / Math.sqrt(d) }: { readonly E: Float64Array; readonly F: Float64Array; readonly scale?: number },
): Float64Array {
  const n = k.length / d;
  return matrixProduct(projectedWeights(q, k, d, E, scale), matrixProduct(F, v, n), E.length / n);
}

/** Newton–Schulz steps that the Nyström factors take unless told: singular values down to about a thousandth are inverted. */
export const newtonSchulzSteps = 20;

/**
 * Pseudo-inverse of a square matrix [m, m] by Z ← Z(2I − AZ) from Z = Aᵀ/(‖A‖₁‖A‖∞). Products only. The part of Z along a singular
 * value σ starts at σ/(‖A‖₁‖A‖∞), doubles with every step while small and then settles at 1/σ, so few steps leave small ones damped.
 */
export function newtonSchulzInverse(a: Float64Array, m: number, steps = newtonSchulzSteps): Float64Array {
  const sums = (matrix: Float64Array): number =>
    Math.max(
      ...Array.from({ length: m }, (_, i) => matrix.subarray(i * m, (i + 1) * m).reduce((s, x) => s + Math.abs(x), 0)),
    );
  const across = transposed(a, m);
  const norms = sums(a) * sums(across);
  let z: Float64Array = across.map((x) => x / norms);
  for (let step = 0; step < steps; step++) {
    const rest = matrixProduct(a, z, m).map((x, index) => (index % (m + 1) === 0 ? 2 : 0) - x);
    z = matrixProduct(z, rest, m);
  }
  return z;
}

/** The three factors of Nyström attention: [n, m], [m, m] (the pseudo-inverse) and [m, n]. */
export interface NystromFactors {
  readonly left: Float64Array;
  readonly inverse: Float64Array;
  readonly right: Float64Array;
}

/** sm(q k̃ᵀ), sm(q̃ k̃ᵀ)⁺ and sm(q̃ kᵀ): landmarks q̃, k̃ [m, d] are means over m segments of queries and of keys. */
export function nystromFactors(
  q: Float64Array,
  k: Float64Array,
  d: number,
  m: number,
  { scale = 1 / Math.sqrt(d), steps = newtonSchulzSteps }: { readonly scale?: number; readonly steps?: number } = {},
): NystromFactors {
  const landmarks = (x: Float64Array): Float64Array => matrixProduct(segmentMeans(x.length / d, m), x, x.length / d);
  const [lq, lk] = [landmarks(q), landmarks(k)];
  return {
    left: attentionWeights(q, lk, d, { scale }),
    inverse: newtonSchulzInverse(attentionWeights(lq, lk, d, { scale }), m, steps),
    right: attentionWeights(lq, k, d, { scale }),
  };
}

/** Nyström attention, the products taken from the right so that nothing is larger than [n, m]: [n, dv]. */
export function nystromAttention({ left, inverse, right }: NystromFactors, v: ArrayLike<number>): Float64Array {
  const m = Math.sqrt(inverse.length);
  return matrixProduct(left, matrixProduct(inverse, matrixProduct(right, v, right.length / m), m), m);
}

/** A matrix of rank at most k as a product of [rows, k] and [k, columns]. */
export interface RankFactors {
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** All singular values, largest first. */
  readonly values: Float64Array;
}

/** The best approximation of rank k in the Frobenius norm (Eckart and Young 1936): the k largest singular values and their vectors. */
export function truncatedSvd(matrix: ArrayLike<number>, columns: number, k: number): RankFactors {
  if (matrix.length === 0)
    return { left: new Float64Array(0), right: new Float64Array(0), values: new Float64Array(0) };
  const rows = matrix.length / columns;
  const svd = new SingularValueDecomposition(Matrix.from1DArray(rows, columns, Array.from(matrix)), {
    autoTranspose: true,
  });
  const values = Float64Array.from(svd.diagonal);
  const kept = Math.min(k, values.length);
  const [u, v] = [svd.leftSingularVectors, svd.rightSingularVectors];
  return {
    left: Float64Array.from(
      { length: rows * kept },
      (_, i) => u.get(Math.floor(i / kept), i % kept) * at(values, i % kept),
    ),
    right: Float64Array.from({ length: kept * columns }, (_, i) => v.get(i % columns, Math.floor(i / columns))),
    values,
  };
}

/** e^H of every row of weights [rows, n], H its entropy in nats: how many equal weights would be as spread out. Between 1 and n. */
export function perplexities(weights: ArrayLike<number>, n: number): Float64Array {
  return Float64Array.from({ length: weights.length / n }, (_, i) => {
    let entropy = 0;
    for (let j = 0; j < n; j++) {
      const weight = at(weights, i * n + j);
      if (weight > 0) entropy -= weight * Math.log(weight);
    }
    return Math.exp(entropy);
  });
}

/** ‖a − b‖_F/‖b‖_F; 0 when both vanish. */
export function relativeFrobenius(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [off, size] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    off += (at(a, i) - at(b, i)) ** 2;
    size += at(b, i) ** 2;
  }
  return off === 0 ? 0 : Math.sqrt(off / size);
}

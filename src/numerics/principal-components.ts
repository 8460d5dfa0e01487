/** Principal component analysis in float64: the linear autoencoder with the least squared error (Eckart and Young, 1936). */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { at } from './array.ts';

export interface PrincipalComponents {
  /** Mean of the rows, [d]. */
  readonly mean: Float64Array;
  /** Orthonormal columns, largest variance first, [d, k]. */
  readonly basis: Float64Array;
  /** Variance of the rows along each column, [k]. */
  readonly variances: Float64Array;
  /** Sum of all d variances. */
  readonly total: number;
}

/** The k directions in which rows x [n, d] vary most: eigenvectors of their covariance (divided by n). */
export function principalComponents(x: ArrayLike<number>, d: number, k: number): PrincipalComponents {
  const n = x.length / d;
  const mean = Float64Array.from({ length: d }, (_, c) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += at(x, i * d + c);
    return sum / n;
  });
  const { values, vectors, total } = eigenvectors(covariance(x, mean), d);
  const basis = Float64Array.from({ length: d * k }, (_, i) => vectors.get(Math.floor(i / k), d - 1 - (i % k)));
  return { mean, basis, variances: Float64Array.from({ length: k }, (_, j) => values[d - 1 - j] ?? 0), total };
}

/** Covariance of rows about their mean, [d, d]. */
function covariance(x: ArrayLike<number>, mean: Float64Array): Float64Array {
  const d = mean.length;
  const n = x.length / d;
  const sums = new Float64Array(d * d);
  for (let i = 0; i < n; i++) {
    const row = mean.map((m, c) => at(x, i * d + c) - m);
    for (let a = 0; a < d; a++) {
      const own = at(row, a);
      if (own === 0) continue;
      for (let b = a; b < d; b++) sums[a * d + b] = at(sums, a * d + b) + own * at(row, b);
    }
  }
  return sums.map((_, i) => {
    const [a, b] = [Math.floor(i / d), i % d];
    return at(sums, Math.min(a, b) * d + Math.max(a, b)) / n;
  });
}

/** Eigenvalues in increasing order, eigenvectors as columns. */
function eigenvectors(matrix: Float64Array, d: number): { values: number[]; vectors: Matrix; total: number } {
  const rows = Array.from({ length: d }, (_, a) => Array.from(matrix.subarray(a * d, (a + 1) * d)));
  const { realEigenvalues: values, eigenvectorMatrix: vectors } = new EigenvalueDecomposition(new Matrix(rows), {
    assumeSymmetric: true,
  });
  return { values, vectors, total: values.reduce((sum, value) => sum + value, 0) };
}

/** Ridge regression in float64: the normal equations, by Cholesky. Matrices are row-major. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { at } from './array.ts';

/** Features Φ [rows, columns] of a linear model y ≈ Φa. */
export interface Features {
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** Φa, [rows]. */
export function predict({ values, rows, columns }: Features, coefficients: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: rows }, (_, r) => {
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += at(values, r * columns + i) * at(coefficients, i);
    return sum;
  });
}

/** ΦᵀΦ + λI, [columns, columns]. */
function normalMatrix({ values, rows, columns }: Features, lambda: number): Matrix {
  const gram = Matrix.zeros(columns, columns);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? lambda : 0;
      for (let r = 0; r < rows; r++) sum += at(values, r * columns + i) * at(values, r * columns + j);
      gram.set(i, j, sum);
      gram.set(j, i, sum);
    }
  }
  return gram;
}

/** Φᵀy as a column. */
function project({ values, rows, columns }: Features, y: ArrayLike<number>): Matrix {
  const out = Matrix.zeros(columns, 1);
  for (let i = 0; i < columns; i++) {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += at(values, r * columns + i) * at(y, r);
    out.set(i, 0, sum);
  }
  return out;
}

/**
 * argmin_a ‖Φa − y‖² + λ‖a‖², [columns].
 * @param y [rows]
 * @param lambda > 0, added to the diagonal as it is. A RangeError when it is so small beside ΦᵀΦ that rounding has made the
 *   sum indefinite: about 10⁻¹⁴ of the largest eigenvalue.
 */
export function ridgeFit(features: Features, y: ArrayLike<number>, lambda: number): Float64Array {
  const cholesky = new CholeskyDecomposition(normalMatrix(features, lambda));
  if (!cholesky.isPositiveDefinite()) throw new RangeError(`the ridge ${lambda} is too small for these features`);
  return Float64Array.from(cholesky.solve(project(features, y)).to1DArray());
}

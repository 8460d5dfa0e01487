/** Singular values of an attention matrix: φ(Q)φ(K)ᵀ has at most D that are not zero. */
import { Matrix, SingularValueDecomposition } from 'ml-matrix';

/** Singular values of a row-major matrix with `columns` columns, largest first. */
export function singularValues(matrix: ArrayLike<number>, columns: number): Float64Array {
  const rows = matrix.length / columns;
  const values = Matrix.from1DArray(rows, columns, Array.from(matrix));
  return Float64Array.from(
    new SingularValueDecomposition(values, { computeLeftSingularVectors: false, computeRightSingularVectors: false })
      .diagonal,
  );
}

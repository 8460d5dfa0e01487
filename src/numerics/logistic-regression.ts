/** Logistic regression in float64 by Newton's method: a convex problem, solved to the last digits. Matrices are row-major. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { at } from './array.ts';
import { sigmoid, softplus, type SigmoidBeliefNetwork } from './sigmoid-belief-network.ts';

export interface LabelledRows {
  /** Features, [rows, columns]; a column of ones is the bias. */
  readonly features: Float64Array;
  readonly columns: number;
  /** Labels 0 or 1, [rows], and the weight of every row. */
  readonly labels: ArrayLike<number>;
  readonly rowWeights: ArrayLike<number>;
}

const scoreOf = ({ features, columns }: LabelledRows, theta: Float64Array, row: number): number =>
  theta.reduce((sum, t, c) => sum + t * at(features, row * columns + c), 0);

/** Σ_r ω_r (softplus(z_r) − y_r z_r) + λ/2 ‖θ‖². */
export function logisticLoss(data: LabelledRows, theta: Float64Array, lambda: number): number {
  let sum = (lambda / 2) * theta.reduce((square, t) => square + t * t, 0);
  for (let row = 0; row < data.labels.length; row++) {
    const z = scoreOf(data, theta, row);
    sum += at(data.rowWeights, row) * (softplus(z) - at(data.labels, row) * z);
  }
  return sum;
}

/** Gradient and Hessian of the loss; the Hessian is positive definite for λ > 0, which is why there is one minimum. */
export function logisticDerivatives(
  data: LabelledRows,
  theta: Float64Array,
  lambda: number,
): { gradient: Matrix; hessian: Matrix } {
  const { features, columns } = data;
  const gradient = Matrix.columnVector(theta.map((t) => lambda * t));
  const hessian = Matrix.eye(columns, columns, lambda);
  for (let row = 0; row < data.labels.length; row++) {
    const weight = at(data.rowWeights, row);
    if (weight === 0) continue;
    const p = sigmoid(scoreOf(data, theta, row));
    for (let i = 0; i < columns; i++) {
      const x = at(features, row * columns + i);
      gradient.set(i, 0, gradient.get(i, 0) + weight * (p - at(data.labels, row)) * x);
      for (let j = 0; j < columns; j++) {
        hessian.set(i, j, hessian.get(i, j) + weight * p * (1 - p) * (x * at(features, row * columns + j)));
      }
    }
  }
  return { gradient, hessian };
}

/** The minimiser θ, [columns], for λ > 0. Steps are halved until the loss falls, so that no start can make it diverge. */
export function fitLogistic(data: LabelledRows, lambda: number): Float64Array {
  let theta = new Float64Array(data.columns);
  let loss = logisticLoss(data, theta, lambda);
  for (let iteration = 0; iteration < 100; iteration++) {
    const { gradient, hessian } = logisticDerivatives(data, theta, lambda);
    const step = new CholeskyDecomposition(hessian).solve(gradient).to1DArray();
    const slope = step.reduce((sum, s, i) => sum + s * gradient.get(i, 0), 0);
    if (slope < 1e-18) break;
    const moved = (size: number): Float64Array<ArrayBuffer> => theta.map((t, i) => t - size * at(step, i));
    let size = 1;
    while (size > 1e-6 && logisticLoss(data, moved(size), lambda) > loss - 1e-4 * size * slope) size /= 2;
    theta = moved(size);
    loss = logisticLoss(data, theta, lambda);
  }
  return theta;
}

/**
 * The network that minimises −Σ_r ω_r log p(x_r) + λ/2 (‖W‖² + ‖b‖²): n regressions that share nothing. Biases are held back too, since a
 * bit that never changes would send its bias to infinity.
 * @param x [rows, n]
 * @param lambda > 0
 */
export function fitNetwork(
  x: Float64Array,
  rowWeights: ArrayLike<number>,
  n: number,
  lambda: number,
): SigmoidBeliefNetwork {
  const rows = x.length / n;
  const [weights, biases] = [new Float64Array(n * n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    const columns = i + 1;
    const features = Float64Array.from({ length: rows * columns }, (_, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      return column === 0 ? 1 : at(x, row * n + column - 1);
    });
    const labels = Float64Array.from({ length: rows }, (_, row) => at(x, row * n + i));
    const theta = fitLogistic({ features, columns, labels, rowWeights }, lambda);
    biases[i] = at(theta, 0);
    for (let j = 0; j < i; j++) weights[j * n + i] = at(theta, j + 1);
  }
  return { n, weights, biases };
}

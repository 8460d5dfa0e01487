/** Mixtures of Gaussians and kernel density estimates of points of the plane, on tensors; twins of mixture-fit.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { choleskyFactors, type PlanarMixture } from './mixture-fit.ts';
import type { Tf } from './tf.tensor.ts';

const log2Pi = Math.log(2 * Math.PI);

/** A mixture as rows of length K. */
export interface MixtureTensors {
  /** log weights, [1, K]. */
  readonly logWeights: Tensor;
  /** Coordinates of the means, [1, K] each. */
  readonly x: Tensor;
  readonly y: Tensor;
  /** Entries of the Cholesky factors, [1, K] each. */
  readonly l11: Tensor;
  readonly l21: Tensor;
  readonly l22: Tensor;
}

const column = (values: Float64Array, width: number, c: number): number[] =>
  Array.from(values).filter((_, index) => index % width === c);

/** Uploads mixtures side by side; the factors are made on the host, where a thin covariance loses no digits. */
export function mixtureTensors(tf: Tf, ...mixtures: readonly PlanarMixture[]): MixtureTensors {
  const row = (read: (mixture: PlanarMixture) => number[]): Tensor => {
    const values = Float32Array.from(mixtures.flatMap(read));
    return tf.tensor2d(values, [1, values.length]);
  };
  return {
    logWeights: row(({ weights }) => Array.from(weights, Math.log)),
    x: row(({ means }) => column(means, 2, 0)),
    y: row(({ means }) => column(means, 2, 1)),
    l11: row((mixture) => column(choleskyFactors(mixture), 3, 0)),
    l21: row((mixture) => column(choleskyFactors(mixture), 3, 1)),
    l22: row((mixture) => column(choleskyFactors(mixture), 3, 2)),
  };
}

/** Points as two columns, [n, 1] each. */
export interface PointTensors {
  readonly x: Tensor;
  readonly y: Tensor;
}
export const pointTensors = (tf: Tf, points: ArrayLike<number>): PointTensors => {
  const half = (c: number): Tensor => {
    const values = Float32Array.from(Array.from(points).filter((_, index) => index % 2 === c));
    return tf.tensor2d(values, [values.length, 1]);
  };
  return { x: half(0), y: half(1) };
};

const rowsOf = ({ x }: PointTensors): number => x.size;

/** log weights + log densities of the components, [n, K]. */
export function logJoint(tf: Tf, { logWeights, x, y, l11, l21, l22 }: MixtureTensors, points: PointTensors): Tensor {
  return tf.tidy(() => {
    const u = tf.div(tf.sub(points.x, x), l11);
    const v = tf.div(tf.sub(tf.sub(points.y, y), tf.mul(l21, u)), l22);
    const constant = tf.sub(tf.sub(logWeights, tf.log(tf.mul(l11, l22))), log2Pi);
    return tf.sub(constant, tf.mul(tf.add(tf.square(u), tf.square(v)), 1 / 2));
  });
}

/** Weights, means and covariances as EM changes them: [1, K] each. */
export interface EmState {
  readonly weights: Tensor;
  readonly x: Tensor;
  readonly y: Tensor;
  readonly xx: Tensor;
  readonly xy: Tensor;
  readonly yy: Tensor;
}

/** Uploads a mixture to start EM from. */
export function emState(tf: Tf, { weights, means, covariances }: PlanarMixture): EmState {
  const row = (values: ArrayLike<number>): Tensor => tf.tensor2d(Float32Array.from(values), [1, weights.length]);
  return {
    weights: row(weights),
    x: row(column(means, 2, 0)),
    y: row(column(means, 2, 1)),
    xx: row(column(covariances, 3, 0)),
    xy: row(column(covariances, 3, 1)),
    yy: row(column(covariances, 3, 2)),
  };
}

/** Eigenvalues below `floor` raised to it; see floorCovariance. */
function floored(tf: Tf, xx: Tensor, xy: Tensor, yy: Tensor, floor: number): readonly [Tensor, Tensor, Tensor] {
  const [middle, half] = [tf.mul(tf.add(xx, yy), 1 / 2), tf.mul(tf.sub(xx, yy), 1 / 2)];
  const radius = tf.sqrt(tf.add(tf.square(half), tf.square(xy)));
  const high = tf.maximum(tf.add(middle, radius), tf.scalar(floor));
  const low = tf.maximum(tf.sub(middle, radius), tf.scalar(floor));
  const ratio = tf.div(tf.mul(tf.sub(high, low), 1 / 2), tf.maximum(radius, tf.scalar(1e-20)));
  const [newMiddle, newHalf] = [tf.mul(tf.add(high, low), 1 / 2), tf.mul(ratio, half)];
  return [tf.add(newMiddle, newHalf), tf.mul(ratio, xy), tf.sub(newMiddle, newHalf)];
}

/** One step of expectation maximisation, and the mean of log p over the points before it (a scalar). */
export function emStep(
  tf: Tf,
  state: EmState,
  points: PointTensors,
  floor: number,
): { readonly state: EmState; readonly logLikelihood: Tensor } {
  const run = (): Tensor[] => {
    const l11 = tf.sqrt(state.xx);
    const l21 = tf.div(state.xy, l11);
    const l22 = tf.sqrt(tf.sub(state.yy, tf.square(l21)));
    const mixture = { logWeights: tf.log(state.weights), x: state.x, y: state.y, l11, l21, l22 };
    const joint = logJoint(tf, mixture, points);
    const shares = tf.softmax(joint);
    const totals = tf.maximum(tf.sum(shares, 0, true), tf.scalar(1e-9));
    const average = (values: Tensor): Tensor => tf.div(tf.sum(tf.mul(shares, values), 0, true), totals);
    const [x, y] = [average(points.x), average(points.y)];
    const [dx, dy] = [tf.sub(points.x, x), tf.sub(points.y, y)];
    const spread = floored(tf, average(tf.square(dx)), average(tf.mul(dx, dy)), average(tf.square(dy)), floor);
    const weights = tf.div(totals, rowsOf(points));
    return [weights, x, y, ...spread, tf.mean(tf.logSumExp(joint, 1))];
  };
  const [weights, x, y, xx, xy, yy, logLikelihood] = tf.tidy(run) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  return { state: { weights, x, y, xx, xy, yy }, logLikelihood };
}

/** log of the kernel density estimate of `data` at each point, [m]. */
export function logKernelDensities(tf: Tf, data: PointTensors, bandwidth: number, points: PointTensors): Tensor {
  return tf.tidy(() => {
    const across = (a: Tensor, b: Tensor): Tensor => tf.square(tf.sub(a, tf.transpose(b)));
    const distances = tf.add(across(points.x, data.x), across(points.y, data.y));
    const constant = log2Pi + 2 * Math.log(bandwidth) + Math.log(rowsOf(data));
    return tf.sub(tf.logSumExp(tf.mul(distances, -1 / (2 * bandwidth ** 2)), 1), constant);
  });
}

/** The kernel density estimate on a grid: `xs` [c, 1] and `ys` [r, 1] are its columns and rows; returns [r, c]. */
export function kernelDensityGrid(tf: Tf, data: PointTensors, bandwidth: number, xs: Tensor, ys: Tensor): Tensor {
  return tf.tidy(() => {
    // e^{−(dx² + dy²)/2h²} is a product, so the sum over the data is one product of matrices.
    const kernel = (a: Tensor, b: Tensor): Tensor =>
      tf.exp(tf.mul(tf.square(tf.sub(a, tf.transpose(b))), -1 / (2 * bandwidth ** 2)));
    const sums = tf.matMul(kernel(ys, data.y), kernel(xs, data.x), false, true);
    return tf.div(sums, 2 * Math.PI * bandwidth ** 2 * rowsOf(data));
  });
}

/** log[εr + (1 − ε)p] from log p, elementwise, for a junk density r and 0 ≤ ε < 1. */
export function logWithJunk(tf: Tf, logDensity: Tensor, share: number, junk: number): Tensor {
  return tf.tidy(() => {
    const own = tf.add(logDensity, Math.log1p(-share));
    if (share <= 0) return own;
    const other = Math.log(share * junk);
    return tf.add(tf.softplus(tf.sub(own, other)), other);
  });
}

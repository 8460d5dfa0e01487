/** The claims of the article on random features, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Checks, Tf } from './check.ts';
import { check } from './check.ts';
import { at } from '../numerics/array.ts';
import { dot } from '../numerics/rope.ts';
import { integer, normals, seededRandom, type Random } from '../numerics/random.ts';
import {
  featureAttention,
  featureAttentionQuadratic,
  gaussianProjections,
  orthogonalProjections,
  positiveFeatures,
  relativeErrors,
} from '../numerics/random-features.ts';
import * as onTensor from '../numerics/random-features.tensor.ts';

const largest = (values: Iterable<number>): number => {
  let top = -Infinity;
  for (const value of values) top = Math.max(top, value);
  return top;
};
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  largest(Array.from(a, (value, i) => Math.abs(value - at(b, i))));

/** Reads one number off the device; `work` must return a scalar, and everything else it made is disposed of. */
async function readScalar(tf: Tf, work: () => Tensor): Promise<number> {
  const result = tf.tidy(work);
  try {
    return at(await result.data(), 0);
  } finally {
    result.dispose();
  }
}
const matrix = (tf: Tf, values: Float64Array, width: number): Tensor =>
  tf.tensor(Float32Array.from(values), [values.length / width, width]);

/** Pairs of vectors in the plane, and the seed of the draws that estimate their kernel. */
interface Draws {
  /** x and y, row-major [pairs, 2]. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly seed: number;
}
const pairs = 4;
const draws = 200_000;
// 80 comparisons at a press: four standard errors would be passed by chance once in 200 presses, five once in 20,000.
const allowed = 5;

/** Pairs with ‖x‖, ‖y‖ ≤ 0.75: beyond, the tails are too heavy for a mean and its standard error. */
function drawPairs(random: Random): Draws {
  const disc = (): readonly [number, number] => {
    const [length, angle] = [0.75 * Math.sqrt(random()), 2 * Math.PI * random()];
    return [length * Math.cos(angle), length * Math.sin(angle)];
  };
  const rows = (): Float64Array => Float64Array.from(Array.from({ length: pairs }, disc).flat());
  return { x: rows(), y: rows(), seed: integer(random, 0, 0xffffffff) };
}

/** x + y or x − y of every pair, [pairs, 2]. */
const combine = ({ x, y }: Draws, sign: 1 | -1): Float64Array => x.map((value, i) => value + sign * at(y, i));
const halfSquare = (v: Float64Array, i: number): number => (at(v, 2 * i) ** 2 + at(v, 2 * i + 1) ** 2) / 2;

/** One pair's terms, divided by K = e^{xᵀy}, have mean 1: the mean's distance from 1 in standard errors, [pairs]. */
function standardErrors(input: Draws, sign: 1 | -1, term: (angle: number, half: number) => number): number[] {
  const v = combine(input, sign);
  const omega = normals(seededRandom(input.seed), 2 * draws);
  return Array.from({ length: pairs }, (_, i) => {
    const [a, b, half] = [at(v, 2 * i), at(v, 2 * i + 1), halfSquare(v, i)];
    let [sum, squares] = [0, 0];
    for (let k = 0; k < 2 * draws; k += 2) {
      const off = term(at(omega, k) * a + at(omega, k + 1) * b, half) - 1;
      sum += off;
      squares += off * off;
    }
    const mean = sum / draws;
    return Math.abs(mean) / Math.sqrt((squares / draws - mean * mean) / draws);
  });
}

/** ωᵀv in float64, [pairs, draws]. */
function angles(input: Draws, sign: 1 | -1): Float64Array {
  const v = combine(input, sign);
  const omega = normals(seededRandom(input.seed), 2 * draws);
  return Float64Array.from({ length: pairs * draws }, (_, index) => {
    const [i, k] = [Math.floor(index / draws), index % draws];
    return at(omega, 2 * k) * at(v, 2 * i) + at(omega, 2 * k + 1) * at(v, 2 * i + 1);
  });
}

/** Means of the rows of [pairs, draws], in two steps: the second sums few numbers, and rounding stays small. Returns [pairs, 1]. */
const rowMeans = (tf: Tf, rows: Tensor): Tensor =>
  tf.mean(tf.mean(tf.reshape(rows, [pairs, draws / 500, 500]), 2), 1, true);

/** The same on the device, less what is allowed; `terms` makes [pairs, draws] from ‖v‖²/2 [pairs, 1]. */
function standardErrorsOn(tf: Tf, input: Draws, sign: 1 | -1, terms: (half: Tensor) => Tensor): Promise<number> {
  return readScalar(tf, () => {
    const v = combine(input, sign);
    const half = tf.tensor2d(
      Array.from({ length: pairs }, (_, i) => halfSquare(v, i)),
      [pairs, 1],
    );
    const off = tf.sub(terms(half), tf.scalar(1));
    const mean = rowMeans(tf, off);
    const spread = tf.sqrt(tf.div(rowMeans(tf, tf.square(tf.sub(off, mean))), tf.scalar(draws)));
    return tf.sub(tf.max(tf.div(tf.abs(mean), spread)), tf.scalar(allowed));
  });
}

const positive = check<Draws>({
  claim: {
    en: 'The mean of 200,000 products of positive features is e^(xᵀy) within 5 standard errors of that mean, for 4 random pairs in the plane, ‖x‖, ‖y‖ ≤ 0.75: the largest distance in standard errors, less 5, so that anything not above 0 is no violation.',
    zh: '20 万个正特征乘积的均值与 e^(xᵀy) 之差不超过 5 个标准误：取平面上 4 对随机向量（‖x‖、‖y‖ ≤ 0.75）中的最大差，以标准误为单位，再减 5，不大于 0 即未违反。',
  },
  sample: drawPairs,
  error: (input) => largest(standardErrors(input, 1, (angle, half) => Math.exp(angle - half))) - allowed,
  tolerance: 0,
  onDevice: {
    error: (input, tf) => {
      const exponents = Float32Array.from(angles(input, 1));
      return standardErrorsOn(tf, input, 1, (half) => tf.exp(tf.sub(tf.tensor2d(exponents, [pairs, draws]), half)));
    },
    tolerance: 0,
  },
});

const trigonometric = check<Draws>({
  claim: {
    en: 'The mean of 200,000 products of trigonometric features is e^(xᵀy) within 5 standard errors of that mean, for 4 random pairs in the plane, ‖x‖, ‖y‖ ≤ 0.75: the largest distance in standard errors, less 5, so that anything not above 0 is no violation.',
    zh: '20 万个三角特征乘积的均值与 e^(xᵀy) 之差不超过 5 个标准误：取平面上 4 对随机向量（‖x‖、‖y‖ ≤ 0.75）中的最大差，以标准误为单位，再减 5，不大于 0 即未违反。',
  },
  sample: drawPairs,
  error: (input) => largest(standardErrors(input, -1, (angle, half) => Math.exp(half) * Math.cos(angle))) - allowed,
  tolerance: 0,
  onDevice: {
    error: (input, tf) => {
      // Cosines are made in float64: those of some devices are good to three digits, which is worse than the standard error.
      const cosines = Float32Array.from(angles(input, -1), Math.cos);
      return standardErrorsOn(tf, input, -1, (half) => tf.mul(tf.exp(half), tf.tensor2d(cosines, [pairs, draws])));
    },
    tolerance: 0,
  },
});

/** Queries, keys (already divided by d^{1/4}), values and projections. */
interface Sequence {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly omega: Float64Array;
}
const [n, d, dv, m] = [24, 8, 4, 32];
const drawSequence = (random: Random): Sequence => ({
  x: normals(random, n * d).map((value) => 0.5 * value),
  y: normals(random, n * d).map((value) => 0.5 * value),
  v: normals(random, n * dv),
  omega: gaussianProjections(random, m, d),
});

const favor = check<Sequence>({
  claim: {
    en: 'Sums over keys made first give what the double sum over queries and keys gives, with and without a causal mask: largest absolute difference of an output, n = 24, d = 8, m = 32, positive features.',
    zh: '先对键求和，与对查询和键的双重求和结果相同（有无因果掩码都如此）：输出的最大绝对差，n = 24，d = 8，m = 32，正特征。',
  },
  sample: drawSequence,
  error: ({ x, y, v, omega }) => {
    const [fq, fk] = [positiveFeatures(x, omega, d), positiveFeatures(y, omega, d)];
    return largest(
      [false, true].map((causal) =>
        furthest(featureAttention(fq, fk, v, m, causal).output, featureAttentionQuadratic(fq, fk, v, m, causal).output),
      ),
    );
  },
  tolerance: 1e-12,
  onDevice: {
    error: ({ x, y, v, omega }, tf) =>
      readScalar(tf, () => {
        const [w, values] = [matrix(tf, omega, d), matrix(tf, v, dv)];
        const fq = onTensor.positiveFeatures(tf, matrix(tf, x, d), w);
        const fk = onTensor.positiveFeatures(tf, matrix(tf, y, d), w);
        const products = tf.matMul(fq, fk, false, true); // [n, n]
        const lower = tf.tensor2d(
          Array.from({ length: n * n }, (_, i) => (i % n <= Math.floor(i / n) ? 1 : 0)),
          [n, n],
        );
        const off = (weights: Tensor, linear: Tensor): Tensor =>
          tf.max(tf.abs(tf.sub(tf.div(tf.matMul(weights, values), tf.sum(weights, 1, true)), linear)));
        return tf.maximum(
          off(products, onTensor.featureAttention(tf, fq, fk, values).output),
          off(tf.mul(products, lower), onTensor.causalFeatureAttention(tf, fq, fk, values).output),
        );
      }),
    tolerance: 1e-5,
  },
});

/** Squared lengths ‖x − y‖² and ‖x + y‖² of a pair. */
interface Lengths {
  readonly s: number;
  readonly t: number;
}
/** The trapezoidal rule for E f(g), g ~ N(0, 1): nodes and weights; for smooth f it is exact to rounding. */
const nodes = Float64Array.from({ length: 481 }, (_, i) => -12 + 0.05 * i);
const weights = nodes.map((g) => (0.05 * Math.exp((-g * g) / 2)) / Math.sqrt(2 * Math.PI));
const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);

/** Squared error of one projection divided by K², for ωᵀ(x ± y) = g·length. */
const squaredErrors = {
  trigonometric: (g: number, { s }: Lengths) => (Math.exp(s / 2) * Math.cos(g * Math.sqrt(s)) - 1) ** 2,
  positive: (g: number, { t }: Lengths) => (Math.exp(g * Math.sqrt(t) - t / 2) - 1) ** 2,
  hyperbolic: (g: number, { t }: Lengths) => (Math.exp(-t / 2) * Math.cosh(g * Math.sqrt(t)) - 1) ** 2,
} as const;
const kinds = ['trigonometric', 'positive', 'hyperbolic'] as const;

const errors = check<Lengths>({
  claim: {
    en: 'The three closed forms are the integrals of the squared errors of one projection over the Gaussian: largest relative difference, ‖x − y‖ and ‖x + y‖ between 0.5 and 2.5, integrals by the trapezoidal rule.',
    zh: '三个闭式等于单个投影的平方误差对高斯分布的积分：最大相对差，‖x − y‖ 与 ‖x + y‖ 介于 0.5 与 2.5 之间，积分用梯形公式。',
  },
  sample: (random) => ({ s: (0.5 + 2 * random()) ** 2, t: (0.5 + 2 * random()) ** 2 }),
  error: (lengths) => {
    const closed = relativeErrors(lengths.s, lengths.t, 1);
    return largest(
      kinds.map((kind) => {
        const integral = nodes.reduce((sum, g, i) => sum + at(weights, i) * squaredErrors[kind](g, lengths), 0);
        return relative(integral, closed[kind]);
      }),
    );
  },
  tolerance: 1e-10,
  onDevice: {
    error: ({ s, t }, tf) =>
      readScalar(tf, () => {
        const [g, w] = [tf.tensor1d(Float32Array.from(nodes)), tf.tensor1d(Float32Array.from(weights))];
        const minus = tf.tensor1d(Float32Array.from(nodes, (node) => Math.cos(node * Math.sqrt(s))));
        const along = tf.mul(g, tf.scalar(Math.sqrt(t)));
        const up = tf.exp(tf.sub(along, tf.scalar(t / 2)));
        const down = tf.exp(tf.sub(tf.neg(along), tf.scalar(t / 2)));
        const estimates = [tf.mul(minus, tf.scalar(Math.exp(s / 2))), up, tf.mul(tf.add(up, down), tf.scalar(0.5))];
        const integrals = estimates.map((one) => tf.sum(tf.mul(w, tf.square(tf.sub(one, tf.scalar(1))))));
        const closed = relativeErrors(s, t, 1);
        const expected = tf.tensor1d(kinds.map((kind) => closed[kind]));
        return tf.max(tf.abs(tf.sub(tf.div(tf.stack(integrals), expected), tf.scalar(1))));
      }),
    tolerance: 1e-4,
  },
});

/** Blocks of projections in R⁸. */
interface Blocks {
  /** [blocks·8, 8]. */
  readonly omega: Float64Array;
}
const blocks = 500;
const orthogonal = check<Blocks>({
  claim: {
    en: 'Rows of a block are orthogonal: largest |ωᵢᵀωⱼ| in 500 blocks of 8 rows in R⁸. (That a row’s mean is 0 within 4 standard errors, and its mean square 8, is tested as well.)',
    zh: '同一块中的各行正交：R⁸ 中 500 块（每块 8 行）里 |ωᵢᵀωⱼ| 的最大值。（另有测试：每行均值在 4 个标准误之内为 0，平方长度的均值为 8。）',
  },
  sample: (random) => ({ omega: orthogonalProjections(random, blocks * d, d) }),
  error: ({ omega }) => {
    let top = 0;
    for (let i = 0; i < blocks * d; i++) {
      for (let j = i - (i % d); j < i; j++) {
        const product = dot(omega.subarray(i * d, (i + 1) * d), omega.subarray(j * d, (j + 1) * d));
        top = Math.max(top, Math.abs(product));
      }
    }
    return top;
  },
  tolerance: 1e-12,
  onDevice: {
    error: ({ omega }, tf) =>
      readScalar(tf, () => {
        const rows = tf.tensor(Float32Array.from(omega), [blocks, d, d]);
        const products = tf.matMul(rows, rows, false, true);
        const off = tf.sub(tf.scalar(1), tf.expandDims(tf.eye(d), 0));
        return tf.max(tf.abs(tf.mul(products, off)));
      }),
    tolerance: 1e-5,
  },
});

const shift = check<Sequence>({
  claim: {
    en: 'Subtracting a maximum from the exponents, one per query and one for all keys, leaves the outputs: largest absolute difference, n = 24, d = 8, m = 32.',
    zh: '从指数中减去最大值（每个查询各减一个，所有键共减一个），输出不变：最大绝对差，n = 24，d = 8，m = 32。',
  },
  sample: drawSequence,
  error: ({ x, y, v, omega }) => {
    const attend = (rowShift: 'none' | 'row', keyShift: 'none' | 'global'): Float64Array =>
      featureAttention(positiveFeatures(x, omega, d, rowShift), positiveFeatures(y, omega, d, keyShift), v, m).output;
    return furthest(attend('row', 'global'), attend('none', 'none'));
  },
  tolerance: 1e-10,
  onDevice: {
    error: ({ x, y, v, omega }, tf) =>
      readScalar(tf, () => {
        const [q, k, w, values] = [matrix(tf, x, d), matrix(tf, y, d), matrix(tf, omega, d), matrix(tf, v, dv)];
        const attend = (rowShift: 'none' | 'row', keyShift: 'none' | 'global'): Tensor => {
          const fq = onTensor.positiveFeatures(tf, q, w, rowShift);
          return onTensor.featureAttention(tf, fq, onTensor.positiveFeatures(tf, k, w, keyShift), values).output;
        };
        return tf.max(tf.abs(tf.sub(attend('row', 'global'), attend('none', 'none'))));
      }),
    tolerance: 1e-4,
  },
});

export default {
  'eq-features': favor,
  'eq-positive': positive,
  'eq-trig': trigonometric,
  'eq-errors': errors,
  'eq-orthogonal': orthogonal,
  'eq-shift': shift,
} satisfies Checks;

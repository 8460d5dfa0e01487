/**
 * Softmax attention among 64 random positions against linear attention from five feature maps. Queries and keys are divided by
 * d^{1/4} first, so that xᵀy is the score divided by √d. Eq. (1) of the article.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { attentionScores, attentionWeights, matrixProduct } from '../../numerics/attention.ts';
import { attentionWeights as attentionTensor } from '../../numerics/attention.tensor.ts';
import { featureMap } from '../../numerics/linear-attention.ts';
import { featureMap as featureMapTensor } from '../../numerics/linear-attention.tensor.ts';
import { dot } from '../../numerics/rope.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import {
  featureAttention,
  gaussianProjections,
  orthogonalProjections,
  positiveFeatures,
  trigonometricFeatures,
} from '../../numerics/random-features.ts';
import * as onTensor from '../../numerics/random-features.tensor.ts';
import { d, dv, isRandom, kinds, n, shown, type Kind, type Params } from './params.ts';

/** Numbers beyond these are cut: near a denominator of 0 they tell nothing but how near it is. */
export const limits = { weight: 1, ratio: [-2, 4], error: 100 } as const;

export interface Frame {
  /** Softmax weights of the first 16 queries on the first 16 keys (of 64), row-major [16, 16]. */
  readonly exact: Float64Array;
  /** The same from features, clipped to ±1. */
  readonly estimate: Float64Array;
  /** Denominator of each row divided by the exact one, clipped to [−2, 4], [64]; empty for features that estimate no softmax. */
  readonly ratios: Float64Array;
  /** Rows whose denominator is at or below 0. */
  readonly broken: number;
  /** ‖Ô − O‖_F/‖O‖_F of every kind, at most 100. */
  readonly errors: Readonly<Record<Kind, number>>;
  /** The same when every query averages all values. */
  readonly uniform: number;
}

interface Setting {
  /** Queries and keys divided by d^{1/4}, [n, d]; values [n, dv]. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly independent: Float64Array;
  readonly orthogonal: Float64Array;
}

function settingOf({ scale, m, seed }: Params): Setting {
  // One stream each: more projections leave the first as they were, and a change of scale leaves directions.
  const stream = (index: number) => seededRandom((seed + Math.imul(index, 0x9e3779b9)) >>> 0);
  const rows = (index: number): Float64Array =>
    normals(stream(index), n * d).map((value) => (scale * value) / d ** 0.25);
  return {
    x: rows(1),
    y: rows(2),
    v: normals(stream(3), n * dv),
    independent: gaussianProjections(stream(4), m, d),
    orthogonal: orthogonalProjections(stream(5), m, d),
  };
}

/** Features of queries and keys, row-major [n, f]. */
interface Features<T> {
  readonly q: T;
  readonly k: T;
}

function features({ x, y, independent, orthogonal }: Setting, kind: Kind): Features<Float64Array> {
  const both = (map: (rows: Float64Array) => Float64Array): Features<Float64Array> => ({ q: map(x), k: map(y) });
  switch (kind) {
    case 'trigonometric':
      return both((rows) => trigonometricFeatures(rows, independent, d));
    case 'positive':
      return both((rows) => positiveFeatures(rows, independent, d));
    case 'orthogonal':
      return both((rows) => positiveFeatures(rows, orthogonal, d));
    case 'elu':
      return both(featureMap);
    case 'exp':
      return both((rows) => rows.map(Math.exp));
  }
}

function featureTensors(tf: Tf, { x, y, independent, orthogonal }: Setting, kind: Kind): Features<Tensor> {
  const matrix = (values: Float64Array): Tensor => tf.tensor(Float32Array.from(values), [values.length / d, d]);
  const both = (map: (rows: Float64Array) => Tensor): Features<Tensor> => ({ q: map(x), k: map(y) });
  switch (kind) {
    case 'trigonometric':
      return both((rows) => onTensor.trigonometricFeatures(tf, rows, independent, d));
    case 'positive':
      return both((rows) => onTensor.positiveFeatures(tf, matrix(rows), matrix(independent)));
    case 'orthogonal':
      return both((rows) => onTensor.positiveFeatures(tf, matrix(rows), matrix(orthogonal)));
    case 'elu':
      return both((rows) => featureMapTensor(tf, matrix(rows)));
    case 'exp':
      return both((rows) => tf.exp(matrix(rows)));
  }
}

const clip = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Relative Frobenius distance, at most 100. Rows whose denominator vanished count as that. */
export function relativeError(output: ArrayLike<number>, exact: ArrayLike<number>): number {
  let [off, size] = [0, 0];
  for (let i = 0; i < exact.length; i++) {
    off += (at(output, i) - at(exact, i)) ** 2;
    size += at(exact, i) ** 2;
  }
  const error = Math.sqrt(off / size);
  return Number.isFinite(error) ? Math.min(limits.error, error) : limits.error;
}

/** Four decimals are more than a shade shows, and keep the frame small. */
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4 + 0;

/** The corner [16, 16] of a matrix [64, 64]. */
const corner = (matrix: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: shown * shown }, (_, i) => at(matrix, Math.floor(i / shown) * n + (i % shown)));

/** Everything that is read off the device or made in float64. */
interface Parts {
  /** Exact weights [n, n], denominators [n] and outputs [n, dv]. */
  readonly exact: ArrayLike<number>;
  readonly sums: ArrayLike<number>;
  readonly output: ArrayLike<number>;
  /** The chosen kind: weights before division [n, n] and denominators [n]. */
  readonly products: ArrayLike<number>;
  readonly denominators: ArrayLike<number>;
  /** Outputs of every kind [n, dv], and of uniform attention. */
  readonly outputs: Readonly<Record<Kind, ArrayLike<number>>>;
  readonly uniform: ArrayLike<number>;
}

const perKind = <T>(value: (kind: Kind) => T): Record<Kind, T> =>
  Object.fromEntries(kinds.map((kind) => [kind, value(kind)])) as Record<Kind, T>;

function frameOf({ kind }: Params, parts: Parts): Frame {
  const estimate = corner(parts.products).map((product, i) => {
    const weight = product / at(parts.denominators, Math.floor(i / shown));
    return Number.isNaN(weight) ? 0 : rounded(clip(weight, -limits.weight, limits.weight));
  });
  const denominators = Array.from(parts.denominators);
  const [low, high] = limits.ratio;
  const ratio = (value: number, i: number): number => rounded(clip(value / at(parts.sums, i), low, high));
  return {
    exact: corner(parts.exact).map(rounded),
    estimate,
    ratios: Float64Array.from(isRandom(kind) ? denominators.map(ratio) : []),
    broken: denominators.filter((value) => value <= 0).length,
    errors: perKind((each) => relativeError(parts.outputs[each], parts.output)),
    uniform: relativeError(parts.uniform, parts.output),
  };
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const setting = settingOf(params);
  const joined = tf.tidy(() => {
    const [x, y] = [setting.x, setting.y].map((rows) => tf.tensor(Float32Array.from(rows), [n, d]));
    const v = tf.tensor(Float32Array.from(setting.v), [n, dv]);
    if (!x || !y) throw new Error('two matrices went in');
    const exact = attentionTensor(tf, x, y, 1);
    const sums = tf.sum(tf.exp(tf.matMul(x, y, false, true)), 1);
    const all = perKind((kind) => {
      const { q, k } = featureTensors(tf, setting, kind);
      return { q, k, ...onTensor.featureAttention(tf, q, k, v) };
    });
    const { q, k, denominators } = all[params.kind];
    const uniform = tf.tile(tf.mean(v, 0, true), [n, 1]);
    const pieces = [exact, sums, tf.matMul(exact, v), tf.matMul(q, k, false, true), denominators];
    const outputs = kinds.map((kind) => all[kind].output);
    return tf.concat([...pieces, ...outputs, uniform].map((piece) => tf.reshape(piece, [-1])));
  });
  try {
    const numbers = await joined.data();
    let from = 0;
    const take = (size: number): ArrayLike<number> => numbers.subarray(from, (from += size));
    const [exact, sums, output] = [take(n * n), take(n), take(n * dv)];
    const [products, denominators] = [take(n * n), take(n)];
    const outputs = perKind(() => take(n * dv));
    return frameOf(params, { exact, sums, output, products, denominators, outputs, uniform: take(n * dv) });
  } finally {
    joined.dispose();
  }
}

export function reference(params: Params): Frame {
  const setting = settingOf(params);
  const { x, y, v } = setting;
  const exact = attentionWeights(x, y, d, { scale: 1 });
  const scores = attentionScores(x, y, d, { scale: 1 });
  const sums = Float64Array.from({ length: n }, (_, i) =>
    scores.subarray(i * n, (i + 1) * n).reduce((sum, score) => sum + Math.exp(score), 0),
  );
  const attend = perKind((kind) => {
    const { q, k } = features(setting, kind);
    return { q, k, f: q.length / n, ...featureAttention(q, k, v, q.length / n) };
  });
  const { q, k, f, denominators } = attend[params.kind];
  const products = Float64Array.from({ length: n * n }, (_, i) => {
    const [row, column] = [Math.floor(i / n), i % n];
    // Only the corner is drawn.
    if (row >= shown || column >= shown) return 0;
    return dot(q.subarray(row * f, (row + 1) * f), k.subarray(column * f, (column + 1) * f));
  });
  const one = new Float64Array(n).fill(1);
  return frameOf(params, {
    exact,
    sums,
    output: matrixProduct(exact, v, n),
    products,
    denominators,
    outputs: perKind((kind) => attend[kind].output),
    uniform: featureAttention(one, one, v, 1).output,
  });
}

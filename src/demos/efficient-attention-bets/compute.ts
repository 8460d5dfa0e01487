/**
 * Softmax attention over the characters of a text and nine ways of having it cheaper, Q = K. Eqs. (1), (3) to (7) of the article.
 * Outputs are compared as ‖Ô − O‖_F/‖O‖_F.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { attentionScores, matrixProduct } from '../../numerics/attention.ts';
import { attentionWeights as attentionTensor } from '../../numerics/attention.tensor.ts';
import { featureScores, normalizeRows } from '../../numerics/linear-attention.ts';
import {
  nystromFactors,
  perplexities,
  projectedWeights,
  relativeFrobenius,
} from '../../numerics/low-rank-attention.ts';
import * as lowRank from '../../numerics/low-rank-attention.tensor.ts';
import { positiveFeatures } from '../../numerics/random-features.ts';
import { positiveFeatures as positiveFeaturesTensor } from '../../numerics/random-features.tensor.ts';
import { allowedPairs, maskedSoftmax } from '../../numerics/sparse-attention.ts';
import * as sparse from '../../numerics/sparse-attention.tensor.ts';
import { costsOf, type Costs } from './costs.ts';
import { dv, methods, type Method, type Params } from './params.ts';
import { d, settingOf, shown, type Setting } from './setting.ts';

export interface Frame {
  readonly characters: readonly string[];
  /** Rows and columns of a map: 32, or n when it is less. */
  readonly side: number;
  /**
   * Weights in blocks, [side, side] each: the share of a query's weight that goes to the keys of a block, as a mean over the
   * queries of a block. Four decimals; negative weights of low-rank matrices stay negative.
   */
  readonly maps: Readonly<Record<'exact' | Method, Float64Array>>;
  /** ‖Ô − O‖_F/‖O‖_F. */
  readonly errors: Readonly<Record<Method, number>>;
  /** Multiplications of one head; see costs.ts. */
  readonly costs: Costs;
  /** e^H, mean over queries. */
  readonly perplexity: number;
  /** Mean weight on the k largest entries of a row. */
  readonly kept: number;
  /** Keys per query that share a bucket, mean. */
  readonly bucketed: number;
}

/** Weights that each method puts in the place of the exact ones, in float64: [n, n]. */
function weightsOf(setting: Setting): Record<Method, Float64Array> {
  const { n, k, beta, x, exact, masks, projection, omega, svd } = setting;
  const scores = attentionScores(x, x, d, { scale: beta });
  const masked = (mask: Uint8Array): Float64Array => maskedSoftmax(scores, mask, n);
  const { left, inverse, right } = nystromFactors(x, x, d, k, { scale: beta });
  const scaled = x.map((entry) => entry * Math.sqrt(beta));
  const [fq, fk] = [positiveFeatures(scaled, omega, d, 'row'), positiveFeatures(scaled, omega, d, 'global')];
  return {
    local: masked(masks.local),
    strided: masked(masks.strided),
    lsh: masked(masks.lsh),
    linformer: matrixProduct(projectedWeights(x, x, d, projection, beta), projection, k),
    nystrom: matrixProduct(left, matrixProduct(inverse, right, k), k),
    performer: normalizeRows(featureScores(fq, fk, k), n),
    top: masked(masks.top),
    svd: matrixProduct(svd.left, svd.right, svd.left.length / n),
    uniform: new Float64Array(exact.length).fill(1 / n),
  };
}

/** The same on tensors, in the order of `methods`. */
function weightTensors(tf: Tf, setting: Setting, x: Tensor): Record<Method, Tensor> {
  const { n, k, beta, masks, projection, omega, svd } = setting;
  const matrix = (values: Float64Array, rows: number): Tensor =>
    tf.tensor(Float32Array.from(values), [rows, values.length / rows]);
  const scores = tf.mul(tf.matMul(x, x, false, true), tf.scalar(beta));
  const masked = (mask: Uint8Array): Tensor => sparse.maskedSoftmax(tf, scores, sparse.maskTensor(tf, mask));
  const E = matrix(projection, k);
  const { left, inverse, right } = lowRank.nystromFactors(tf, x, x, k, { scale: beta });
  const [scaled, projections] = [tf.mul(x, tf.scalar(Math.sqrt(beta))), matrix(omega, k)];
  const features = tf.matMul(
    positiveFeaturesTensor(tf, scaled, projections, 'row'),
    positiveFeaturesTensor(tf, scaled, projections, 'global'),
    false,
    true,
  );
  return {
    local: masked(masks.local),
    strided: masked(masks.strided),
    lsh: masked(masks.lsh),
    linformer: tf.matMul(lowRank.projectedWeights(tf, x, x, E, beta), E),
    nystrom: tf.matMul(left, tf.matMul(inverse, right)),
    performer: tf.div(features, tf.sum(features, 1, true)),
    top: masked(masks.top),
    svd: tf.matMul(matrix(svd.left, n), matrix(svd.right, svd.left.length / n)),
    uniform: tf.fill([n, n], 1 / n),
  };
}

/** Exact and approximate: weights in blocks [side, side] before rounding, outputs [n, dv], and e^H of every row. */
interface Parts {
  readonly maps: Record<'exact' | Method, ArrayLike<number>>;
  readonly outputs: Record<'exact' | Method, ArrayLike<number>>;
  readonly perplexities: ArrayLike<number>;
}

const names = ['exact', ...methods] as const;
const perName = <T>(value: (name: 'exact' | Method) => T): Record<'exact' | Method, T> =>
  Object.fromEntries(names.map((name) => [name, value(name)])) as Record<'exact' | Method, T>;
const mean = (values: ArrayLike<number>): number =>
  values.length === 0 ? 0 : Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

function frameOf(setting: Setting, parts: Parts): Frame {
  const { characters, n, exact, masks } = setting;
  const side = Math.min(shown, n);
  const rounded = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: values.length }, (_, i) => Math.round(at(values, i) * 1e4) / 1e4 + 0);
  const errors = Object.fromEntries(
    methods.map((method) => [method, relativeFrobenius(parts.outputs[method], parts.outputs.exact)]),
  ) as Record<Method, number>;
  return {
    characters,
    side,
    maps: perName((name) => rounded(parts.maps[name])),
    errors,
    costs: costsOf(setting),
    perplexity: mean(parts.perplexities),
    kept: n === 0 ? 0 : exact.reduce((sum, weight, i) => sum + weight * at(masks.top, i), 0) / n,
    bucketed: n === 0 ? 0 : allowedPairs(masks.lsh) / n,
  };
}

/** 1 where a key belongs to a block, [side, n]: sums over keys, where `blocks` has means over queries. */
const membership = (blocks: Float64Array): Float64Array => blocks.map((share) => (share > 0 ? 1 : 0));

/** Mean over the queries of a block, sum over the keys of a block: [n, n] to [side, side]. */
function blockShares(weights: Float64Array, n: number, side: number): Float64Array {
  const start = (block: number): number => Math.floor((block * n) / side);
  const blockOf = Int32Array.from({ length: n }, (_, i) => Math.floor(((i + 1) * side - 1) / n));
  const shares = new Float64Array(side * side);
  weights.forEach((weight, index) => {
    const row = at(blockOf, Math.floor(index / n));
    const cell = row * side + at(blockOf, index % n);
    shares[cell] = at(shares, cell) + weight / (start(row + 1) - start(row));
  });
  return shares;
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const setting = settingOf(params);
  const { n, beta } = setting;
  if (n === 0) return reference(params);
  const side = Math.min(shown, n);
  const joined = tf.tidy(() => {
    const matrix = (values: Float64Array, columns: number): Tensor =>
      tf.tensor(Float32Array.from(values), [values.length / columns, columns]);
    const [x, v, blocks] = [matrix(setting.x, d), matrix(setting.v, dv), matrix(setting.blocks, n)];
    const exact = attentionTensor(tf, x, x, beta);
    const weights = { exact, ...weightTensors(tf, setting, x) };
    const scores = tf.mul(tf.matMul(x, x, false, true), tf.scalar(beta));
    // H = log Σ e^s − Σ p s: no logarithm of a weight that underflowed.
    const entropies = tf.sub(tf.logSumExp(scores, 1), tf.sum(tf.mul(exact, scores), 1));
    const sums = matrix(membership(setting.blocks), n);
    const maps = names.map((name) => tf.matMul(tf.matMul(blocks, weights[name]), sums, false, true));
    const outputs = names.map((name) => tf.matMul(weights[name], v));
    return tf.concat([tf.exp(entropies), ...maps, ...outputs].map((part) => tf.reshape(part, [-1])));
  });
  try {
    const numbers = await joined.data();
    let from = 0;
    const take = (size: number): ArrayLike<number> => numbers.subarray(from, (from += size));
    const spread = take(n);
    const maps = perName(() => take(side * side));
    return frameOf(setting, { perplexities: spread, maps, outputs: perName(() => take(n * dv)) });
  } finally {
    joined.dispose();
  }
}

export function reference(params: Params): Frame {
  const setting = settingOf(params);
  const { n, exact, v } = setting;
  if (n === 0) {
    const none = perName(() => new Float64Array(0));
    return frameOf(setting, { perplexities: [], maps: none, outputs: none });
  }
  const weights = { exact, ...weightsOf(setting) };
  return frameOf(setting, {
    perplexities: perplexities(exact, n),
    maps: perName((name) => blockShares(weights[name], n, Math.min(shown, n))),
    outputs: perName((name) => matrixProduct(weights[name], v, n)),
  });
}

/**
 * Weights of rows of logits x: softmax, relu²(x)/n and relu²(x)/Σ. By hand one row of 12, or 256 rows of n draws from N(0, σ²), of
 * which the first is drawn and all are averaged over. Eq. (4) of the article.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { softmaxRows } from '../../numerics/attention.ts';
import { participationRatio, squaredRelu } from '../../numerics/gated-attention-unit.ts';
import * as onTensors from '../../numerics/gated-attention-unit.tensor.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import { drawn, most, rows, startRow, type Params } from './params.ts';

/** Softmax; relu²/n; relu² over its own sum. */
export const kinds = ['softmax', 'byLength', 'bySum'] as const;
export type Kind = (typeof kinds)[number];
export type PerKind<T> = Readonly<Record<Kind, T>>;
type Numbers = Float32Array | Float64Array | readonly number[];

export interface Statistics {
  /** Share of weights that are 0. */
  readonly zeros: number;
  /** Sum of a row. */
  readonly sum: number;
  /** (Σa)²/(nΣa²); 0 for a row of zeros. */
  readonly participation: number;
}
export interface Frame {
  /** Logits in a row. */
  readonly n: number;
  /** The first of them, [≤ 48]. */
  readonly logits: Numbers;
  /** Their weights, [≤ 48]. */
  readonly weights: PerKind<Numbers>;
  /** The weights before anything was dragged, [12]; none for random rows. */
  readonly start: PerKind<Numbers> | null;
  /** Of the one row, or means over 256 random rows. */
  readonly statistics: PerKind<Statistics>;
}

let cache: { readonly seed: number; readonly values: Float64Array } | undefined;
/** N(0, 1) draws of a seed, [256 · 1024]: rows of n take the first 256 n. */
function draws(seed: number): Float64Array {
  if (cache?.seed !== seed) cache = { seed, values: normals(seededRandom(seed), rows * most) };
  return cache.values;
}

/** The rows that are asked for, row-major [rows, n]. */
function logitsOf({ source, row, n, sigma, seed }: Params): { readonly values: Float64Array; readonly n: number } {
  if (source === 'drag') return { values: Float64Array.from(row), n: row.length };
  return {
    values: draws(seed)
      .subarray(0, rows * n)
      .map((x) => sigma * x),
    n,
  };
}

const perKind = <T>(make: (kind: Kind) => T): PerKind<T> => ({
  softmax: make('softmax'),
  byLength: make('byLength'),
  bySum: make('bySum'),
});

/** Weights of row-major rows of n logits. */
const weigh: PerKind<(logits: Float64Array, n: number) => Float64Array> = {
  softmax: softmaxRows,
  byLength: (logits, n) => logits.map((x) => squaredRelu(x) / n),
  bySum: (logits, n) => {
    const squares = logits.map(squaredRelu);
    const sums = Float64Array.from({ length: logits.length / n }, (_, i) =>
      squares.subarray(i * n, (i + 1) * n).reduce((sum, a) => sum + a, 0),
    );
    // A row in which no logit is positive has no weights at all.
    return squares.map((a, index) => (a === 0 ? 0 : a / at(sums, Math.floor(index / n))));
  },
};

const mean = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;
function statisticsOf(weights: Float64Array, n: number): Statistics {
  const each = Float64Array.from({ length: weights.length / n }, (_, i) =>
    participationRatio(weights.subarray(i * n, (i + 1) * n)),
  );
  return {
    zeros: mean(weights.map((w) => Number(w === 0))),
    sum: mean(weights) * n,
    participation: mean(each),
  };
}

const startOf = ({ source }: Params): PerKind<Float64Array> | null =>
  source === 'drag' ? perKind((kind) => weigh[kind](Float64Array.from(startRow), startRow.length)) : null;

export function reference(params: Params): Frame {
  const { values, n } = logitsOf(params);
  const shown = Math.min(n, drawn);
  const all = perKind((kind) => weigh[kind](values, n));
  return {
    n,
    logits: values.slice(0, shown),
    weights: perKind((kind) => all[kind].slice(0, shown)),
    start: startOf(params),
    statistics: perKind((kind) => statisticsOf(all[kind], n)),
  };
}

/** The weights of a kind, [rows, n]. */
function weighOnTensors(tf: Tf, x: Tensor, kind: Kind): Tensor {
  if (kind === 'softmax') return tf.softmax(x);
  const squares = onTensors.squaredRelu(tf, x);
  return kind === 'byLength' ? tf.div(squares, x.shape[1] ?? 1) : tf.divNoNan(squares, tf.sum(squares, 1, true));
}

/** For every kind: the first weights of the first row, then zeros, sum and participation; one column of numbers, read at once. */
function stacked(tf: Tf, values: Float64Array, n: number, shown: number): Tensor {
  return tf.tidy(() => {
    const x = tf.tensor2d(Float32Array.from(values), [values.length / n, n]);
    const parts = kinds.flatMap((kind) => {
      const weights = weighOnTensors(tf, x, kind);
      const zeros = tf.mean(tf.cast(tf.equal(weights, 0), 'float32'));
      const sum = tf.mean(tf.sum(weights, 1));
      const participation = tf.mean(onTensors.participationRatio(tf, weights));
      const row = tf.reshape(tf.slice(weights, [0, 0], [1, shown]), [shown]);
      return [row, ...[zeros, sum, participation].map((figure) => tf.reshape(figure, [1]))];
    });
    return tf.concat(parts);
  });
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const { values, n } = logitsOf(params);
  const shown = Math.min(n, drawn);
  const result = stacked(tf, values, n, shown);
  try {
    const numbers = await result.data();
    const start = (kind: Kind): number => kinds.indexOf(kind) * (shown + 3);
    return {
      n,
      logits: values.slice(0, shown),
      weights: perKind((kind) => Float32Array.from(numbers.slice(start(kind), start(kind) + shown))),
      start: startOf(params),
      statistics: perKind((kind) => ({
        zeros: at(numbers, start(kind) + shown),
        sum: at(numbers, start(kind) + shown + 1),
        participation: at(numbers, start(kind) + shown + 2),
      })),
    };
  } finally {
    result.dispose();
  }
}

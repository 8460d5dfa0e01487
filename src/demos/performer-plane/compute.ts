/**
 * 2,000 estimates of K = e^{xᵀy} by each of four kinds, all divided by K. With z = x + y and u = x − y, one projection gives
 * e^{ωᵀz − ‖z‖²/2} (positive) or e^{‖u‖²/2} cos ωᵀu (trigonometric). Eqs. (2) to (4) of the article.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { seededRandom } from '../../numerics/random.ts';
import {
  planarProjections,
  relativeErrors,
  squaredLengths,
  type PlanarProjections,
  type RelativeErrors,
} from '../../numerics/random-features.ts';
import { advantageMap } from './advantage.ts';
import { kinds, perKind, type Kind } from './estimators.ts';
import { histogram, type Histogram } from './histogram.ts';
import { trials, type Params } from './params.ts';

export interface Frame {
  /** K = e^{xᵀy}. */
  readonly truth: number;
  /** Numbers of projections at which errors are measured: 1, 2, 4, … and m, [levels ≤ 9]. */
  readonly levels: readonly number[];
  /** Mean of (estimate/K − 1)² over the trials at each level, [levels]. */
  readonly measured: Readonly<Record<Kind, Float64Array>>;
  /** Standard error of that mean, [levels]. */
  readonly spread: Readonly<Record<Kind, Float64Array>>;
  /** The closed forms at m; orthogonal projections have none. */
  readonly expected: RelativeErrors;
  readonly histograms: Readonly<Record<Kind, Histogram>>;
  /** Share of trigonometric estimates at or below 0. */
  readonly negative: number;
  /** log₁₀ of MSE_trig/MSE_+ for y over the plane, rows from the top, clipped to ±4, [24, 24]. */
  readonly advantage: Float64Array;
}

let drawn: { readonly seed: number; readonly rows: number; readonly omega: PlanarProjections } | undefined;

/** The projections of a seed, at least m rows; drawn anew only when the seed changes or more are asked for. */
function projections(seed: number, m: number): PlanarProjections {
  if (drawn?.seed !== seed || drawn.rows < m) {
    drawn = { seed, rows: m, omega: planarProjections(seededRandom(seed), m, trials) };
  }
  return drawn.omega;
}

/** 1, 2, 4, … below m, then m. */
export function levelsUpTo(m: number): number[] {
  const levels: number[] = [];
  for (let level = 1; level < m; level *= 2) levels.push(level);
  return [...levels, m];
}

const sum = (x: readonly number[], y: readonly number[], sign: 1 | -1): readonly [number, number] => [
  at(x, 0) + sign * at(y, 0),
  at(x, 1) + sign * at(y, 1),
];

/** Makes a frame of estimates [levels, 4, trials], moments [levels, 4] and fourth moments [levels, 4] of their errors. */
function frameOf(
  params: Params,
  last: ArrayLike<number>,
  moments: ArrayLike<number>,
  fourths: ArrayLike<number>,
): Frame {
  const { x, y, m } = params;
  const levels = levelsUpTo(m);
  const { s, t } = squaredLengths(x, y);
  const column = (values: ArrayLike<number>, kind: Kind): Float64Array =>
    Float64Array.from(levels, (_, level) => at(values, level * kinds.length + kinds.indexOf(kind)));
  const samples = (kind: Kind): readonly number[] =>
    Array.from(last).slice(kinds.indexOf(kind) * trials, (kinds.indexOf(kind) + 1) * trials);
  const measured = perKind((kind) => column(moments, kind));
  return {
    truth: Math.exp(at(x, 0) * at(y, 0) + at(x, 1) * at(y, 1)),
    levels,
    measured,
    spread: perKind((kind) =>
      column(fourths, kind).map((fourth, i) =>
        Math.sqrt(Math.max(0, fourth - at(measured[kind], i) ** 2) / (trials - 1)),
      ),
    ),
    expected: relativeErrors(s, t, m),
    histograms: perKind((kind) => histogram(samples(kind), trials)),
    negative: samples('trigonometric').filter((estimate) => estimate <= 0).length / trials,
    advantage: advantageMap(x),
  };
}

/** cos ωᵀu for rows from ≤ k < to, each angle in float64. */
function cosines(omega: Float64Array, u: readonly [number, number], from: number, to: number): Float32Array {
  const out = new Float32Array((to - from) * trials);
  const start = 2 * from * trials;
  for (let i = 0; i < out.length; i++) {
    out[i] = Math.cos(at(omega, start + 2 * i) * u[0] + at(omega, start + 2 * i + 1) * u[1]);
  }
  return out;
}

/** Sums over rows from ≤ k < to of the four kinds' terms, [4, trials]. */
function partialSums(tf: Tf, { x, y }: Params, omega: PlanarProjections, from: number, to: number): Tensor {
  const [z, u] = [sum(x, y, 1), sum(x, y, -1)];
  const { s, t } = squaredLengths(x, y);
  const rows = to - from;
  const upload = (values: Float64Array): Tensor =>
    tf.tensor(Float32Array.from(values.subarray(2 * from * trials, 2 * to * trials)), [rows * trials, 2]);
  return tf.tidy(() => {
    const direction = tf.tensor2d([...z], [2, 1]);
    // A sum over rows as a product: the fastest way on every backend.
    const ones = tf.ones([1, rows]);
    const total = (terms: Tensor): Tensor => tf.reshape(tf.matMul(ones, tf.reshape(terms, [rows, trials])), [trials]);
    const along = tf.matMul(upload(omega.independent), direction);
    const exponential = (exponents: Tensor): Tensor => total(tf.exp(tf.sub(exponents, tf.scalar(t / 2))));
    const positive = exponential(along);
    return tf.stack([
      tf.mul(total(tf.tensor(cosines(omega.independent, u, from, to))), tf.scalar(Math.exp(s / 2))),
      positive,
      tf.mul(tf.add(positive, exponential(tf.neg(along))), tf.scalar(0.5)),
      exponential(tf.matMul(upload(omega.orthogonal), direction)),
    ]);
  });
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const levels = levelsUpTo(params.m);
  const omega = projections(params.seed, params.m);
  const results = tf.tidy(() => {
    let sums: Tensor = tf.zeros([kinds.length, trials]);
    const estimates = levels.map((level, i) => {
      sums = tf.add(sums, partialSums(tf, params, omega, levels[i - 1] ?? 0, level));
      return tf.mul(sums, tf.scalar(1 / level));
    });
    const squares = tf.square(tf.sub(tf.stack(estimates), tf.scalar(1))); // [levels, 4, trials]
    const flat = (values: Tensor): Tensor => tf.reshape(values, [-1]);
    const last = estimates.at(-1);
    if (!last) throw new Error('there is at least one level');
    return tf.concat([flat(tf.mean(squares, 2)), flat(tf.mean(tf.square(squares), 2)), flat(last)]);
  });
  try {
    const numbers = await results.data();
    const size = levels.length * kinds.length;
    return frameOf(params, numbers.subarray(2 * size), numbers.subarray(0, size), numbers.subarray(size, 2 * size));
  } finally {
    results.dispose();
  }
}

/** Adds the terms of row k to the sums [4, trials]. */
function addRow(sums: Float64Array, { x, y }: Params, omega: PlanarProjections, k: number): void {
  const [z, u] = [sum(x, y, 1), sum(x, y, -1)];
  const { s, t } = squaredLengths(x, y);
  const scale = Math.exp(s / 2);
  for (let i = 0; i < trials; i++) {
    const here = 2 * (k * trials + i);
    const along = (w: Float64Array, v: readonly [number, number]): number =>
      at(w, here) * v[0] + at(w, here + 1) * v[1];
    const [plus, minus] = [
      Math.exp(along(omega.independent, z) - t / 2),
      Math.exp(-along(omega.independent, z) - t / 2),
    ];
    const terms = [
      scale * Math.cos(along(omega.independent, u)),
      plus,
      (plus + minus) / 2,
      Math.exp(along(omega.orthogonal, z) - t / 2),
    ];
    terms.forEach((term, kind) => (sums[kind * trials + i] = at(sums, kind * trials + i) + term));
  }
}

export function reference(params: Params): Frame {
  const levels = levelsUpTo(params.m);
  const omega = projections(params.seed, params.m);
  const sums = new Float64Array(kinds.length * trials);
  const [moments, fourths]: [number[], number[]] = [[], []];
  for (let k = 0; k < params.m; k++) {
    addRow(sums, params, omega, k);
    if (!levels.includes(k + 1)) continue;
    for (let kind = 0; kind < kinds.length; kind++) {
      const squares = sums.subarray(kind * trials, (kind + 1) * trials).map((total) => (total / (k + 1) - 1) ** 2);
      moments.push(squares.reduce((a, b) => a + b, 0) / trials);
      fourths.push(squares.reduce((a, b) => a + b * b, 0) / trials);
    }
  }
  return frameOf(
    params,
    sums.map((total) => total / params.m),
    moments,
    fourths,
  );
}

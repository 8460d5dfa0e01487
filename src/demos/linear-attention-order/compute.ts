/**
 * Softmax attention against linear attention, timed on the device over growing n. The first frame has the counted operations of
 * Eq. (1) of the article; every later one is a step further: a warm-up, or one timed repetition. Nothing is drawn at random but the entries of Q, K and V.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Progress, Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { softmaxAttention } from '../../numerics/attention.tensor.ts';
import { orderFlops } from '../../numerics/linear-attention.ts';
import { featureMap, linearAttention, linearAttentionQuadratic } from '../../numerics/linear-attention.tensor.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import type { Point } from './fit.ts';
import { methods, repetitions, shortest, type Method, type Params } from './params.ts';

/** A repetition is made of as many runs as last this long together, in ms: clocks of browsers tick in steps of up to 1 ms. */
const longEnough = 8;
const mostRuns = 64;
/** A method stops growing when one run would take longer than this, in ms. */
export const tooLong = 500;
/** Steps at a length: for each method a warm-up and its repetitions, and one comparison of the two orders. */
const stepsPerLength = methods.length * (1 + repetitions) + 1;

export interface Frame {
  readonly n: number;
  readonly d: number;
  /** Lengths to be measured, ascending, the last of them n. */
  readonly lengths: readonly number[];
  /** Counted operations at every length, [lengths]: 4n²d and 4nd². */
  readonly flops: Readonly<Record<Method, readonly number[]>>;
  /** What has been measured, in ms per run. */
  readonly measured: Readonly<Record<Method, readonly Point[]>>;
  /** First length that a method was not run at, because one run would have taken too long. */
  readonly stopped: Readonly<Partial<Record<Method, number>>>;
  /** Largest |difference| between the two orders of the linear product over all outputs so far; none before the first. */
  readonly difference: number | null;
  readonly progress: Progress;
}

/** Lengths from 32 to n in ratios of √2, multiples of 8. */
export function sweep(n: number): number[] {
  const lengths = new Set([n]);
  for (let length = n / Math.SQRT2; length > shortest * 0.95; length /= Math.SQRT2) {
    lengths.add(Math.max(shortest, 8 * Math.round(length / 8)));
  }
  return [...lengths].sort((a, b) => a - b);
}

/** The frame before any measurement. */
export function reference({ n, d }: Params): Frame {
  const lengths = sweep(n);
  const counted = lengths.map((length) => orderFlops(length, d));
  return {
    n,
    d,
    lengths,
    flops: { softmax: counted.map((c) => c.quadratic), linear: counted.map((c) => c.linear) },
    measured: { softmax: [], linear: [] },
    stopped: {},
    difference: null,
    progress: { done: 0, total: lengths.length * stepsPerLength },
  };
}

interface Inputs {
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
}
const upload = (tf: Tf, n: number, d: number): Inputs => {
  const draw = (seed: number): Tensor => tf.tensor(Float32Array.from(normals(seededRandom(seed), n * d)), [n, d]);
  return { q: draw(1), k: draw(2), v: draw(3) };
};

/** One layer's work, from Q, K, V to the outputs [n, d]. */
const work: Readonly<Record<Method, (tf: Tf, inputs: Inputs) => Tensor>> = {
  softmax: (tf, { q, k, v }) => softmaxAttention(tf, q, k, v),
  linear: (tf, { q, k, v }) => linearAttention(tf, featureMap(tf, q), featureMap(tf, k), v),
};

/** Milliseconds for `runs` runs, to the moment when a number of the last one has been read back. */
async function timed(tf: Tf, method: Method, inputs: Inputs, runs: number): Promise<number> {
  const started = performance.now();
  for (let run = 1; run < runs; run++) tf.dispose(tf.tidy(() => work[method](tf, inputs)));
  const corner = tf.tidy(() => tf.slice(work[method](tf, inputs), [0, 0], [1, 1]));
  try {
    await corner.data();
    return performance.now() - started;
  } finally {
    corner.dispose();
  }
}

/** Runs per repetition, after a run that compiles what needs compiling and, unless that was slow already, one that counts. */
async function runsNeeded(tf: Tf, method: Method, inputs: Inputs): Promise<number> {
  const first = await timed(tf, method, inputs, 1);
  const once = first > tooLong / 4 ? first : await timed(tf, method, inputs, 1);
  return Math.min(mostRuns, Math.max(1, Math.ceil(longEnough / Math.max(once, longEnough / mostRuns))));
}

/** Largest |(φ(Q)φ(K)ᵀ)V − φ(Q)(φ(K)ᵀV)| over all entries, both divided by their row sums. */
async function orderDifference(tf: Tf, { q, k, v }: Inputs): Promise<number> {
  const result = tf.tidy(() => {
    const [fq, fk] = [featureMap(tf, q), featureMap(tf, k)];
    return tf.max(tf.abs(tf.sub(linearAttention(tf, fq, fk, v), linearAttentionQuadratic(tf, fq, fk, v))));
  });
  try {
    return at(await result.data(), 0);
  } finally {
    result.dispose();
  }
}

/** The points of a method with one more time at a length. */
function withTime(points: readonly Point[], n: number, ms: number): Point[] {
  const last = points.at(-1);
  if (last?.n !== n) return [...points, { n, times: [ms] }];
  return [...points.slice(0, -1), { n, times: [...last.times, ms] }];
}

/** Whether a run at length n would take too long, by the square of the lengths from the slowest time at the last. */
const wouldTakeTooLong = (points: readonly Point[], n: number): boolean => {
  const last = points.at(-1);
  return last !== undefined && Math.max(...last.times) * (n / last.n) ** 2 > tooLong;
};

/** A frame in the making: everything that a repetition adds to. */
class Sweep {
  frame: Frame;
  constructor(params: Params) {
    this.frame = reference(params);
  }
  advance(patch: Partial<Frame>, steps: number): void {
    const { done, total } = this.frame.progress;
    this.frame = { ...this.frame, ...patch, progress: { done: done + steps, total } };
  }
  /** Leaves out a method from a length on. */
  skip(method: Method, n: number): void {
    this.advance({ stopped: { [method]: n, ...this.frame.stopped } }, 1 + repetitions);
  }
  add(method: Method, n: number, ms: number): void {
    const { measured } = this.frame;
    this.advance({ measured: { ...measured, [method]: withTime(measured[method], n, ms) } }, 1);
  }
}

/** All repetitions at one length, the methods in turn, so that a slow moment of the machine falls on both. */
async function* measureLength(tf: Tf, sweep: Sweep, n: number, signal: AbortSignal): AsyncGenerator<Frame> {
  const running = methods.filter((method) => {
    const { stopped, measured } = sweep.frame;
    const fits = stopped[method] === undefined && !wouldTakeTooLong(measured[method], n);
    if (!fits) sweep.skip(method, n);
    return fits;
  });
  const inputs = upload(tf, n, sweep.frame.d);
  try {
    const runs: Partial<Record<Method, number>> = {};
    for (const method of running) {
      runs[method] = await runsNeeded(tf, method, inputs);
      sweep.advance({}, 1);
      yield sweep.frame;
    }
    const { difference } = sweep.frame;
    const both = running.length === methods.length;
    sweep.advance({ difference: both ? Math.max(difference ?? 0, await orderDifference(tf, inputs)) : difference }, 1);
    yield sweep.frame;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const method of running) {
        if (signal.aborted) return;
        const count = runs[method] ?? 1;
        sweep.add(method, n, (await timed(tf, method, inputs, count)) / count);
        yield sweep.frame;
      }
    }
  } finally {
    tf.dispose([inputs.q, inputs.k, inputs.v]);
  }
}

export async function* simulate(params: Params, tf: Tf, signal: AbortSignal): AsyncGenerator<Frame, Frame> {
  const sweep = new Sweep(params);
  yield sweep.frame;
  for (const n of sweep.frame.lengths) {
    if (signal.aborted) break;
    yield* measureLength(tf, sweep, n, signal);
  }
  return sweep.frame;
}

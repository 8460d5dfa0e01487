/** 4,000 walkers with m steps of ±m⁻ᵃ in a unit of time: their paths, their positions at the end, and their spread on the way. */
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { positions } from '../../numerics/random-walk.tensor.ts';
import { seededRandom } from '../../numerics/random.ts';
import { drawn, walkers, type Params } from './params.ts';

export interface Frame {
  /** Length of a step, m⁻ᵃ; every step takes 1/m. */
  readonly delta: number;
  /** Paths of the first walkers in steps, [drawn, m + 1], from 0. */
  readonly paths: Int16Array;
  /** How many walkers end at S = −m, −m + 2, …, m, [m + 1]; positions are δS. */
  readonly counts: Int32Array;
  /** Root mean square and mean distance from 0 at time 1. */
  readonly spread: number;
  readonly distance: number;
  /** 1, 2, 4, … and m. */
  readonly levels: readonly number[];
  /** Root mean square at time 1 when time is divided into so many steps of (number)⁻ᵃ: the same tosses, the first so many of them. */
  readonly spreads: readonly number[];
}

export function levelsUpTo(m: number): number[] {
  const levels: number[] = [];
  for (let level = 1; level < m; level *= 2) levels.push(level);
  return [...levels, m];
}

/** Steps ±1, [walkers, m]. Drawn step by step for all walkers, so that a finer division of time goes on with the same tosses. */
export function tosses(seed: number, m: number): Float32Array {
  const random = seededRandom(seed);
  const steps = new Float32Array(walkers * m);
  for (let j = 0; j < m; j++) for (let w = 0; w < walkers; w++) steps[w * m + j] = random() < 0.5 ? 1 : -1;
  return steps;
}

interface Walked {
  /** Final positions in steps, [walkers]; paths in steps, [drawn, m]; mean square after 1 … m steps, [m]; mean |S| at the end. */
  readonly finals: ArrayLike<number>;
  readonly paths: ArrayLike<number>;
  readonly squares: ArrayLike<number>;
  readonly distance: number;
}

function frameOf({ m, exponent }: Params, { finals, paths, squares, distance }: Walked): Frame {
  const delta = m ** -exponent;
  const counts = new Int32Array(m + 1);
  for (let w = 0; w < walkers; w++) {
    const place = (Math.round(at(finals, w)) + m) / 2;
    counts[place] = at(counts, place) + 1;
  }
  const levels = levelsUpTo(m);
  return {
    delta,
    paths: Int16Array.from({ length: drawn * (m + 1) }, (_, i) => {
      const j = i % (m + 1);
      return j === 0 ? 0 : at(paths, Math.floor(i / (m + 1)) * m + j - 1);
    }),
    counts,
    spread: delta * Math.sqrt(at(squares, m - 1)),
    distance: delta * distance,
    levels,
    spreads: levels.map((level) => level ** -exponent * Math.sqrt(at(squares, level - 1))),
  };
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const { m, seed } = params;
  const result = tf.tidy(() => {
    const walked = positions(tf, tf.tensor2d(tosses(seed, m), [walkers, m]));
    const finals = tf.slice(walked, [0, m - 1], [walkers, 1]);
    return tf.concat([
      tf.reshape(finals, [-1]),
      tf.reshape(tf.slice(walked, [0, 0], [drawn, m]), [-1]),
      tf.mean(tf.square(walked), 0),
      tf.reshape(tf.mean(tf.abs(finals)), [1]),
    ]);
  });
  try {
    const numbers = Float32Array.from(await result.data());
    const pathsEnd = walkers + drawn * m;
    return frameOf(params, {
      finals: numbers.subarray(0, walkers),
      paths: numbers.subarray(walkers, pathsEnd),
      squares: numbers.subarray(pathsEnd, pathsEnd + m),
      distance: at(numbers, pathsEnd + m),
    });
  } finally {
    result.dispose();
  }
}

export function reference(params: Params): Frame {
  const { m, seed } = params;
  const steps = tosses(seed, m);
  const squares = new Float64Array(m);
  const finals = new Float64Array(walkers);
  const paths = new Float64Array(drawn * m);
  for (let w = 0; w < walkers; w++) {
    let place = 0;
    for (let j = 0; j < m; j++) {
      place += at(steps, w * m + j);
      squares[j] = at(squares, j) + place ** 2 / walkers;
      if (w < drawn) paths[w * m + j] = place;
    }
    finals[w] = place;
  }
  const distance = finals.reduce((sum, s) => sum + Math.abs(s), 0) / walkers;
  return frameOf(params, { finals, paths, squares, distance });
}

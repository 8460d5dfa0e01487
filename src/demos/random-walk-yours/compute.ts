/** The reader's walk, and 500 seeded ones: their bands, some of them, how far they get. Everything but a few means is whole numbers. */
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { alternations, persistentSteps } from '../../numerics/persistent-walk.ts';
import { positions } from '../../numerics/random-walk.tensor.ts';
import { seededRandom } from '../../numerics/random.ts';
import { crowd, drawn, type Params } from './params.ts';
import { most, readTosses, walkOf } from './tosses.ts';

export interface Frame {
  /** The reader's positions after 0, 1, …, n tosses, [n + 1], and how many of the n − 1 neighbouring pairs differ. */
  readonly walk: readonly number[];
  readonly changes: number;
  /** Positions after 0 … 100 tosses that 2.5%, 25%, 75% and 97.5% of the 500 walks are at or below, [4, 101]. */
  readonly bands: Int16Array;
  /** The first of the 500 walks, [drawn, 101]. */
  readonly samples: Int16Array;
  /** Root mean square position of the 500 after 1 … 100 tosses, [100]. */
  readonly spread: Float64Array;
  /** The reader's farthest distance from 0 within n tosses; the median of the 500; share of them that get farther. n = 0: zeros. */
  readonly farthest: number;
  readonly crowdFarthest: number;
  readonly farther: number;
}

/** Steps of the 500, [500, 100]. */
const stepsOf = ({ seed, habit }: Params): Int8Array => persistentSteps(seededRandom(seed), crowd, most, habit);

const quantiles = [0.025, 0.25, 0.75, 0.975] as const;
/** Rounded outwards, so that a band holds what it says. */
const rank = (q: number): number => (q < 0.5 ? Math.floor(q * (crowd - 1)) : Math.ceil(q * (crowd - 1)));
const ascending = (values: Iterable<number>): Float64Array => Float64Array.from(values).sort();

interface Walked {
  /** Positions, [500, 100]; mean squares, [100]; farthest distances within n tosses, [500], or nothing for n = 0. */
  readonly places: ArrayLike<number>;
  readonly squares: ArrayLike<number>;
  readonly farthest: ArrayLike<number>;
}

function frameOf(tosses: readonly number[], { places, squares, farthest }: Walked): Frame {
  const walk = walkOf(tosses);
  const own = Math.max(...walk.map(Math.abs));
  const bands = new Int16Array(quantiles.length * (most + 1));
  for (let k = 1; k <= most; k++) {
    const column = ascending(Array.from({ length: crowd }, (_, w) => Math.round(at(places, w * most + k - 1))));
    quantiles.forEach((q, i) => (bands[i * (most + 1) + k] = at(column, rank(q))));
  }
  const others = ascending(Array.from(farthest, Math.round));
  return {
    walk,
    changes: alternations(tosses),
    bands,
    samples: Int16Array.from({ length: drawn * (most + 1) }, (_, i) => {
      const k = i % (most + 1);
      return k === 0 ? 0 : at(places, Math.floor(i / (most + 1)) * most + k - 1);
    }),
    spread: Float64Array.from(squares, Math.sqrt),
    farthest: own,
    crowdFarthest: others[crowd / 2] ?? 0,
    farther: others.filter((distance) => distance > own).length / crowd,
  };
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const tosses = readTosses(params.tosses);
  const n = tosses.length;
  const result = tf.tidy(() => {
    const places = positions(tf, tf.tensor2d(Float32Array.from(stepsOf(params)), [crowd, most]));
    const parts = [tf.reshape(places, [-1]), tf.mean(tf.square(places), 0)];
    if (n > 0) parts.push(tf.max(tf.abs(tf.slice(places, [0, 0], [crowd, n])), 1));
    return tf.concat(parts);
  });
  try {
    const numbers = Float32Array.from(await result.data());
    const end = crowd * most;
    return frameOf(tosses, {
      places: numbers.subarray(0, end),
      squares: numbers.subarray(end, end + most),
      farthest: numbers.subarray(end + most),
    });
  } finally {
    result.dispose();
  }
}

export function reference(params: Params): Frame {
  const tosses = readTosses(params.tosses);
  const n = tosses.length;
  const steps = stepsOf(params);
  const places = new Float64Array(crowd * most);
  const squares = new Float64Array(most);
  const farthest = new Float64Array(n > 0 ? crowd : 0);
  for (let w = 0; w < crowd; w++) {
    let place = 0;
    for (let k = 0; k < most; k++) {
      place += at(steps, w * most + k);
      places[w * most + k] = place;
      squares[k] = at(squares, k) + place ** 2 / crowd;
      if (k < n) farthest[w] = Math.max(at(farthest, w), Math.abs(place));
    }
  }
  return frameOf(tosses, { places, squares, farthest });
}

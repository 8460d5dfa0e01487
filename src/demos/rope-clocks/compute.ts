/** Both vectors turned to their positions, and what each pair of coordinates adds to the score. Eqs. (1) and (2) of the article. */
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { frequencies, partialScores, rotate } from '../../numerics/rope.ts';
import { rotateRows } from '../../numerics/rope.tensor.ts';
import type { Params } from './params.ts';
import { d } from './params.ts';

export interface Frame {
  /** Speed of each clock, radians per position, [4]. */
  readonly theta: Float64Array;
  /** R_m q as (re, im) per clock, [8]. */
  readonly query: Float64Array;
  /** R_n k as (re, im) per clock, [8]. */
  readonly key: Float64Array;
  /** Partial score of each clock: the inner product of its two hands, [4]. */
  readonly parts: Float64Array;
  /** The score: the sum of the parts, not divided by √d. */
  readonly total: number;
}

const speeds = ({ logBase }: Params): Float64Array => frequencies(d, 10 ** logBase);

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const theta = speeds(params);
  const result = tf.tidy(() => {
    const vectors = tf.tensor([...params.q, ...params.k], [2, d]);
    const turned = rotateRows(tf, vectors, [params.m, params.n], theta);
    const [query, key] = tf.unstack(tf.reshape(turned, [2, d / 2, 2])); // [4, 2] each
    if (!query || !key) throw new Error('two vectors went in');
    const parts = tf.sum(tf.mul(query, key), 1); // [4]
    // One reading instead of three: [8 + 8 + 4 + 1].
    return tf.concat([tf.reshape(turned, [2 * d]), parts, tf.reshape(tf.sum(parts), [1])]);
  });
  try {
    const numbers = Float64Array.from(await result.data());
    return {
      theta,
      query: numbers.slice(0, d),
      key: numbers.slice(d, 2 * d),
      parts: numbers.slice(2 * d, 2 * d + d / 2),
      total: at(numbers, 2 * d + d / 2),
    };
  } finally {
    result.dispose();
  }
}

export function reference(params: Params): Frame {
  const theta = speeds(params);
  const parts = partialScores(params.q, params.k, params.m - params.n, theta);
  return {
    theta,
    query: rotate(params.q, params.m, theta),
    key: rotate(params.k, params.n, theta),
    parts,
    total: parts.reduce((sum, part) => sum + part, 0),
  };
}

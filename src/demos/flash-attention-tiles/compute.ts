/**
 * Attention on random Q, K, V ~ N(0, 1), one tile after the other: each tile of scores is made, taken into the running maximum, sum and
 * output of its rows, and dropped. Eq. (4) of the article. The elements moved are counted as the tiles go by; in a browser nobody chooses
 * what is in fast memory, so traffic is counted and not timed.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Progress, Tf } from '../../lab/demo.ts';
import type { TileStep } from '../../numerics/flash-attention.ts';
import { cut, lengthOf, schedule } from '../../numerics/flash-attention.ts';
import type { Inputs } from '../../numerics/flash-attention.tensor.ts';
import { absorbTile, directAttention } from '../../numerics/flash-attention.tensor.ts';
import type { RowStates } from '../../numerics/online-softmax.tensor.ts';
import { answers, disposeStates, emptyStates } from '../../numerics/online-softmax.tensor.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import { tilingOf } from './meter.ts';
import type { Params } from './params.ts';

/** Frames of a whole run at most: with more tiles, a frame takes in several. */
export const mostFrames = 256;

export interface Frame {
  /** Tiles taken in so far. */
  readonly done: number;
  /** m of every row, [n]; NaN where no key has been seen. */
  readonly max: Float64Array;
  /** Rows whose maximum moved with the latest tile, so that what they had was scaled down. */
  readonly rescaled: number;
  /** Elements moved between slow and fast memory so far. */
  readonly moved: number;
  /** Rows that are finished, and the largest |tiles − direct| among their outputs; NaN before any is. */
  readonly finished: number;
  readonly error: number;
  readonly progress: Progress;
}

/** Q, K, V from the seed, and attention at once to compare with. */
function upload({ n, d, seed, causal }: Params, tf: Tf): { inputs: Inputs; direct: Tensor } {
  const random = seededRandom(seed);
  const matrix = (): Tensor => tf.tensor2d(Float32Array.from(normals(random, n * d)), [n, d]);
  const inputs = { q: matrix(), k: matrix(), v: matrix() };
  return { inputs, direct: directAttention(tf, inputs, causal) };
}

/** What is kept between tiles: the running numbers of each block of rows, as tensors and, for the picture, m as numbers. */
interface Run {
  readonly inputs: Inputs;
  readonly direct: Tensor;
  readonly blocks: Map<number, RowStates>;
  readonly max: Float64Array;
}

/** Takes in one tile; returns m of its rows, [B_r], and the largest |tiles − direct| of their outputs so far. */
async function take(run: Run, step: TileStep, causal: boolean, tf: Tf): Promise<{ max: number[]; error: number }> {
  const { inputs, blocks } = run;
  const width = inputs.v.shape[1] ?? 0;
  const before = blocks.get(step.rows.from) ?? emptyStates(tf, lengthOf(step.rows), width);
  const states = absorbTile(tf, before, inputs, step, causal);
  disposeStates(tf, before);
  blocks.set(step.rows.from, states);
  const read = tf.tidy(() => {
    const expected = tf.slice(run.direct, [step.rows.from, 0], [lengthOf(step.rows), width]);
    const error = tf.max(tf.abs(tf.sub(answers(tf, states), expected)));
    return tf.concat([tf.reshape(states.max, [lengthOf(step.rows)]), tf.reshape(error, [1])]);
  });
  try {
    const numbers = Array.from(await read.data());
    return { max: numbers.slice(0, -1), error: numbers.at(-1) ?? NaN };
  } finally {
    read.dispose();
  }
}

/** For each block of rows, by its first row: the index of its last tile in the order of work. */
function lastTiles(steps: readonly TileStep[]): Map<number, number> {
  return new Map(steps.map((step, index) => [step.rows.from, index]));
}

/** The frame before any tile: nothing is known yet. */
export function reference(params: Params): Frame {
  const total = schedule(params.n, params.d, tilingOf(params)).length;
  return {
    done: 0,
    max: new Float64Array(params.n).fill(NaN),
    rescaled: 0,
    moved: 0,
    finished: 0,
    error: NaN,
    progress: { done: 0, total },
  };
}

/** The frame after one more tile. */
function advance(frame: Frame, run: Run, step: TileStep, seen: { max: number[]; error: number }, last: boolean): Frame {
  const changed = seen.max.filter((m, i) => m !== run.max[step.rows.from + i]).length;
  const first = Number.isNaN(run.max[step.rows.from] ?? NaN);
  run.max.set(seen.max, step.rows.from);
  const error = Number.isNaN(frame.error) ? seen.error : Math.max(frame.error, seen.error);
  return {
    done: frame.done + 1,
    max: run.max.slice(),
    rescaled: first ? 0 : changed,
    moved: frame.moved + step.moved,
    finished: frame.finished + (last ? lengthOf(step.rows) : 0),
    error: last ? error : frame.error,
    progress: { done: frame.done + 1, total: frame.progress.total },
  };
}

/** Ends with the last frame once more: the frame that the runtime shows when it learns that the run is over. */
export async function* simulate(params: Params, tf: Tf, signal: AbortSignal): AsyncGenerator<Frame, Frame> {
  let frame = reference(params);
  // Tensors are made when the run begins in earnest, not for every move of a slider.
  yield frame;
  const steps = schedule(params.n, params.d, tilingOf(params));
  const perFrame = Math.ceil(steps.length / mostFrames);
  const ends = lastTiles(steps);
  const run: Run = { ...upload(params, tf), blocks: new Map(), max: frame.max.slice() };
  try {
    for (const batch of cut(steps.length, perFrame)) {
      if (signal.aborted) break;
      for (const [offset, step] of steps.slice(batch.from, batch.to).entries()) {
        const seen = await take(run, step, params.causal, tf);
        frame = advance(frame, run, step, seen, ends.get(step.rows.from) === batch.from + offset);
      }
      yield frame;
    }
  } finally {
    tf.dispose([run.inputs.q, run.inputs.k, run.inputs.v, run.direct]);
    for (const states of run.blocks.values()) disposeStates(tf, states);
  }
  return frame;
}

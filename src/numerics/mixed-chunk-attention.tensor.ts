/** Mixed chunk attention on tensors; twins of mixed-chunk-attention.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { scaledScores, squaredRelu } from './gated-attention-unit.tensor.ts';
import { chunksOf, type Chunking, type MixedPaths } from './mixed-chunk-attention.ts';
import type { Tf } from './tf.tensor.ts';

/** The four readings of the shared representation, [..., n, s] each. */
export type MixedPathTensors = Readonly<Record<keyof MixedPaths, Tensor>>;

/** What each path sees, [n, n] of 0 and 1: its own chunk (inside), and other chunks (across). Freed by the caller. */
export interface ChunkMasks {
  readonly inside: Tensor;
  readonly across: Tensor;
}

export function chunkMasks(tf: Tf, n: number, { size, causal }: Chunking): ChunkMasks {
  const mask = (visible: (i: number, j: number) => boolean): Tensor =>
    tf.tensor2d(
      Float32Array.from({ length: n * n }, (_, index) => Number(visible(Math.floor(index / n), index % n))),
      [n, n],
    );
  const chunk = (i: number): number => Math.floor(i / size);
  return {
    inside: mask((i, j) => chunk(i) === chunk(j) && (!causal || j <= i)),
    across: mask((i, j) => !causal || chunk(j) < chunk(i)),
  };
}

/**
 * The dense map, [..., n, n], by products and masks alone, so that it has gradients on every backend. It costs as much as full attention; it is for
 * windows that are short anyway, and to hold the chunked form to.
 */
export function mixedChunkMap(tf: Tf, paths: MixedPathTensors, masks: ChunkMasks, size: number): Tensor {
  return tf.tidy(() => {
    const n = paths.linearKey.shape.at(-2) ?? 1;
    const near = squaredRelu(tf, scaledScores(tf, paths.quadraticQuery, paths.quadraticKey));
    const far = tf.matMul(paths.linearQuery, paths.linearKey, false, true);
    return tf.add(tf.mul(tf.mul(near, masks.inside), 1 / size), tf.mul(tf.mul(far, masks.across), 1 / n));
  });
}

const rowsOf = (tf: Tf, x: Tensor, { from, to }: { readonly from: number; readonly to: number }): Tensor =>
  tf.slice(x, [from, 0], [to - from, -1]);

/**
 * In chunks: q, k [n, s], v [n, e]. Returns the outputs [n, e] and the state [s, e] that each chunk reads; the caller disposes of all.
 */
export function mixedChunked(
  tf: Tf,
  paths: MixedPathTensors,
  v: Tensor,
  { size, causal }: Chunking,
): { readonly outputs: Tensor; readonly states: readonly Tensor[] } {
  const [outputs, ...states] = tf.tidy((): [Tensor, ...Tensor[]] => {
    const [n = 0, s = 0] = paths.linearKey.shape;
    const chunks = chunksOf(n, size);
    const mask = causal ? chunkMasks(tf, Math.min(n, size), { size, causal }).inside : undefined;
    const sums = chunks.map((chunk) =>
      tf.matMul(rowsOf(tf, paths.linearKey, chunk), rowsOf(tf, v, chunk), true, false),
    );
    const total = tf.addN(sums);
    let before: Tensor = tf.zeros([s, v.shape[1] ?? 0]);
    const states: Tensor[] = [];
    const rows = chunks.map((chunk, g) => {
      const state = causal ? before : total;
      states.push(tf.clone(state));
      before = tf.add(before, sums[g] ?? before);
      const scores = scaledScores(tf, rowsOf(tf, paths.quadraticQuery, chunk), rowsOf(tf, paths.quadraticKey, chunk));
      const weights = tf.mul(squaredRelu(tf, scores), 1 / size);
      const length = chunk.to - chunk.from;
      const seen = mask ? tf.mul(weights, tf.slice(mask, [0, 0], [length, length])) : weights;
      const across = tf.mul(tf.matMul(rowsOf(tf, paths.linearQuery, chunk), state), 1 / n);
      return tf.add(tf.matMul(seen, rowsOf(tf, v, chunk)), across);
    });
    return [tf.concat(rows, 0), ...states];
  });
  return { outputs, states };
}

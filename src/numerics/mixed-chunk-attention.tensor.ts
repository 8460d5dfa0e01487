/** Mixed chunk attention on tensors; twins of mixed-chunk-attention.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { scaledScores, squaredRelu } from './gated-attention-unit.tensor.ts';
import type { Chunking, MixedPaths } from './mixed-chunk-attention.ts';
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

/**
 * In chunks, all of them at once: q, k [n, s], v [n, e]. Returns the outputs [n, e] and the states [chunks, s, e], of which each chunk reads
 * its own; the caller disposes of both. The states are one product with a triangle of ones, so that nothing waits for the chunk before.
 */
export function mixedChunked(
  tf: Tf,
  paths: MixedPathTensors,
  v: Tensor,
  { size, causal }: Chunking,
): { readonly outputs: Tensor; readonly states: Tensor } {
  const [outputs, states] = tf.tidy((): [Tensor, Tensor] => {
    const [n = 0, s = 0] = paths.linearKey.shape;
    const e = v.shape[1] ?? 0;
    const length = Math.min(n, size);
    const chunks = Math.ceil(n / length);
    const missing = chunks * length - n;
    // The last chunk is filled up with zeros, which score 0, weigh 0 and add 0.
    const split = (x: Tensor): Tensor =>
      tf.reshape(missing === 0 ? x : tf.pad(x, [[0, missing], [0, 0]]), [chunks, length, -1]); // prettier-ignore
    const values = split(v);
    const sums = tf.matMul(split(paths.linearKey), values, true, false);
    const read = Float32Array.from({ length: chunks ** 2 }, (_, index) =>
      Number(!causal || index % chunks < Math.floor(index / chunks)),
    );
    const states = tf.reshape(tf.matMul(tf.tensor2d(read, [chunks, chunks]), tf.reshape(sums, [chunks, s * e])), [
      chunks,
      s,
      e,
    ]);
    const scores = scaledScores(tf, split(paths.quadraticQuery), split(paths.quadraticKey));
    const weights = tf.mul(squaredRelu(tf, scores), 1 / size);
    const seen = causal ? tf.mul(weights, chunkMasks(tf, length, { size, causal }).inside) : weights;
    const across = tf.mul(tf.matMul(split(paths.linearQuery), states), 1 / n);
    const rows = tf.reshape(tf.add(tf.matMul(seen, values), across), [chunks * length, e]);
    return [tf.slice(rows, [0, 0], [n, e]), states];
  });
  return { outputs, states };
}

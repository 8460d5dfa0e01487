/**
 * Gradients of the loss Σ dO ⊙ O with respect to Q, K and V, twice: by automatic differentiation, which keeps the weights P [n, n], and by
 * Eq. (7) of the article from L [n] and O, which makes P again in tiles. Q, K, V ~ N(0, 1), seeded.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { attentionWeights } from '../../numerics/attention.ts';
import { attentionGradients, flashBackward, flashForward, type Tiling } from '../../numerics/flash-attention.ts';
import * as onTensors from '../../numerics/flash-attention.tensor.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import { d, inputs, n, tile, type Input, type Params } from './params.ts';

export const gradients = true;

export interface Frame {
  /** The weights that automatic differentiation keeps, row-major [n, n]: for the picture. */
  readonly weights: Float32Array | Float64Array;
  /** L = m + ln ℓ of every row, [n]. */
  readonly logSum: Float32Array | Float64Array;
  /** dO, row-major [n, d]. */
  readonly upstream: Float64Array;
  /** dQ, dK, dV from L and O, row-major [n, d] each. */
  readonly gradients: Readonly<Record<Input, Float32Array | Float64Array>>;
  /** Largest |difference| of each from the gradient that was made with the stored P. */
  readonly apart: Readonly<Record<Input, number>>;
}

interface Setting {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
  readonly upstream: Float64Array;
  readonly tiling: Tiling;
}
function settingOf({ row, column, entry, rest, causal, seed }: Params): Setting {
  const random = seededRandom(seed);
  const [q, k, v, noise] = [
    normals(random, n * d),
    normals(random, n * d),
    normals(random, n * d),
    normals(random, n * d),
  ];
  const upstream = rest ? noise : new Float64Array(n * d);
  upstream[row * d + column] = entry;
  return { q, k, v, upstream, tiling: { rows: tile, columns: tile, order: 'queries', causal } };
}

const perInput = <T>(value: (input: Input, index: number) => T): Record<Input, T> =>
  Object.fromEntries(inputs.map((input, index) => [input, value(input, index)])) as Record<Input, T>;
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((largest, x, i) => Math.max(largest, Math.abs(x - at(b, i))), 0);

/** What is read back, in this order: P, L, then dQ, dK, dV from L and O, then the same by automatic differentiation. */
const lengths = [n * n, n, ...Array.from({ length: 6 }, () => n * d)];

/** All that the frame needs, one after the other in one tensor. */
function work(tf: Tf, { q, k, v, upstream, tiling }: Setting): Tensor {
  return tf.tidy(() => {
    const upload = (matrix: Float64Array): Tensor => tf.tensor2d(Float32Array.from(matrix), [n, d]);
    const given = { q: upload(q), k: upload(k), v: upload(v) };
    const above = upload(upstream);
    const loss = (x: Tensor, y: Tensor, z: Tensor): Tensor =>
      tf.sum(tf.mul(onTensors.directAttention(tf, { q: x, k: y, v: z }, tiling.causal), above));
    const automatic = tf.grads(loss)([given.q, given.k, given.v]);
    const forward = onTensors.flashForward(tf, given, tiling);
    const again = onTensors.flashBackward(tf, given, above, forward, tiling);
    // The identity in place of V gives P itself.
    const weights = onTensors.directAttention(tf, { ...given, v: tf.eye(n) }, tiling.causal);
    const flat = (tensor: Tensor): Tensor => tf.reshape(tensor, [tensor.size]);
    return tf.concat([weights, forward.logSum, ...again, ...automatic].map(flat));
  });
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const setting = settingOf(params);
  const all = work(tf, setting);
  try {
    const data = Float32Array.from(await all.data());
    let start = 0;
    const parts = lengths.map((length) => data.slice(start, (start += length)));
    const part = (index: number): Float32Array => parts[index] ?? new Float32Array();
    return {
      weights: part(0),
      logSum: part(1),
      upstream: setting.upstream,
      gradients: perInput((_, index) => part(2 + index)),
      apart: perInput((_, index) => largestDifference(part(2 + index), part(5 + index))),
    };
  } finally {
    all.dispose();
  }
}

export function reference(params: Params): Frame {
  const { q, k, v, upstream, tiling } = settingOf(params);
  const { causal } = tiling;
  const forward = flashForward(q, k, v, d, tiling);
  const again = flashBackward({ q, k, v }, upstream, forward, d, tiling);
  const stored = attentionGradients(q, k, v, upstream, d, { causal });
  return {
    weights: attentionWeights(q, k, d, { causal }),
    logSum: forward.logSum,
    upstream,
    gradients: again,
    apart: perInput((input) => largestDifference(again[input], stored[input])),
  };
}

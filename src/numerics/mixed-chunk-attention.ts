/**
 * Mixed chunk attention in float64: relu² weights inside chunks of C tokens, a state of linear attention across them. As a dense map, and in
 * chunks. Hua et al. 2022 (arXiv 2202.10447), Section 4, with logits divided by √s. Row-major: q, k [n, s], v [n, e].
 */
import { at } from './array.ts';
import { matrixProduct } from './attention.ts';
import { squaredRelu } from './gated-attention-unit.ts';
import { addOuter } from './linear-attention-causal.ts';
import { featureScores } from './linear-attention.ts';

/** The four readings of the shared representation, [n, s] each. */
export interface MixedPaths {
  readonly quadraticQuery: Float64Array;
  readonly quadraticKey: Float64Array;
  readonly linearQuery: Float64Array;
  readonly linearKey: Float64Array;
}

export interface Chunking {
  /** Tokens of a chunk C; the last chunk may be shorter, and weights are divided by C all the same. */
  readonly size: number;
  readonly causal: boolean;
}

/** First token of each chunk, and the one after its last. */
export const chunksOf = (n: number, size: number): { readonly from: number; readonly to: number }[] =>
  Array.from({ length: Math.ceil(n / size) }, (_, g) => ({ from: g * size, to: Math.min(n, (g + 1) * size) }));

/**
 * The map that the two paths amount to, [n, n]. Inside a chunk relu²(qᵀk/√s)/C of the quadratic pair. Across chunks qᵀk/n of the linear
 * pair: with `causal` for earlier chunks only, else for all keys, the own chunk included.
 */
export function mixedChunkMap(paths: MixedPaths, s: number, { size, causal }: Chunking): Float64Array {
  const n = paths.linearKey.length / s;
  const near = featureScores(paths.quadraticQuery, paths.quadraticKey, s);
  const far = featureScores(paths.linearQuery, paths.linearKey, s);
  return near.map((score, index) => {
    const [i, j] = [Math.floor(index / n), index % n];
    const [own, other] = [Math.floor(i / size), Math.floor(j / size)];
    const inside = own === other && (!causal || j <= i) ? squaredRelu(score / Math.sqrt(s)) / size : 0;
    const across = !causal || other < own ? at(far, index) / n : 0;
    return inside + across;
  });
}

export interface MixedResult {
  /** [n, e] */
  readonly outputs: Float64Array;
  /** What chunk g reads: Σ_h K_hᵀV_h over the chunks it may see, [s, e] each. */
  readonly states: readonly Float64Array[];
}

const add = (a: Float64Array, b: Float64Array, factor = 1): Float64Array => a.map((x, i) => x + factor * at(b, i));

/** The same in chunks: a small matrix of weights inside each, a state [s, e] for the rest; no matrix has n² entries. */
export function mixedChunked(paths: MixedPaths, v: Float64Array, s: number, { size, causal }: Chunking): MixedResult {
  const n = paths.linearKey.length / s;
  const e = v.length / n;
  const outputs = new Float64Array(n * e);
  const sums = chunksOf(n, size).map(({ from, to }) => {
    const sum = new Float64Array(s * e);
    for (let j = from; j < to; j++) {
      addOuter(sum, paths.linearKey.subarray(j * s, (j + 1) * s), v.subarray(j * e, (j + 1) * e));
    }
    return sum;
  });
  const total = sums.reduce<Float64Array>((all, sum) => add(all, sum), new Float64Array(s * e));
  let before: Float64Array = new Float64Array(s * e);
  const states = chunksOf(n, size).map(({ from, to }, g) => {
    const state = causal ? before : total;
    const rows = (x: Float64Array): Float64Array => x.subarray(from * s, to * s);
    const weights = featureScores(rows(paths.quadraticQuery), rows(paths.quadraticKey), s, { causal }).map(
      (score) => squaredRelu(score / Math.sqrt(s)) / size,
    );
    const inside = matrixProduct(weights, v.subarray(from * e, to * e), to - from);
    outputs.set(add(inside, matrixProduct(rows(paths.linearQuery), state, s), 1 / n), from * e);
    before = add(before, sums[g] ?? before);
    return state;
  });
  return { outputs, states };
}

/** Multiply-adds of one layer's mixing, projections left out. */
export interface MixedCost {
  /** Weights and their products inside chunks: Σ c²(s + e) over chunks of c tokens, nC(s + e) when C divides n. */
  readonly quadratic: number;
  /** Making sums and reading states, 2nse. With a causal mask the first chunk reads nothing and the last is read by none: 2(n − C)se. */
  readonly linear: number;
  /** The same layer with every token compared with every other: n²(s + e). */
  readonly full: number;
  /** Steps that wait for each other: one per chunk with a causal mask, one in all without. */
  readonly serial: number;
}

export function mixedCost(n: number, { size, causal }: Chunking, s: number, e: number): MixedCost {
  const lengths = chunksOf(n, size).map(({ from, to }) => to - from);
  const [first, last] = [lengths[0] ?? 0, lengths.at(-1) ?? 0];
  return {
    quadratic: lengths.reduce((sum, c) => sum + c * c, 0) * (s + e),
    linear: (causal ? 2 * n - first - last : 2 * n) * s * e,
    full: n * n * (s + e),
    serial: causal ? lengths.length : Math.min(1, lengths.length),
  };
}

/** The length beyond which mixed chunks are cheaper than the full map: C + 2se/(s + e). */
export const breakEvenLength = (size: number, s: number, e: number): number => size + (2 * s * e) / (s + e);

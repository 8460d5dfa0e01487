/**
 * DiagAttention in float64: softmax attention inside non-overlapping blocks of w tokens, nothing across. Qin et al. 2022 (arXiv
 * 2210.10340), Section 4. Row-major: q, k [n, d], v [n, dv]. Not causal; the last block is shorter when w does not divide n.
 */
import { attentionWeights, matrixProduct, type AttentionOptions } from './attention.ts';

/** Blocks from ≤ i < to. */
export const blocks = (n: number, w: number): { readonly from: number; readonly to: number }[] =>
  Array.from({ length: Math.ceil(n / w) }, (_, b) => ({ from: b * w, to: Math.min(n, (b + 1) * w) }));

/** The weights as one matrix [n, n]: 0 outside the blocks, rows sum to 1. */
export function diagWeights(
  q: Float64Array,
  k: Float64Array,
  d: number,
  w: number,
  options: AttentionOptions = {},
): Float64Array {
  const n = q.length / d;
  const out = new Float64Array(n * n);
  for (const { from, to } of blocks(n, w)) {
    const inside = attentionWeights(q.subarray(from * d, to * d), k.subarray(from * d, to * d), d, options);
    const width = to - from;
    for (let i = 0; i < width; i++) out.set(inside.subarray(i * width, (i + 1) * width), (from + i) * n + from);
  }
  return out;
}

/** Outputs [n, dv], block by block: O(nwd). */
export function diagAttention(
  q: Float64Array,
  k: Float64Array,
  v: Float64Array,
  d: number,
  w: number,
  options: AttentionOptions = {},
): Float64Array {
  const n = q.length / d;
  const width = v.length / n;
  const out = new Float64Array(v.length);
  for (const { from, to } of blocks(n, w)) {
    const inside = attentionWeights(q.subarray(from * d, to * d), k.subarray(from * d, to * d), d, options);
    out.set(matrixProduct(inside, v.subarray(from * width, to * width), to - from), from * width);
  }
  return out;
}

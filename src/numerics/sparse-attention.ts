/**
 * Sparse attention in float64: which key a query may read is a mask, and softmax is taken over what is left.
 *
 * A mask is row-major [n, n], 1 where query i (row) may read key j (column). Patterns: Child et al. 2019 (arXiv 1904.10509), strided
 * and fixed; Beltagy et al. 2020 (arXiv 2004.05150), window and global tokens; Zaheer et al. 2020 (arXiv 2007.14062), those and random
 * keys; blocks are what sorting into buckets or clusters leaves.
 */
import { at } from './array.ts';
import { attentionScores, matrixProduct } from './attention.ts';
import type { Random } from './random.ts';

/** Row-major [n, n] of 0 and 1. */
export type Mask = Uint8Array;

/** The mask of a rule for query i and key j. */
export function maskOf(n: number, allowed: (i: number, j: number) => boolean): Mask {
  return Uint8Array.from({ length: n * n }, (_, index) => (allowed(Math.floor(index / n), index % n) ? 1 : 0));
}

/** Every key at most w/2 away: a window of w keys beside the own one. */
export const localMask = (n: number, w: number): Mask => maskOf(n, (i, j) => 2 * Math.abs(i - j) <= w);

/** Keys a multiple of `stride` away, the own one among them. */
export const strideMask = (n: number, stride: number): Mask => maskOf(n, (i, j) => (i - j) % stride === 0);

/** A window and every key a multiple of the stride away. Child et al. 2019, Section 4.3, both heads at once. */
export const stridedMask = (n: number, w: number, stride: number): Mask =>
  union(localMask(n, w), strideMask(n, stride));

/** Keys of the own block, and the last `c` keys of every block: they sum their block up. Child et al. 2019, Section 4.3. */
export const fixedMask = (n: number, block: number, c = 1): Mask =>
  maskOf(n, (i, j) => Math.floor(i / block) === Math.floor(j / block) || j % block >= block - c);

/** The first g tokens read all keys and are read by all queries. Beltagy et al. 2020, Section 3.1. */
export const globalMask = (n: number, g: number): Mask => maskOf(n, (i, j) => i < g || j < g);

/** r different keys for every query, drawn at random. Zaheer et al. 2020, Section 2. */
export function randomMask(random: Random, n: number, r: number): Mask {
  const mask = new Uint8Array(n * n);
  for (let i = 0; i < n; i++) {
    const keys = Array.from({ length: n }, (_, j) => j);
    // The first steps of a Fisher–Yates shuffle.
    for (let drawn = 0; drawn < Math.min(r, n); drawn++) {
      const other = drawn + Math.floor(random() * (n - drawn));
      const key = at(keys, other);
      keys[other] = at(keys, drawn);
      mask[i * n + key] = 1;
    }
  }
  return mask;
}

/** Blocks of `size` tokens that read one another. */
export const blockMask = (n: number, size: number): Mask =>
  maskOf(n, (i, j) => Math.floor(i / size) === Math.floor(j / size));

/** Tokens that share a label (a bucket, a cluster) read one another. */
export const labelMask = (labels: ArrayLike<number>): Mask =>
  maskOf(labels.length, (i, j) => at(labels, i) === at(labels, j));

/** What any of the masks allows. */
export function union(...masks: readonly Mask[]): Mask {
  const [first = new Uint8Array(0)] = masks;
  return first.map((_, index) => (masks.some((mask) => at(mask, index) === 1) ? 1 : 0));
}

/** What is left under a causal mask: keys j ≤ i. */
export function causalPart(mask: Mask): Mask {
  const n = Math.sqrt(mask.length);
  return mask.map((allowed, index) => (index % n > Math.floor(index / n) ? 0 : allowed));
}

/** The k keys with the largest scores in every row of [rows, n]; of equal scores the earlier. */
export function topMask(scores: ArrayLike<number>, n: number, k: number): Mask {
  const mask = new Uint8Array(scores.length);
  for (let start = 0; start < scores.length; start += n) {
    const keys = Array.from({ length: n }, (_, j) => j);
    keys.sort((a, b) => at(scores, start + b) - at(scores, start + a) || a - b);
    for (const key of keys.slice(0, k)) mask[start + key] = 1;
  }
  return mask;
}

/** Pairs that a mask allows. */
export const allowedPairs = (mask: Mask): number => mask.reduce((sum, allowed) => sum + allowed, 0);

/** Queries that may read nothing. */
export function emptyRows(mask: Mask): number {
  const n = Math.sqrt(mask.length);
  let count = 0;
  for (let i = 0; i < n; i++) if (!mask.subarray(i * n, (i + 1) * n).includes(1)) count++;
  return count;
}

/** Softmax of each row over the allowed entries, [rows, n]. A row in which nothing is allowed is all 0, not 0/0. */
export function maskedSoftmax(scores: ArrayLike<number>, mask: Mask, n: number): Float64Array {
  const weights = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += n) {
    let [top, sum] = [-Infinity, 0];
    for (let j = start; j < start + n; j++) if (at(mask, j)) top = Math.max(top, at(scores, j));
    for (let j = start; j < start + n; j++) {
      weights[j] = at(mask, j) ? Math.exp(at(scores, j) - top) : 0;
      sum += at(weights, j);
    }
    if (sum > 0) for (let j = start; j < start + n; j++) weights[j] = at(weights, j) / sum;
  }
  return weights;
}

/** Attention over the allowed pairs only, [n, dv]: q, k [n, d], v [n, dv]; `scale` on the scores, default 1/√d. */
export function maskedAttention(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  v: ArrayLike<number>,
  d: number,
  mask: Mask,
  scale = 1 / Math.sqrt(d),
): Float64Array {
  const n = k.length / d;
  return matrixProduct(maskedSoftmax(attentionScores(q, k, d, { scale }), mask, n), v, n);
}

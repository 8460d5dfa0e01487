/** Buckets by random rotations, the hashing of the Reformer. Kitaev et al. 2020 (arXiv 2001.04451), Section 2; Andoni et al. 2015 (arXiv 1509.02897). */
import { at } from './array.ts';
import { normals, type Random } from './random.ts';
import { labelMask, union, type Mask } from './sparse-attention.ts';

/** The index of the largest entry; of equal ones the first. */
function largestIndex(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (at(values, i) > at(values, best)) best = i;
  return best;
}

/**
 * Bucket of every row of x [n, d]: arg max of [xR; −xR] with R Gaussian, [d, buckets/2]. `buckets` is even; 1 means that all share one.
 * Rows of nearly the same direction tend to fall into the same bucket, however long they are.
 */
export function hashBuckets(random: Random, x: ArrayLike<number>, d: number, buckets: number): Int32Array {
  const n = x.length / d;
  if (buckets < 2) return new Int32Array(n);
  const half = buckets / 2;
  const rotation = normals(random, d * half);
  return Int32Array.from({ length: n }, (_, i) => {
    const turned = new Float64Array(buckets);
    for (let b = 0; b < half; b++) {
      let sum = 0;
      for (let c = 0; c < d; c++) sum += at(x, i * d + c) * at(rotation, c * half + b);
      turned[b] = sum;
      turned[half + b] = -sum;
    }
    return largestIndex(turned);
  });
}

/** Pairs that share a bucket in at least one of several rounds. */
export function hashMask(random: Random, x: ArrayLike<number>, d: number, buckets: number, rounds: number): Mask {
  return union(...Array.from({ length: rounds }, () => labelMask(hashBuckets(random, x, d, buckets))));
}

/** P[same side of a random plane through the origin] for two vectors at an angle θ (radians): 1 − θ/π. Charikar 2002. */
export const sameSideProbability = (angle: number): number => 1 - angle / Math.PI;

/** Share of `planes` (normals, row-major [planes, d]) with x and y on the same side. */
export function sameSideShare(planes: ArrayLike<number>, x: ArrayLike<number>, y: ArrayLike<number>): number {
  const d = x.length;
  const side = (start: number, z: ArrayLike<number>): boolean => {
    let sum = 0;
    for (let c = 0; c < d; c++) sum += at(planes, start + c) * at(z, c);
    return sum >= 0;
  };
  let same = 0;
  for (let start = 0; start < planes.length; start += d) if (side(start, x) === side(start, y)) same++;
  return (same * d) / planes.length;
}

/** How much of a row's weight lies near the diagonal: ℓ(i, r) of Qin et al. 2022 (arXiv 2210.10340), Section 3.2. Float64. */
import { at } from './array.ts';

/** Places to either side that count: ⌊rn/2⌋. A hair is added so that 0.25 · 128 / 2 is 16 whatever the rounding. */
export const reach = (n: number, r: number): number => Math.floor((r * n) / 2 + 1e-9);

/** ℓ(i, r) = Σ p_ij over |j − i| ≤ rn/2: weights row-major [n, n], row i. */
export function locality(weights: ArrayLike<number>, n: number, i: number, r: number): number {
  const side = reach(n, r);
  let sum = 0;
  for (let j = Math.max(0, i - side); j <= Math.min(n - 1, i + side); j++) sum += at(weights, i * n + j);
  return sum;
}

/** The rows of the middle eighth of a sequence: far from both ends, so that a window is cut only when r is near 1. */
export function middleRows(n: number): number[] {
  const half = Math.max(0.5, n / 16);
  return Array.from({ length: n }, (_, i) => i).filter((i) => Math.abs(i - (n - 1) / 2) <= half);
}

/** ℓ(·, r) averaged over the middle rows, for every reach 0, 1, …, ⌊n/2⌋: entry t is at r = 2t/n. */
export function meanLocality(weights: ArrayLike<number>, n: number): Float64Array {
  const rows = middleRows(n);
  return Float64Array.from({ length: Math.floor(n / 2) + 1 }, (_, t) => {
    const total = rows.reduce((sum, i) => sum + locality(weights, n, i, (2 * t) / n), 0);
    return total / Math.max(1, rows.length);
  });
}

/** ℓ(·, r) of uniform weights over the middle rows: what dilution looks like. */
export const uniformLocality = (n: number): Float64Array => meanLocality(new Float64Array(n * n).fill(1 / n), n);

/** Distances to the nearest of some points of the plane: how far samples lie from what a model was trained on. */
import { at } from './array.ts';

/** Euclidean distance from each of `from` to the nearest of `to`, both flat [n, 2]; infinite where there is none. */
export function nearestDistances(from: ArrayLike<number>, to: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: from.length / 2 }, (_, i) =>
    nearest(at(from, 2 * i), at(from, 2 * i + 1), to, -1),
  );
}

/** The same from each point to the nearest other point of its own list. */
export function nearestNeighbours(points: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: points.length / 2 }, (_, i) =>
    nearest(at(points, 2 * i), at(points, 2 * i + 1), points, i),
  );
}

function nearest(x: number, y: number, to: ArrayLike<number>, except: number): number {
  let best = Infinity;
  for (let j = 0; j < to.length / 2; j++) {
    if (j !== except) best = Math.min(best, Math.hypot(at(to, 2 * j) - x, at(to, 2 * j + 1) - y));
  }
  return best;
}

/** The middle of sorted values; NaN for none. */
export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  return n === 0 ? NaN : (at(sorted, Math.floor((n - 1) / 2)) + at(sorted, Math.floor(n / 2))) / 2;
}

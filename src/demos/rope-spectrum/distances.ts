/** Which distances are evaluated, and how they are gathered into the points of a curve. Pure. */
import { at } from '../../numerics/array.ts';

/** Most distances evaluated: rows of the tensors. */
export const mostDistances = 4096;
/** Most points of a plotted curve. */
export const mostPoints = 96;

/**
 * Whole distances from 1 to `longest`, ascending, at most `most`: every one up to some K, then in equal ratios of about 1 + 1/K.
 * All of them when there are no more than `most`.
 */
export function spectrumDistances(longest: number, most = mostDistances): Float64Array {
  const end = Math.max(1, Math.floor(longest));
  if (end <= most) return Float64Array.from({ length: end }, (_, i) => i + 1);
  // K + K ln(end/K) = most − 1 has one solution below `most`: the left side grows with K.
  let [low, high] = [1, most];
  for (let i = 0; i < 60; i++) {
    const k = (low + high) / 2;
    if (k + k * Math.log(end / k) < most - 1) low = k;
    else high = k;
  }
  const distances: number[] = [];
  for (let r = 1; Math.round(r) < end && distances.length < most - 1; r = Math.max(r + 1, r * (1 + 1 / low))) {
    distances.push(Math.round(r));
  }
  return Float64Array.from([...distances, end]);
}

/** Points of a curve: each stands for the distances of one bin. All arrays [points]. */
export interface Curve {
  /** Mean over the bin. */
  readonly mean: Float64Array;
  /** Smallest and largest value in the bin. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** First index of each bin, and the number of distances at the end: bins of equal ratio, empty ones left out. [points + 1] */
export function bins(distances: Float64Array, most = mostPoints): readonly number[] {
  const scale = (most * (1 - 1e-9)) / Math.log(Math.max(2, distances.at(-1) ?? 2));
  const starts: number[] = [];
  let previous = -1;
  distances.forEach((r, index) => {
    const bin = Math.floor(Math.log(r) * scale);
    if (bin !== previous) starts.push(index);
    previous = bin;
  });
  return [...starts, distances.length];
}

/** Gathers values [distances] into a curve [points]. */
export function gather(values: ArrayLike<number>, edges: readonly number[]): Curve {
  const points = edges.length - 1;
  const [mean, low, high] = [new Float64Array(points), new Float64Array(points), new Float64Array(points)];
  for (let point = 0; point < points; point++) {
    let [sum, least, most] = [0, Infinity, -Infinity];
    const [from, to] = [at(edges, point), at(edges, point + 1)];
    for (let index = from; index < to; index++) {
      const value = at(values, index);
      sum += value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    mean[point] = sum / (to - from);
    low[point] = least;
    high[point] = most;
  }
  return { mean, low, high };
}

/** What is read off measured times: medians, growth exponents, and where two series cross. Pure. */
import { at } from '../../numerics/array.ts';

/** Times of one method at one length, in milliseconds, in the order measured. */
export interface Point {
  readonly n: number;
  readonly times: readonly number[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2;
}

export interface Fit {
  /** p in time ≈ c·nᵖ. */
  readonly exponent: number;
  /** Standard error of p from the scatter of the points about the line. */
  readonly error: number;
  /** c, in milliseconds. */
  readonly factor: number;
  /** Lengths that took part. */
  readonly from: number;
  readonly to: number;
}

/** Fewest lengths that a fit is made from. */
const fewest = 3;

/**
 * Least squares on log time against log n, over the medians at the longer lengths: those from a quarter of the longest on, where
 * the fixed cost of a call weighs least. Undefined with fewer than three of them.
 */
export function fitGrowth(points: readonly Point[]): Fit | undefined {
  const longest = Math.max(0, ...points.map(({ n }) => n));
  const used = points.filter(({ n, times }) => n >= longest / 4 && times.length > 0 && median(times) > 0);
  if (used.length < fewest) return undefined;
  const x = used.map(({ n }) => Math.log(n));
  const y = used.map(({ times }) => Math.log(median(times)));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const spread = x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  const exponent = x.reduce((sum, value, i) => sum + (value - mx) * (at(y, i) - my), 0) / spread;
  const rest = x.reduce((sum, value, i) => sum + (at(y, i) - my - exponent * (value - mx)) ** 2, 0);
  return {
    exponent,
    error: Math.sqrt(rest / (used.length - 2) / spread),
    factor: Math.exp(my - exponent * mx),
    from: Math.min(...used.map(({ n }) => n)),
    to: longest,
  };
}

/**
 * The length from which on the first series stays slower than the second, between two measured lengths by a straight line in log–log;
 * undefined when it does not come out slower at the longest common length, or is slower at every one.
 */
export function crossover(first: readonly Point[], second: readonly Point[]): number | undefined {
  const both = first.flatMap(({ n, times }) => {
    const other = second.find((point) => point.n === n);
    const known = other && times.length > 0 && other.times.length > 0;
    return known ? [{ x: Math.log(n), gap: Math.log(median(times) / median(other.times)) }] : [];
  });
  const last = both.findLastIndex(({ gap }) => gap <= 0);
  const [before, after] = [both[last], both[last + 1]];
  if (!before || !after) return undefined;
  return Math.exp(before.x + ((after.x - before.x) * -before.gap) / (after.gap - before.gap));
}

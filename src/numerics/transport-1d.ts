/** Distances between laws on the line, exactly: Wasserstein-1 is the area between distribution functions. */
import { at } from './array.ts';
import { mixtureCdf, mixtureExcess, mixtureQuantile, mixtureShortfall } from './gaussian-mixture-1d.ts';
import type { Mixture } from './gaussian-mixture.ts';
import type { NoiseLevel } from './noise-level.ts';

/** Ascending; NaNs, which sort last, make every distance NaN. */
const sorted = (values: ArrayLike<number>): Float64Array => Float64Array.from(values).sort();
const lastIsNaN = (values: Float64Array): boolean => Number.isNaN(values.at(-1));

/** W₁ between two samples of any sizes: ∫|F_a − F_b|, in the samples' unit. */
export function wasserstein1(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [first, second] = [sorted(a), sorted(b)];
  if (lastIsNaN(first) || lastIsNaN(second)) return NaN;
  let [i, j, sum] = [0, 0, 0];
  let x = Math.min(at(first, 0), at(second, 0));
  while (i < first.length || j < second.length) {
    const next = Math.min(first[i] ?? Infinity, second[j] ?? Infinity);
    sum += Math.abs(i / first.length - j / second.length) * (next - x);
    x = next;
    while (first[i] === x) i++;
    while (second[j] === x) j++;
  }
  return sum;
}

/** W₁ between a sample and a mixture at a noise level: ∫|F_n − F|, closed form between neighbouring samples. */
export function wasserstein1ToMixture(sample: ArrayLike<number>, m: Mixture, level: NoiseLevel = 0): number {
  const x = sorted(sample);
  if (lastIsNaN(x)) return NaN;
  const n = x.length;
  let sum = mixtureShortfall(m, at(x, 0), level) + mixtureExcess(m, at(x, n - 1), level);
  let [cdf, shortfall] = [mixtureCdf(m, at(x, 0), level), mixtureShortfall(m, at(x, 0), level)];
  for (let i = 1; i < n; i++) {
    const [from, to, share] = [at(x, i - 1), at(x, i), i / n];
    const [nextCdf, nextShortfall] = [mixtureCdf(m, to, level), mixtureShortfall(m, to, level)];
    // ∫|share − F| with F increasing: split where F passes the share, if it does between these two.
    const crossing = cdf >= share ? from : nextCdf <= share ? to : mixtureQuantile(m, share, level);
    const middle =
      crossing === from ? shortfall : crossing === to ? nextShortfall : mixtureShortfall(m, crossing, level);
    sum += share * (crossing - from) - (middle - shortfall) + (nextShortfall - middle) - share * (to - crossing);
    [cdf, shortfall] = [nextCdf, nextShortfall];
  }
  return sum;
}

export interface Histogram {
  /** Edges of the bins, [bins + 1]. */
  readonly edges: Float64Array;
  /** Share of all values per unit of x, [bins]; sums to 1 − outside when multiplied by the width. */
  readonly density: Float64Array;
  /** Share of the values beyond the range. */
  readonly outside: number;
}

/** A histogram as a density over [low, high]; the upper edge belongs to the last bin. */
export function histogram(values: ArrayLike<number>, low: number, high: number, bins: number): Histogram {
  const width = (high - low) / bins;
  const counts = new Float64Array(bins);
  let inside = 0;
  for (let i = 0; i < values.length; i++) {
    const value = at(values, i);
    if (!(value >= low && value <= high)) continue;
    const bin = Math.min(Math.floor((value - low) / width), bins - 1);
    counts[bin] = at(counts, bin) + 1;
    inside++;
  }
  return {
    edges: Float64Array.from({ length: bins + 1 }, (_, i) => low + i * width),
    density: counts.map((count) => count / (values.length * width)),
    outside: 1 - inside / values.length,
  };
}

/**
 * A density over [low, high] at `nodes` evenly spaced places: every value gives its two neighbouring nodes shares by nearness, so that
 * the result changes continuously with the values. Integrates to the share of the values inside, but for the half cells at the ends.
 */
export function linearBinning(values: ArrayLike<number>, low: number, high: number, nodes: number): Float64Array {
  const width = (high - low) / (nodes - 1);
  const share = 1 / (values.length * width);
  const density = new Float64Array(nodes);
  for (let i = 0; i < values.length; i++) {
    const place = (at(values, i) - low) / width;
    const left = Math.floor(place);
    const rest = place - left;
    if (left >= 0 && left < nodes) density[left] = at(density, left) + (1 - rest) * share;
    if (left + 1 >= 0 && left + 1 < nodes) density[left + 1] = at(density, left + 1) + rest * share;
  }
  return density;
}

/** Histograms that change smoothly: linear binning shares each sample between the two nearest bins. Pure. */

/** Bins of width 0.1 with centres −1, −0.9, …, 3, in units of the true value. */
export const bins = { low: -1, width: 0.1, count: 41 } as const;

export interface Histogram {
  /** Share of the samples at each bin, [41]. */
  readonly shares: Float64Array;
  /** Shares left and right of the bins. With `shares` they sum to 1. */
  readonly below: number;
  readonly above: number;
}

/**
 * A sample between two centres counts for both, the nearer the more: a rounding error moves a share by as little as itself, so that
 * devices agree. Beyond the ends a sample counts outside. `total` is the number of samples.
 */
export function histogram(samples: Iterable<number>, total: number): Histogram {
  const shares = new Float64Array(bins.count);
  let [below, above] = [0, 0];
  const one = 1 / total;
  const add = (bin: number, weight: number): void => {
    if (bin < 0) below += weight;
    else if (bin >= bins.count) above += weight;
    else shares[bin] = (shares[bin] ?? 0) + weight;
  };
  for (const sample of samples) {
    const position = Math.min(bins.count, Math.max(-1, (sample - bins.low) / bins.width));
    const left = Math.floor(position);
    add(left, one * (left + 1 - position));
    add(left + 1, one * (position - left));
  }
  return { shares, below, above };
}

/** What is read off the losses and gradient norms of a run. Pure. */

/** Mean of the last `window` values up to each index (of fewer at the start), same length. */
export function runningMean(values: readonly number[], window: number): number[] {
  return values.map((_, index) => mean(values.slice(Math.max(0, index - window + 1), index + 1)));
}

/** Mean; NaN of nothing. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation over the mean, n in the denominator; NaN of fewer than two values. */
export function relativeDeviation(values: readonly number[]): number {
  if (values.length < 2) return NaN;
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2))) / centre;
}

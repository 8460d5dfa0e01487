/** Summaries of measurements. */

/** The value below which the share `q` of the values lies, by nearest rank; NaN of none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? NaN;
}

/** The middle value; of an even number the mean of the middle two; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? NaN, sorted[Math.floor(middle)] ?? NaN];
  return (low + high) / 2;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Largest of the values; 0 of none. */
export const largest = (values: readonly number[]): number => Math.max(0, ...values);

/** A size and what it costs: articles and seconds, say. */
export interface CostAt {
  readonly size: number;
  readonly cost: number;
}

/**
 * How cost grows from one size to the next: p in cost ∝ size^p. 1 is linear; 2 is quadratic. A fixed cost pulls it below 1, so
 * it is telling between large sizes.
 */
export const growthExponent = (from: CostAt, to: CostAt): number =>
  Math.log(to.cost / from.cost) / Math.log(to.size / from.size);

/** What each further item costs between two sizes: fixed costs drop out. */
export const marginalCost = (from: CostAt, to: CostAt): number => (to.cost - from.cost) / (to.size - from.size);

/**
 * Cumulative layout shift as browsers report it: the largest sum over a session of shifts less than 1 s apart and at most 5 s
 * long. Times in ms.
 */
export function cumulativeShift(shifts: readonly { readonly time: number; readonly value: number }[]): number {
  let [worst, session, first, last] = [0, 0, -Infinity, -Infinity];
  for (const { time, value } of shifts) {
    const goesOn = time - last < 1000 && time - first < 5000;
    session = goesOn ? session + value : value;
    if (!goesOn) first = time;
    last = time;
    worst = Math.max(worst, session);
  }
  return worst;
}

/** Milliseconds by which tasks block: what each takes beyond 50. */
export const blockingTime = (tasks: readonly number[]): number => sum(tasks.map((ms) => Math.max(0, ms - 50)));

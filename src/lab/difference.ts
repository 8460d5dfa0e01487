/** Comparing frames: how far the numbers of one are from the numbers of another. */

/**
 * Largest |a − b| / max(1, |b|) over all numbers of two values of the same shape; Infinity where the shapes, strings or
 * non-finite numbers differ. Keys starting with `progress` are left out: they are not results.
 */
export function largestDifference(actual: unknown, expected: unknown): number {
  if (typeof actual === 'number' && typeof expected === 'number') {
    if (Object.is(actual, expected) || actual === expected) return 0;
    const difference = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  if (ArrayBuffer.isView(actual) && ArrayBuffer.isView(expected)) {
    return largestDifference(Array.from(actual as Float64Array), Array.from(expected as Float64Array));
  }
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) {
    return Object.is(actual, expected) ? 0 : Number.POSITIVE_INFINITY;
  }
  const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  keys.delete('progress');
  let largest = 0;
  for (const key of keys) {
    largest = Math.max(
      largest,
      largestDifference((actual as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key]),
    );
  }
  return largest;
}

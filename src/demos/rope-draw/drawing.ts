/** What the reader's pointer and keys do to the drawn curve. Pure. */

const between = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** A place on the drawing: column r and value f(r). */
export interface Place {
  readonly column: number;
  readonly value: number;
}

/**
 * The curve after a stroke from one place to the next: columns in between get the values of the straight line, so that a fast
 * hand leaves no holes. A stroke that only begins (no `from`) makes a dab three columns wide.
 */
export function drawStroke(curve: readonly number[], from: Place | undefined, to: Place): number[] {
  const start = from ?? { column: to.column - 1, value: to.value };
  const end = from ? to : { column: to.column + 1, value: to.value };
  const [low, high] = [Math.min(start.column, end.column), Math.max(start.column, end.column)];
  const slope = start.column === end.column ? 0 : (end.value - start.value) / (end.column - start.column);
  return curve.map((value, column) => {
    if (column < low || column > high) return value;
    return start.column === end.column ? end.value : start.value + slope * (column - start.column);
  });
}

/** Half width of the hump that a key press adds, in columns. */
export const humpWidth = 12;

/** The curve after its value at a column was moved by keys: a raised cosine around the column follows, for a lone spike is nothing to a fit. */
export function pullColumn(curve: readonly number[], column: number, change: number, limit: number): number[] {
  return curve.map((value, r) => {
    const off = Math.abs(r - column) / humpWidth;
    return off >= 1 ? value : between(value + (change * (1 + Math.cos(Math.PI * off))) / 2, -limit, limit);
  });
}

/** The column under a position, inside the curve. */
export const columnAt = (r: number, length: number): number => between(Math.round(r), 0, length - 1);

/** Whether two drawings are one after rounding to three decimals. */
export const sameCurve = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, r) => Math.abs(value - (b[r] ?? NaN)) < 6e-5);

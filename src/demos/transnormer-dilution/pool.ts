/** A large map made small enough to draw: means over square patches. Pure. */

/** Cells on a side that a map is drawn with at most. */
export const mostCells = 32;

/** Means of an [n, n] matrix over patches of equal size, [cells, cells]; patches at the far ends may be smaller. */
export function pooled(
  values: ArrayLike<number>,
  n: number,
): { readonly values: Float64Array; readonly cells: number } {
  const patch = Math.max(1, Math.ceil(n / mostCells));
  const cells = Math.ceil(n / patch);
  const [sums, counts] = [new Float64Array(cells * cells), new Float64Array(cells * cells)];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const cell = Math.floor(i / patch) * cells + Math.floor(j / patch);
      sums[cell] = (sums[cell] ?? 0) + (values[i * n + j] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return { values: sums.map((sum, cell) => sum / (counts[cell] ?? 1)), cells };
}

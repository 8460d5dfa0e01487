/** Strokes on a grid of cells. A place is [row, column] in cells, (0.5, 0.5) being the middle of the first. Pure. */

export type CellPlace = readonly [row: number, column: number];

/** Distance of a cell's middle from a stroke between two places, in cells. */
export function distanceToStroke(row: number, column: number, from: CellPlace, to: CellPlace): number {
  const [dy, dx] = [to[0] - from[0], to[1] - from[1]];
  const [y, x] = [row + 0.5 - from[0], column + 0.5 - from[1]];
  const length = dy * dy + dx * dx;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, (y * dy + x * dx) / length));
  return Math.hypot(y - along * dy, x - along * dx);
}

/** Cells that a stroke passes through, each named once: places along it closer than half a cell. */
export function cellsOfStroke(from: CellPlace, to: CellPlace, rows: number, columns: number): [number, number][] {
  const steps = Math.max(1, Math.ceil(2.5 * Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]))));
  const cells = new Map<number, [number, number]>();
  for (let i = 0; i <= steps; i++) {
    const row = Math.floor(from[0] + (i / steps) * (to[0] - from[0]));
    const column = Math.floor(from[1] + (i / steps) * (to[1] - from[1]));
    if (row >= 0 && row < rows && column >= 0 && column < columns) cells.set(row * columns + column, [row, column]);
  }
  return [...cells.values()];
}

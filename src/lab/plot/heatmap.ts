/** A matrix as few path elements: cells of nearly the same weight share one, and neighbours in a row share a rectangle. Pure. */
import { rectPath } from './path.ts';

/** How many shades a heat map has. */
export const levels = 16;

export interface Level {
  /** Opacity of the shade, in (0, 1]. */
  readonly opacity: number;
  readonly path: string;
}
export interface Cells {
  /** Row-major, [rows, columns]. */
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  /** Value that is drawn fully opaque; what is below 0 or NaN is drawn as 0. */
  readonly max: number;
  /** Corner of the map and size of a cell, in the picture's units. */
  readonly x: number;
  readonly y: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** Shade of a value: 0 (nothing is drawn) to 16. Any positive value that matters to the eye (1/32 of the maximum) is seen. */
export function levelOf(value: number, max: number): number {
  if (!(value > 0) || !(max > 0)) return 0;
  return Math.min(levels, Math.round((value / max) * levels));
}

/** The shades that occur, lightest first. */
export function heatLevels(cells: Cells): Level[] {
  const paths = new Map<number, string>();
  for (let row = 0; row < cells.rows; row++) {
    for (const run of rowRuns(cells, row)) {
      if (run.level === 0) continue;
      const rect = rectPath(
        cells.x + run.from * cells.cellWidth,
        cells.y + row * cells.cellHeight,
        (run.to - run.from) * cells.cellWidth,
        cells.cellHeight,
      );
      paths.set(run.level, (paths.get(run.level) ?? '') + rect);
    }
  }
  return [...paths].sort((a, b) => a[0] - b[0]).map(([level, path]) => ({ opacity: level / levels, path }));
}

/** Neighbouring cells of a row with the same shade: columns from ≤ c < to. */
function rowRuns({ values, columns, max }: Cells, row: number): { from: number; to: number; level: number }[] {
  const runs: { from: number; to: number; level: number }[] = [];
  for (let column = 0; column < columns; column++) {
    const level = levelOf(values[row * columns + column] ?? 0, max);
    const last = runs.at(-1);
    if (last?.level === level) last.to = column + 1;
    else runs.push({ from: column, to: column + 1, level });
  }
  return runs;
}

/** The cell that a key leads to from [row, column]; undefined when the key is not a heat map's. */
export function moveCell(
  key: string,
  [row, column]: readonly [number, number],
  rows: number,
  columns: number,
): readonly [number, number] | undefined {
  const at = (r: number, c: number): readonly [number, number] => [
    Math.min(rows - 1, Math.max(0, r)),
    Math.min(columns - 1, Math.max(0, c)),
  ];
  switch (key) {
    case 'ArrowRight':
      return at(row, column + 1);
    case 'ArrowLeft':
      return at(row, column - 1);
    case 'ArrowDown':
      return at(row + 1, column);
    case 'ArrowUp':
      return at(row - 1, column);
    case 'Home':
      return at(row, 0);
    case 'End':
      return at(row, columns - 1);
    case 'PageUp':
      return at(0, column);
    case 'PageDown':
      return at(rows - 1, column);
    default:
      return undefined;
  }
}

/**
 * Cells that the reader painted over a pattern, and their code in the URL. A cell is row · 64 + column, whatever n is. The code is a list of
 * straight runs, parted by "_": a direction (none: along the row; V: down; D: down right; A: down left), the first cell in base 36,
 * then "." and the length when it is not 1. A leading "-" takes cells away that the pattern has. "V2.1s" is a whole column.
 */
import { causalPart, type Mask } from '../../numerics/sparse-attention.ts';
import { longestPaint, most } from './params.ts';

/** Painted cells: true allows, false forbids. */
export type Painting = ReadonlyMap<number, boolean>;

const directions = { '': [0, 1], V: [1, 0], D: [1, 1], A: [1, -1] } as const;
type Direction = keyof typeof directions;
const token = /^(-?)([VDA]?)([0-9a-z]{1,3})(?:\.([0-9a-z]{1,2}))?$/;

const inside = (row: number, column: number): boolean => row >= 0 && row < most && column >= 0 && column < most;

/** The cells of a run; it ends at the edge of the grid. */
function runCells(start: number, direction: Direction, length: number): number[] {
  const [down, right] = directions[direction];
  const cells: number[] = [];
  let [row, column] = [Math.floor(start / most), start % most];
  for (; cells.length < length && inside(row, column); row += down, column += right) cells.push(row * most + column);
  return cells;
}

/** Reads a code; what is not a run is skipped. */
export function readPainting(code: string): Painting {
  const painting = new Map<number, boolean>();
  for (const part of code.split('_')) {
    const [, minus = '', direction = '', start = '', length = '1'] = token.exec(part) ?? [];
    if (start === '') continue;
    for (const cell of runCells(parseInt(start, 36), direction as Direction, parseInt(length, 36))) {
      painting.set(cell, minus === '');
    }
  }
  return painting;
}

/** The runs of a set of cells, longest direction first at each cell. */
function runsOf(cells: ReadonlySet<number>): string[] {
  const left = new Set([...cells].sort((a, b) => a - b));
  const runs: string[] = [];
  for (const start of left) {
    let [best, way]: [number[], Direction] = [[start], ''];
    for (const direction of Object.keys(directions) as Direction[]) {
      const run: number[] = [];
      for (const cell of runCells(start, direction, most)) {
        if (!left.has(cell)) break;
        run.push(cell);
      }
      if (run.length > best.length) [best, way] = [run, direction];
    }
    for (const cell of best) left.delete(cell);
    runs.push(way + start.toString(36) + (best.length > 1 ? `.${best.length.toString(36)}` : ''));
  }
  return runs;
}

/** The code of a painting; undefined when it is longer than a URL should be. */
export function writePainting(painting: Painting): string | undefined {
  const of = (allowed: boolean): Set<number> =>
    new Set([...painting].flatMap(([cell, value]) => (value === allowed ? [cell] : [])));
  const code = [...runsOf(of(true)), ...runsOf(of(false)).map((run) => `-${run}`)].join('_');
  return code.length > longestPaint ? undefined : code;
}

/** A pattern [n, n] with the painting on top; under a causal mask nothing above the diagonal. */
export function painted(pattern: Mask, painting: Painting, causal: boolean): Mask {
  const n = Math.sqrt(pattern.length);
  const mask = pattern.slice();
  for (const [cell, allowed] of painting) {
    const [row, column] = [Math.floor(cell / most), cell % most];
    if (row < n && column < n) mask[row * n + column] = allowed ? 1 : 0;
  }
  return causal ? causalPart(mask) : mask;
}

export type Cell = readonly [row: number, column: number];

/** The cells of a straight stroke from one cell to the next, both ends included: a fast hand leaves no holes. */
export function strokeCells(from: Cell, to: Cell): Cell[] {
  const steps = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]), 1);
  return Array.from({ length: steps + 1 }, (_, step) => [
    Math.round(from[0] + ((to[0] - from[0]) * step) / steps),
    Math.round(from[1] + ((to[1] - from[1]) * step) / steps),
  ]);
}

/** The painting after some cells were allowed or forbidden; cells that then say what the pattern says anyway are dropped. */
export function paintCells(painting: Painting, cells: readonly Cell[], allowed: boolean, pattern: Mask): Painting {
  const n = Math.sqrt(pattern.length);
  const next = new Map(painting);
  for (const [row, column] of cells) {
    if (row < 0 || column < 0 || row >= n || column >= n) continue;
    const cell = row * most + column;
    if ((pattern[row * n + column] === 1) === allowed) next.delete(cell);
    else next.set(cell, allowed);
  }
  return next;
}

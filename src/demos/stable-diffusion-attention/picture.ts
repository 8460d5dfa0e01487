/** The painted grid: rows of cells of eight colours. A row is one number, its cells octal digits, the leftmost first. */
import { at } from '../../numerics/array.ts';

export const side = 12;
/** Largest row: twelve octal sevens. */
export const fullRow = 8 ** side - 1;

export const colourAt = (rows: readonly number[], row: number, column: number): number =>
  Math.floor(at(rows, row) / 8 ** (side - 1 - column)) % 8;

/** The picture with some cells in a colour. */
export function painted(
  rows: readonly number[],
  cells: readonly (readonly [row: number, column: number])[],
  colour: number,
): number[] {
  const next = [...rows];
  for (const [row, column] of cells) {
    next[row] = at(next, row) + (colour - colourAt(next, row, column)) * 8 ** (side - 1 - column);
  }
  return next;
}

/** White (7) sky, a red (4) square, a blue (1) disc, green (2) ground. */
export const example: readonly number[] = [
  '777777777777',
  '777777777777',
  '777777777777',
  '777777711777',
  '744447111177',
  '744447111177',
  '744447111177',
  '744447711777',
  '777777777777',
  '222222222222',
  '222222222222',
  '222222222222',
].map((row) => parseInt(row, 8));

/**
 * From a drawing to what a model of MNIST expects: LeCun's recipe, an anti-aliased image whose longer side fills 20 pixels, its centre of
 * mass in the middle of 28 × 28. Drawings are rows of bits: row r has bit 27 − c set where pixel (r, c) is ink.
 */
import { at } from './array.ts';

export const drawingSide = 28;
const box = 20;
const middle = (drawingSide - 1) / 2;

export const isInk = (rows: readonly number[], row: number, column: number): boolean =>
  row >= 0 && row < drawingSide && column >= 0 && column < drawingSide
    ? Math.floor(at(rows, row) / 2 ** (drawingSide - 1 - column)) % 2 === 1
    : false;

/** The drawing with ink set or taken off where `covers` says so. */
export function withInk(
  rows: readonly number[],
  ink: boolean,
  covers: (row: number, column: number) => boolean,
): number[] {
  return rows.map((_, row) => {
    let bits = 0;
    for (let column = 0; column < drawingSide; column++) {
      const set = covers(row, column) ? ink : isInk(rows, row, column);
      bits = bits * 2 + (set ? 1 : 0);
    }
    return bits;
  });
}

/** The drawing of ink where a picture of '#' has it, for examples: lines of 28 characters. */
export const drawingOf = (lines: readonly string[]): number[] =>
  Array.from({ length: drawingSide }, (_, row) =>
    Array.from({ length: drawingSide }, (_, column) => (lines[row]?.[column] === '#' ? 1 : 0)).reduce<number>(
      (bits, bit) => bits * 2 + bit,
      0,
    ),
  );

interface Extent {
  readonly top: number;
  readonly left: number;
  /** Longer side in pixels. */
  readonly size: number;
}

function extentOf(rows: readonly number[]): Extent | undefined {
  let [top, bottom, left, right] = [drawingSide, -1, drawingSide, -1];
  for (let row = 0; row < drawingSide; row++) {
    for (let column = 0; column < drawingSide; column++) {
      if (!isInk(rows, row, column)) continue;
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
      [left, right] = [Math.min(left, column), Math.max(right, column)];
    }
  }
  return bottom < 0 ? undefined : { top, left, size: Math.max(bottom - top, right - left) + 1 };
}

/** Ink at a place between pixels, by linear interpolation: pixel centres are at whole numbers. */
function inkAt(rows: readonly number[], y: number, x: number): number {
  const [row, column] = [Math.floor(y), Math.floor(x)];
  const [down, along] = [y - row, x - column];
  const ink = (r: number, c: number): number => (isInk(rows, r, c) ? 1 : 0);
  return (
    (1 - down) * ((1 - along) * ink(row, column) + along * ink(row, column + 1)) +
    down * ((1 - along) * ink(row + 1, column) + along * ink(row + 1, column + 1))
  );
}

/** Samples along a pixel's side: what anti-aliases. */
const samples = 3;

/** The image [784] in [0, 1]; empty for an empty drawing. */
export function normalizedDrawing(rows: readonly number[]): Float64Array {
  const image = new Float64Array(drawingSide ** 2);
  const extent = extentOf(rows);
  if (!extent) return image;
  const scale = extent.size / box;
  const offsets = Array.from({ length: samples }, (_, i) => (i + 0.5) / samples - 0.5);
  // First as if the corner stood at 0, to find the centre of mass; then moved there.
  const sampled = (y: number, x: number): number => {
    let sum = 0;
    for (const dy of offsets) {
      for (const dx of offsets) {
        sum += inkAt(rows, extent.top - 0.5 + (y + dy + 0.5) * scale, extent.left - 0.5 + (x + dx + 0.5) * scale);
      }
    }
    return sum / samples ** 2;
  };
  let [mass, my, mx] = [0, 0, 0];
  for (let y = -2; y < box + 2; y++) {
    for (let x = -2; x < box + 2; x++) {
      const ink = sampled(y, x);
      mass += ink;
      my += ink * y;
      mx += ink * x;
    }
  }
  return image.map((_, i) =>
    sampled(Math.floor(i / drawingSide) - middle + my / mass, (i % drawingSide) - middle + mx / mass),
  );
}

/** Square grey pictures side by side as one sheet of pixels. Pure. */

/** Pixels between tiles. */
export const gapPixels = 2;

export interface Sheet {
  /** Row-major, [height, width], 0 between the tiles. */
  readonly values: Float64Array;
  readonly width: number;
  readonly height: number;
}

/** Puts pictures [n, side · side] into rows of `columns`. */
export function tileSheet(pictures: ArrayLike<number>, side: number, columns: number): Sheet {
  const n = Math.round(pictures.length / side ** 2);
  const rows = Math.ceil(n / columns);
  const pitch = side + gapPixels;
  const [width, height] = [Math.max(1, columns * pitch - gapPixels), Math.max(1, rows * pitch - gapPixels)];
  const values = new Float64Array(width * height);
  for (let i = 0; i < n * side ** 2; i++) {
    const [tile, row, column] = [Math.floor(i / side ** 2), Math.floor((i % side ** 2) / side), i % side];
    const y = Math.floor(tile / columns) * pitch + row;
    values[y * width + (tile % columns) * pitch + column] = pictures[i] ?? 0;
  }
  return { values, width, height };
}

/** Maps small enough to travel and to draw: whole numbers of sixteenths. Pure. */
import { levels } from '../../lab/plot/heatmap.ts';
import { at } from '../../numerics/array.ts';

/** Entries over the largest size in their row, in sixteenths, −16 to 16; a row of zeros stays zero. Row-major, [.., width]. */
export function rowLevels(weights: ArrayLike<number>, width: number): Int8Array {
  const out = new Int8Array(weights.length);
  for (let start = 0; start < weights.length; start += width) {
    let top = 0;
    for (let j = 0; j < width; j++) top = Math.max(top, Math.abs(at(weights, start + j)));
    for (let j = 0; j < width; j++) {
      out[start + j] = top > 0 ? Math.round((levels * at(weights, start + j)) / top) : 0;
    }
  }
  return out;
}

/** The upper left corner [count, count] of a map [width, width]. */
export const cropped = (map: Int8Array, width: number, count: number): Int8Array =>
  count >= width
    ? map
    : Int8Array.from({ length: count * count }, (_, i) => map[Math.floor(i / count) * width + (i % count)] ?? 0);

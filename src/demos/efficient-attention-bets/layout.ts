/** Where things stand in the picture. Pure. */
import { levelOf } from '../../lab/plot/heatmap.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import type { Method } from './params.ts';

export type MapName = 'exact' | Method;

/** Maps in rows: what is compared and methods that keep few keys, then those of low rank; on a phone the exact map has a row of its own. */
export const mapRows = {
  wide: [
    ['exact', 'local', 'strided', 'lsh', 'top'],
    ['uniform', 'linformer', 'nystrom', 'performer', 'svd'],
  ],
  compact: [
    ['exact', 'uniform'],
    ['local', 'strided', 'lsh', 'top'],
    ['linformer', 'nystrom', 'performer', 'svd'],
  ],
} as const satisfies Record<string, readonly (readonly MapName[])[]>;

export interface Shade {
  readonly opacity: number;
  readonly path: string;
}

/**
 * A map [side, side] as one path per shade, in units of cells: runs of equal shade in a row are one rectangle, and places are relative
 * to the last, which keeps ten maps small on the page. Eight shades.
 */
export function packedShades(values: ArrayLike<number>, side: number, max: number): Shade[] {
  const steps = 8;
  const paths = new Map<number, { data: string; x: number; y: number }>();
  for (let y = 0; y < side; y++) {
    let x = 0;
    while (x < side) {
      const level = Math.ceil(levelOf(at(values, y * side + x), max) / 2);
      let to = x + 1;
      while (to < side && Math.ceil(levelOf(at(values, y * side + to), max) / 2) === level) to++;
      if (level > 0) {
        const pen = paths.get(level) ?? { data: '', x: 0, y: 0 };
        pen.data += `m${x - pen.x} ${y - pen.y}h${to - x}v1h-${to - x}z`;
        [pen.x, pen.y] = [x, y];
        paths.set(level, pen);
      }
      x = to;
    }
  }
  return [...paths].sort((a, b) => a[0] - b[0]).map(([level, { data }]) => ({ opacity: level / steps, path: data }));
}

/** The share that is drawn in the full shade: the mean of the rows' largest, but at least 0.12, so that flat rows look pale. */
export function fullShade({ maps, side }: Frame): number {
  let sum = 0;
  for (let row = 0; row < side; row++) {
    let largest = 0;
    for (let column = 0; column < side; column++) largest = Math.max(largest, at(maps.exact, row * side + column));
    sum += largest;
  }
  return Math.max(0.12, sum / Math.max(1, side));
}

/** The characters of a block, spaces made visible. */
export function blockText({ characters, side }: Frame, block: number): string {
  const n = characters.length;
  const text = characters.slice(Math.floor((block * n) / side), Math.floor(((block + 1) * n) / side)).join('');
  return text.replaceAll(' ', '␣');
}

/** A label that wants to stand at a height and may be moved along it. */
export interface Wish {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

/** Heights for labels so that none touches another: from the top down, each as near to its wish as those above allow. */
export function dodge(wishes: readonly Wish[], line: number, bottom: number): number[] {
  const order = wishes.map((_, index) => index).sort((a, b) => (wishes[a]?.y ?? 0) - (wishes[b]?.y ?? 0));
  const heights = wishes.map(({ y }) => y);
  const overlaps = (a: Wish | undefined, b: Wish | undefined): boolean => !!a && !!b && a.from < b.to && b.from < a.to;
  order.forEach((index, rank) => {
    for (const above of order.slice(0, rank)) {
      if (overlaps(wishes[index], wishes[above])) {
        heights[index] = Math.max(at(heights, index), at(heights, above) + line);
      }
    }
  });
  // What ran out at the bottom is pushed back up.
  [...order].reverse().forEach((index, rank, reversed) => {
    heights[index] = Math.min(at(heights, index), bottom);
    for (const below of reversed.slice(0, rank)) {
      if (overlaps(wishes[index], wishes[below]) && at(heights, below) >= at(heights, index)) {
        heights[index] = Math.min(at(heights, index), at(heights, below) - line);
      }
    }
  });
  return heights;
}

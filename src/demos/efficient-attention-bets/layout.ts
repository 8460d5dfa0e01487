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

/** The weights of a map with blocks of fewer characters made up for, so that an even row looks even. */
export function evenShades({ maps, side, characters }: Frame, name: MapName): Float64Array {
  const n = characters.length;
  const size = (block: number): number => Math.floor(((block + 1) * n) / side) - Math.floor((block * n) / side);
  return maps[name].map((share, index) => (share * n) / side / size(index % side));
}

/** A label that wants to stand at a height and may be moved along it: its left and right ends, and the middle of its line. */
export interface Wish {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}
/** Where labels may go, and marks that they must not cover. */
export interface Room {
  /** Least distance of two lines. */
  readonly line: number;
  readonly top: number;
  readonly bottom: number;
  readonly marks?: readonly { readonly x: number; readonly y: number }[];
}

/** Heights for labels so that none touches another or a mark: from the top down, each as near to its wish as there is room. */
export function dodge(wishes: readonly Wish[], { line, top, bottom, marks = [] }: Room): number[] {
  const heights = wishes.map(({ y }) => y);
  const placed: (Wish & { readonly at: number })[] = [];
  const free = ({ from, to }: Wish, y: number): boolean =>
    y >= top &&
    y <= bottom &&
    placed.every((other) => other.to <= from || other.from >= to || Math.abs(other.at - y) >= line) &&
    marks.every((mark) => mark.x < from - 5 || mark.x > to + 5 || Math.abs(mark.y - y) >= 0.8 * line);
  const order = wishes.map((wish, index) => ({ wish, index })).sort((a, b) => a.wish.y - b.wish.y);
  for (const { wish, index } of order) {
    const tries = Array.from({ length: 200 }, (_, step) => wish.y + (step % 2 ? -1 : 1) * Math.ceil(step / 2));
    const y = tries.find((at) => free(wish, at)) ?? wish.y;
    heights[index] = y;
    placed.push({ ...wish, at: y });
  }
  return heights;
}

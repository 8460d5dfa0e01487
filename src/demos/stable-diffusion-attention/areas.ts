/** A grid of colours as few paths: neighbours of one colour in a row share a rectangle, and all of one colour a path. */
import { rectPath } from '../../lab/plot/path.ts';
import { at } from '../../numerics/array.ts';
import { side } from './picture.ts';

const byte = (value: number): number => Math.round(255 * Math.min(1, Math.max(0, value)));

/** Pairs of a colour ("255 0 0") and its path, for channels in [0, 1], [144, 3]; cells are `cell` units wide. */
export function colourAreas(colours: ArrayLike<number>, x: number, y: number, cell: number): [string, string][] {
  const paths = new Map<string, string>();
  for (let row = 0; row < side; row++) {
    let [from, name] = [0, ''];
    for (let column = 0; column <= side; column++) {
      const i = 3 * (row * side + column);
      const next = column === side ? '' : [0, 1, 2].map((c) => byte(at(colours, i + c))).join(' ');
      if (next === name) continue;
      if (name !== '') {
        const run = rectPath(x + from * cell, y + row * cell, (column - from) * cell, cell);
        paths.set(name, (paths.get(name) ?? '') + run);
      }
      [from, name] = [column, next];
    }
  }
  return [...paths];
}

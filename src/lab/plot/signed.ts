/** A matrix of either sign as path data: full cells for positive entries, small squares for negative ones. Pure. */
import { heatLevels, levelOf, levels, type Cells, type Level } from './heatmap.ts';
import { rectPath } from './path.ts';

export interface SignedLevels {
  readonly positive: readonly Level[];
  readonly negative: readonly Level[];
}

/** Shades by size, relative to the largest entry of either sign. */
export function signedLevels(cells: Omit<Cells, 'max'>): SignedLevels {
  const max = Array.from(cells.values).reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  const side = 0.6 * Math.min(cells.cellWidth, cells.cellHeight);
  const paths = new Map<number, string>();
  for (let index = 0; index < cells.values.length; index++) {
    const level = levelOf(-(cells.values[index] ?? 0), max);
    if (level === 0) continue;
    const x = cells.x + ((index % cells.columns) + 0.5) * cells.cellWidth - side / 2;
    const y = cells.y + (Math.floor(index / cells.columns) + 0.5) * cells.cellHeight - side / 2;
    paths.set(level, (paths.get(level) ?? '') + rectPath(x, y, side, side));
  }
  return {
    positive: heatLevels({ ...cells, max }),
    negative: [...paths].sort((a, b) => a[0] - b[0]).map(([level, path]) => ({ opacity: level / levels, path })),
  };
}

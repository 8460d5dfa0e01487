/** Where the entries of a legend stand: left to right, wrapped to a width. Pure; no DOM. */
import type { Dash, Tone } from './tone.ts';
import { textWidth } from './measure.ts';

export interface LegendItem {
  readonly label: string;
  readonly tone: Tone;
  readonly dash?: Dash;
  readonly bold?: boolean;
  /** What the swatch looks like; default a line. */
  readonly mark?: 'line' | 'dot' | 'area';
}
export interface PlacedItem extends LegendItem {
  /** Left end of the swatch and baseline of the label, from the legend's corner. */
  readonly x: number;
  readonly y: number;
}

/** Width of a swatch, the space after it, and the space between entries. */
export const swatch = { width: 22, gap: 6, between: 16 } as const;

/** Height of a legend's line at a font size. */
export const legendLine = (size: number): number => Math.round(size * 1.55);

/** Width of an entry; bold letters are wider. */
const itemWidth = ({ label, bold }: LegendItem, size: number): number =>
  swatch.width + swatch.gap + textWidth(label, size) * (bold ? 1.1 : 1);

/** Width of all entries in one line. */
export const legendWidth = (items: readonly LegendItem[], size: number): number =>
  items.reduce((sum, item) => sum + itemWidth(item, size), 0) + swatch.between * Math.max(0, items.length - 1);

/** Places the entries. The first baseline is at y = size. */
export function placeLegend(items: readonly LegendItem[], width: number, size: number): PlacedItem[] {
  let [x, line] = [0, 0];
  return items.map((item) => {
    const wide = itemWidth(item, size);
    if (x > 0 && x + wide > width) [x, line] = [0, line + 1];
    const placed = { ...item, x, y: size + line * legendLine(size) };
    x += wide + swatch.between;
    return placed;
  });
}

/** Height that placeLegend needs. */
export function legendHeight(items: readonly LegendItem[], width: number, size: number): number {
  const last = placeLegend(items, width, size).at(-1);
  return last ? last.y + Math.round(size * 0.4) : 0;
}

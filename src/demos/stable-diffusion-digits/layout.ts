/** Where things stand, in the picture's units. */
export interface Layout {
  readonly width: number;
  /** Left end of the tiles; names stand before it. */
  readonly left: number;
  /** Tiles of the film: how many of the steps shown, and their side. */
  readonly every: number;
  readonly filmTile: number;
  /** Tiles of the eight samples: columns and side. */
  readonly columns: number;
  readonly tile: number;
  readonly bars: number;
  readonly size: number;
}
export const layouts = {
  wide: { width: 640, left: 60, every: 1, filmTile: 54, columns: 8, tile: 67, bars: 30, size: 12 },
  compact: { width: 340, left: 58, every: 2, filmTile: 53, columns: 4, tile: 66, bars: 28, size: 11.5 },
} as const satisfies Record<string, Layout>;

/** Distance between the left ends of neighbouring tiles: two of their 28 pixels lie between. */
export const pitch = (tile: number): number => (tile * 30) / 28;

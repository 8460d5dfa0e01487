/** Sizes of a pad's tool buttons, in the picture's units: fingers need 44 of them on a narrow picture. */
export interface ToolSizes {
  readonly width: number;
  /** Height of a button's box. */
  readonly height: number;
  /** Height of what takes the pointer, and so of the row. */
  readonly target: number;
  readonly gap: number;
}

export const toolSizes = (compact: boolean): ToolSizes =>
  compact ? { width: 58, height: 30, target: 44, gap: 6 } : { width: 56, height: 24, target: 28, gap: 6 };

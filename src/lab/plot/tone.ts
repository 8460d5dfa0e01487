/** Colours and dashes of marks: the roles of symbols in formulas, and three tones for what has no role. */
import type { Role } from '../params.ts';

/** `accent` is the chosen one among equals, `muted` the others, `rule` thin lines that only divide. */
export type Tone = Role | 'accent' | 'muted' | 'rule';
export type Dash = 'solid' | 'dashed' | 'dotted' | 'dashdot';

/** Classes of a mark: `line` with role `key` is dashed by its role unless a dash is given. */
export const toneClass = (mark: string, tone: Tone, dash?: Dash, bold = false): string =>
  [mark, `role-${tone}`, dash && `dash-${dash}`, bold && 'bold'].filter(Boolean).join(' ');

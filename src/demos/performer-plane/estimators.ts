/** The four estimators, in the order in which they are drawn. */
import type { Localized } from '../../i18n/lang.ts';
import type { Dash, Tone } from '../../lab/plot/tone.ts';

export const kinds = ['trigonometric', 'positive', 'hyperbolic', 'orthogonal'] as const;
export type Kind = (typeof kinds)[number];
export const perKind = <T>(value: (kind: Kind) => T): Record<Kind, T> => ({
  trigonometric: value('trigonometric'),
  positive: value('positive'),
  hyperbolic: value('hyperbolic'),
  orthogonal: value('orthogonal'),
});

export const kindNames: Readonly<Record<Kind, Localized>> = {
  trigonometric: { en: 'trigonometric', zh: '三角' },
  positive: { en: 'positive', zh: '正特征' },
  hyperbolic: { en: 'positive, ±ω', zh: '正特征，±ω' },
  orthogonal: { en: 'positive, orthogonal ω', zh: '正特征，正交 ω' },
};
/** Where there is little room. */
export const shortNames: Readonly<Record<Kind, Localized>> = {
  trigonometric: { en: 'trig', zh: '三角' },
  positive: { en: 'positive', zh: '正特征' },
  hyperbolic: { en: '±ω', zh: '±ω' },
  orthogonal: { en: 'orthogonal', zh: '正交' },
};
export const kindMarks: Readonly<Record<Kind, { readonly tone: Tone; readonly dash: Dash }>> = {
  trigonometric: { tone: 'noise', dash: 'dotted' },
  positive: { tone: 'accent', dash: 'solid' },
  hyperbolic: { tone: 'accent', dash: 'dashed' },
  orthogonal: { tone: 'data', dash: 'dashdot' },
};

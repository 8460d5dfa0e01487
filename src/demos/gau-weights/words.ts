import type { Lang } from '../../i18n/lang.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import type { Statistics } from './compute.ts';

/** Whole percent; a tenth where whole ones would hide it. */
export const percent = (share: number): string => `${formatFixed(100 * share, share > 0 && share < 0.1 ? 1 : 0)}%`;

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'Logits of a row above; below, their weights by softmax, relu²/n and relu²/Σ, and the participation ratio of each',
    logits: 'logits x',
    drag: 'drag the dots; ticks below: bars at the start',
    first: (shown: number, n: number): string => `${shown} of ${n}, first of 256 rows`,
    kinds: { softmax: 'softmax', byLength: 'relu²/n', bySum: 'relu²/Σ' },
    logit: (j: number): string => `logit ${j}`,
    zeros: ({ zeros }: Statistics): string => `zeros ${percent(zeros)}`,
    sum: ({ sum }: Statistics): string => `sum ${formatFixed(sum, 2)}`,
    participation: 'participation ratio (Σa)²/(nΣa²)',
    limits: (softmax: string): string => `dashed: limits for many N(0, σ²) logits, 1/6 and e^(−σ²) = ${softmax}`,
    shortLimits: (softmax: string): string => `dashed: limits, 1/6 and e^(−σ²) = ${softmax}`,
    empty: 'empty row',
    comma: ', ',
  },
  zh: {
    picture: '上方是一行 logit；下方是 softmax、relu²/n、relu²/Σ 三种权重，以及各自的参与率',
    logits: 'logit x',
    drag: '拖动圆点；下方短线：起始高度',
    first: (shown: number, n: number): string => `256 行中的第一行，${n} 个中的前 ${shown} 个`,
    kinds: { softmax: 'softmax', byLength: 'relu²/n', bySum: 'relu²/Σ' },
    logit: (j: number): string => `第 ${j} 个 logit`,
    zeros: ({ zeros }: Statistics): string => `零占 ${percent(zeros)}`,
    sum: ({ sum }: Statistics): string => `行和 ${formatFixed(sum, 2)}`,
    participation: '参与率 (Σa)²/(nΣa²)',
    limits: (softmax: string): string => `虚线：N(0, σ²) 的 logit 很多时的极限，1/6 和 e^(−σ²) = ${softmax}`,
    shortLimits: (softmax: string): string => `虚线：极限 1/6 和 e^(−σ²) = ${softmax}`,
    empty: '空行',
    comma: '，',
  },
} as const satisfies Record<Lang, unknown>;

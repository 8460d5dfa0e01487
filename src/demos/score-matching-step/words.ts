import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture: 'Histogram of the chains after 400 steps with the target and the predicted normal; variance against step',
    ends: 'Density of 4,096 chains after 400 steps',
    chains: 'chains',
    target: 'target N(0, 1)',
    limit: 'N(0, 1/(1 − ε/4))',
    variance: 'Variance against step',
    measured: 'measured',
    recursion: 'recursion',
    step: 'step',
    outside: (share: string): string => `${share} of the chains lie outside [−6, 6]`,
  },
  zh: {
    picture: '400 步后各条链的分布，与目标分布、预测的正态分布对照；方差随步数的变化',
    ends: '4096 条链在 400 步后的密度',
    chains: '链',
    target: '目标 N(0, 1)',
    limit: 'N(0, 1/(1 − ε/4))',
    variance: '方差随步数的变化',
    measured: '实测',
    recursion: '递推',
    step: '步数',
    outside: (share: string): string => `${share} 的链落在 [−6, 6] 之外`,
  },
} as const satisfies Record<Lang, unknown>;

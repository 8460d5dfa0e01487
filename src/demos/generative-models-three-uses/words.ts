import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'The points with the fitted density; samples from it; points tied to components; log-likelihood against the number of components',
    density: '1 Density',
    draw: '1 Density: draw here',
    samples: '2 Samples',
    groups: (k: number): string => `3 Groups: p(${k} | x)`,
    curve: 'Mean log-likelihood, nats',
    components: 'components K',
    train: 'fitted half',
    held: 'held-out half',
    kernel: 'kernels, held out',
    now: 'model with junk, held out',
    fromModel: 'from the model',
    junk: 'junk',
  },
  zh: {
    picture: '数据点与拟合的密度；从中抽出的样本；按分量分组的点；对数似然随分量个数的变化',
    density: '1 密度',
    draw: '1 密度：可在此作画',
    samples: '2 样本',
    groups: (k: number): string => `3 分组：p(${k} | x)`,
    curve: '平均对数似然（奈特）',
    components: '分量个数 K',
    train: '拟合用的一半',
    held: '留出的一半',
    kernel: '核密度，留出',
    now: '含噪声的模型，留出',
    fromModel: '来自模型',
    junk: '噪声',
  },
} as const satisfies Record<Lang, unknown>;

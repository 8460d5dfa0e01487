import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture: 'A cloud of points with the score field, samples drawn with it, and the training loss',
    draw: 'Draw points here',
    field: (sigma: string): string => `σ·score at σ = ${sigma}`,
    samples: {
      network: (step: number): string => `500 samples of the network, step ${step}`,
      exact: '500 samples of the exact score',
      untrained: 'Samples of the network',
    },
    none: 'samples appear after Play',
    loss: 'Training loss: mean of ‖F − ε‖² over 10 batches',
    shortLoss: 'Loss: mean of ‖F − ε‖², 10 batches',
    network: 'network',
    floor: 'exact score',
    points: 'points',
    sampled: 'samples',
    step: 'step',
    play: 'press Play',
  },
  zh: {
    picture: '点集与分数场、由此得到的样本，以及训练损失',
    draw: '在这里画点',
    field: (sigma: string): string => `σ = ${sigma} 处的 σ·分数`,
    samples: {
      network: (step: number): string => `网络的 500 个样本，第 ${step} 步`,
      exact: '精确分数的 500 个样本',
      untrained: '网络的样本',
    },
    none: '按“播放”后出现样本',
    loss: '训练损失：10 个批次的 ‖F − ε‖² 平均值',
    shortLoss: '损失：10 个批次的 ‖F − ε‖² 平均',
    network: '网络',
    floor: '精确分数',
    points: '数据点',
    sampled: '样本',
    step: '步数',
    play: '请按“播放”',
  },
} as const satisfies Record<Lang, unknown>;

import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    name: 'Two vectors in the plane; histograms of four estimates of e^(xᵀy); their errors against the number of projections',
    positive: 'y here: positive better',
    trigonometric: 'trigonometric better',
    x: 'x, the query',
    y: 'y, the key',
    ratio: 'estimate / K, 2,000 trials',
    outside: (share: string): string => `${share} beyond`,
    rate: 'root mean squared error / K',
    projections: 'projections m',
  },
  zh: {
    name: '平面上的两个向量；e^(xᵀy) 四种估计的直方图；误差随投影个数的变化',
    positive: 'y 在此：正特征更准',
    trigonometric: '三角特征更准',
    x: 'x，查询',
    y: 'y，键',
    ratio: '估计值 / K，2000 次',
    outside: (share: string): string => `${share} 在图外`,
    rate: '均方根误差 / K',
    projections: '投影个数 m',
  },
} as const satisfies Record<Lang, unknown>;

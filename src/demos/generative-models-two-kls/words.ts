import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'Maps of the forward and of the reverse divergence over mean and deviation of a Gaussian; the target and the Gaussians below',
    title: {
      forward: (value: string): string => `Forward KL(p‖q): ${value} nats`,
      reverse: (value: string): string => `Reverse KL(q‖p): ${value} nats`,
    },
    mean: 'mean μ',
    deviation: 'σ',
    handle: {
      forward: 'Gaussian q on the forward map',
      reverse: 'Gaussian q on the reverse map',
    },
    densities: 'Densities',
    target: 'target p',
    q: { forward: 'q, forward', reverse: 'q, reverse' },
    z: 'z',
    lowest: 'lowest',
    minimum: 'a minimum',
    slope: 'downhill',
    path: 'descent',
  },
  zh: {
    picture: '正向与反向散度随高斯的均值、标准差变化的等高线图；下方为目标密度与高斯密度',
    title: {
      forward: (value: string): string => `正向 KL(p‖q)：${value} 奈特`,
      reverse: (value: string): string => `反向 KL(q‖p)：${value} 奈特`,
    },
    mean: '均值 μ',
    deviation: 'σ',
    handle: { forward: '正向图上的高斯 q', reverse: '反向图上的高斯 q' },
    densities: '密度',
    target: '目标 p',
    q: { forward: 'q，正向', reverse: 'q，反向' },
    z: 'z',
    lowest: '最低点',
    minimum: '极小点',
    slope: '下坡方向',
    path: '下降路径',
  },
} as const satisfies Record<Lang, unknown>;

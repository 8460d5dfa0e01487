import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'Bars for the probabilities of one step; largest gap from the normal law against n; probabilities after n steps',
    law: 'One step',
    weight: 'weight',
    handle: (k: string): string => `weight of step ${k}`,
    probability: (p: string): string => `probability ${p}`,
    p: 'p =',
    gap: 'Largest gap from the normal law',
    n: 'steps n',
    limit: 'limit, slope −½',
    measured: 'gap',
    none: 'one step only: no spread',
    after: (n: number): string => `After ${n} ${n === 1 ? 'step' : 'steps'}`,
    bars: 'P(Sₙ = k)',
    normal: 'normal density',
    times: (h: number): string => `${h} × normal density`,
    position: 'position k',
  },
  zh: {
    picture: '单步概率的柱形；与正态分布的最大差距随 n 的变化；n 步之后的概率',
    law: '单步分布',
    weight: '权重',
    handle: (k: string): string => `步长 ${k} 的权重`,
    probability: (p: string): string => `概率 ${p}`,
    p: 'p =',
    gap: '与正态分布的最大差距',
    n: '步数 n',
    limit: '极限，斜率 −½',
    measured: '差距',
    none: '只有一种步长：没有散布',
    after: (n: number): string => `${n} 步之后`,
    bars: 'P(Sₙ = k)',
    normal: '正态密度',
    times: (h: number): string => `${h} × 正态密度`,
    position: '位置 k',
  },
} as const satisfies Record<Lang, unknown>;

import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'Paths of some walkers over time; where all of them are at time 1; their spread against the number of steps',
    paths: 'Paths',
    end: 'At time 1',
    time: 'time t',
    x: 'position x',
    density: 'density',
    walkers: '4,000 walkers',
    kernel: 'heat kernel, D = ½',
    typical: '±√t',
    peak: (value: string): string => `peak ${value}`,
    outside: (share: string): string => `${share} outside`,
    spread: 'Spread at time 1',
    m: 'steps in a unit of time, m',
    measured: 'measured',
    expected: 'm^(½ − a)',
  },
  zh: {
    picture: '若干游走者的路径；全部游走者在时刻 1 的位置；散布随步数的变化',
    paths: '路径',
    end: '时刻 1',
    time: '时间 t',
    x: '位置 x',
    density: '密度',
    walkers: '4000 个游走者',
    kernel: '热核，D = ½',
    typical: '±√t',
    peak: (value: string): string => `峰值 ${value}`,
    outside: (share: string): string => `图外 ${share}`,
    spread: '时刻 1 的散布',
    m: '单位时间的步数 m',
    measured: '实测',
    expected: 'm^(½ − a)',
  },
} as const satisfies Record<Lang, unknown>;

export const percent = (share: number): string => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`;

import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture: 'Score field of two modes with particles, and the share of particles at the first mode against steps',
    field: (sigma: string): string => `Score field at σ = ${sigma}, 400 of 1,280 particles`,
    share: 'Share nearer to the round mode',
    start: 'at the start',
    exact: 'exact',
    now: 'particles',
    step: 'step',
    play: 'press Play',
    first: 'centre of the round mode',
    second: 'centre of the square mode',
  },
  zh: {
    picture: '双峰分布的分数场与粒子，以及靠近第一个峰的粒子比例随步数的变化',
    field: (sigma: string): string => `σ = ${sigma} 的分数场，1280 个粒子中的 400 个`,
    share: '更靠近圆点峰的比例',
    start: '起点处',
    exact: '精确值',
    now: '粒子',
    step: '步数',
    play: '请按“播放”',
    first: '圆点峰的中心',
    second: '方块峰的中心',
  },
} as const satisfies Record<Lang, unknown>;

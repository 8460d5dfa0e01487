import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'Six particles under four schedules, from noise on the left to data on the right; the density of the data; errors of both kinds of steps',
    schedules: { fm: 'flow matching', vp: 'VP', ve: 'VE, σ = √t', edm: 'EDM, σ = t' },
    short: { fm: 'FM', vp: 'VP', ve: 'VE', edm: 'EDM' },
    solvers: { raw: 'Euler in t', ddim: 'DDIM' },
    paths: (solver: string, N: number): string => `Six particles, ${N} steps of ${solver}`,
    exact: 'exact',
    own: 't, from first to last; x over its largest, each schedule its own',
    between: 'on the way from (t, x) to (σ, x/s)',
    sigma: 'noise level σ, logarithmic',
    unscaled: 'x/s, arsinh scale',
    density: 'Density of the data: drag the means',
    value: 'x₀',
    mean: (k: number): string => `mean ${k}`,
    errors: 'RMS error of the end points',
  },
  zh: {
    picture: '四种方案下的六个粒子，左端是噪声，右端是数据；数据的密度；两种步法的误差',
    schedules: { fm: '流匹配', vp: 'VP', ve: 'VE，σ = √t', edm: 'EDM，σ = t' },
    short: { fm: '流匹配', vp: 'VP', ve: 'VE', edm: 'EDM' },
    solvers: { raw: '对 t 的 Euler', ddim: 'DDIM' },
    paths: (solver: string, N: number): string => `六个粒子，${solver}，${N} 步`,
    exact: '精确解',
    own: '横轴为 t，由始至终；纵轴为 x 除以各方案的最大值',
    between: '从 (t, x) 到 (σ, x/s) 的途中',
    sigma: '噪声水平 σ，对数刻度',
    unscaled: 'x/s，反双曲正弦刻度',
    density: '数据的密度：可拖动三个均值',
    value: 'x₀',
    mean: (k: number): string => `第 ${k} 个均值`,
    errors: '终点的均方根误差',
  },
} as const satisfies Record<Lang, unknown>;

import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'Paths from noise at the left to data at the right over the density at every time; beside them particles and density at one time',
    title: 'From noise to data',
    side: (t: string): string => `t = ${t}`,
    time: 'time t',
    x: 'x',
    xScaled: 'x/√(1+σ²)',
    paths: (lambda: string): string => `paths, λ = ${lambda}`,
    curves: 'curves of constant quantile',
    ode: 'your particle, ODE',
    sde: 'the same, reverse SDE',
    exact: 'density pₜ',
    found: 'particles',
    start: 'start of the particle',
    shown: 'time shown beside',
    bump: (k: number): string => `bump ${k}`,
    bumpAt: (mean: string, sd: string): string => `mean ${mean}, standard deviation ${sd}`,
    sd: 'width of a bump',
  },
  zh: {
    picture: '各时刻的密度之上，路径从左端的噪声走到右端的数据；旁边是某一时刻的粒子与密度',
    title: '从噪声到数据',
    side: (t: string): string => `t = ${t}`,
    time: '时间 t',
    x: 'x',
    xScaled: 'x/√(1+σ²)',
    paths: (lambda: string): string => `路径，λ = ${lambda}`,
    curves: '等分位曲线',
    ode: '你的粒子，ODE',
    sde: '同一起点，逆向 SDE',
    exact: '密度 pₜ',
    found: '粒子',
    start: '粒子的起点',
    shown: '右侧所示的时刻',
    bump: (k: number): string => `第 ${k} 个峰`,
    bumpAt: (mean: string, sd: string): string => `均值 ${mean}，标准差 ${sd}`,
    sd: '峰的宽度',
  },
} as const satisfies Record<Lang, unknown>;

import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'Error against denoiser calls for three samplers, both logarithmic; the noise levels of their steps; errors of single particles',
    solvers: { euler: 'Euler', heun: 'Heun', vp: 'Euler in t, VP' },
    curves: 'RMS error of the end points',
    calls: 'denoiser calls',
    steps: 'Noise levels σ of the steps',
    rho: (rho: string): string => `ρ = ${rho}`,
    uniform: 'VP, even in t',
    offs: (solver: string): string => `Error by end point, ${solver}`,
    end: 'exact x₀',
    slopes: (euler: string, heun: string): string => `slopes from N = 64 to 128: Euler ${euler}, Heun ${heun}`,
  },
  zh: {
    picture: '三种采样器的误差随去噪器调用次数的变化，两轴均为对数；各步的噪声水平；单个粒子的误差',
    solvers: { euler: 'Euler', heun: 'Heun', vp: 'VP 的 t 上的 Euler' },
    curves: '终点的均方根误差',
    calls: '去噪器调用次数',
    steps: '各步的噪声水平 σ',
    rho: (rho: string): string => `ρ = ${rho}`,
    uniform: 'VP，t 等分',
    offs: (solver: string): string => `各终点的误差，${solver}`,
    end: '精确的 x₀',
    slopes: (euler: string, heun: string): string => `N 从 64 到 128 的斜率：Euler ${euler}，Heun ${heun}`,
  },
} as const satisfies Record<Lang, unknown>;

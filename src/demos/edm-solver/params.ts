/** What the reader sets: the grid's exponent, the number of steps, which solver's errors are looked at, and the data. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number } from '../../lab/params.ts';

export const solvers = ['euler', 'heun', 'vp'] as const;
export type Solver = (typeof solvers)[number];
/** Step counts of the curves. */
export const counts = [4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128] as const;
/** Noise at the start. */
export const start = 80;
/** Particles at the quantiles (i + ½)/256. */
export const particles = 256;
/** The Gaussian data's deviation, and the three Gaussians of the other data. */
export const gaussian = { mean: 0, sd: 0.5 } as const;
export const modes = [
  { weight: 0.3, mean: [-1], sd: 0.1 },
  { weight: 0.3, mean: [0.5], sd: 0.1 },
  { weight: 0.4, mean: [1], sd: 0.1 },
] as const;

const definition = defineDemo({
  title: { en: 'What a step buys', zh: '每一步换来多少精度' },
  summary: {
    en: 'Order 1 or order 2, fine steps here or there: how does the error fall with the number of denoiser calls?',
    zh: '一阶还是二阶，步子密在哪里：误差随去噪器的调用次数怎样下降？',
  },
  params: {
    data: choice({
      label: { en: 'data', zh: '数据' },
      options: {
        gaussian: { en: 'one Gaussian, sd 0.5', zh: '一个高斯，标准差 0.5' },
        modes: { en: 'three narrow ones', zh: '三个窄高斯' },
      },
      default: 'gaussian',
    }),
    rho: number({
      label: { en: 'exponent ρ', zh: '指数 ρ' },
      hint: {
        en: '1: even in σ. Larger: more of the steps at low noise.',
        zh: '1：σ 等距。越大，低噪声处的步子越多。',
      },
      min: 1,
      max: 12,
      step: 0.5,
      default: 7,
    }),
    N: number({ label: { en: 'steps N', zh: '步数 N' }, min: 4, max: 128, step: 1, default: 18, scale: 'log' }),
    solver: choice({
      label: { en: 'errors of', zh: '查看的误差' },
      options: {
        euler: { en: 'Euler', zh: 'Euler' },
        heun: { en: 'Heun', zh: 'Heun' },
        vp: { en: 'Euler in t, VP', zh: 'VP 的 t 上的 Euler' },
      },
      default: 'heun',
    }),
  },
  tolerance: 2e-3,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

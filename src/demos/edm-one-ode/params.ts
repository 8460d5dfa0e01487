/** What the reader sets: how many steps, of which kind, how far the coordinates are unified, and where the data lie. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, vector } from '../../lab/params.ts';

export const schedules = ['fm', 'vp', 've', 'edm'] as const;
export type ScheduleName = (typeof schedules)[number];
export const solvers = ['raw', 'ddim'] as const;
export type Solver = (typeof solvers)[number];

/** Every sampler goes from this noise level to that one. */
export const range = { max: 80, min: 0.002 } as const;
/** The data: three Gaussians of these weights and this deviation. */
export const data = { weights: [0.3, 0.3, 0.4], sd: 0.1 } as const;
/** Particles start at the quantiles (i + ½)/128 of the noisiest level; six of them are drawn. */
export const particles = 128;
export const drawn = [10, 32, 53, 75, 96, 117] as const;
/** Means lie in [−2, 2]. */
export const reach = 2;

const definition = defineDemo({
  title: { en: 'Four schedules, one equation', zh: '四种加噪方案，同一个方程' },
  summary: {
    en: 'Divide by the scale, count time by noise: do four different samplers draw the same curves?',
    zh: '除以缩放系数，用噪声水平计时：四种采样器画出的会是同一组曲线吗？',
  },
  params: {
    N: number({
      label: { en: 'steps N', zh: '步数 N' },
      hint: { en: 'Uniform in each schedule’s own t.', zh: '在各方案自己的时间 t 上等分。' },
      min: 6,
      max: 1024,
      step: 1,
      default: 12,
      scale: 'log',
    }),
    solver: choice({
      label: { en: 'steps drawn', zh: '所画的步法' },
      options: {
        raw: { en: 'Euler in t', zh: '对 t 的 Euler' },
        ddim: { en: 'DDIM', zh: 'DDIM' },
      },
      default: 'raw',
    }),
    morph: number({
      label: { en: 'from (t, x) to (σ, x/s)', zh: '从 (t, x) 到 (σ, x/s)' },
      hint: {
        en: '0: each schedule in its own coordinates. 1: all in the same ones.',
        zh: '0：各用各的坐标。1：全部换到同一坐标。',
      },
      min: 0,
      max: 1,
      step: 0.05,
      default: 0,
    }),
    means: vector({
      label: { en: 'means of the data', zh: '数据的三个均值' },
      role: 'data',
      length: 3,
      min: -reach,
      max: reach,
      digits: 2,
      default: [-1, 0.5, 1],
    }),
  },
  tolerance: 5e-3,
  actions: [
    {
      id: 'unify',
      label: { en: 'Unify coordinates', zh: '统一坐标' },
      apply: ({ morph }) => ({ morph: morph < 1 ? 1 : 0 }),
    },
  ],
});
export default definition;
export type Params = ParamsOf<typeof definition>;

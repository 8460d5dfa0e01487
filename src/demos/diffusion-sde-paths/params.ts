/** What the reader moves: bumps on a line, how they are noised, and how noise is carried back. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { boolean, choice, number, seed, vector } from '../../lab/params.ts';

export const mostBumps = 5;
/** Range of the means, of the widths, and of what is drawn. */
export const means = [-2.5, 2.5] as const;
export const widths = [0.1, 0.8] as const;
export const reach = 3.6;
/** Nodes of the map in time and in x, of the histogram, and of the exact density beside it. */
export const times = 61;
export const nodes = 73;
/** Drawn paths, particles of the histogram, and drawn curves of constant quantile. */
export const drawn = 24;
export const particles = 2048;
export const quantiles = 8;
/** Most points kept of a drawn path. */
export const kept = 126;

const definition = defineDemo({
  title: { en: 'Noise, carried back two ways', zh: '同一份噪声，两种回程' },
  summary: {
    en: 'Which paths do the reverse SDE and the probability-flow ODE take from the same noise, and do they end in the same distribution?',
    zh: '从同一份噪声出发，逆向 SDE 与概率流 ODE 各走哪条路？终点的分布相同吗？',
  },
  params: {
    noising: choice({
      label: { en: 'forward process', zh: '前向过程' },
      options: {
        vp: { en: 'variance preserving', zh: '方差保持（VP）' },
        ve: { en: 'variance exploding', zh: '方差爆炸（VE）' },
      },
      default: 'vp',
    }),
    lambda: number({
      label: { en: 'noise on the way back, λ', zh: '回程的噪声 λ' },
      hint: { en: '0: probability-flow ODE; 1: reverse SDE.', zh: '0：概率流 ODE；1：逆向 SDE。' },
      role: 'noise',
      min: 0,
      max: 1.5,
      step: 0.1,
      default: 0,
    }),
    steps: number({
      label: { en: 'Euler steps N', zh: '欧拉步数 N' },
      min: 5,
      max: 500,
      step: 1,
      default: 50,
      scale: 'log',
    }),
    time: number({
      label: { en: 'time t on the right', zh: '右侧所示时刻 t' },
      min: 0,
      max: 1,
      step: 0.01,
      default: 0,
    }),
    bumps: number({
      label: { en: 'bumps', zh: '峰的个数' },
      role: 'data',
      min: 1,
      max: mostBumps,
      step: 1,
      default: 3,
    }),
    curves: boolean({
      label: { en: 'curves of constant quantile', zh: '等分位曲线' },
      default: true,
    }),
    means: vector({
      label: { en: 'means of the bumps', zh: '各峰的均值' },
      length: mostBumps,
      min: means[0],
      max: means[1],
      digits: 2,
      default: [-2, 0, 1.5, -1, 0.8],
    }),
    sds: vector({
      label: { en: 'standard deviations of the bumps', zh: '各峰的标准差' },
      length: mostBumps,
      min: widths[0],
      max: widths[1],
      digits: 2,
      default: [0.15, 0.3, 0.15, 0.2, 0.2],
    }),
    weights: vector({
      label: { en: 'weights of the bumps, before they are made to sum to 1', zh: '各峰的权重（归一化之前）' },
      length: mostBumps,
      min: 0.05,
      max: 1,
      digits: 2,
      default: [0.25, 0.25, 0.5, 0.25, 0.25],
    }),
    start: vector({
      label: { en: 'start of the particle, drawn coordinate', zh: '粒子的起点（图中坐标）' },
      length: 1,
      min: -3,
      max: 3,
      digits: 2,
      default: [-0.4],
    }),
    seed: seed({ default: 2 }),
  },
  tolerance: 0.02,
  actions: [
    { id: 'ode', label: { en: 'ODE (λ = 0)', zh: 'ODE（λ = 0）' }, apply: () => ({ lambda: 0 }) },
    { id: 'sde', label: { en: 'Reverse SDE (λ = 1)', zh: '逆向 SDE（λ = 1）' }, apply: () => ({ lambda: 1 }) },
    {
      id: 'equal',
      label: { en: 'Equal weights', zh: '各峰等重' },
      apply: () => ({ weights: new Array<number>(mostBumps).fill(0.5) }),
    },
  ],
});
export default definition;
export type Params = ParamsOf<typeof definition>;

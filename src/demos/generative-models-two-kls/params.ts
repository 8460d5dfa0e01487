/** What the reader moves: a target with two modes, and a Gaussian that is to come near it. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { number, vector } from '../../lab/params.ts';
import type { TwoModes } from '../../numerics/kl-divergence.ts';

export const directions = ['forward', 'reverse'] as const;
export type Direction = (typeof directions)[number];
/** The map: means μ and logarithms of deviations σ. */
export const map = { mean: [-6, 6], logDeviation: [-1.5, 1.7] } as const;
/** Nodes of the map along each axis. */
export const nodes = 64;
/** The descent: Adam with this learning rate. */
export const descent = { steps: 200, learningRate: 0.05 } as const;

const definition = defineDemo({
  title: { en: 'One target, two divergences', zh: '同一个目标，两种散度' },
  summary: {
    en: 'Which Gaussian is nearest to a density with two modes, measured forward and measured in reverse?',
    zh: '对一个双峰密度，正向与反向 KL 各认为哪个高斯离它最近？',
  },
  params: {
    m: number({
      label: { en: 'modes at ±m', zh: '两峰位置 ±m' },
      role: 'data',
      min: 0,
      max: 4,
      step: 0.05,
      default: 2,
    }),
    w: number({
      label: { en: 'weight of the right mode', zh: '右峰的权重 w' },
      role: 'data',
      min: 0.1,
      max: 0.9,
      step: 0.05,
      default: 0.5,
    }),
    s: number({
      label: { en: 'deviation of each mode, s', zh: '每个峰的标准差 s' },
      role: 'data',
      min: 0.3,
      max: 1.5,
      step: 0.05,
      default: 1,
    }),
    steps: number({
      label: { en: 'steps of descent', zh: '下降步数' },
      hint: {
        en: 'Adam, learning rate 0.05, from the handle, down each map by itself.',
        zh: 'Adam，学习率 0.05，从手柄处出发，在两张图上各自下降。',
      },
      min: 0,
      max: descent.steps,
      step: 1,
      default: 0,
    }),
    place: vector({
      label: { en: 'Gaussian q: mean and log deviation', zh: '高斯 q：均值与对数标准差' },
      length: 2,
      min: -6,
      max: 6,
      digits: 3,
      default: [2, 0],
    }),
  },
  tolerance: 1e-4,
  actions: [
    { id: 'descend', label: { en: 'Descend', zh: '下降' }, apply: () => ({ steps: descent.steps }) },
    { id: 'back', label: { en: 'Back to the handle', zh: '回到手柄' }, apply: () => ({ steps: 0 }) },
    {
      id: 'mode',
      label: { en: 'Start on the right mode', zh: '从右峰出发' },
      apply: ({ m, s }) => ({ place: [m, Number(Math.log(s).toFixed(3)) + 0], steps: 0 }),
    },
  ],
});
export default definition;
export type Params = ParamsOf<typeof definition>;

export const targetOf = ({ m, w, s }: Params): TwoModes => ({ m, weight: w, s });

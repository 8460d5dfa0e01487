import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { number, vector } from '../../lab/params.ts';

/** Steps that a walker may take: −2 … 2. */
export const steps = [-2, -1, 0, 1, 2] as const;
/** Longest walk. */
export const mostSteps = 200;

/** Step laws to start from, as weights. */
export const laws = {
  coin: [0, 0.5, 0, 0.5, 0],
  reluctant: [0, 0.49, 0.02, 0.49, 0],
  lazy: [0, 0.25, 0.5, 0.25, 0],
  biased: [0, 0.2, 0, 0.8, 0],
} as const;

const demo = defineDemo({
  title: { en: 'A polynomial to the power n', zh: '多项式的 n 次方' },
  summary: {
    en: 'Where is a walker after n steps, and how far is that from a bell curve?',
    zh: '走 n 步之后在哪里？与钟形曲线差多远？',
  },
  params: {
    weights: vector({
      label: { en: 'weights of the steps −2 … 2', zh: '步长 −2 … 2 的权重' },
      role: 'data',
      length: steps.length,
      min: 0,
      max: 1,
      digits: 3,
      default: laws.coin,
    }),
    n: number({
      label: { en: 'steps n', zh: '步数 n' },
      hint: {
        en: 'Weights are scaled to sum to 1.',
        zh: '权重会缩放到总和为 1。',
      },
      min: 1,
      max: mostSteps,
      step: 1,
      default: 20,
    }),
  },
  tolerance: 1e-4,
  actions: [
    { id: 'coin', label: { en: 'Coin', zh: '硬币' }, apply: () => ({ weights: laws.coin }) },
    { id: 'reluctant', label: { en: 'Rests 2%', zh: '停 2%' }, apply: () => ({ weights: laws.reluctant }) },
    { id: 'lazy', label: { en: 'Rests 50%', zh: '停 50%' }, apply: () => ({ weights: laws.lazy }) },
    { id: 'biased', label: { en: 'Biased', zh: '偏向右' }, apply: () => ({ weights: laws.biased }) },
  ],
});
export default demo;
export type Params = ParamsOf<typeof demo>;

/** What the reader moves: two modes and their weights, how particles are led to them, and which field is drawn. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { boolean, choice, number, seed, vector } from '../../lab/params.ts';

/** Particles, how many of them are drawn, and the square that they start in. */
export const particles = 1280;
export const drawn = 400;
export const startReach = 8;
/** The drawn square is [−reach, reach]². */
export const reach = 12;
/** Plain Langevin: steps and their size. Annealed: noise levels from first to last, and the step size at the last. */
export const plain = { steps: 1000, epsilon: 0.1 } as const;
export const annealed = { first: 20, last: 1, levels: 10, epsilon: 0.1 } as const;

const definition = defineDemo({
  title: { en: 'Two far modes: plain against annealed Langevin', zh: '相距很远的两个峰：普通朗之万与退火朗之万' },
  summary: {
    en: 'Particles follow the exact score of two modes with unequal weights: do the right shares arrive?',
    zh: '粒子沿着双峰分布的精确分数移动，两峰权重不等：到达两边的比例对吗？',
  },
  params: {
    method: choice({
      label: { en: 'sampler', zh: '采样方法' },
      options: {
        plain: { en: 'plain Langevin', zh: '普通朗之万' },
        annealed: { en: 'annealed', zh: '退火' },
      },
      default: 'plain',
    }),
    weight: number({
      label: { en: 'weight π of the round mode', zh: '圆点峰的权重 π' },
      role: 'data',
      min: 0.05,
      max: 0.95,
      step: 0.05,
      default: 0.2,
    }),
    T: number({
      label: { en: 'annealed: steps T at each of 10 levels', zh: '退火：10 个噪声水平各走 T 步' },
      min: 1,
      max: 100,
      step: 1,
      default: 100,
      scale: 'log',
    }),
    follow: boolean({
      label: { en: 'field follows the run', zh: '箭头场随运行变化' },
      hint: { en: 'Off: the field is that of the noise level below.', zh: '关闭后显示下面所选噪声水平的场。' },
      default: true,
      keepsRun: true,
    }),
    sigma: number({
      label: { en: 'noise level σ of the field', zh: '箭头场的噪声水平 σ' },
      role: 'noise',
      min: 0,
      max: 20,
      step: 0.25,
      default: 0,
      keepsRun: true,
    }),
    modes: vector({
      label: { en: 'centres of the modes', zh: '两峰中心' },
      length: 4,
      min: -startReach,
      max: startReach,
      digits: 1,
      default: [-5, -5, 5, 5],
    }),
    seed: seed(),
  },
  tolerance: 1e-4,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

/** What the reader gives: a cloud of points, how long the network learns, and what is drawn of the run. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, points, seed } from '../../lab/params.ts';
import { geometricGrid } from '../../numerics/noise-grids.ts';

/** Points lie in [−reach, reach]²; a cloud to start from has this many, drawn from a seed of its own. */
export const reach = 2;
export const cloudSize = 200;
export const cloudSeed = 7;
/** Noise levels of the sampler, in units of the data's root mean square coordinate, and steps at each. */
export const sigmas = geometricGrid(3, 0.05, 9);
export const sampling = { count: 500, steps: 20, rate: 0.2 } as const;
/** Training: hidden layers, examples a step, first step size of Adam, steps between frames and between samplings. */
export const training = { hidden: [64, 64], batch: 256, rate: 0.01, perFrame: 10, perSampling: 150 } as const;
/** Arrows of the field along each axis. */
export const cells = 11;

const printed = (level: number): string => (sigmas[Math.round(level) - 1] ?? NaN).toFixed(2);

const definition = defineDemo({
  title: { en: 'Learn the score of your own drawing', zh: '学习你所画图形的分数' },
  summary: {
    en: 'A small network learns the score of points that you draw. Does it make new ones, or copies?',
    zh: '小网络学习你所画点集的分数。它生成的是新点，还是原来的点？',
  },
  params: {
    cloud: choice({
      label: { en: 'points', zh: '数据点' },
      options: {
        ring: { en: 'ring and blob', zh: '环与团' },
        moons: { en: 'two moons', zh: '双月' },
        spiral: { en: 'spiral', zh: '螺旋' },
        drawn: { en: 'my own drawing', zh: '自己画' },
      },
      default: 'ring',
    }),
    show: choice({
      label: { en: 'score shown', zh: '显示的分数' },
      options: {
        network: { en: 'the network’s', zh: '网络学到的' },
        exact: { en: 'exact, of the points', zh: '点集的精确分数' },
      },
      default: 'network',
      keepsRun: true,
    }),
    level: number({
      label: { en: 'noise level σ of the field', zh: '箭头场的噪声水平 σ' },
      role: 'noise',
      min: 1,
      max: 10,
      step: 1,
      default: 6,
      format: printed,
      keepsRun: true,
    }),
    steps: number({
      label: { en: 'training steps', zh: '训练步数' },
      min: 300,
      max: 3000,
      step: 150,
      default: 1500,
    }),
    drawing: points({ label: { en: 'drawn points', zh: '所画的点' }, role: 'data', reach, most: 400, default: [] }),
    seed: seed(),
  },
  tolerance: 1e-3,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

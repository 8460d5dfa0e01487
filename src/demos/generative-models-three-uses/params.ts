/** What the reader gives: points (a cloud or a drawing), two ways of estimating their density, and a share of junk. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, points, seed } from '../../lab/params.ts';

/** Points lie in [−reach, reach]²; junk is uniform on that square. */
export const reach = 2;
/** Density of the junk: 1/16 everywhere on the square. */
export const junkDensity = 1 / (2 * reach) ** 2;
/** Nodes of the density's grid along each axis. */
export const nodes = 96;
/** Points of a cloud; half of them are fitted, half are held out. */
export const cloudSize = 300;
/** Most components. */
export const most = 12;
/** EM: steps for every number of components, and the least eigenvalue of a covariance. */
export const fitting = { steps: 60, floor: 1e-3 } as const;
/** Samples drawn from the model. */
export const sampleCount = 300;

const definition = defineDemo({
  title: { en: 'One fitted density, three uses', zh: '一个拟合的密度，三种用途' },
  summary: {
    en: 'Draw points, fit a density to half of them, and use it: to score the other half, to sample, to group.',
    zh: '画一些点，用其中一半拟合密度，再用它给另一半打分、采样、分组。',
  },
  params: {
    cloud: choice({
      label: { en: 'points', zh: '数据点' },
      options: {
        moons: { en: 'two moons', zh: '双月' },
        ring: { en: 'ring and blob', zh: '环与团' },
        blobs: { en: 'two blobs', zh: '两团' },
        spiral: { en: 'spiral', zh: '螺旋' },
        drawn: { en: 'my own drawing', zh: '自己画' },
      },
      default: 'moons',
    }),
    model: choice({
      label: { en: 'density', zh: '密度模型' },
      options: {
        mixture: { en: 'mixture', zh: '高斯混合' },
        kernel: { en: 'kernels (KDE)', zh: '核密度' },
      },
      default: 'mixture',
    }),
    K: number({
      label: { en: 'components K', zh: '分量个数 K' },
      min: 1,
      max: most,
      step: 1,
      default: 3,
    }),
    component: number({
      label: { en: 'component looked at', zh: '查看的分量' },
      min: 1,
      max: most,
      step: 1,
      default: 1,
    }),
    h: number({
      label: { en: 'kernel bandwidth h', zh: '核带宽 h' },
      min: 0.02,
      max: 1,
      step: 0.01,
      default: 0.2,
      scale: 'log',
      format: (value) => value.toFixed(2),
    }),
    junk: number({
      label: { en: 'share of junk ε', zh: '噪声占比 ε' },
      hint: {
        en: 'The model becomes εr + (1 − ε)p, r uniform on the square.',
        zh: '模型变为 εr + (1 − ε)p，r 为方形区域上的均匀分布。',
      },
      role: 'noise',
      min: 0,
      max: 0.99,
      step: 0.01,
      default: 0,
    }),
    drawing: points({ label: { en: 'drawn points', zh: '所画的点' }, role: 'data', reach, most: 400, default: [] }),
    seed: seed(),
  },
  tolerance: 1e-3,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

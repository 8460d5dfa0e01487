/** What the reader sets: the cloud to denoise, and how long and how fast three networks learn it. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, points, seed } from '../../lab/params.ts';

/** The three networks, by what they predict. */
export const nets = ['data', 'noise', 'edm'] as const;
export type Net = (typeof nets)[number];
/** Layers behind the three inputs c_in x (2) and c_noise; examples in a batch. */
export const hidden = [64, 64] as const;
export const batch = 256;
/** Standard deviation of the cloud per coordinate, after scaling. */
export const dataSd = 0.5;
/** Points of a ready-made cloud; the drawing's square. */
export const cloudSize = 200;
export const reach = 2;
/** Steps between frames. */
export const stepsPerFrame = 10;
/** Noise levels at which D is measured, and noisy points at each. */
export const measuring = { levels: 22, points: 192, min: 0.005, max: 80 } as const;

const definition = defineDemo({
  title: { en: 'Three things to predict', zh: '三种预测目标' },
  summary: {
    en: 'Three equal networks learn the same denoiser through different outputs. At which noise levels is each one right?',
    zh: '三个一样的网络，借不同的输出学同一个去噪器。它们各在哪些噪声水平上学得准？',
  },
  params: {
    cloud: choice({
      label: { en: 'points', zh: '数据点' },
      options: {
        ring: { en: 'ring and blob', zh: '环与团' },
        moons: { en: 'two moons', zh: '双月' },
        blobs: { en: 'two blobs', zh: '两团' },
        spiral: { en: 'spiral', zh: '螺旋' },
        drawn: { en: 'my own drawing', zh: '自己画' },
      },
      default: 'ring',
    }),
    steps: number({ label: { en: 'steps', zh: '训练步数' }, min: 100, max: 1500, step: 50, default: 600 }),
    rate: number({
      label: { en: 'learning rate', zh: '学习率' },
      hint: { en: 'Step size of Adam, the same for all three.', zh: 'Adam 的步长，三个网络相同。' },
      min: 0.0005,
      max: 0.02,
      step: 0.0005,
      default: 0.005,
      scale: 'log',
    }),
    drawing: points({ label: { en: 'drawn points', zh: '所画的点' }, role: 'data', reach, most: 400, default: [] }),
    seed: seed(),
  },
  tolerance: 1e-3,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

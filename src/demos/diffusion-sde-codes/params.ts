/** What the reader moves: points of the plane, two of which are carried to noise and back. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, points, seed, vector } from '../../lab/params.ts';

/** Points lie in [−reach, reach]²; codes are drawn out to `codeReach`. */
export const reach = 2;
export const codeReach = 3.2;
export const most = 300;
/** Points of a prepared cloud; how many are encoded with their density; how wide each is smoothed; steps for the codes of all. */
export const cloudSize = 200;
export const encoded = 6;
export const cloudSteps = 32;
export const width = 0.1;
/** Points of the walk between both codes, and attempts to decode one code with noise. */
export const walked = 13;
export const attempts = 24;

const definition = defineDemo({
  title: { en: 'Every point has a code', zh: '每个点都有编码' },
  summary: {
    en: 'Where in the noise does a point of the data lie, and does it come back from there?',
    zh: '数据中的一个点对应噪声中的哪一处？从那里能回来吗？',
  },
  params: {
    cloud: choice({
      label: { en: 'data', zh: '数据' },
      options: {
        moons: { en: 'moons', zh: '双月' },
        ring: { en: 'ring', zh: '圆环' },
        blobs: { en: 'blobs', zh: '两团' },
        spiral: { en: 'spiral', zh: '螺旋' },
        drawn: { en: 'my own drawing', zh: '自己画' },
      },
      default: 'moons',
      role: 'data',
    }),
    way: choice({
      label: { en: 'back from the code by', zh: '由编码返回的方式' },
      options: {
        ode: { en: 'ODE (λ = 0)', zh: 'ODE（λ = 0）' },
        sde: { en: 'reverse SDE (λ = 1)', zh: '逆向 SDE（λ = 1）' },
      },
      default: 'ode',
      role: 'noise',
    }),
    steps: number({
      label: { en: 'steps N', zh: '步数 N' },
      min: 20,
      max: 400,
      step: 10,
      default: 100,
      scale: 'log',
    }),
    walk: number({
      label: { en: 'walk from A to B', zh: '从 A 走到 B' },
      min: 0,
      max: 1,
      step: 0.01,
      default: 0.5,
    }),
    drawing: points({ label: { en: 'drawn points', zh: '所画的点' }, role: 'data', reach, most, default: [] }),
    a: vector({
      label: { en: 'point A', zh: '点 A' },
      length: 2,
      min: -reach,
      max: reach,
      digits: 2,
      default: [-0.5, 0.75],
    }),
    b: vector({
      label: { en: 'point B', zh: '点 B' },
      length: 2,
      min: -reach,
      max: reach,
      digits: 2,
      default: [1.37, -0.25],
    }),
    seed: seed(),
  },
  tolerance: 5e-3,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

/** What the reader moves: two vectors in the plane, and how many projections an estimate averages. */
import type { ParamsOf } from '../../lab/demo.ts';
import { defineDemo } from '../../lab/demo.ts';
import { number, seed, vector } from '../../lab/params.ts';

/** Both coordinates stay within ±1.4, so that no vector is longer than 2. */
export const reach = 1.4;
/** Independent estimates behind each histogram. */
export const trials = 2000;
/** Most projections of an estimate. */
export const most = 256;

const definition = defineDemo({
  title: { en: 'Four estimates of an exponential', zh: '同一个指数的四种估计' },
  summary: {
    en: 'How far from e^(xᵀy) do random features land, and what does the angle between x and y have to do with it?',
    zh: '随机特征对 e^(xᵀy) 的估计偏离多远？这与 x、y 的夹角有什么关系？',
  },
  params: {
    m: number({
      label: { en: 'projections m', zh: '投影个数 m' },
      hint: { en: 'Every estimate is a mean over m random ω.', zh: '每个估计值都是对 m 个随机 ω 求平均。' },
      min: 1,
      max: most,
      step: 1,
      default: 16,
      scale: 'log',
    }),
    x: vector({
      label: { en: 'x, the scaled query', zh: 'x：缩放后的查询' },
      role: 'query',
      length: 2,
      min: -reach,
      max: reach,
      digits: 2,
      default: [1.2, 0.5],
    }),
    y: vector({
      label: { en: 'y, the scaled key', zh: 'y：缩放后的键' },
      role: 'key',
      length: 2,
      min: -reach,
      max: reach,
      digits: 2,
      default: [-1, -0.8],
    }),
    seed: seed(),
  },
  tolerance: 1e-3,
  actions: [
    {
      id: 'opposite',
      label: { en: 'y = −x', zh: 'y = −x' },
      apply: ({ x }) => ({ y: x.map((value) => 0 - value) }),
    },
    {
      id: 'orthogonal',
      label: { en: 'y ⊥ x', zh: 'y ⊥ x' },
      apply: ({ x }) => ({ y: [0 - (x[1] ?? 0), x[0] ?? 0] }),
    },
    { id: 'equal', label: { en: 'y = x', zh: 'y = x' }, apply: ({ x }) => ({ y: [...x] }) },
  ],
});
export default definition;
export type Params = ParamsOf<typeof definition>;

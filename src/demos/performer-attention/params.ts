/** What the reader moves: how long queries and keys are, the feature map, and how many random features it has. */
import type { ParamsOf } from '../../lab/demo.ts';
import { defineDemo } from '../../lab/demo.ts';
import { choice, number, seed } from '../../lab/params.ts';

/** Positions, head dimension, and dimension of the values. */
export const n = 64;
export const d = 8;
export const dv = 4;
/** Queries and keys that the maps show. */
export const shown = 16;
/** Most projections. */
export const most = 512;

const definition = defineDemo({
  title: { en: 'Attention from features', zh: '用特征算注意力' },
  summary: {
    en: 'How long may queries and keys become before random features lose to ignoring them?',
    zh: '查询和键长到什么程度，随机特征就还不如干脆不看它们？',
  },
  params: {
    scale: number({
      label: { en: 'scale of q and k', zh: 'q、k 的尺度' },
      hint: { en: 'Standard deviation of every entry of Q and K.', zh: 'Q、K 每个元素的标准差。' },
      min: 0.2,
      max: 2,
      step: 0.05,
      default: 0.7,
    }),
    m: number({
      label: { en: 'projections m', zh: '投影个数 m' },
      min: 8,
      max: most,
      step: 1,
      default: 64,
      scale: 'log',
    }),
    kind: choice({
      label: { en: 'features', zh: '特征' },
      options: {
        trigonometric: { en: 'trigonometric', zh: '三角' },
        positive: { en: 'positive', zh: '正特征' },
        orthogonal: { en: 'orthogonal', zh: '正交' },
        elu: { en: 'elu + 1', zh: 'elu + 1' },
        exp: { en: 'exp', zh: 'exp' },
      },
      default: 'positive',
    }),
    // A draw whose errors lie near the medians over many seeds.
    seed: seed({ default: 33 }),
  },
  tolerance: 1e-2,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

export const kinds = ['trigonometric', 'positive', 'orthogonal', 'elu', 'exp'] as const;
export type Kind = (typeof kinds)[number];
/** Whether the features are random, and estimate the exact denominators. */
export const isRandom = (kind: Kind): boolean => kind !== 'elu' && kind !== 'exp';

import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { boolean, number, seed } from '../../lab/params.ts';

/** Queries and keys; entries of a query, a key, a value. */
export const n = 32;
export const d = 8;
/** Keys and queries of the tiles in which P is made again. */
export const tile = 16;
/** Largest size of the entry of dO that is dragged. */
export const highest = 2;

const demo = defineDemo({
  title: { en: 'Gradients without the stored matrix', zh: '不存矩阵，也能求梯度' },
  summary: {
    en: 'Attention’s backward pass needs the weights P. What if only one number per row was kept?',
    zh: '注意力的反向传播要用权重 P。如果每行只存一个数，还能求梯度吗？',
  },
  params: {
    row: number({ label: { en: 'query i', zh: '查询 i' }, role: 'query', min: 0, max: n - 1, step: 1, default: 20 }),
    column: number({
      label: { en: 'output entry c', zh: '输出分量 c' },
      role: 'value',
      min: 0,
      max: d - 1,
      step: 1,
      default: 3,
    }),
    entry: number({
      label: { en: 'dO at (i, c)', zh: 'dO 在 (i, c) 处的值' },
      role: 'gradient',
      min: -highest,
      max: highest,
      step: 0.1,
      default: 1,
    }),
    rest: boolean({ label: { en: 'random dO elsewhere', zh: 'dO 其余位置取随机数' }, default: false }),
    causal: boolean({ label: { en: 'causal mask', zh: '因果掩码' }, default: false }),
    seed: seed(),
  },
  tolerance: 1e-5,
});

export default demo;
export type Params = ParamsOf<typeof demo>;
/** The three gradients, in the order of attention's inputs. */
export const inputs = ['query', 'key', 'value'] as const;
export type Input = (typeof inputs)[number];

import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { boolean, choice, number, seed } from '../../lab/params.ts';
import { grouped } from './grouped.ts';

const demo = defineDemo({
  title: { en: 'Attention, tile by tile', zh: '一块一块地算注意力' },
  summary: {
    en: 'What is in fast memory at each moment, how much has gone through slow memory, and is the result exact?',
    zh: '每一刻快存储里有什么？慢存储已经搬了多少？结果是否精确？',
  },
  params: {
    order: choice({
      label: { en: 'outer loop', zh: '外层循环' },
      options: {
        queries: { en: 'over queries (FlashAttention-2)', zh: '遍历查询（FlashAttention-2）' },
        keys: { en: 'over keys (FlashAttention)', zh: '遍历键（FlashAttention）' },
      },
      default: 'queries',
    }),
    n: number({ label: { en: 'length N', zh: '序列长度 N' }, min: 64, max: 512, step: 64, default: 256 }),
    d: number({ label: { en: 'head dimension d', zh: '头维数 d' }, min: 16, max: 64, step: 16, default: 32 }),
    rows: number({
      label: { en: 'queries in a tile, Br', zh: '每块查询数 Br' },
      role: 'query',
      min: 16,
      max: 128,
      step: 16,
      default: 32,
    }),
    columns: number({
      label: { en: 'keys in a tile, Bc', zh: '每块键数 Bc' },
      role: 'key',
      min: 16,
      max: 128,
      step: 16,
      default: 32,
    }),
    sram: number({
      label: { en: 'fast memory', zh: '快存储容量' },
      hint: { en: 'Elements that fit.', zh: '能放下的元素个数。' },
      min: 4,
      max: 64,
      step: 4,
      default: 16,
      format: (value) => grouped(1024 * value),
    }),
    causal: boolean({ label: { en: 'causal mask', zh: '因果掩码' }, default: false }),
    seed: seed(),
  },
  // Attention in tiles against attention at once, both in single precision; outputs are means of values from N(0, 1).
  tolerance: 1e-5,
});

export default demo;
export type Params = ParamsOf<typeof demo>;

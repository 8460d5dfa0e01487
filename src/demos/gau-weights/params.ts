/** What the reader moves: twelve logits by hand, or how many random ones there are and how widely they spread. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, seed, vector } from '../../lab/params.ts';

/** Logits that are dragged, and how far up and down. */
export const dragged = 12;
export const highest = 4;
/** Random rows behind every mean, most logits in each, and how many of the first row are drawn. */
export const rows = 256;
export const most = 1024;
export const drawn = 48;

/** The row that the demo begins with. */
export const startRow: readonly number[] = [1.2, -0.4, 0.3, 2.1, -1.5, 0.8, -0.9, 0.1, 1.6, -2, 0.5, -0.2];

const moved = (by: number) => ({
  apply: ({ row }: { readonly row: readonly number[] }) => ({
    source: 'drag' as const,
    row: row.map((x) => Number(Math.min(highest, Math.max(-highest, x + by)).toFixed(2)) + 0),
  }),
});

const definition = defineDemo({
  title: { en: 'One row of weights, three ways', zh: '一行权重，三种算法' },
  summary: {
    en: 'What does a softmax do to a row of logits that relu² does not?',
    zh: '同一行 logit，softmax 和 relu² 各会得出怎样的权重？',
  },
  params: {
    source: choice({
      label: { en: 'logits', zh: 'logit' },
      options: {
        drag: { en: '12, dragged', zh: '12 个，手动拖动' },
        random: { en: 'n random ones', zh: 'n 个，随机' },
      },
      default: 'drag',
    }),
    n: number({
      label: { en: 'random logits n', zh: '随机 logit 个数 n' },
      min: dragged,
      max: most,
      step: 4,
      default: 64,
      scale: 'log',
    }),
    sigma: number({
      label: { en: 'their spread σ', zh: '离散程度 σ' },
      hint: { en: 'Random logits are N(0, σ²).', zh: '随机 logit 服从 N(0, σ²)。' },
      min: 0.2,
      max: 3,
      step: 0.1,
      default: 1,
    }),
    row: vector({
      label: { en: 'logits', zh: 'logit' },
      role: 'data',
      length: dragged,
      min: -highest,
      max: highest,
      digits: 2,
      default: startRow,
    }),
    seed: seed(),
  },
  tolerance: 1e-4,
  actions: [
    { id: 'up', label: { en: 'All +1', zh: '全体 +1' }, ...moved(1) },
    { id: 'down', label: { en: 'All −1', zh: '全体 −1' }, ...moved(-1) },
  ],
});
export default definition;
export type Params = ParamsOf<typeof definition>;

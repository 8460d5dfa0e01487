/** What the reader moves: a text, the length of a chunk, which chunk is being read, and whether later tokens are hidden. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { boolean, number, seed, text } from '../../lab/params.ts';

/** Most tokens. */
export const most = 64;
/** Widths of queries and keys, and of values: the state is [16, 96]. */
export const s = 16;
export const e = 96;

/** How many chunks of C a text of n characters makes. */
export const chunkCount = (n: number, size: number): number => Math.ceil(n / size);

const definition = defineDemo({
  title: { en: 'Chunks inside, a state across', zh: '块内看权重，块间靠状态' },
  summary: {
    en: 'What do weights inside chunks and one state across them amount to, and what do they cost?',
    zh: '块内用权重、块间用状态，合起来是怎样的注意力？要花多少计算？',
  },
  params: {
    text: text({
      label: { en: 'your text', zh: '输入文字' },
      hint: { en: `Each character is a token; at most ${most}.`, zh: `每个字符为一个词元，至多 ${most} 个。` },
      maxLength: most,
      default: {
        en: 'near by weights, far away by one state',
        zh: '近处逐个比较，远处只留一个总和，两条路相加，既不漏掉远处，也不必两两比较',
      },
    }),
    size: number({ label: { en: 'chunk length C', zh: '块长 C' }, min: 2, max: most, step: 1, default: 16 }),
    g: number({ label: { en: 'chunk being read', zh: '正在读的块' }, min: 1, max: most / 2, step: 1, default: 2 }),
    causal: boolean({ label: { en: 'causal', zh: '因果（只看前文）' }, default: true }),
    seed: seed(),
  },
  tolerance: 1e-4,
  actions: [
    {
      id: 'next',
      label: { en: 'Next chunk', zh: '下一块' },
      apply: ({ text: typed, size, g }) => ({ g: g >= chunkCount(Array.from(typed).length, size) ? 1 : g + 1 }),
    },
  ],
});
export default definition;
export type Params = ParamsOf<typeof definition>;

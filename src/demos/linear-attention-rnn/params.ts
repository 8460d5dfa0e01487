/** What the reader moves: a word, the token to look at, and the length of a chunk. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { number, seed, text } from '../../lab/params.ts';
import { graphemes } from '../../lab/plot/measure.ts';

/** Most tokens: rows and columns of the matrix. */
export const maxTokens = 32;
/** Dimension of features and of values: the state is [16, 16]. */
export const dimension = 16;

/** The tokens of a text: its characters, at most 32. */
export const tokensOf = (typed: string): string[] => graphemes(typed).slice(0, maxTokens);

const definition = defineDemo({
  title: { en: 'One layer, three ways to run it', zh: '同一层，三种算法' },
  summary: {
    en: 'A masked matrix, a recurrence with a matrix for its state, or chunks of both: do they give the same outputs?',
    zh: '带掩码的矩阵、以矩阵为状态的递推、两者结合的分块：输出相同吗？',
  },
  params: {
    word: text({
      label: { en: 'your word', zh: '输入文字' },
      hint: {
        en: `Each character is a token; at most ${maxTokens}.`,
        zh: `每个字符为一个词元，至多 ${maxTokens} 个。`,
      },
      maxLength: maxTokens,
      default: { en: 'linear attention', zh: '去掉归一化，换个次序，就是递推' },
    }),
    i: number({
      label: { en: 'token i', zh: '词元 i' },
      min: 1,
      max: maxTokens,
      step: 1,
      default: 7,
    }),
    chunk: number({ label: { en: 'chunk length', zh: '块长' }, min: 1, max: 16, step: 1, default: 4 }),
    seed: seed(),
  },
  tolerance: 1e-4,
  actions: [
    {
      id: 'next',
      label: { en: 'Next token', zh: '下一个词元' },
      apply: ({ word, i }) => ({ i: i >= tokensOf(word).length ? 1 : i + 1 }),
    },
  ],
});
export default definition;
export type Params = ParamsOf<typeof definition>;

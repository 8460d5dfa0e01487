import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { number, seed, text } from '../../lab/params.ts';

/** Words beyond this many are left out, so that rows and columns can still be read. */
export const maxWords = 24;
/** Dimension of word vectors, queries and keys. */
export const dimension = 32;

const demo = defineDemo({
  title: { en: 'One sentence, three position codes', zh: '一句话，三种位置编码' },
  summary: {
    en: 'When words are put in front of a sentence, which attention maps among its own words stay as they were?',
    zh: '在句子前面加词，句内各词之间的注意力图，哪一种保持不变？',
  },
  params: {
    sentence: text({
      label: { en: 'your sentence', zh: '输入句子' },
      hint: { en: `Any language; the first ${maxWords} words are used.`, zh: `语言不限，取前 ${maxWords} 个词。` },
      maxLength: 120,
      default: {
        en: 'The dog chased the cat, and the cat chased a mouse.',
        zh: '今天的雨和昨天的雨一样大，明天的雨更大。',
      },
    }),
    front: number({
      label: { en: 'words put in front', zh: '前面加的词数' },
      min: 0,
      max: 64,
      step: 1,
      default: 0,
    }),
    logBase: number({
      label: { en: 'base, log₁₀', zh: '底数，log₁₀' },
      min: 1,
      max: 5,
      step: 0.1,
      default: 4,
    }),
    seed: seed(),
  },
  tolerance: 1e-5,
});

export default demo;
export type Params = ParamsOf<typeof demo>;
/** How a map knows positions. */
export const schemes = ['rope', 'sinusoidal', 'none'] as const;
export type Scheme = (typeof schemes)[number];

/** What the reader moves: a text, how sharp its attention is, how much positions count, and what each method may spend. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, seed, text } from '../../lab/params.ts';

/** Most characters: each is a token. */
export const most = 128;
/** Dimension of the values. */
export const dv = 16;

const definition = defineDemo({
  title: { en: 'Nine bets on your sentence', zh: '用你的句子押九次注' },
  summary: {
    en: 'Few keys per query, or a matrix of low rank: which guess about attention holds for your own text?',
    zh: '每个查询只看少数键，还是整个矩阵低秩：哪种猜测在你自己的文字上成立？',
  },
  params: {
    text: text({
      label: { en: 'your text', zh: '输入文字' },
      hint: {
        en: `Each character is a token; at most ${most}. Equal characters have equal vectors.`,
        zh: `每个字符为一个词元，至多 ${most} 个；相同的字符有相同的向量。`,
      },
      maxLength: most,
      default: {
        en: 'Attention compares every token with every other one, and yet most of the weight in a row falls on a few keys. But on which keys?',
        zh: '每个词元都要和所有词元比较，可是一行的权重大多落在少数几个键上。问题是，哪几个键？如果事先知道是哪几个，就不必比较所有的键；如果事先知道这些行彼此相像，就不必保留所有的行。稀疏的方法赌前一件事，低秩的方法赌后一件事。赌对了，省下计算；赌错了，丢掉答案。',
      },
    }),
    logBeta: number({
      label: { en: 'sharpness β', zh: '锐度 β' },
      hint: { en: 'Scores are β times inner products of unit vectors.', zh: '得分是单位向量的内积乘以 β。' },
      min: 0,
      max: 6,
      step: 1,
      default: 3,
      format: (value) => String(2 ** value),
    }),
    mix: number({
      label: { en: 'position μ', zh: '位置 μ' },
      hint: { en: '0: only characters count; 1: only positions.', zh: '0：只看字符；1：只看位置。' },
      min: 0,
      max: 1,
      step: 0.1,
      default: 0.5,
    }),
    k: number({
      label: { en: 'budget k', zh: '预算 k' },
      hint: { en: 'Keys per query, landmarks, features or rank.', zh: '每个查询的键数，或地标数、特征数、秩。' },
      min: 4,
      max: 32,
      step: 1,
      default: 16,
    }),
    projection: choice({
      label: { en: 'Linformer projection', zh: 'Linformer 的投影' },
      options: {
        pooled: { en: 'segment means', zh: '分段平均' },
        random: { en: 'random, untrained', zh: '随机、未训练' },
      },
      default: 'pooled',
    }),
    seed: seed(),
  },
  // On software WebGL the pseudo-inverse of flat weights loses up to 10⁻³.
  tolerance: 5e-3,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

/** The approximations; `top`, `svd` and `uniform` are yardsticks that nobody could use to save work. */
export const methods = [
  'local',
  'strided',
  'lsh',
  'linformer',
  'nystrom',
  'performer',
  'top',
  'svd',
  'uniform',
] as const;
export type Method = (typeof methods)[number];
export const isYardstick = (method: Method): boolean => method === 'top' || method === 'svd' || method === 'uniform';
/** What each method bets on. */
export const bets: Readonly<Record<Method, 'sparse' | 'rank' | 'none'>> = {
  local: 'sparse',
  strided: 'sparse',
  lsh: 'sparse',
  top: 'sparse',
  linformer: 'rank',
  nystrom: 'rank',
  performer: 'rank',
  svd: 'rank',
  uniform: 'none',
};

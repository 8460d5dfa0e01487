/** What the reader moves: six scores, a common factor, and what makes weights of them. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, seed, vector } from '../../lab/params.ts';
import { formatPower } from '../../lab/plot/format.ts';

/** Scores, and entries of an output and of a query. */
export const n = 6;
export const d = 4;
/** Decades that a score may be dragged over. */
export const lowest = -4;
export const highest = 1;

export const kinds = ['exp', 'identity', 'damped', 'norm'] as const;
export type Kind = (typeof kinds)[number];

const definition = defineDemo({
  title: { en: 'How weights answer to scores', zh: '得分变一点，权重变多少' },
  summary: {
    en: 'What bounds the derivative of an attention weight, and what happens to the bound when scores are small?',
    zh: '注意力权重的导数受什么限制？得分很小时，这个界会怎样？',
  },
  params: {
    kind: choice({
      label: { en: 'from scores to outputs', zh: '从得分到输出' },
      options: {
        exp: { en: 'softmax', zh: 'softmax' },
        identity: { en: 'linear', zh: '线性' },
        damped: { en: 'linear + ε', zh: '线性 + ε' },
        norm: { en: 'NormAttention', zh: 'NormAttention' },
      },
      default: 'identity',
    }),
    scale: number({
      label: { en: 'common factor', zh: '公共倍数' },
      hint: {
        en: 'Multiplies all six scores, and the query at lower right.',
        zh: '乘到六个得分上，也乘到右下的查询上。',
      },
      min: 0.001,
      max: 1,
      step: 0.001,
      default: 1,
      scale: 'log',
    }),
    epsilon: number({
      label: { en: 'ε', zh: 'ε' },
      hint: { en: 'Used by linear + ε and by NormAttention.', zh: '“线性 + ε”与 NormAttention 用到它。' },
      min: -8,
      max: -2,
      step: 1,
      default: -6,
      format: (exponent) => formatPower(10 ** exponent),
    }),
    logs: vector({
      label: { en: 'scores, powers of ten', zh: '得分（10 的幂次）' },
      role: 'query',
      length: n,
      min: lowest,
      max: highest,
      digits: 2,
      default: [-0.6, -0.1, 0.3, -1.2, 0, -0.4],
    }),
    seed: seed(),
  },
  tolerance: 1e-3,
});
export default definition;
export type Params = ParamsOf<typeof definition>;
/** The scores, after the common factor: [6]. */
export const scoresOf = ({ logs, scale }: Pick<Params, 'logs' | 'scale'>): Float64Array =>
  Float64Array.from(logs, (power) => scale * 10 ** power);

import type { Lang, Localized } from '../../i18n/lang.ts';
import type { Kind } from './params.ts';

export const kindNames: Readonly<Record<Kind, Localized>> = {
  exp: { en: 'softmax', zh: 'softmax' },
  identity: { en: 'linear', zh: '线性' },
  damped: { en: 'linear + ε', zh: '线性 + ε' },
  norm: { en: 'NormAttention', zh: 'NormAttention' },
};

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'Six scores to drag, the Jacobian of what is made of them, its largest entries against their bounds, and the derivative in the query',
    scores: 'Scores s (drag)',
    handle: (k: number): string => `score ${k}`,
    jacobian: (kind: Kind): string => (kind === 'norm' ? 'Jacobian ∂o/∂s' : 'Jacobian ∂p/∂s'),
    rows: (kind: Kind): string => (kind === 'norm' ? 'rows: entries of o' : 'rows: weights p'),
    signs: '■ positive, □ negative',
    columns: 'Largest |∂| per column',
    measured: 'largest entry',
    bound: 'bound',
    quarter: '1/4',
    score: 'score',
    query: 'Largest |∂p/∂q|',
    factor: 'common factor on the query',
    now: 'now',
    elu: 'elu + 1',
    relu: 'ReLU',
  },
  zh: {
    picture: '六个可拖动的得分、由它们得到的结果的雅可比矩阵、各列最大元素与其上界，以及对查询的导数',
    scores: '得分 s（可拖动）',
    handle: (k: number): string => `第 ${k} 个得分`,
    jacobian: (kind: Kind): string => (kind === 'norm' ? '雅可比矩阵 ∂o/∂s' : '雅可比矩阵 ∂p/∂s'),
    rows: (kind: Kind): string => (kind === 'norm' ? '行：输出 o 的分量' : '行：权重 p'),
    signs: '■ 正，□ 负',
    columns: '各列最大的 |∂|',
    measured: '最大元素',
    bound: '上界',
    quarter: '1/4',
    score: '得分',
    query: '最大的 |∂p/∂q|',
    factor: '查询的公共倍数',
    now: '当前',
    elu: 'elu + 1',
    relu: 'ReLU',
  },
} as const satisfies Record<Lang, unknown>;

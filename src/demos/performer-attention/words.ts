import type { Lang, Localized } from '../../i18n/lang.ts';
import type { Kind } from './params.ts';

export const kindNames: Readonly<Record<Kind, Localized>> = {
  trigonometric: { en: 'trigonometric', zh: '三角特征' },
  positive: { en: 'positive', zh: '正特征' },
  orthogonal: { en: 'positive, orthogonal ω', zh: '正特征，正交 ω' },
  elu: { en: 'elu + 1', zh: 'elu + 1' },
  exp: { en: 'exp', zh: 'exp' },
};

/** The words of the picture. */
export const words = {
  en: {
    name: 'Exact and estimated attention maps; denominators of all rows; output errors of five kinds of features',
    exact: 'Softmax',
    estimate: 'From features',
    keys: 'keys 1–16 →',
    queries: 'queries 1–16 ↓',
    negative: 'below 0',
    ratios: 'denominator / exact',
    rows: 'query 1–64',
    certain: 'positive by construction;',
    noEstimate: 'no estimate of the exact one',
    broken: (count: number): string => `${count} of 64 rows ≤ 0`,
    errors: 'relative error of the output',
    uniform: 'uniform attention',
    cell: (row: number, column: number): string => `query ${row}, key ${column}: `,
    map: 'attention map; arrow keys read a cell',
    reading: (exact: string, estimate: string): string => `softmax ${exact}, features ${estimate}`,
    hint: 'Point at a cell to read it.',
  },
  zh: {
    name: '精确与估计的注意力图；各行的分母；五种特征的输出误差',
    exact: 'Softmax',
    estimate: '由特征算出',
    keys: '键 1–16 →',
    queries: '查询 1–16 ↓',
    negative: '小于 0',
    ratios: '分母 / 精确值',
    rows: '查询 1–64',
    certain: '分母恒正，',
    noEstimate: '但并非精确值的估计',
    broken: (count: number): string => `64 行中 ${count} 行 ≤ 0`,
    errors: '输出的相对误差',
    uniform: '均匀注意力',
    cell: (row: number, column: number): string => `查询 ${row}，键 ${column}：`,
    map: '注意力图，方向键可逐格读数',
    reading: (exact: string, estimate: string): string => `softmax ${exact}，特征 ${estimate}`,
    hint: '指向格子可读数。',
  },
} as const satisfies Record<Lang, unknown>;

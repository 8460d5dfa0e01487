import type { Lang, Localized } from '../../i18n/lang.ts';
import type { Method } from './params.ts';

/** Names as they stand in the picture; a star marks yardsticks. */
export const methodNames: Readonly<Record<'exact' | Method, Localized>> = {
  exact: { en: 'softmax', zh: 'softmax' },
  local: { en: 'local', zh: '局部' },
  strided: { en: 'strided', zh: '跨步' },
  lsh: { en: 'LSH', zh: 'LSH' },
  linformer: { en: 'Linformer', zh: 'Linformer' },
  nystrom: { en: 'Nyström', zh: 'Nyström' },
  performer: { en: 'Performer', zh: 'Performer' },
  top: { en: 'top-k*', zh: '前 k 大*' },
  svd: { en: 'SVD*', zh: 'SVD*' },
  uniform: { en: 'uniform*', zh: '均匀*' },
};

/** The words of the picture. */
export const words = {
  en: {
    name: 'Softmax attention among the characters of a text and nine approximations: maps, errors of the output, errors against multiplications',
    errors: 'relative error of the output',
    sorted: 'Sorted by error',
    against: 'Error against multiplications',
    multiplications: 'multiplications, thousands',
    full: 'softmax',
    keys: 'columns: keys →',
    queries: 'rows: queries ↓',
    star: '* yardstick',
    perplexity: 'perplexity',
    exactMap: 'Softmax weights in blocks of characters; arrow keys read a block',
    empty: 'Type a text.',
    circle: 'few keys',
    square: 'low rank',
    reading: (from: string, to: string): string => `“${from}” reads “${to}”: `,
    share: (name: string, value: string): string => `${name} ${value}`,
    comma: ', ',
  },
  zh: {
    name: '一段文字各字符之间的 softmax 注意力，以及九种近似：注意力图、输出误差、误差与乘法次数',
    errors: '输出的相对误差',
    sorted: '按误差排序',
    against: '误差与乘法次数',
    multiplications: '乘法次数（千）',
    full: 'softmax',
    keys: '列：键 →',
    queries: '行：查询 ↓',
    star: '* 标尺',
    perplexity: '困惑度',
    exactMap: 'softmax 权重，按字符分块；方向键可逐块读数',
    empty: '请输入文字。',
    circle: '少数键',
    square: '低秩',
    reading: (from: string, to: string): string => `“${from}”读“${to}”：`,
    share: (name: string, value: string): string => `${name} ${value}`,
    comma: '，',
  },
} as const satisfies Record<Lang, unknown>;

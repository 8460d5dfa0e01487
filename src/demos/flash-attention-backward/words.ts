import type { Lang } from '../../i18n/lang.ts';
import type { Input } from './params.ts';

/** Names of the gradients. */
export const gradientNames: Readonly<Record<Input, string>> = { query: 'dQ', key: 'dK', value: 'dV' };

/** The words of the picture. */
export const words = {
  en: {
    picture: 'What is kept for the backward pass, the gradient that comes in, and the three gradients that go out',
    weights: (bytes: string): string => `P, ${bytes} bytes`,
    logSum: (bytes: string): string => `L, ${bytes} bytes`,
    shortWeights: (bytes: string): string => `P, ${bytes} B`,
    shortLogSum: (bytes: string): string => `L, ${bytes} B`,
    axes: 'rows: queries, columns: keys',
    shortAxes: 'row: query, col.: key',
    upstream: 'dO',
    entry: 'dO at (i, c)',
    shortEntry: '(i, c)',
    handle: (row: number, column: number): string => `dO at query ${row}, entry ${column}`,
    apart: (difference: string): string => `off by ${difference}`,
    signs: 'Full cell: positive; small square: negative. Each map has its own scale.',
    shortSigns: ['Full cell: positive; small square: negative.', 'Each map has its own scale.'],
  },
  zh: {
    picture: '为反向传播保存的东西、传入的梯度，以及传出的三个梯度',
    weights: (bytes: string): string => `P，${bytes} 字节`,
    logSum: (bytes: string): string => `L，${bytes} 字节`,
    shortWeights: (bytes: string): string => `P，${bytes} B`,
    shortLogSum: (bytes: string): string => `L，${bytes} B`,
    axes: '行：查询，列：键',
    shortAxes: '行：查询，列：键',
    upstream: 'dO',
    entry: 'dO 在 (i, c)',
    shortEntry: '(i, c)',
    handle: (row: number, column: number): string => `dO 在查询 ${row}、分量 ${column} 处的值`,
    apart: (difference: string): string => `相差 ${difference}`,
    signs: '满格为正，小方块为负；各图自成标度。',
    shortSigns: ['满格为正，小方块为负；各图自成标度。'],
  },
} as const satisfies Record<Lang, unknown>;

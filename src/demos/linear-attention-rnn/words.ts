import type { Lang } from '../../i18n/lang.ts';

/** How a token is printed: a space as a mark that can be seen. */
export const tokenName = (token: string): string => (token.trim() === '' ? '␣' : token);

/** The words of the picture. */
export const words = {
  en: {
    picture: 'The masked matrix of weights, the state after the chosen token, and its output in three forms',
    empty: 'Type a word: each of its characters becomes a token.',
    weights: 'Parallel: weights [n, n]',
    weightsNote: 'boxed: inside a chunk',
    state: 'Recurrent: state S',
    stateNote: '■ positive, □ negative',
    outputs: (place: number, token: string): string => `Output of token ${place}, “${token}”`,
    coordinate: 'coordinate of the output',
    parallel: 'parallel',
    recurrent: 'recurrent',
    chunked: 'chunked',
    map: 'weights; arrow keys read a cell',
    pair: (from: string, to: string): string => `${from} → ${to}: `,
    feature: 'key feature ↓, value coordinate →',
  },
  zh: {
    picture: '带掩码的权重矩阵、所选词元之后的状态，以及三种算法的输出',
    empty: '请输入文字：每个字符成为一个词元。',
    weights: '并行：权重 [n, n]',
    weightsNote: '方框：块内部分',
    state: '递推：状态 S',
    stateNote: '■ 正，□ 负',
    outputs: (place: number, token: string): string => `第 ${place} 个词元“${token}”的输出`,
    coordinate: '输出的坐标',
    parallel: '并行',
    recurrent: '递推',
    chunked: '分块',
    map: '权重，方向键可逐格读数',
    pair: (from: string, to: string): string => `${from} → ${to}：`,
    feature: '键的特征 ↓，值的坐标 →',
  },
} as const satisfies Record<Lang, unknown>;

import type { Lang } from '../../i18n/lang.ts';

/** How a token is printed: a space as a mark that can be seen. */
export const tokenName = (token: string): string => (token.trim() === '' ? '␣' : token);

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'The dense map that chunks amount to, the state that the framed chunk reads, and the multiply-adds of both ways',
    empty: 'Type a text: each of its characters becomes a token.',
    map: 'The map all this amounts to',
    inside: 'inside a chunk',
    across: 'through the state',
    negative: 'negative (small)',
    state: (g: number): string => `State read by chunk ${g}`,
    stateNote: 'feature ↓, coordinate of the value →',
    nothing: 'Nothing came before: all zeros.',
    cost: 'Multiply-adds of the mixing',
    mixed: 'mixed',
    full: 'full',
    quadratic: 'inside chunks',
    linear: 'the state',
    serial: 'Steps that wait for each other',
    chunks: 'chunks',
    tokenwise: 'token by token',
  },
  zh: {
    picture: '分块合起来的稠密注意力图、框出的那一块所读的状态，以及两种算法的乘加次数',
    empty: '请输入文字：每个字符成为一个词元。',
    map: '合起来的注意力图',
    inside: '块内',
    across: '经由状态',
    negative: '负值（小方块）',
    state: (g: number): string => `第 ${g} 块读到的状态`,
    stateNote: '特征 ↓，值的坐标 →',
    nothing: '前面没有内容，全为零。',
    cost: '混合部分的乘加次数',
    mixed: '混合',
    full: '全部',
    quadratic: '块内',
    linear: '状态',
    serial: '必须先后进行的步数',
    chunks: '分块',
    tokenwise: '逐词元',
  },
} as const satisfies Record<Lang, unknown>;

import type { Lang, Localized } from '../../i18n/lang.ts';
import type { Scheme } from './params.ts';

/** Names of the three maps. */
export const schemeNames: Readonly<Record<Scheme, Localized>> = {
  rope: { en: 'RoPE', zh: 'RoPE' },
  sinusoidal: { en: 'Added sinusoidal', zh: '相加的正弦编码' },
  none: { en: 'No positions', zh: '无位置编码' },
};

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'Attention maps among the words of the sentence: with RoPE, with an added sinusoidal code, without positions',
    empty: 'Type a sentence: its words become rows and columns.',
    change: 'largest change',
    rule: 'A row’s word attends to a column’s word; each row sums to 1. Point at a cell to read it.',
    shortRule: 'Each row sums to 1. Point at a cell to read it.',
    cut: (kept: number, total: number): string => `First ${kept} of ${total} words.`,
    map: 'attention map; arrow keys read a cell',
    pair: (from: string, to: string): string => `${from} → ${to}: `,
  },
  zh: {
    picture: '句内各词之间的注意力图：RoPE、相加的正弦编码、无位置编码',
    empty: '请输入一句话：其中的词将成为行与列。',
    change: '最大变化',
    rule: '行上的词注意列上的词，每行之和为 1。指向格子可读数。',
    shortRule: '每行之和为 1。指向格子可读数。',
    cut: (kept: number, total: number): string => `共 ${total} 个词，取前 ${kept} 个。`,
    map: '注意力图，方向键可逐格读数',
    pair: (from: string, to: string): string => `${from} → ${to}：`,
  },
} as const satisfies Record<Lang, unknown>;

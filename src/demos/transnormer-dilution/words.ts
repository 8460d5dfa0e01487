import type { Lang, Localized } from '../../i18n/lang.ts';
import type { Kind } from './params.ts';

export const kindNames: Readonly<Record<Kind | 'uniform', Localized>> = {
  softmax: { en: 'softmax', zh: 'softmax' },
  elu: { en: 'linear, elu + 1', zh: '线性，elu + 1' },
  relu: { en: 'linear, ReLU', zh: '线性，ReLU' },
  blocks: { en: 'softmax in blocks', zh: '分块 softmax' },
  uniform: { en: 'uniform', zh: '均匀' },
};

/** The words of the picture. */
export const words = {
  en: {
    picture: 'Four attention maps of one text, and the share of a row’s weight inside a window around the diagonal',
    empty: 'Type a text: each of its characters becomes a token.',
    shade: (n: number): string => `Full shade: 8 times the uniform weight 1/${n}.`,
    lines: 'Lines: window.',
    locality: 'Share of weight in the window, ℓ(·, r)',
    window: 'window r',
    handle: 'window r',
  },
  zh: {
    picture: '同一段文字的四幅注意力图，以及对角线附近窗口内权重所占的比例',
    empty: '请输入文字：每个字符成为一个词元。',
    shade: (n: number): string => `颜色最深处为均匀权重 1/${n} 的 8 倍。`,
    lines: '斜线：窗口。',
    locality: '窗口内权重所占比例 ℓ(·, r)',
    window: '窗口 r',
    handle: '窗口 r',
  },
} as const satisfies Record<Lang, unknown>;

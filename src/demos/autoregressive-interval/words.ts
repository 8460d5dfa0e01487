import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'The interval from 0 to 1 cut into 128 characters with the number u on it; below, the interval split at each bit and stretched to full width',
    strip: 'All 128 characters as intervals of [0, 1)',
    u: 'number u',
    zoom: 'The way of u: each row is the part chosen above, stretched',
    bit: (value: number): string => `bit ${value}`,
    wide: 'interval −log₂',
    bits: 'bits',
  },
  zh: {
    picture: '0 到 1 的区间分给 128 个字符，数 u 落在其中；下方逐位分割，每一行都是上一行选中的部分，拉伸到全宽',
    strip: '128 个字符，各占 [0, 1) 的一段',
    u: '数 u',
    zoom: 'u 走的路：每一行是上一行选中的部分，拉伸到全宽',
    bit: (value: number): string => `位 ${value}`,
    wide: '区间 −log₂',
    bits: '比特',
  },
} as const satisfies Record<Lang, unknown>;

import type { Lang } from '../../i18n/lang.ts';

/** The words of a pad for drawing points. */
export const padWords = {
  en: {
    draw: 'Draw',
    erase: 'Erase',
    clear: 'Clear',
    count: (n: number, most: number): string => `${n} / ${most}`,
    cursor: 'Brush: arrows move it, Enter draws, Delete erases',
    at: (x: string, y: string, n: number): string => `x ${x}, y ${y}; ${n} points`,
    empty: 'Draw points here',
  },
  zh: {
    draw: '画点',
    erase: '擦除',
    clear: '清空',
    count: (n: number, most: number): string => `${n} / ${most}`,
    cursor: '画笔：方向键移动，回车键画点，删除键擦除',
    at: (x: string, y: string, n: number): string => `x ${x}，y ${y}；共 ${n} 个点`,
    empty: '在此处画点',
  },
} as const satisfies Record<Lang, unknown>;

import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    name: 'A painted grid, the grid as attention repaints it, and a map of the cells that each word claims',
    painted: 'Your picture',
    output: 'Attended colours',
    maps: 'Each cell’s attention to the word, 0 to 1',
    cursor: 'Brush: arrows move it, Enter paints, Delete paints white',
    cell: (row: number, column: number, colour: string): string => `row ${row + 1}, column ${column + 1}: ${colour}`,
    share: (row: number, column: number, share: string): string => `row ${row + 1}, column ${column + 1}: ${share}`,
    map: (word: string): string => `Map of “${word}”`,
    empty: 'Type a word to see its map.',
  },
  zh: {
    name: '画好的网格、注意力重新着色后的网格，以及每个词所占格子的图',
    painted: '你的画',
    output: '注意力给出的颜色',
    maps: '每个格子分给该词的注意力，0 到 1',
    cursor: '画笔：方向键移动，回车键上色，删除键涂白',
    cell: (row: number, column: number, colour: string): string => `第 ${row + 1} 行第 ${column + 1} 列：${colour}`,
    share: (row: number, column: number, share: string): string => `第 ${row + 1} 行第 ${column + 1} 列：${share}`,
    map: (word: string): string => `“${word}”的图`,
    empty: '输入一个词，就能看到它的图。',
  },
} as const satisfies Record<Lang, unknown>;

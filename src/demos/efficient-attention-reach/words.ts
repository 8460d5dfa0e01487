import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    name: 'A sparse attention pattern that can be painted, what each number of layers reaches, and the receptive field of one query',
    draw: 'Paint here: which key may a query read?',
    keys: 'keys →',
    queries: 'queries ↓',
    reach: (layers: number): string => (layers === 1 ? 'Reached after 1 layer' : `Reached after 1 to ${layers} layers`),
    field: (query: number): string => `Receptive field of query ${query}`,
    axis: 'key',
    area: 'Pattern: arrow keys move, Space or Enter paints or erases a cell, Shift with an arrow key paints on',
    cell: (query: number, key: number, allowed: boolean): string =>
      `query ${query}, key ${key}: ${allowed ? 'allowed' : 'not allowed'}`,
    hint: 'Press to paint, press a shaded cell to erase; drag for more.',
    full: 'This code of painted cells is full.',
  },
  zh: {
    name: '可以涂画的稀疏注意力模式、叠若干层之后的视野，以及某个查询的感受野',
    draw: '在此涂画：查询可以读哪些键？',
    keys: '键 →',
    queries: '查询 ↓',
    reach: (layers: number): string => (layers === 1 ? '1 层之后可达' : `1 至 ${layers} 层之后可达`),
    field: (query: number): string => `查询 ${query} 的感受野`,
    axis: '键',
    area: '稀疏模式：方向键移动，空格或回车涂画、擦除一格，按住 Shift 再按方向键连续涂画',
    cell: (query: number, key: number, allowed: boolean): string =>
      `查询 ${query}，键 ${key}：${allowed ? '允许' : '不允许'}`,
    hint: '按下即涂画，按在有色格上则擦除；拖动可连续操作。',
    full: '涂画的格子太多，记不下了。',
  },
} as const satisfies Record<Lang, unknown>;

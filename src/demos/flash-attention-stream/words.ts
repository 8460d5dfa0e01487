import type { Lang } from '../../i18n/lang.ts';
import { formatFixed, formatScientific } from '../../lab/plot/format.ts';

/** A number of the demo: at most `digits` decimals and no zeros behind them, powers of ten where digits would not show it. NaN is named. */
export function show(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  const size = Math.abs(value);
  if (Number.isFinite(value) && size >= 1e5) return formatScientific(value, 3);
  if (size > 0 && size < 10 ** -digits) return formatScientific(value, 2);
  return formatFixed(value, digits).replace(/\.0+$|(\.\d*?)0+$/, '$1');
}

/** The words of the picture. */
export const words = {
  en: {
    picture: 'Logits with their running maximum, the running sum, and the merging of the parts between the cuts',
    empty: 'Type some numbers: they are the logits.',
    logits: 'logits x',
    max: 'running maximum m',
    fixed: 'maximum, found before',
    rescaled: 'm moved: rescale',
    sum: 'Sum ℓ after each element',
    element: 'element',
    limit: (format: string): string => `largest ${format}`,
    after: (count: number): string => `After ${count}:`,
    scaled: (factor: string): string => `m moved here: what was there × ${factor}.`,
    tree: 'The parts, merged (float32 tensors)',
    elements: (from: number, to: number): string => (from === to ? `${from}` : `${from}–${to}`),
    cut: (index: number): string => `cut ${index} of 3`,
    place: (cut: number, n: number): string =>
      cut <= 0 || cut >= n ? 'at an end, cuts nothing' : `between elements ${cut} and ${cut + 1}`,
    left: (count: number): string => ` ${count} more left out.`,
    all: 'all',
  },
  zh: {
    picture: '各个 logit 与当前最大值、当前的和，以及切口之间各段的合并',
    empty: '请输入几个数，作为 logit。',
    logits: 'logit x',
    max: '当前最大值 m',
    fixed: '事先求得的最大值',
    rescaled: 'm 变大：重新缩放',
    sum: '读过每个元素之后的和 ℓ',
    element: '元素',
    limit: (format: string): string => `${format} 的最大数`,
    after: (count: number): string => `读完 ${count} 个：`,
    scaled: (factor: string): string => `m 在此变大：旧的 ℓ、o × ${factor}。`,
    tree: '各段及其合并（float32 张量）',
    elements: (from: number, to: number): string => (from === to ? `${from}` : `${from}–${to}`),
    cut: (index: number): string => `切口 ${index}（共 3 个）`,
    place: (cut: number, n: number): string =>
      cut <= 0 || cut >= n ? '在端点，不起作用' : `在第 ${cut} 与第 ${cut + 1} 个元素之间`,
    left: (count: number): string => `另有 ${count} 个未计入。`,
    all: '全部',
  },
} as const satisfies Record<Lang, unknown>;

/** The clocks in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatSigned } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import type { Params } from './params.ts';

export function describe(frame: Frame, { m, n }: Params, lang: Lang): string {
  const parts = Array.from(frame.parts, (part) => formatSigned(part, 3));
  const total = formatFixed(frame.total, 3);
  const distance = formatFixed(m - n, 0);
  return lang === 'en'
    ? `Four clocks, each with a query hand at position ${m} and a key hand at position ${n}, so the distance m − n is ${distance}. ` +
        `Their partial scores are ${parts.join(', ')}; the total score is ${total}. Moving both positions by the same amount turns every hand and leaves the total.`
    : `四只时钟，查询指针在位置 ${m}，键指针在位置 ${n}，距离 m − n 为 ${distance}。` +
        `各钟的分项得分为 ${parts.join('、')}，总分为 ${total}。两个位置一同平移时，指针都会转动，总分不变。`;
}

export function readouts(frame: Frame, { m, n }: Params, lang: Lang): readonly Readout[] {
  return [
    { label: lang === 'en' ? 'distance m − n' : '距离 m − n', value: formatFixed(m - n, 0) },
    { label: lang === 'en' ? 'total score' : '总分', value: formatFixed(frame.total, 4) },
  ];
}

/** One row per clock, and the total in the last. Angles in radians. */
export function table(frame: Frame): DataTable {
  const rows = Array.from(frame.parts, (part, i) => [
    i,
    at(frame.theta, i),
    at(frame.query, 2 * i),
    at(frame.query, 2 * i + 1),
    at(frame.key, 2 * i),
    at(frame.key, 2 * i + 1),
    part,
  ]);
  return {
    columns: ['pair', 'theta', 'query_re', 'query_im', 'key_re', 'key_im', 'partial_score'],
    rows: [...rows, ['total', '', '', '', '', '', frame.total]],
  };
}

import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatScientific } from '../../lab/plot/format.ts';
import type { Frame } from './compute.ts';
import { schemes, type Params, type Scheme } from './params.ts';
import { schemeNames, words } from './words.ts';

/** A change of weights: three decimals, or a power of ten below a thousandth. */
export const formatChange = (change: number): string =>
  change === 0 || change >= 1e-3 ? formatFixed(change, change === 0 ? 0 : 3) : formatScientific(change);

export function describe(frame: Frame, params: Params, lang: Lang): string {
  const n = frame.words.length;
  if (n === 0) return words[lang].empty;
  const cut = frame.total > n ? words[lang].cut(n, frame.total) : '';
  const change = (scheme: Scheme): string => formatChange(frame.changes[scheme]);
  if (lang === 'en') {
    const count = `${n} ${n === 1 ? 'word' : 'words'}`;
    if (params.front === 0) return `Attention among ${count}, nothing in front. ${cut}`.trim();
    const front = `${params.front} ${params.front === 1 ? 'word' : 'words'}`;
    return `Attention among ${count} with ${front} in front. Largest change of a weight against nothing in front: RoPE ${change('rope')} (rounding; ${formatChange(frame.exactChanges.rope)} in double precision), added sinusoidal code ${change('sinusoidal')}, no positions ${change('none')}. ${cut}`.trim();
  }
  if (params.front === 0) return `${n} 个词之间的注意力，前面没有加词。${cut}`;
  return `${n} 个词之间的注意力，前面加了 ${params.front} 个词。与不加词相比，权重的最大变化：RoPE 为 ${change('rope')}（舍入误差；双精度下为 ${formatChange(frame.exactChanges.rope)}），相加的正弦编码为 ${change('sinusoidal')}，无位置编码为 ${change('none')}。${cut}`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const label = (scheme: Scheme): string =>
    lang === 'en' ? `largest change, ${schemeNames[scheme].en}` : `最大变化，${schemeNames[scheme].zh}`;
  const exact = lang === 'en' ? 'RoPE, double precision' : 'RoPE，双精度';
  const changes = schemes.map((scheme) => ({ label: label(scheme), value: formatChange(frame.changes[scheme]) }));
  const count = { label: lang === 'en' ? 'words' : '词数', value: String(frame.words.length) };
  if (frame.words.length === 0) return [count];
  return [count, ...changes, { label: exact, value: formatChange(frame.exactChanges.rope) }];
}

export function table(frame: Frame): DataTable {
  const n = frame.words.length;
  const rows = frame.words.flatMap((from, i) =>
    frame.words.map((to, j) => [i, from, j, to, ...schemes.map((scheme) => frame.maps[scheme][i * n + j] ?? NaN)]),
  );
  return { columns: ['row', 'query word', 'column', 'key word', ...schemes], rows };
}

/** Map, state and costs in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatCount, formatFixed, formatScientific } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { e, type Params } from './params.ts';
import { words } from './words.ts';

/** How many times as much the full map costs. */
const saving = ({ cost }: Frame): string => formatFixed(cost.full / (cost.quadratic + cost.linear), 2);

export function describe(frame: Frame, { size, causal }: Params, lang: Lang): string {
  const { tokens, chunks, g, cost, error } = frame;
  if (tokens.length === 0) return words[lang].empty;
  const [gap, mixed, full] = [
    formatScientific(error),
    formatCount(cost.quadratic + cost.linear),
    formatCount(cost.full),
  ];
  return lang === 'en'
    ? `${tokens.length} characters in ${chunks} chunks of ${size}, ${causal ? 'causal' : 'every token visible'}; chunk ${g + 1} is framed. Mixing takes ${mixed} multiply-adds, the full map ${full}, a ratio of ${saving(frame)}; ${cost.serial} steps wait for each other. The chunked outputs differ from those of the dense map by at most ${gap}.`
    : `${tokens.length} 个字符，块长 ${size}，共 ${chunks} 块，${causal ? '只看前文' : '两两可见'}；框出的是第 ${g + 1} 块。混合要 ${mixed} 次乘加，全部两两比较要 ${full} 次，是它的 ${saving(frame)} 倍；须先后进行的有 ${cost.serial} 步。分块输出与稠密注意力图的输出至多相差 ${gap}。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const { tokens, cost, error } = frame;
  if (tokens.length === 0) return [{ label: lang === 'en' ? 'characters' : '字符数', value: '0' }];
  const labels =
    lang === 'en'
      ? ['max |chunked − dense|', 'multiply-adds, mixed', 'multiply-adds, full', 'full / mixed', 'serial steps']
      : ['最大 |分块 − 稠密|', '乘加，混合', '乘加，全部', '全部 / 混合', '串行步数'];
  const values = [
    formatScientific(error),
    formatCount(cost.quadratic + cost.linear),
    formatCount(cost.full),
    saving(frame),
    String(cost.serial),
  ];
  return values.map((value, index) => ({ label: labels[index] ?? '', value }));
}

/** Long format: the map by query and key, the state by feature and coordinate. */
export function table({ tokens, map, state }: Frame): DataTable {
  const matrix = (name: string, values: ArrayLike<number>, width: number) =>
    Array.from({ length: values.length }, (_, index) => [
      name,
      Math.floor(index / width) + 1,
      (index % width) + 1,
      at(values, index),
    ]);
  return {
    columns: ['quantity', 'row', 'column', 'value'],
    rows: [...matrix('map', map, Math.max(1, tokens.length)), ...matrix('state', state, e)],
  };
}

/** A pattern's cost and reach in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import type { Frame } from './compute.ts';
import definition, { type Params } from './params.ts';

/** A share as per cent. Never 100% while something is missing, never 0% while something is there. */
export function percent(share: number): string {
  const rounded = Math.round(100 * share);
  const kept = share < 1 && share > 0 ? Math.min(99, Math.max(1, rounded)) : rounded;
  return `${kept}%`;
}
/** Digits in groups of three. */
const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

export function describe(frame: Frame, { pattern, layers, causal, paint }: Params, lang: Lang): string {
  const name = definition.params.pattern.options[pattern][lang];
  const [pairs, all] = [grouped(frame.pairs), grouped(frame.all)];
  const reached = percent(frame.shares.at(-1) ?? 0);
  if (lang === 'en') {
    const until =
      frame.until > 0 ? `All pairs are reached after ${frame.until} layers.` : 'Some pairs are never reached.';
    const empty = frame.empty > 0 ? ` ${frame.empty} queries may read nothing.` : '';
    return `Pattern: ${name}${paint === '' ? '' : ', painted over'}${causal ? ', causal' : ''}, ${frame.n} tokens. It allows ${pairs} of ${all} pairs, ${percent(frame.pairs / frame.all)}. ${layers} layers reach ${reached}. ${until}${empty}`;
  }
  const until = frame.until > 0 ? `叠 ${frame.until} 层后全部可达。` : '有些词元永远无法互通。';
  const empty = frame.empty > 0 ? `有 ${frame.empty} 个查询什么也读不到。` : '';
  return `模式：${name}${paint === '' ? '' : '，另有涂画'}${causal ? '，因果' : ''}，${frame.n} 个词元。允许 ${all} 对中的 ${pairs} 对（${percent(frame.pairs / frame.all)}）。${layers} 层可达 ${reached}。${until}${empty}`;
}

export function readouts(frame: Frame, { layers }: Params, lang: Lang): readonly Readout[] {
  const en = lang === 'en';
  const never = en ? 'never' : '永不';
  return [
    {
      label: en ? 'allowed pairs' : '允许的对数',
      value: `${grouped(frame.pairs)} / ${grouped(frame.all)}`,
    },
    { label: en ? 'share, one layer’s cost' : '占比，即每层代价', value: percent(frame.pairs / frame.all) },
    { label: en ? `reached after ${layers}` : `${layers} 层可达`, value: percent(frame.shares.at(-1) ?? 0) },
    { label: en ? 'layers until all' : '全部可达所需层数', value: frame.until > 0 ? String(frame.until) : never },
    ...(frame.empty > 0
      ? [{ label: en ? 'queries without a key' : '无键可读的查询', value: String(frame.empty) }]
      : []),
  ];
}

/** Every allowed pair, and the pairs that each layer reaches. */
export function table(frame: Frame): DataTable {
  const reached = frame.shares.map((share, index) => ['reached share', index + 1, '', share]);
  const pairs = Array.from(frame.mask).flatMap((allowed, index) =>
    allowed ? [['allowed', Math.floor(index / frame.n) + 1, (index % frame.n) + 1, 1]] : [],
  );
  return { columns: ['quantity', 'layers_or_query', 'key', 'value'], rows: [...reached, ...pairs] };
}

/** The three rows of weights in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import { kinds, type Frame, type Kind } from './compute.ts';
import type { Params } from './params.ts';
import { percent, words } from './words.ts';

/** A participation ratio; a row of zeros has none. */
export const ratioText = ({ statistics }: Frame, kind: Kind): string =>
  statistics[kind].sum === 0 ? '–' : formatFixed(statistics[kind].participation, 3);

/** Weights of a kind that differ from those before dragging by more than rounding. */
export const movedBars = ({ weights, start }: Frame, kind: Kind): number =>
  start ? Array.from(weights[kind]).filter((w, j) => Math.abs(w - at(start[kind], j)) > 1e-5).length : 0;

export function describe(frame: Frame, { source, sigma }: Params, lang: Lang): string {
  const { n, statistics } = frame;
  const t = words[lang];
  const each = kinds.map((kind) => {
    const { sum } = statistics[kind];
    return lang === 'en'
      ? `${t.kinds[kind]}: row sum ${formatFixed(sum, 2)}, participation ratio ${ratioText(frame, kind)}`
      : `${t.kinds[kind]}：行和 ${formatFixed(sum, 2)}，参与率 ${ratioText(frame, kind)}`;
  });
  const zeros = percent(statistics.byLength.zeros);
  const moved = kinds.map((kind) => movedBars(frame, kind));
  if (lang === 'en') {
    const what =
      source === 'drag'
        ? `A row of ${n} logits set by hand.`
        : `Means over 256 rows of ${n} logits from N(0, σ²), σ = ${formatFixed(sigma, 1)}.`;
    const bars =
      source === 'drag'
        ? ` Against the row at the start, ${moved[0] ?? 0}, ${moved[1] ?? 0} and ${moved[2] ?? 0} bars differ.`
        : '';
    return `${what} ${each.join('; ')}. Under relu², ${zeros} of the weights are zero.${bars}`;
  }
  const what =
    source === 'drag'
      ? `手动设定的一行 ${n} 个 logit。`
      : `256 行的平均，每行 ${n} 个 logit，服从 N(0, σ²)，σ = ${formatFixed(sigma, 1)}。`;
  const bars =
    source === 'drag' ? `与起始的一行相比，依次有 ${moved[0] ?? 0}、${moved[1] ?? 0}、${moved[2] ?? 0} 根柱不同。` : '';
  return `${what}${each.join('；')}。relu² 的权重有 ${zeros} 为零。${bars}`;
}

export function readouts(frame: Frame, { source }: Params, lang: Lang): readonly Readout[] {
  const { statistics } = frame;
  const t = words[lang];
  const perKind = (name: string, value: (kind: Kind) => string, which: readonly Kind[] = kinds): Readout[] =>
    which.map((kind) => ({
      label: lang === 'en' ? `${name}, ${t.kinds[kind]}` : `${name}，${t.kinds[kind]}`,
      value: value(kind),
    }));
  const [participation, sum, moved] =
    lang === 'en'
      ? ['participation', 'row sum', 'bars that differ from the start']
      : ['参与率', '行和', '与起始不同的柱'];
  return [
    ...perKind(participation, (kind) => ratioText(frame, kind), ['softmax', 'byLength']),
    ...perKind(sum, (kind) => formatFixed(statistics[kind].sum, 2), ['softmax', 'byLength']),
    { label: lang === 'en' ? 'zeros under relu²' : 'relu² 的零', value: percent(statistics.byLength.zeros) },
    ...(source === 'drag' ? perKind(moved, (kind) => String(movedBars(frame, kind))) : []),
  ];
}

/** Long format: logits and weights by place; then the figures of each kind. */
export function table({ logits, weights, statistics, n }: Frame): DataTable {
  const places = Array.from(logits, (x, j) => ['logit', '', j + 1, x]);
  const each = kinds.flatMap((kind) => Array.from(weights[kind], (w, j) => ['weight', kind, j + 1, w]));
  const figures = kinds.flatMap((kind) => [
    ['zeros', kind, n, statistics[kind].zeros],
    ['row_sum', kind, n, statistics[kind].sum],
    ['participation_ratio', kind, n, statistics[kind].participation],
  ]);
  return { columns: ['quantity', 'kind', 'place_or_n', 'value'], rows: [...places, ...each, ...figures] };
}

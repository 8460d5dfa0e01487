/** The estimates in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { kindNames, kinds, shortNames, type Kind } from './estimators.ts';
import { figure, percent } from './figures.ts';
import { bins } from './histogram.ts';
import { trials, type Params } from './params.ts';

/** Mean squared error at m, in units of K² or not. */
const measuredAt = ({ measured, levels }: Frame, kind: Kind): number => at(measured[kind], levels.length - 1);
const expectedAt = ({ expected }: Frame, kind: Kind): number | undefined =>
  kind === 'orthogonal' ? undefined : expected[kind];

const point = (v: readonly number[]): string => `(${formatFixed(v[0] ?? 0)}, ${formatFixed(v[1] ?? 0)})`;

export function describe(frame: Frame, { x, y, m }: Params, lang: Lang): string {
  const each = kinds.map((kind) => `${kindNames[kind][lang]} ${figure(Math.sqrt(measuredAt(frame, kind)))}`);
  return lang === 'en'
    ? `x is ${point(x)}, y is ${point(y)}, and the true value e^(xᵀy) is ${figure(frame.truth)}. ` +
        `Root mean squared errors of ${trials} estimates from ${m} projections, in units of the true value: ${each.join('; ')}. ` +
        `${percent(frame.negative)} of the trigonometric estimates are not positive.`
    : `x 为 ${point(x)}，y 为 ${point(y)}，真值 e^(xᵀy) 为 ${figure(frame.truth)}。` +
        `每个估计用 ${m} 个投影，${trials} 次估计的均方根误差（以真值为单位）：${each.join('；')}。` +
        `三角估计中有 ${percent(frame.negative)} 不是正数。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const square = frame.truth ** 2;
  const errors = kinds.map((kind) => {
    const expected = expectedAt(frame, kind);
    const formula = expected === undefined ? '' : ` ${lang === 'en' ? 'of' : '/'} ${figure(expected * square)}`;
    return {
      label: lang === 'en' ? `MSE ${shortNames[kind].en}` : `MSE ${shortNames[kind].zh}`,
      value: `${figure(measuredAt(frame, kind) * square)}${formula}`,
    };
  });
  return [
    { label: 'K = e^(xᵀy)', value: figure(frame.truth) },
    ...errors,
    { label: lang === 'en' ? 'trig ≤ 0' : '三角 ≤ 0', value: percent(frame.negative) },
  ];
}

/** Long format: errors by number of projections, then histograms by estimate/K. Errors are in units of K². */
export function table(frame: Frame): DataTable {
  const errors = kinds.flatMap((kind) =>
    frame.levels.map((m, i) => ['mse', kind, m, at(frame.measured[kind], i), at(frame.spread[kind], i)]),
  );
  const closed = kinds.flatMap((kind) => {
    const expected = expectedAt(frame, kind);
    return expected === undefined ? [] : [['formula', kind, frame.levels.at(-1) ?? 0, expected, '']];
  });
  const shares = kinds.flatMap((kind) =>
    Array.from(frame.histograms[kind].shares, (share, i) => [
      'histogram',
      kind,
      Number((bins.low + i * bins.width).toFixed(1)),
      share,
      '',
    ]),
  );
  return {
    columns: ['quantity', 'kind', 'm_or_ratio', 'value', 'standard_error'],
    rows: [...errors, ...closed, ...shares],
  };
}

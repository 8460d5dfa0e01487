/** The Jacobian in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatMeasure, formatScientific } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import { columnsOf, factors, largestOf, queryNow, type Frame } from './compute.ts';
import { n, scoresOf, type Params } from './params.ts';
import { kindNames } from './words.ts';

/** Derivatives and bounds: three digits that show something, from 10⁻⁵ to 10⁹. */
export const formatSize = (value: number): string => {
  if (value >= 1e4 || value < 1e-2) return formatScientific(value, 2);
  return value >= 100 ? formatFixed(value, 0) : formatMeasure(value, value < 10 ? 3 : 1);
};

const topBound = ({ bounds }: Frame): number => Math.max(...bounds);

export function describe(frame: Frame, params: Params, lang: Lang): string {
  const name = kindNames[params.kind][lang];
  const [largest, bound] = [formatSize(largestOf(frame)), formatSize(topBound(frame))];
  const [elu, relu] = [formatSize(queryNow(frame, 'elu')), formatSize(queryNow(frame, 'relu'))];
  const scores = [...scoresOf(params)].map(formatSize);
  return lang === 'en'
    ? `Scores ${scores.join(', ')}; ${name}. The largest derivative in a score has modulus ${largest}; no column can exceed ${bound}. In the query, the largest derivative of a weight is ${elu} with elu + 1 and ${relu} with ReLU.`
    : `得分 ${scores.join('，')}；${name}。对得分的导数，绝对值最大为 ${largest}；任何一列都不会超过 ${bound}。权重对查询的导数，elu + 1 时最大为 ${elu}，ReLU 时最大为 ${relu}。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const labels =
    lang === 'en'
      ? ['largest |∂/∂s|', 'largest bound', 'largest |∂p/∂q|, elu + 1', 'largest |∂p/∂q|, ReLU']
      : ['最大的 |∂/∂s|', '最大的上界', '最大的 |∂p/∂q|，elu + 1', '最大的 |∂p/∂q|，ReLU'];
  const values = [largestOf(frame), topBound(frame), queryNow(frame, 'elu'), queryNow(frame, 'relu')];
  return values.map((value, i) => ({ label: labels[i] ?? '', value: formatSize(value) }));
}

/** Long format: scores, outputs, the Jacobian's entries, columns with their bounds, and the derivative in the query by factor. */
export function table(frame: Frame, params: Params): DataTable {
  const columns = columnsOf(frame);
  const scores = scoresOf(params);
  const top = largestOf(frame);
  return {
    columns: ['quantity', 'row', 'column', 'value', 'bound'],
    rows: [
      ...Array.from(scores, (s, k) => ['score', '', k + 1, s, '']),
      ...Array.from(frame.outputs, (p, j) => ['output', j + 1, '', p, '']),
      ...Array.from(frame.jacobian, (x, i) => ['jacobian', Math.floor(i / n) + 1, (i % n) + 1, x * top, '']),
      ...Array.from(columns, (x, k) => ['column maximum', '', k + 1, x, at(frame.bounds, k)]),
      ...(['elu', 'relu'] as const).flatMap((map) =>
        factors.map((factor, f) => [
          `query ${map}`,
          '',
          factor,
          10 ** (frame.query[map][f] ?? NaN),
          map === 'elu' ? 0.25 : '',
        ]),
      ),
    ],
  };
}

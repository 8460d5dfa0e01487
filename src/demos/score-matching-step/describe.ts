/** Measured and predicted variance in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatMeasure } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { every, steps, type Params } from './params.ts';

const last = (values: readonly number[]): number => at(values, values.length - 1);
const limitText = ({ limit }: Frame): string => (limit === null ? '∞' : formatMeasure(limit, 3));

export function describe(frame: Frame, _params: Params, lang: Lang): string {
  const [epsilon, measured] = [formatFixed(frame.epsilon, 2), formatMeasure(last(frame.measured), 3)];
  if (frame.limit === null) {
    return lang === 'en'
      ? `With ε = ${epsilon}, at least 4, the variance never settles: after ${steps} steps it is ${measured}.`
      : `ε = ${epsilon}，不小于 4，方差不会稳定：${steps} 步后为 ${measured}。`;
  }
  return lang === 'en'
    ? `With ε = ${epsilon} the chains have variance ${measured} after ${steps} steps; 1/(1 − ε/4) is ${limitText(frame)}, the target’s variance is 1.`
    : `ε = ${epsilon} 时，${steps} 步后各链的方差为 ${measured}；1/(1 − ε/4) 为 ${limitText(frame)}，目标的方差为 1。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const labels =
    lang === 'en'
      ? ['variance, measured', `recursion, ${steps} steps`, 'limit 1/(1 − ε/4)']
      : ['实测方差', `递推 ${steps} 步`, '极限 1/(1 − ε/4)'];
  const values = [formatMeasure(last(frame.measured), 3), formatMeasure(last(frame.predicted), 3), limitText(frame)];
  return values.map((value, i) => ({ label: labels[i] ?? '', value }));
}

export const table = ({ measured, predicted }: Frame): DataTable => ({
  columns: ['step', 'variance_measured', 'variance_recursion'],
  rows: measured.map((value, i) => [i * every, value, predicted[i] ?? '']),
});

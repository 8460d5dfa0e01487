import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatMeasure, formatScientific } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { steps, type Params } from './params.ts';

/** Mean and deviation of Sₙ. */
const place = ({ mean, variance }: Frame, { n }: Params): { mean: string; deviation: string } => ({
  mean: formatFixed(n * mean, 2),
  deviation: formatFixed(Math.sqrt(n * variance), 2),
});
/** The gap at n; nothing where there is no spread. */
const gapOf = ({ gaps }: Frame): string => formatMeasure(gaps.at(-1) ?? NaN, 4);

export function describe(frame: Frame, params: Params, lang: Lang): string {
  const { mean, deviation } = place(frame, params);
  const law = steps.map((k, i) => `${formatFixed(k, 0)}: ${formatFixed(at(frame.step, i), 3)}`);
  const spread = frame.gaps.length > 0;
  return lang === 'en'
    ? `Step probabilities ${law.join(', ')}. After ${params.n} steps the mean is ${mean} and the standard deviation ${deviation}. ` +
        (spread
          ? `The distribution function is at most ${gapOf(frame)} from the normal one. `
          : 'Only one step is possible. ') +
        `Even minus odd positions: ${formatMeasure(frame.evenMinusOdd, 4)}.`
    : `单步概率 ${law.join('，')}。${params.n} 步之后均值为 ${mean}，标准差为 ${deviation}。` +
        (spread ? `分布函数与正态分布函数最多相差 ${gapOf(frame)}。` : '只有一种步长。') +
        `偶数位置与奇数位置的概率之差：${formatMeasure(frame.evenMinusOdd, 4)}。`;
}

export function readouts(frame: Frame, params: Params, lang: Lang): readonly Readout[] {
  const { mean, deviation } = place(frame, params);
  const en = lang === 'en';
  return [
    { label: en ? 'mean of Sₙ' : 'Sₙ 均值', value: mean },
    { label: en ? 'deviation' : '标准差', value: deviation },
    { label: en ? 'largest gap' : '最大差距', value: gapOf(frame) },
    { label: en ? 'even − odd' : '偶 − 奇', value: formatMeasure(frame.evenMinusOdd, 4) },
    { label: 'G(−1)ⁿ', value: formatMeasure(frame.parity, 4) },
    { label: en ? 'squaring − Fourier' : '平方法 − 傅里叶', value: formatScientific(frame.methods) },
  ];
}

/** Probabilities by position, then gaps by number of steps. */
export function table(frame: Frame): DataTable {
  return {
    columns: ['quantity', 'k_or_n', 'value'],
    rows: [
      ...steps.map((k, i) => ['step', k, at(frame.step, i)]),
      ...Array.from(frame.probabilities, (p, k) => ['probability', frame.low + k, p]),
      ...frame.levels.map((n, i) => ['gap', n, at(frame.gaps, i)]),
    ],
  };
}

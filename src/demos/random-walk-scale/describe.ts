import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import { heatKernelCdf } from '../../numerics/heat-kernel.ts';
import type { Frame } from './compute.ts';
import { distanceFrom, expectedSpread, shareOutside } from './figures.ts';
import { reach, type Params } from './params.ts';
import { percent } from './words.ts';

const gapOf = (frame: Frame): string =>
  formatFixed(
    distanceFrom(frame, (x) => heatKernelCdf(x, 1, 0.5)),
    3,
  );

export function describe(frame: Frame, { m, exponent }: Params, lang: Lang): string {
  const [spread, expected] = [formatFixed(frame.spread, 3), formatFixed(expectedSpread(m, exponent), 3)];
  const outside = percent(shareOutside(frame));
  return lang === 'en'
    ? `${m} steps of length ${formatFixed(frame.delta, 4)} in a unit of time, exponent ${formatFixed(exponent)}. ` +
        `At time 1 the root mean square position of 4,000 walkers is ${spread}; the formula gives ${expected}. ` +
        `${outside} are farther out than ${reach}. Largest gap from the heat kernel's distribution function: ${gapOf(frame)}.`
    : `单位时间走 ${m} 步，每步长 ${formatFixed(frame.delta, 4)}，指数 ${formatFixed(exponent)}。` +
        `时刻 1，4000 个游走者位置的均方根为 ${spread}，公式给出 ${expected}。` +
        `${outside} 在 ±${reach} 之外。与热核分布函数的最大差距：${gapOf(frame)}。`;
}

export function readouts(frame: Frame, { m, exponent }: Params, lang: Lang): readonly Readout[] {
  const en = lang === 'en';
  return [
    { label: en ? 'step δ' : '步长 δ', value: formatFixed(frame.delta, 4) },
    { label: 'D = δ²/2τ', value: formatFixed((m * frame.delta ** 2) / 2, 3) },
    {
      label: en ? 'spread (rms)' : '散布（均方根）',
      value: `${formatFixed(frame.spread, 3)} / ${formatFixed(expectedSpread(m, exponent), 3)}`,
    },
    { label: en ? 'mean distance' : '平均距离', value: formatFixed(frame.distance, 3) },
    { label: en ? 'speed δ/τ' : '速率 δ/τ', value: formatFixed(m * frame.delta, 2) },
    { label: en ? 'gap from kernel' : '与热核的差距', value: gapOf(frame) },
  ];
}

/** Walkers by final position, then spreads by number of steps. */
export function table(frame: Frame): DataTable {
  const m = frame.counts.length - 1;
  return {
    columns: ['quantity', 'position_or_steps', 'value'],
    rows: [
      ...Array.from(frame.counts, (count, i) => ['walkers', frame.delta * (2 * i - m), count]),
      ...frame.levels.map((level, i) => ['spread', level, at(frame.spreads, i)]),
    ],
  };
}

import type { DataTable, Readout } from '../../lab/demo.ts';
import type { Lang, Localized } from '../../i18n/lang.ts';
import { formatMeasure } from '../../lab/plot/format.ts';
import type { Frame } from './compute.ts';
import { contextLength, modes, stretch, type Mode, type Params } from './params.ts';

/** Short names of the modes, for legends and readouts. */
export const modeNames: Readonly<Record<Mode, Localized>> = {
  extrapolate: { en: 'extrapolated', zh: '直接外推' },
  pi: { en: 'PI', zh: 'PI' },
  ntk: { en: 'NTK', zh: 'NTK' },
  yarn: { en: 'YaRN', zh: 'YaRN' },
};

/** A score with two decimals, or a power of ten where that says more. */
const score = (value: number): string => formatMeasure(value, 2);

export function describe(frame: Frame, params: Params, lang: Lang): string {
  const { mode } = params;
  const [name, inside, beyond, misfit] = [
    modeNames[mode][lang],
    score(frame.inside[mode]),
    score(frame.beyond[mode]),
    formatMeasure(frame.misfit, 4),
  ];
  const others = modes.filter((other) => other !== mode);
  const list = others.map((other) => `${modeNames[other][lang]} ${score(frame.beyond[other])}`);
  return lang === 'en'
    ? `The fit misses the drawn curve by ${misfit} (root mean square over r < ${contextLength}). Continued to r = ${stretch * contextLength}, the bold curve (${name}) reaches ${inside} in size inside the context and ${beyond} beyond it; beyond it the others reach: ${list.join(', ')}.`
    : `在 r < ${contextLength} 内，拟合与所画曲线的均方根误差为 ${misfit}。延伸到 r = ${stretch * contextLength} 时，粗线（${name}）的绝对值在训练长度内最大为 ${inside}，之外最大为 ${beyond}；其余方法在训练长度之外的最大值：${list.join('，')}。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const misfit: Readout = {
    label: lang === 'en' ? 'RMS misfit, r < L' : '均方根误差，r < L',
    value: formatMeasure(frame.misfit, 4),
  };
  const extremes = modes.map((mode) => ({
    label:
      lang === 'en' ? `${modeNames[mode].en}: max |f|, r < L · beyond` : `${modeNames[mode].zh}：max |f|，r < L · 之外`,
    value: `${score(frame.inside[mode])} · ${score(frame.beyond[mode])}`,
  }));
  return [misfit, ...extremes];
}

export function table(frame: Frame, params: Params): DataTable {
  const rows = Array.from({ length: stretch * contextLength }, (_, r) => [
    r,
    params.curve[r] ?? '',
    ...modes.map((mode) => frame.curves[mode][r] ?? NaN),
  ]);
  return { columns: ['r', 'drawn', ...modes], rows };
}

/** The run in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatMeasure } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { nets, type Net, type Params } from './params.ts';
import { words } from './words.ts';

/** RMS of D − D* at a noise level, between measured levels by the straight line in logarithms. */
export function rmsAt({ sigmas, rms }: Frame, net: Net, sigma: number): number {
  const above = Math.min(
    sigmas.length - 1,
    Math.max(
      1,
      sigmas.findIndex((level) => level >= sigma),
    ),
  );
  const share = Math.log(sigma / at(sigmas, above - 1)) / Math.log(at(sigmas, above) / at(sigmas, above - 1));
  return at(rms[net], above - 1) ** (1 - share) * at(rms[net], above) ** share;
}

/** Levels that are printed. */
export const printed = [0.01, 1, 80] as const;

export function describe(frame: Frame, _params: Params, lang: Lang): string {
  const t = words[lang];
  const list = nets.map((net) => {
    const values = printed.map((sigma) => formatMeasure(rmsAt(frame, net, sigma)));
    return lang === 'en' ? `the one that ${t.nets[net]}: ${values.join(', ')}` : `${t.nets[net]}：${values.join('、')}`;
  });
  const { done } = frame.progress;
  return lang === 'en'
    ? `${frame.points.length / 2} points; ${done === 0 ? 'no step has been taken yet' : `after ${done} steps`}. RMS of D − D* at σ = ${printed.join(', ')}, ${list.join('; ')}.`
    : `${frame.points.length / 2} 个点；${done === 0 ? '尚未开始训练' : `训练了 ${done} 步`}。σ = ${printed.join('、')} 处 D − D* 的均方根，${list.join('；')}。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const t = words[lang];
  const loss = lang === 'en' ? 'own loss' : '自己的损失';
  const joint = lang === 'en' ? ', ' : '，';
  return [
    ...nets.flatMap((net) =>
      printed.map((sigma) => ({
        label: `${t.names[net]}${joint}σ = ${sigma}`,
        value: formatMeasure(rmsAt(frame, net, sigma)),
      })),
    ),
    ...nets.map((net) => ({
      label: `${loss}${joint}${t.names[net]}`,
      value: frame.losses[net].length === 0 ? '–' : formatFixed(frame.losses[net].at(-1) ?? NaN, 3),
    })),
  ];
}

/** RMS by noise level. */
export function table({ sigmas, rms, zero }: Frame): DataTable {
  return {
    columns: ['sigma', 'rms_data', 'rms_noise', 'rms_edm', 'rms_of_answer_zero'],
    rows: sigmas.map((sigma, i) => [sigma, at(rms.data, i), at(rms.noise, i), at(rms.edm, i), at(zero, i)]),
  };
}

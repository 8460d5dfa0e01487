/** The errors in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatMeasure } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { counts, solvers, type Params, type Solver } from './params.ts';
import { words } from './words.ts';

export const errorText = (value: number): string => formatMeasure(value, 4);

/** Slope of log error over log calls between N = 64 and 128. */
export function slope({ curves }: Frame, solver: Solver): number {
  const [from, to] = [curves[solver][counts.indexOf(64)], curves[solver][counts.indexOf(128)]];
  return from && to ? Math.log(to.error / from.error) / Math.log(to.calls / from.calls) : NaN;
}

export function describe(frame: Frame, { N, rho }: Params, lang: Lang): string {
  const t = words[lang];
  const list = solvers.map((solver) => {
    const { calls, error } = frame.now[solver];
    return lang === 'en'
      ? `${t.solvers[solver]} ${errorText(error)} with ${calls} calls`
      : `${t.solvers[solver]} ${errorText(error)}（调用 ${calls} 次）`;
  });
  const slopes = t.slopes(formatFixed(slope(frame, 'euler')), formatFixed(slope(frame, 'heun')));
  return lang === 'en'
    ? `RMS error of 256 end points after ${N} steps, ρ = ${rho}: ${list.join(', ')}. In logarithms, ${slopes}.`
    : `${N} 步之后 256 个终点的均方根误差，ρ = ${rho}：${list.join('，')}。双对数图上，${slopes}。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const t = words[lang];
  const name = lang === 'en' ? 'slope' : '斜率';
  const joint = lang === 'en' ? ', ' : '，';
  return [
    ...solvers.map((solver) => ({
      label: `RMS${joint}${t.solvers[solver]}`,
      value: `${errorText(frame.now[solver].error)} (${frame.now[solver].calls})`,
    })),
    ...solvers.map((solver) => ({
      label: `${name}${joint}${t.solvers[solver]}`,
      value: formatFixed(slope(frame, solver)),
    })),
  ];
}

export function table({ curves }: Frame): DataTable {
  return {
    columns: ['solver', 'steps', 'calls', 'rms_error'],
    rows: solvers.flatMap((solver) =>
      curves[solver].map(({ calls, error }, i) => [solver, at(counts, i), calls, error]),
    ),
  };
}

/** The errors in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatMeasure } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { drawn, schedules, solvers, type Params } from './params.ts';
import { words } from './words.ts';

export const errorText = (value: number): string => formatMeasure(value, 4);

export function describe({ errors }: Frame, { N, solver, morph }: Params, lang: Lang): string {
  const t = words[lang];
  const list = schedules.map((name) => `${t.schedules[name]} ${errorText(errors[solver][name])}`);
  if (lang === 'en') {
    const place =
      morph === 1
        ? 'in the same coordinates (σ, x/s)'
        : morph === 0
          ? 'each in its own coordinates'
          : 'between both coordinates';
    return `Six of 128 particles under four schedules, ${place}, after ${N} steps of ${t.solvers[solver]}. RMS distance of the end points from the exact ones: ${list.join(', ')}.`;
  }
  const place = morph === 1 ? '都在同一坐标 (σ, x/s) 中' : morph === 0 ? '各用自己的坐标' : '介于两种坐标之间';
  return `四种方案下 128 个粒子中的六个，${place}，走了 ${N} 步 ${t.solvers[solver]}。终点与精确解的均方根距离：${list.join('，')}。`;
}

export function readouts({ errors }: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const t = words[lang];
  const joint = lang === 'en' ? ', ' : '，';
  return solvers.flatMap((solver) =>
    schedules.map((name) => ({
      label: `RMS${joint}${t.short[name]}${joint}${t.solvers[solver]}`,
      value: errorText(errors[solver][name]),
    })),
  );
}

/** The drawn particles: one row for every schedule, particle and point. */
export function table({ tracks }: Frame): DataTable {
  return {
    columns: ['schedule', 'particle', 'sigma', 'scale', 'x'],
    rows: schedules.flatMap((name) =>
      tracks[name].paths.flatMap((path, k) =>
        path.map((x, i) => [name, at(drawn, k), at(tracks[name].sigmas, i), at(tracks[name].scales, i), x]),
      ),
    ),
  };
}

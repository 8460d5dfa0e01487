/** The two laws in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatMeasure } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import type { Params } from './params.ts';

const sd = ({ variance }: { readonly variance: number }): string => formatMeasure(Math.sqrt(variance));
const mean = (moments: { readonly mean: number }): string => formatMeasure(moments.mean);

export function describe({ found, exact, tilted }: Frame, { w, mean: mu, sd: s, broad }: Params, lang: Lang): string {
  return lang === 'en'
    ? `Guidance with weight ${w} between p(x | c) = N(${mu}, ${s}²) and p(x) = N(0, ${broad}²). ` +
        `The particles end at mean ${mean(found)} with standard deviation ${sd(found)}; the equation’s exact law has ${mean(exact)} and ${sd(exact)}. ` +
        `The tilted density has ${mean(tilted)} and ${sd(tilted)}.`
    : `在 p(x | c) = N(${mu}, ${s}²) 与 p(x) = N(0, ${broad}²) 之间以权重 ${w} 引导。` +
        `粒子终点的均值为 ${mean(found)}，标准差 ${sd(found)}；方程的精确解为 ${mean(exact)} 与 ${sd(exact)}。` +
        `倾斜密度为 ${mean(tilted)} 与 ${sd(tilted)}。`;
}

export function readouts({ found, exact, tilted }: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const both = (moments: { readonly mean: number; readonly variance: number }): string =>
    `${mean(moments)} ± ${sd(moments)}`;
  return [
    { label: lang === 'en' ? 'particles: mean ± sd' : '粒子：均值 ± 标准差', value: both(found) },
    { label: lang === 'en' ? 'guided, exact' : '引导的精确解', value: both(exact) },
    { label: lang === 'en' ? 'tilted' : '倾斜密度', value: both(tilted) },
  ];
}

export function table({ x, weights, exactCurve, tiltedCurve }: Frame): DataTable {
  const curves = Array.from(weights, (w, i) => [
    'curve',
    w,
    at(exactCurve.mean, i),
    at(exactCurve.sd, i),
    at(tiltedCurve.mean, i),
    at(tiltedCurve.sd, i),
  ]);
  return {
    columns: ['what', 'w_or_x', 'guided_mean', 'guided_sd', 'tilted_mean', 'tilted_sd'],
    rows: [...curves, ...Array.from(x, (value) => ['particle', value, '', '', '', ''])],
  };
}

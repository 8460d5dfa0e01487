import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatMeasure } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame, Spread } from './compute.ts';
import { nodes, type Params } from './params.ts';
import { places } from './setting.ts';

const pair = ({ mean, sd }: Spread): string => `${formatFixed(mean, 3)} / ${formatFixed(sd, 3)}`;
const last = (path: ArrayLike<number>): number => at(path, path.length - 1);

export function describe(frame: Frame, { lambda, steps }: Params, lang: Lang): string {
  const [ode, sde, target] = [last(frame.ode), last(frame.sde), frame.target].map((x) => formatFixed(x, 2));
  const [final, t] = [formatMeasure(frame.finalDistance, 3), formatFixed(frame.shown, 2)];
  const [found, exact] = [pair(frame.found), pair(frame.exact)];
  if (lang === 'en') {
    return (
      `With λ = ${formatFixed(lambda, 1)} and ${steps} Euler steps, 2,048 particles end at a Wasserstein-1 distance of ${final} from the data. ` +
      `At t = ${t} their mean and standard deviation are ${found}, those of pₜ ${exact}. ` +
      `The marked particle ends at ${ode ?? ''} by the ODE, at ${sde ?? ''} by the reverse SDE; its quantile lies at ${target ?? ''}.`
    );
  }
  return (
    `λ = ${formatFixed(lambda, 1)}、欧拉 ${steps} 步时，2,048 个粒子的终点与数据的 Wasserstein-1 距离为 ${final}。` +
    `t = ${t} 时粒子的均值与标准差为 ${found}，pₜ 的为 ${exact}。` +
    `标出的粒子沿 ODE 到达 ${ode ?? ''}，沿逆向 SDE 到达 ${sde ?? ''}；与它分位数相同的数据点在 ${target ?? ''}。`
  );
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const en = lang === 'en';
  const t = formatFixed(frame.shown, 3);
  return [
    { label: en ? 'W₁ to the data, end' : '终点到数据的 W₁', value: formatMeasure(frame.finalDistance, 3) },
    { label: en ? `W₁ to pₜ, t = ${t}` : `到 pₜ 的 W₁，t = ${t}`, value: formatMeasure(frame.distance, 3) },
    { label: en ? 'mean / sd, particles' : '粒子的均值 / 标准差', value: pair(frame.found) },
    { label: en ? 'mean / sd, pₜ' : 'pₜ 的均值 / 标准差', value: pair(frame.exact) },
    {
      label: en ? 'particle: ODE / SDE / quantile' : '粒子：ODE / SDE / 分位数',
      value: [last(frame.ode), last(frame.sde), frame.target].map((x) => formatFixed(x, 2)).join(' / '),
    },
  ];
}

/** Histogram and exact density at the time shown. */
export function table(frame: Frame): DataTable {
  return {
    columns: ['x', 'particles_density', 'exact_density'],
    rows: Array.from({ length: nodes }, (_, i) => [at(places, i), at(frame.histogram, i), at(frame.density, i)]),
  };
}

import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatMeasure } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import type { Params } from './params.ts';

const place = (points: ArrayLike<number>, i: number): string =>
  `(${formatFixed(at(points, 2 * i))}, ${formatFixed(at(points, 2 * i + 1))})`;
/** Largest distance of the log-density along the ODE from that of the smoothed cloud, over A, B and the chosen points, in nats. */
export const largestGap = ({ logFlow, logTrue }: Frame): number =>
  Math.max(...Array.from(logFlow, (log, i) => Math.abs(log - at(logTrue, i))));

export function describe(frame: Frame, { a, b, way, steps }: Params, lang: Lang): string {
  const [codeA, codeB] = [place(frame.ownCodes, 0), place(frame.ownCodes, 1)];
  const miss = formatMeasure(frame.miss, 4);
  const [flow, exact] = [formatFixed(at(frame.logFlow, 0), 3), formatFixed(at(frame.logTrue, 0), 3)];
  if (lang === 'en') {
    return (
      `${frame.points.length / 2} points. In ${steps} steps A ${place(a, 0)} gets the code ${codeA}, B ${place(b, 0)} the code ${codeB}. ` +
      `The code of A is decoded by the ${way === 'ode' ? 'ODE' : 'reverse SDE'} to within ${miss} of A (root mean square). ` +
      `The log-density at A is ${flow} nats along the ODE, ${exact} by the formula.`
    );
  }
  return (
    `共 ${frame.points.length / 2} 个点。经过 ${steps} 步，A ${place(a, 0)} 的编码为 ${codeA}，B ${place(b, 0)} 的编码为 ${codeB}。` +
    `由${way === 'ode' ? ' ODE' : '逆向 SDE'} 解码 A 的编码，与 A 的均方根距离为 ${miss}。` +
    `A 处的对数密度：沿 ODE 算得 ${flow} 奈特，按公式为 ${exact} 奈特。`
  );
}

export function readouts(frame: Frame, { walk }: Params, lang: Lang): readonly Readout[] {
  const en = lang === 'en';
  const logs = (i: number): string =>
    `${formatFixed(at(frame.logFlow, i), 3)} / ${formatFixed(at(frame.logTrue, i), 3)}`;
  return [
    { label: en ? 'code of A' : 'A 的编码', value: place(frame.ownCodes, 0) },
    { label: en ? 'code of B' : 'B 的编码', value: place(frame.ownCodes, 1) },
    { label: en ? 'distance of return to A' : '返回后与 A 的距离', value: formatMeasure(frame.miss, 4) },
    { label: en ? `walk at ${formatFixed(walk)}` : `走到 ${formatFixed(walk)}`, value: place(frame.walkPoint, 0) },
    { label: en ? 'log p(A): ODE / exact' : 'log p(A)：ODE / 精确', value: logs(0) },
    { label: en ? 'log p(B): ODE / exact' : 'log p(B)：ODE / 精确', value: logs(1) },
    { label: en ? 'largest gap of log p, nats' : 'log p 的最大差（奈特）', value: formatMeasure(largestGap(frame), 4) },
  ];
}

/** A, B and the encoded points with their codes and log-densities, in nats. */
export function table(frame: Frame, { a, b }: Params): DataTable {
  const points = [...a, ...b, ...Array.from(frame.chosen)];
  const codes = [...Array.from(frame.ownCodes), ...Array.from(frame.codes)];
  return {
    columns: ['x', 'y', 'code_x', 'code_y', 'log_density_ode', 'log_density_exact'],
    rows: Array.from(frame.logFlow, (log, i) => [
      at(points, 2 * i),
      at(points, 2 * i + 1),
      at(codes, 2 * i),
      at(codes, 2 * i + 1),
      log,
      at(frame.logTrue, i),
    ]),
  };
}

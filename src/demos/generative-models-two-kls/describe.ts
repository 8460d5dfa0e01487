/** Both divergences in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatMeasure } from '../../lab/plot/format.ts';
import type { Gaussian, Minimum } from '../../numerics/kl-divergence.ts';
import { gaussianAt } from '../../numerics/kl-divergence.ts';
import type { Frame } from './compute.ts';
import { directions, type Direction, type Params } from './params.ts';

export const nats = (value: number): string => formatMeasure(Math.max(0, value), 3);
/** (mean, deviation). */
const pair = ({ mean, deviation }: Gaussian): string => `(${formatFixed(mean)}, ${formatFixed(deviation)})`;

/** The Gaussian that a descent has reached. */
export const reached = (frame: Frame, params: Params, direction: Direction): Gaussian =>
  gaussianAt(frame.paths[direction][params.steps] ?? frame.handle);

export const lowestOf = ({ minima }: Frame): Minimum => minima.reduce((a, b) => (b.kl < a.kl ? b : a));

/** Reverse minima other than the lowest and, in a symmetric target, its mirror image. */
const valleys = (frame: Frame): string => frame.minima.map((found) => `${pair(found)} ${nats(found.kl)}`).join('; ');

export function describe(frame: Frame, params: Params, lang: Lang): string {
  const [forward, reverse] = directions.map((direction) => pair(reached(frame, params, direction)));
  const n = frame.minima.length;
  if (lang === 'en') {
    return (
      `After ${params.steps} steps the forward descent is at mean and deviation ${forward ?? ''} with KL(p‖q) = ${nats(frame.now.forward)} nats, ` +
      `the reverse one at ${reverse ?? ''} with KL(q‖p) = ${nats(frame.now.reverse)} nats. The forward divergence is lowest at ${pair(frame.fit)}, ${nats(frame.fit.kl)} nats. ` +
      `The reverse one has ${n === 1 ? 'one minimum' : `${n} minima`}: ${valleys(frame)} nats.`
    );
  }
  return (
    `下降 ${params.steps} 步后，正向路径的（均值，标准差）为 ${forward ?? ''}，KL(p‖q) = ${nats(frame.now.forward)} 奈特；` +
    `反向路径为 ${reverse ?? ''}，KL(q‖p) = ${nats(frame.now.reverse)} 奈特。正向散度在 ${pair(frame.fit)} 处最低，为 ${nats(frame.fit.kl)} 奈特。` +
    `反向散度有 ${n} 个极小点：${valleys(frame)} 奈特。`
  );
}

export function readouts(frame: Frame, params: Params, lang: Lang): readonly Readout[] {
  const lowest = lowestOf(frame);
  const en = lang === 'en';
  return [
    { label: en ? 'q, forward: μ, σ' : 'q，正向：μ, σ', value: pair(reached(frame, params, 'forward')) },
    { label: 'KL(p‖q)', value: nats(frame.now.forward) },
    { label: en ? 'q, reverse: μ, σ' : 'q，反向：μ, σ', value: pair(reached(frame, params, 'reverse')) },
    { label: 'KL(q‖p)', value: nats(frame.now.reverse) },
    { label: en ? 'lowest KL(p‖q)' : 'KL(p‖q) 最低值', value: `${nats(frame.fit.kl)} ${pair(frame.fit)}` },
    { label: en ? 'lowest KL(q‖p)' : 'KL(q‖p) 最低值', value: `${nats(lowest.kl)} ${pair(lowest)}` },
    { label: en ? 'valleys of KL(q‖p)' : 'KL(q‖p) 的谷数', value: String(frame.minima.length) },
  ];
}

/** Minima and descents, in nats; deviations, not their logarithms. */
export function table(frame: Frame): DataTable {
  const minima = [
    ['minimum', 'forward', 0, frame.fit.mean, frame.fit.deviation, frame.fit.kl],
    ...frame.minima.map((found) => ['minimum', 'reverse', 0, found.mean, found.deviation, found.kl]),
  ];
  const paths = directions.flatMap((direction) =>
    frame.paths[direction].map((spot, step) => {
      const { mean, deviation } = gaussianAt(spot);
      return ['descent', direction, step, mean, deviation, ''];
    }),
  );
  return { columns: ['quantity', 'direction', 'step', 'mean', 'deviation', 'kl_nats'], rows: [...minima, ...paths] };
}

/** The fit in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { most, type Params } from './params.ts';

const nats = (value: number): string => formatFixed(value, 3);

/** The number of components with the highest held-out likelihood; undefined when nothing is held out. */
export function bestK({ curve }: Frame): number | undefined {
  const top = Math.max(...curve.held);
  const index = curve.held.indexOf(top);
  return index < 0 ? undefined : index + 1;
}
/** The component looked at: the last one where there are fewer. */
export const componentOf = ({ component, K }: Params): number => Math.min(component, K);

export function describe(frame: Frame, params: Params, lang: Lang): string {
  const n = frame.points.length / 2;
  const [train, held] = [Math.ceil(n / 2), Math.floor(n / 2)];
  const { K, h, junk } = params;
  const kernel = params.model === 'kernel';
  if (n === 0) return lang === 'en' ? 'No points yet: draw some on the square.' : '还没有点：请先在方框里画几个。';
  const best = bestK(frame) ?? '–';
  if (lang === 'en') {
    const model = kernel ? `kernels of bandwidth ${h.toFixed(2)}` : `a mixture of ${K} component${K === 1 ? '' : 's'}`;
    return (
      `${train} points are fitted by ${model}, ${held} are held out. Mean log-likelihood ${nats(frame.plain.train)} nats on the fitted half, ` +
      `${nats(frame.plain.held)} on the held-out half; with ${Math.round(100 * junk)}% junk ${nats(frame.now.held)} held out. ` +
      `Of mixtures with 1 to ${most} components, ${best} serve the held-out half best.`
    );
  }
  const model = kernel ? `带宽 ${h.toFixed(2)} 的核密度` : `${K} 个分量的高斯混合`;
  return (
    `用 ${train} 个点拟合${model}，留出 ${held} 个点。平均对数似然：拟合用的一半 ${nats(frame.plain.train)} 奈特，` +
    `留出的一半 ${nats(frame.plain.held)} 奈特；掺入 ${Math.round(100 * junk)}% 噪声后，留出的一半为 ${nats(frame.now.held)} 奈特。` +
    `在 1 到 ${most} 个分量的混合中，留出的一半以 ${best} 个分量最优。`
  );
}

export function readouts(frame: Frame, params: Params, lang: Lang): readonly Readout[] {
  const en = lang === 'en';
  const fall = frame.plain.held - frame.now.held;
  return [
    { label: en ? 'fitted half, nats per point' : '拟合用的一半，奈特/点', value: nats(frame.plain.train) },
    { label: en ? 'held out, nats per point' : '留出的一半，奈特/点', value: nats(frame.plain.held) },
    { label: en ? 'held out with junk' : '留出的一半，含噪声', value: nats(frame.now.held) },
    {
      label: en ? 'lost to junk · at most' : '噪声的代价 · 上限',
      value: `${nats(fall)} · ${nats(-Math.log1p(-params.junk))}`,
    },
    { label: en ? 'best K, held out' : '最优 K（留出）', value: String(bestK(frame) ?? '–') },
    { label: en ? 'kernels, held out' : '核密度，留出', value: nats(frame.kernel.held) },
  ];
}

/** Likelihoods by K; then points (1: held out) with p(component | x); then samples (1: junk). */
export function table(frame: Frame, params: Params): DataTable {
  const k = componentOf(params) - 1;
  const blank = (value: number): number | string => (Number.isFinite(value) ? value : '');
  const curve = frame.curve.train.map((train, i) => [
    'likelihood',
    i + 1,
    blank(train),
    blank(at(frame.curve.held, i)),
    '',
  ]);
  const pairs = (points: readonly number[]): (readonly [number, number])[] =>
    Array.from({ length: points.length / 2 }, (_, i) => [at(points, 2 * i), at(points, 2 * i + 1)]);
  const points = pairs(frame.points).map(([x, y], i) => ['point', i % 2, x, y, at(frame.shares, i * params.K + k)]);
  const samples = pairs(frame.samples.points).map(([x, y], i) => ['sample', at(frame.samples.junk, i), x, y, '']);
  return {
    columns: ['quantity', 'K_or_flag', 'fitted_or_x', 'held_out_or_y', 'responsibility'],
    rows: [...curve, ...points, ...samples],
  };
}

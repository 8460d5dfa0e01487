/** The run in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, noNumber } from '../../lab/plot/format.ts';
import type { Frame } from './compute.ts';
import { training, type Params } from './params.ts';

/** Mean of the last fifteen values of the curve, 150 batches; undefined before the first. */
export function recentLoss({ losses }: Pick<Frame, 'losses'>): number | undefined {
  const last = losses.slice(-15);
  return last.length === 0 ? undefined : last.reduce((sum, loss) => sum + loss, 0) / last.length;
}
const printed = (value: number | null | undefined): string =>
  value === null || value === undefined ? noNumber : formatFixed(value, 3);

export function describe(frame: Frame, _params: Params, lang: Lang): string {
  const { points, progress, spacing, network, exact, floor } = frame;
  const count = points.length / 2;
  const near = printed(spacing);
  if (progress.done === 0) {
    return lang === 'en'
      ? `${count} points; half of them lie within ${near} of another, in units of their root mean square coordinate. The network has not been trained.`
      : `共 ${count} 个点；半数点与最近的另一点相距不超过 ${near}（以坐标均方根为单位）。网络尚未训练。`;
  }
  return lang === 'en'
    ? `After ${progress.done} of ${progress.total ?? 0} steps the loss is ${printed(recentLoss(frame))}; the exact score has ${printed(floor)}. Median distance from a sample to the nearest of ${count} points: network ${printed(network?.distance)}, exact score ${printed(exact?.distance)}; from a point to the nearest other: ${near}.`
    : `训练 ${progress.done} 步（共 ${progress.total ?? 0} 步）后损失为 ${printed(recentLoss(frame))}，精确分数为 ${printed(floor)}。样本到 ${count} 个点中最近一点的距离中位数：网络 ${printed(network?.distance)}，精确分数 ${printed(exact?.distance)}；点到最近另一点：${near}。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const labels =
    lang === 'en'
      ? [
          'loss, last 150 batches',
          'loss of the exact score',
          'median distance to a point: network',
          'median distance to a point: exact',
          'median distance, point to point',
        ]
      : [
          '损失，近 150 个批次',
          '精确分数的损失',
          '到数据点的距离中位数：网络',
          '到数据点的距离中位数：精确分数',
          '点与点的距离中位数',
        ];
  const values = [recentLoss(frame), frame.floor, frame.network?.distance, frame.exact?.distance, frame.spacing];
  return values.map((value, i) => ({ label: labels[i] ?? '', value: printed(value) }));
}

export const table = ({ losses }: Frame): DataTable => ({
  columns: ['step', 'loss'],
  rows: losses.map((loss, i) => [(i + 1) * training.perFrame, loss]),
});

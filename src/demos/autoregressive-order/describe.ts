/** Losses of the 24 orders in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { allOrders, orderNames, totalSteps, type Params } from './params.ts';
import { orderIndex } from './ranking.ts';

/** Losses of all orders at the last record, [24]. */
export const lossesNow = ({ losses }: Frame): Float32Array => losses.slice(-allOrders.length);
/** An order has arrived when its loss is this near the entropy, in nats. */
export const near = 0.1;
export const arrived = (frame: Frame): number => lossesNow(frame).filter((loss) => loss - frame.entropy < near).length;

const arrow = (name: string): string => Array.from(name).join(' → ');
const nats = (value: number): string => formatFixed(value, 4);

export function describe(frame: Frame, { order }: Pick<Params, 'order'>, lang: Lang): string {
  const losses = lossesNow(frame);
  const loss = nats(at(losses, orderIndex(order)));
  const [low, high] = [Math.min(...losses), Math.max(...losses)].map(nats) as [string, string];
  const step = frame.progress.done;
  return lang === 'en'
    ? `After ${step} of ${totalSteps} steps the order ${arrow(order)} has a negative log-likelihood of ${loss} nats per vector; over all 24 orders it runs from ${low} to ${high}, and ${arrived(frame)} orders are within ${near} of the entropy ${nats(frame.entropy)}. Bits coded apart would take ${nats(frame.independent)}.`
    : `训练 ${step} 步（共 ${totalSteps} 步）后，次序 ${arrow(order)} 的负对数似然为每向量 ${loss} 奈特；24 种次序从 ${low} 到 ${high}，其中 ${arrived(frame)} 种与熵 ${nats(frame.entropy)} 相差不到 ${near}。各位独立编码需要 ${nats(frame.independent)}。`;
}

export function readouts(frame: Frame, { order }: Pick<Params, 'order'>, lang: Lang): readonly Readout[] {
  const en = lang === 'en';
  const index = orderIndex(order);
  const losses = lossesNow(frame);
  return [
    { label: en ? 'steps' : '步数', value: `${frame.progress.done} / ${totalSteps}` },
    { label: en ? 'loss, order shown (nats)' : '损失，所示次序（奈特）', value: nats(at(losses, index)) },
    { label: en ? 'entropy of the data (nats)' : '数据的熵（奈特）', value: nats(frame.entropy) },
    { label: en ? 'bits coded apart (nats)' : '各位独立（奈特）', value: nats(frame.independent) },
    {
      label: en ? `orders within ${near} of the entropy` : `与熵相差 ${near} 以内的次序`,
      value: `${arrived(frame)} / ${allOrders.length}`,
    },
    {
      label: en ? 'largest |weight|, order shown' : '最大 |权重|，所示次序',
      value: formatFixed(at(frame.largest, index), 2),
    },
  ];
}

/** One row per order and record. */
export function table({ steps, losses }: Frame): DataTable {
  const rows = steps.flatMap((step, record) =>
    orderNames.map((name, o) => [step, name, at(losses, record * orderNames.length + o)]),
  );
  return { columns: ['step', 'order', 'negative_log_likelihood_nats'], rows };
}

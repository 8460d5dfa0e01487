import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatScientific } from '../../lab/plot/format.ts';
import type { Frame } from './compute.ts';
import { d, inputs, n, type Params } from './params.ts';
import { gradientNames } from './words.ts';

/** Bytes of float32 that are kept from the forward to the backward pass beside Q, K, V and O: the weights, or one number per row. */
export const bytesKept = { weights: '4,096', logSum: '128' } as const;

/** A difference of rounding, or 0. */
export const differenceText = (value: number): string => (value === 0 ? '0' : formatScientific(value, 2));

export function describe(frame: Frame, { row, column, entry, rest }: Params, lang: Lang): string {
  const list = inputs.map((input) => `${gradientNames[input]} ${differenceText(frame.apart[input])}`);
  const value = formatFixed(entry, 1);
  if (lang === 'en') {
    const others = rest ? 'random' : '0';
    return `dO is ${value} at query ${row}, entry ${column}, and ${others} elsewhere. Gradients made from L and O alone differ from those made with the stored P by at most: ${list.join(', ')}. P takes ${bytesKept.weights} bytes, L ${bytesKept.logSum}.`;
  }
  return `dO 在查询 ${row}、分量 ${column} 处为 ${value}，其余位置${rest ? '为随机数' : '为 0'}。只用 L 与 O 求得的梯度，与存下 P 求得的梯度相差至多：${list.join('，')}。P 占 ${bytesKept.weights} 字节，L 占 ${bytesKept.logSum} 字节。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  return inputs.map((input) => ({
    label: lang === 'en' ? `${gradientNames[input]}: max |difference|` : `${gradientNames[input]}：最大绝对差`,
    value: differenceText(frame.apart[input]),
  }));
}

/** One row per entry: dO and the three gradients at (row, column) of [n, d]. */
export function table(frame: Frame): DataTable {
  const rows = Array.from({ length: n * d }, (_, index) => [
    Math.floor(index / d),
    index % d,
    frame.upstream[index] ?? NaN,
    ...inputs.map((input) => frame.gradients[input][index] ?? NaN),
  ]);
  return { columns: ['row', 'column', 'dO', 'dQ', 'dK', 'dV'], rows };
}

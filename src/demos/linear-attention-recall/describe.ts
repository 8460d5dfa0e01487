/** The memory in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame, Shown } from './compute.ts';
import definition, { ageBin, type Params } from './params.ts';

/** A share as percent. */
export const percent = (share: number, digits = 1): string => `${formatFixed(100 * share, digits)}%`;

/** How many of a pair's bits are recalled with the right sign. */
export const rightBits = ({ stored, recalled }: Shown): number =>
  stored.reduce((count, bit, c) => count + (bit * at(recalled, c) > 0 ? 1 : 0), 0);

const memoryName = ({ memory }: Params, lang: Lang): string => definition.params.memory.options[memory][lang];

/** Of the drawn pairs that no later one overwrites: how many there are, and how many are told right. */
function told({ shown }: Frame): readonly [count: number, right: number] {
  const current = shown.filter(({ overwritten }) => !overwritten);
  return [current.length, current.filter(({ nearest, value }) => nearest === value).length];
}

export function describe(frame: Frame, params: Params, lang: Lang): string {
  const { typed, total, accuracy, newest, predicted } = frame;
  const [drawn, right] = told(frame);
  const figures = [percent(accuracy), percent(newest), percent(predicted)] as const;
  if (lang === 'en') {
    const own = typed > 0 ? `Typed pairs drawn: ${drawn}, values told right: ${right}. ` : '';
    return `${total} pairs with keys of dimension ${params.d} are stored, ${typed} of them typed; memory: ${memoryName(params, lang)}. ${own}${figures[0]} of all bits are recalled with the right sign, ${figures[1]} among the newest ${Math.min(ageBin, total)}. For a plain sum the formula gives ${figures[2]}.`;
  }
  const own = typed > 0 ? `画出的 ${drawn} 对输入中，认对了 ${right} 个。` : '';
  return `共存入 ${total} 对，其中输入 ${typed} 对，键的维数为 ${params.d}，记忆方式：${memoryName(params, lang)}。${own}全部比特中有 ${figures[0]} 取回的符号正确，最新的 ${Math.min(ageBin, total)} 对中为 ${figures[1]}。单纯累加时，公式给出 ${figures[2]}。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const words =
    lang === 'en'
      ? ['pairs stored', 'right bits, all pairs', `right bits, newest ${ageBin}`, 'plain sum, in theory']
      : ['存入的对数', '正确比特，全部', `正确比特，最新 ${ageBin} 对`, '单纯累加的理论值'];
  const values = [String(frame.total), percent(frame.accuracy), percent(frame.newest), percent(frame.predicted)];
  return values.map((value, i) => ({ label: words[i] ?? '', value }));
}

/** Long format: bits of the drawn pairs, then the two curves (x: place of the pairs, or number of pairs). */
export function table({ shown, age, curve }: Frame): DataTable {
  const bitRows = shown.flatMap(({ key, stored, recalled }) =>
    Array.from(stored, (bit, c) => ['bit', key, c + 1, bit, at(recalled, c)]),
  );
  const curveRows = (name: string, x: Float64Array, y: Float64Array) =>
    Array.from(x, (value, i) => [name, '', value, '', at(y, i)]);
  return {
    columns: ['quantity', 'key', 'x', 'stored', 'recalled_or_accuracy'],
    rows: [
      ...bitRows,
      ...curveRows('accuracy_by_place', age.place, age.accuracy),
      ...curveRows('accuracy_by_m', curve.m, curve.accuracy),
    ],
  };
}

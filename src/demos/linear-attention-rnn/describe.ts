/** The three forms in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatScientific } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { dimension as D, type Params } from './params.ts';
import { tokenName, words } from './words.ts';

/** Numbers that each form keeps for the next token: the state and z, or all keys and values so far. */
const kept = (i: number): readonly [state: number, cache: number] => [D * D + D, 2 * D * (i + 1)];

export function describe({ tokens, i, recurrentError, chunkedError }: Frame, { chunk }: Params, lang: Lang): string {
  if (tokens.length === 0) return words[lang].empty;
  const [step, whole] = [formatScientific(recurrentError), formatScientific(chunkedError)];
  const token = tokenName(tokens[i] ?? '');
  const [state, cache] = kept(i);
  return lang === 'en'
    ? `Linear attention over ${tokens.length} characters, after character ${i + 1}, “${token}”. The recurrence differs from the masked matrix by at most ${step}, chunks of ${chunk} by at most ${whole}. The recurrence keeps ${state} numbers; a cache of keys and values would keep ${cache}.`
    : `${tokens.length} 个字符上的线性注意力，停在第 ${i + 1} 个字符“${token}”。递推与带掩码的矩阵至多相差 ${step}，块长为 ${chunk} 的分块至多相差 ${whole}。递推要记 ${state} 个数，键值缓存则要记 ${cache} 个。`;
}

export function readouts(
  { tokens, i, recurrentError, chunkedError }: Frame,
  _params: Params,
  lang: Lang,
): readonly Readout[] {
  if (tokens.length === 0) return [{ label: lang === 'en' ? 'characters' : '字符数', value: '0' }];
  const [state, cache] = kept(i);
  const labels =
    lang === 'en'
      ? [
          'max |recurrent − parallel|',
          'max |chunked − parallel|',
          'numbers in the state',
          'numbers in a key–value cache',
        ]
      : ['最大 |递推 − 并行|', '最大 |分块 − 并行|', '状态中的数', '键值缓存中的数'];
  const values = [formatScientific(recurrentError), formatScientific(chunkedError), String(state), String(cache)];
  return values.map((value, index) => ({ label: labels[index] ?? '', value }));
}

/** Long format: weights by row and column, the state by feature and coordinate, outputs of token i by coordinate. */
export function table({ tokens, i, weights, state, parallel, recurrent, chunked }: Frame): DataTable {
  const n = tokens.length;
  const matrix = (name: string, values: ArrayLike<number>, width: number) =>
    Array.from({ length: values.length }, (_, index) => [
      name,
      Math.floor(index / width) + 1,
      (index % width) + 1,
      at(values, index),
    ]);
  const outputs = (name: string, values: ArrayLike<number>) =>
    Array.from({ length: values.length }, (_, c) => [name, i + 1, c + 1, at(values, c)]);
  return {
    columns: ['quantity', 'row', 'column', 'value'],
    rows: [
      ...matrix('weight', weights, Math.max(1, n)),
      ...matrix('state', state, D),
      ...outputs('parallel', parallel),
      ...outputs('recurrent', recurrent),
      ...outputs('chunked', chunked),
    ],
  };
}

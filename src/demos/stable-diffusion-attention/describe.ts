/** The maps in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import { cells, type Frame } from './compute.ts';
import type { Params } from './params.ts';
import { colourTitles, colourNames } from './vocabulary.ts';
import { words } from './words.ts';

/** Mean share of attention that a word gets over all cells. */
export function meanShare({ weights, words: list }: Frame, word: number): number {
  let sum = 0;
  for (let i = 0; i < cells; i++) sum += at(weights, i * list.length + word);
  return sum / cells;
}
const percent = (share: number): string => `${formatFixed(100 * share, 0)}%`;

export function describe(frame: Frame, { edit, colour, sharpness }: Params, lang: Lang): string {
  if (frame.words.length === 0) return words[lang].empty;
  const shares = frame.words.map((word, i) => `${word} ${percent(meanShare(frame, i))}`);
  const edited = frame.words[edit - 1];
  const to = colourTitles[lang][colourNames.indexOf(colour)] ?? colour;
  if (lang === 'en') {
    const change = edited === undefined ? '' : ` The value of “${edited}” is ${to}; its map is unchanged.`;
    return `Share of all attention by word at sharpness ${sharpness}: ${shares.join(', ')}.${change}`;
  }
  const change = edited === undefined ? '' : `“${edited}”的值改成了${to}，图不变。`;
  return `锐度 ${sharpness} 时，各词在全部注意力中的份额：${shares.join('，')}。${change}`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const share = frame.words.map((word, i) => ({ label: word, value: percent(meanShare(frame, i)) }));
  return share.length > 0 ? share : [{ label: lang === 'en' ? 'words' : '词数', value: '0' }];
}

export const table = (frame: Frame): DataTable => ({
  columns: ['row', 'column', 'red', 'green', 'blue', ...frame.words.map((word, i) => `${i + 1}_${word}`)],
  rows: Array.from({ length: frame.words.length === 0 ? 0 : cells }, (_, i) => [
    Math.floor(i / 12) + 1,
    (i % 12) + 1,
    ...frame.output.subarray(3 * i, 3 * i + 3),
    ...frame.weights.subarray(i * frame.words.length, (i + 1) * frame.words.length),
  ]),
});

/** Localities in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { localityNow, type Frame } from './compute.ts';
import { kinds, type Params } from './params.ts';
import { kindNames, words } from './words.ts';

const shown = [...kinds, 'uniform'] as const;

export function describe(frame: Frame, { sharpness, r }: Params, lang: Lang): string {
  if (frame.n === 0) return words[lang].empty;
  const list = shown.map((kind) => `${kindNames[kind][lang]} ${formatFixed(localityNow(frame, kind), 3)}`);
  const window = 2 * frame.side + 1;
  return lang === 'en'
    ? `${frame.n} characters, sharpness ${formatFixed(sharpness, 1)}, window r = ${formatFixed(r)} (${window} places). Share of a middle row’s weight inside the window: ${list.join('; ')}.`
    : `${frame.n} 个字符，锐度 ${formatFixed(sharpness, 1)}，窗口 r = ${formatFixed(r)}（${window} 个位置）。中间各行落在窗口内的权重比例：${list.join('；')}。`;
}

export function readouts(frame: Frame, { r }: Params, lang: Lang): readonly Readout[] {
  if (frame.n === 0) return [{ label: lang === 'en' ? 'characters' : '字符数', value: '0' }];
  return shown.map((kind) => ({
    label: `ℓ(${formatFixed(r)}), ${kindNames[kind][lang]}`,
    value: formatFixed(localityNow(frame, kind), 3),
  }));
}

/** One row per window: r, and ℓ of every kind. */
export function table({ n, locality }: Frame): DataTable {
  const rows = Array.from({ length: n === 0 ? 0 : locality.uniform.length }, (_, t) => [
    (2 * t) / n,
    ...shown.map((kind) => locality[kind][t] ?? NaN),
  ]);
  return { columns: ['r', ...shown], rows };
}

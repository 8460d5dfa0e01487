import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatScientific } from '../../lab/plot/format.ts';
import type { Frame } from './compute.ts';
import { grouped } from './grouped.ts';
import { metersOf } from './meter.ts';
import type { Params } from './params.ts';
import { schemeNames } from './words.ts';

/** An error of single precision, or a dash before there is one. */
const errorText = (error: number): string => (Number.isNaN(error) ? '–' : formatScientific(error, 2));

export function describe(frame: Frame, params: Params, lang: Lang): string {
  const { traffic, needed, room } = metersOf(params);
  const total = frame.progress.total ?? 0;
  const scheme = schemeNames[params.order][lang];
  const [moved, all, standard] = [grouped(frame.moved), grouped(traffic[params.order]), grouped(traffic.standard)];
  if (lang === 'en') {
    const room1 = needed <= room ? 'fits into' : 'does not fit into';
    const error =
      frame.finished > 0 ? ` Largest error of the ${frame.finished} finished rows: ${errorText(frame.error)}.` : '';
    return `${frame.done} of ${total} tiles, ${scheme}: ${moved} of ${all} elements moved; the standard way moves ${standard}. A tile with its rows takes ${grouped(needed)} elements, which ${room1} ${grouped(room)}.${error}`;
  }
  const error = frame.finished > 0 ? `已完成的 ${frame.finished} 行最大误差 ${errorText(frame.error)}。` : '';
  return `${scheme}，共 ${total} 块，已算 ${frame.done} 块：已搬运 ${moved} 个元素，全程 ${all} 个；标准做法要 ${standard} 个。一块连同其行共需 ${grouped(needed)} 个元素，快存储容量 ${grouped(room)}，${needed <= room ? '放得下' : '放不下'}。${error}`;
}

export function readouts(frame: Frame, params: Params, lang: Lang): readonly Readout[] {
  const { needed } = metersOf(params);
  const en = lang === 'en';
  return [
    { label: en ? 'tiles done' : '已算块数', value: `${frame.done} / ${frame.progress.total ?? 0}` },
    { label: en ? 'rows rescaled by this tile' : '这一块使之缩放的行数', value: String(frame.rescaled) },
    { label: en ? 'elements moved so far' : '已搬运元素', value: grouped(frame.moved) },
    { label: en ? 'alive in fast memory' : '快存储中的元素', value: grouped(needed) },
    { label: en ? 'scores alive, standard' : '标准做法须存的得分', value: grouped(params.n ** 2) },
    { label: en ? 'max |tiles − direct|' : 'max |分块 − 直接|', value: errorText(frame.error) },
  ];
}

/** One row per query: its running maximum, empty before it has seen a key. */
export function table(frame: Frame): DataTable {
  return { columns: ['row', 'm'], rows: Array.from(frame.max, (m, row) => [row, Number.isNaN(m) ? '' : m]) };
}

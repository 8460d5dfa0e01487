/** Bits per character, inventions and a draw, in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import { isPrintable } from '../../numerics/ascii-text.ts';
import type { Frame } from './compute.ts';
import { invented, inventions, largestNow, lossNow, modelShown, signOf } from './letters.ts';
import { totalSteps, type Params } from './params.ts';

type Shown = Pick<Params, 'order'>;
const bits = (value: number): string => formatFixed(value, 3);
const percent = (share: number, digits = 1): string => `${formatFixed(100 * share, digits)}%`;

export function describe(frame: Frame, shown: Shown, lang: Lang): string {
  const [msb, lsb] = [bits(lossNow(frame, { order: 'msb' })), bits(lossNow(frame, { order: 'lsb' }))];
  const top = inventions(frame, shown)
    .slice(0, 3)
    .map(({ code, p }) => `${signOf(code)} ${percent(p)}`);
  const step = frame.progress.done;
  const [entropy, apart, share] = [bits(frame.entropy), bits(frame.independent), percent(invented(frame, shown))];
  if (lang === 'en') {
    const dropped = frame.dropped > 0 ? ` ${frame.dropped} that are not ASCII were left out.` : '';
    return `${frame.length} characters, ${frame.distinct} different ones.${dropped} After ${step} of ${totalSteps} steps the text costs ${msb} bits per character with the most significant bit first and ${lsb} with the least significant first; the entropy is ${entropy}, and bits coded apart cost ${apart}. Of the order shown, ${share} goes to characters never typed, most to ${top.join(', ')}.`;
  }
  const dropped = frame.dropped > 0 ? `另有 ${frame.dropped} 个不是 ASCII，已略去。` : '';
  return `共 ${frame.length} 个字符，${frame.distinct} 种。${dropped}训练 ${step} 步（共 ${totalSteps} 步）后，最高位在先时每字符 ${msb} 比特，最低位在先时 ${lsb} 比特；熵为 ${entropy}，各位独立编码为 ${apart}。所示次序有 ${share} 的概率给了没输入过的字符，最多的是 ${top.join('、')}。`;
}

export function readouts(frame: Frame, shown: Shown, lang: Lang): readonly Readout[] {
  const en = lang === 'en';
  return [
    { label: en ? 'steps' : '步数', value: `${frame.progress.done} / ${totalSteps}` },
    {
      label: en ? 'bits per character, MSB first' : '每字符比特数，最高位在先',
      value: bits(lossNow(frame, { order: 'msb' })),
    },
    {
      label: en ? 'bits per character, LSB first' : '每字符比特数，最低位在先',
      value: bits(lossNow(frame, { order: 'lsb' })),
    },
    { label: en ? 'entropy (bits)' : '熵（比特）', value: bits(frame.entropy) },
    { label: en ? 'bits coded apart (bits)' : '各位独立（比特）', value: bits(frame.independent) },
    { label: en ? 'given to characters never typed' : '给没输入过的字符', value: percent(invented(frame, shown)) },
    {
      label: en ? 'largest |weight|, order shown' : '最大 |权重|，所示次序',
      value: formatFixed(largestNow(frame, shown), 2),
    },
  ];
}

/** One row per character. */
export function table(frame: Frame): DataTable {
  const [msb, lsb] = [modelShown(frame, { order: 'msb' }), modelShown(frame, { order: 'lsb' })];
  const rows = Array.from(frame.data, (share, code) => [
    code,
    isPrintable(code) ? String.fromCharCode(code) : '',
    share,
    at(msb, code),
    at(lsb, code),
  ]);
  return { columns: ['code', 'character', 'share_in_text', 'model_msb_first', 'model_lsb_first'], rows };
}

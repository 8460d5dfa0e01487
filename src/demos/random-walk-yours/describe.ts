import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatSigned, noNumber } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { fairShares, pairsOf, predictedSpread, printShare, shareOf, tossCount } from './figures.ts';
import type { Params } from './params.ts';
import { most } from './tosses.ts';

const bandText = (frame: Frame): string => {
  const { low, high } = fairShares(pairsOf(frame));
  return `${printShare(low)}–${printShare(high)}`;
};

export function describe(frame: Frame, { habit }: Params, lang: Lang): string {
  const [n, share] = [tossCount(frame), shareOf(frame)];
  const en = lang === 'en';
  const others = en
    ? `The 500 other walks turn with probability ${printShare(habit)}; their root mean square position after 100 tosses is ${formatFixed(at(frame.spread, most - 1), 1)}.`
    : `另外 500 条路径的换面概率为 ${printShare(habit)}，100 次之后位置的均方根为 ${formatFixed(at(frame.spread, most - 1), 1)}。`;
  if (share === undefined) {
    return en
      ? `${n} of 100 tosses so far. ${others} Of fair coins with 99 neighbouring pairs, 95% have a share of changes within ${bandText(frame)}.`
      : `目前抛了 ${n} 次，共 100 次。${others}99 对相邻的公平抛掷中，95% 的换面比例在 ${bandText(frame)} 之内。`;
  }
  const end = formatSigned(frame.walk.at(-1) ?? 0, 0);
  return en
    ? `${n} of 100 tosses. ${frame.changes} of ${n - 1} neighbouring pairs differ, a share of ${printShare(share)}; 95% of fair coins lie within ${bandText(frame)}. ` +
        `Your walk ends at ${end} and gets as far as ${frame.farthest} from 0; half of the 500 get to ${frame.crowdFarthest} or farther. ${others}`
    : `已抛 ${n} 次，共 100 次。${n - 1} 对相邻抛掷中有 ${frame.changes} 对不同，比例为 ${printShare(share)}；公平硬币有 95% 落在 ${bandText(frame)}。` +
        `你的路径停在 ${end}，离 0 最远 ${frame.farthest}；500 条中有一半最远到 ${frame.crowdFarthest} 或更远。${others}`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const share = shareOf(frame);
  const n = tossCount(frame);
  const en = lang === 'en';
  const none = noNumber;
  return [
    { label: en ? 'tosses' : '次数', value: `${n} / ${most}` },
    { label: en ? 'share of changes a' : '换面比例 a', value: share === undefined ? none : printShare(share) },
    { label: en ? 'fair, 95%' : '公平，95%', value: bandText(frame) },
    {
      label: en ? 'predicted spread after 100' : '预测 100 次后的散布',
      value: share === undefined ? none : formatFixed(predictedSpread(most, share), 1),
    },
    {
      label: en ? 'the 500, measured' : '那 500 条，实测',
      value: formatFixed(at(frame.spread, most - 1), 1),
    },
    {
      label: en ? 'farthest, yours / median' : '最远：你的 / 中位数',
      value: n === 0 ? none : `${frame.farthest} / ${frame.crowdFarthest}`,
    },
    {
      label: en ? 'of the 500, farther' : '500 条中更远的',
      value: n === 0 ? none : `${Math.round(100 * frame.farther)}%`,
    },
  ];
}

/** Positions by toss: the reader's (empty beyond the last), and the bands and the spread of the 500. */
export function table(frame: Frame): DataTable {
  return {
    columns: ['toss', 'yours', 'p2.5', 'p25', 'p75', 'p97.5', 'rms'],
    rows: Array.from({ length: most + 1 }, (_, k) => [
      k,
      frame.walk[k] ?? '',
      ...[0, 1, 2, 3].map((i) => at(frame.bands, i * (most + 1) + k)),
      k === 0 ? 0 : at(frame.spread, k - 1),
    ]),
  };
}

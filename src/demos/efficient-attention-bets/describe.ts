/** The nine bets in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import type { Frame } from './compute.ts';
import { isYardstick, methods, type Method, type Params } from './params.ts';
import { methodNames } from './words.ts';

/** Relative errors: three decimals, two from 10 on. */
export const formatError = (error: number): string => formatFixed(error, error < 10 ? 3 : 2);

/** Methods from the smallest error on; of equal errors in the order of `methods`. */
export const ranking = (frame: Frame): readonly Method[] =>
  [...methods].sort((a, b) => frame.errors[a] - frame.errors[b]);

/** The best of those that save work. */
export const best = (frame: Frame): Method => ranking(frame).find((method) => !isYardstick(method)) ?? 'local';

/** A name in running text, without the star of the picture. */
const plainName = (method: Method, lang: Lang): string => methodNames[method][lang].replace('*', '');

export function describe(frame: Frame, { logBeta, mix, k }: Params, lang: Lang): string {
  const n = frame.characters.length;
  if (n === 0)
    return lang === 'en' ? 'There is no text yet, and nothing to compare.' : '还没有输入文字，没有可比较的注意力。';
  const list = ranking(frame).map((method) => `${plainName(method, lang)} ${formatError(frame.errors[method])}`);
  const [spread, winner] = [formatFixed(frame.perplexity, 1), plainName(best(frame), lang)];
  return lang === 'en'
    ? `${n} characters, sharpness ${2 ** logBeta}, position ${formatFixed(mix, 1)}, budget ${k}. The perplexity of a row is ${spread} on average. ` +
        `Relative errors of the output, smallest first: ${list.join(', ')}. Of the methods that save work, ${winner} is best.`
    : `${n} 个字符，锐度 ${2 ** logBeta}，位置 ${formatFixed(mix, 1)}，预算 ${k}。每行困惑度平均为 ${spread}。` +
        `输出的相对误差从小到大：${list.join('，')}。真能省计算的方法里，${winner} 最好。`;
}

export function readouts(frame: Frame, { k }: Params, lang: Lang): readonly Readout[] {
  const n = frame.characters.length;
  const winner = best(frame);
  return [
    { label: lang === 'en' ? 'perplexity, mean of rows' : '困惑度，各行平均', value: formatFixed(frame.perplexity, 1) },
    {
      label: lang === 'en' ? `best: ${plainName(winner, lang)}, error` : `最好：${plainName(winner, lang)}，误差`,
      value: n === 0 ? '–' : formatError(frame.errors[winner]),
    },
    {
      label: lang === 'en' ? `weight on the ${k} largest` : `最大的 ${k} 个所占权重`,
      value: formatFixed(frame.kept, 3),
    },
    { label: lang === 'en' ? 'keys per query, LSH' : '每个查询的键数，LSH', value: formatFixed(frame.bucketed, 1) },
  ];
}

/** Errors and costs first, then the softmax map. */
export function table(frame: Frame): DataTable {
  const rows: (string | number)[][] = methods.map((method) => [
    'error',
    method,
    '',
    frame.errors[method],
    frame.costs[method] ?? '',
  ]);
  const weights = Array.from(frame.maps.exact, (share, i) => [
    'softmax share',
    Math.floor(i / frame.side) + 1,
    (i % frame.side) + 1,
    share,
    '',
  ]);
  return {
    columns: ['quantity', 'method_or_query_block', 'key_block', 'value', 'multiplications'],
    rows: [...rows, ['full', 'softmax', '', 0, frame.costs.full], ...weights],
  };
}

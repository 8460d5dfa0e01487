/** Counts, times and exponents in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatScientific } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { crossover, fitGrowth, median } from './fit.ts';
import { methods, type Method } from './params.ts';
import { words } from './words.ts';

/** Operations in millions or billions: "268 M", "1.07 G"; in Chinese 万 and 亿. */
export function formatCount(count: number, lang: Lang): string {
  const units: readonly (readonly [number, string])[] =
    lang === 'en'
      ? [
          [1e9, ' G'],
          [1e6, ' M'],
          [1e3, ' k'],
        ]
      : [
          [1e8, ' 亿'],
          [1e4, ' 万'],
        ];
  const [size, name] = units.find(([unit]) => count >= unit) ?? [1, ''];
  return `${Number((count / size).toPrecision(3)).toString()}${name}`;
}

/** An exponent with its standard error. */
const exponent = (frame: Frame, method: Method): string => {
  const fit = fitGrowth(frame.measured[method]);
  return fit ? `${formatFixed(fit.exponent, 2)} ± ${formatFixed(fit.error, 2)}` : '–';
};

export const formatMs = (ms: number): string => `${formatFixed(ms, ms < 1 ? 3 : ms < 100 ? 2 : 0)} ms`;

/** Median time at the longest length measured. */
const longest = (frame: Frame, method: Method): string => {
  const point = frame.measured[method].at(-1);
  return point ? `${formatMs(median(point.times))} (n = ${point.n})` : '–';
};

const crossing = (frame: Frame): string => {
  const n = crossover(frame.measured.softmax, frame.measured.linear);
  return n === undefined ? '–' : formatFixed(n, 0);
};

const ratio = ({ flops }: Frame): string =>
  formatFixed(at(flops.softmax.slice(-1), 0) / at(flops.linear.slice(-1), 0), 1);

function stopWords({ stopped }: Frame, lang: Lang): string {
  return methods
    .flatMap((method) => {
      const n = stopped[method];
      if (n === undefined) return [];
      const name = words[lang].methods[method];
      return [
        lang === 'en'
          ? ` From n = ${n} on one run of ${name} would take too long and was left out.`
          : `从 n = ${n} 起，${name}一次运行太久，略去。`,
      ];
    })
    .join('');
}

export function describe(frame: Frame, _params: object, lang: Lang): string {
  const { n, d, lengths, measured } = frame;
  const reached = Math.max(0, ...methods.flatMap((method) => measured[method].map((point) => point.n)));
  if (reached === 0) {
    const counts = methods.map((method) => formatCount(at(frame.flops[method].slice(-1), 0), lang));
    return lang === 'en'
      ? `Counted for n = ${n} and d = ${d}: scores first takes ${counts[0] ?? ''} operations, state first ${counts[1] ?? ''}, a ratio of ${ratio(frame)}. Nothing has been timed yet.`
      : `n = ${n}，d = ${d} 时的运算量：先算得分为 ${counts[0] ?? ''}，先算状态为 ${counts[1] ?? ''}，相差 ${ratio(frame)} 倍。尚未计时。`;
  }
  const times = methods.map((method) => `${words[lang].methods[method]} ${longest(frame, method)}`);
  const grows = methods.map((method) => exponent(frame, method));
  const gap = formatScientific(frame.difference ?? 0);
  return lang === 'en'
    ? `Timed up to n = ${reached} of ${lengths.at(-1) ?? reached}. Median at the longest length: ${times.join(', ')}. Growth exponents: softmax ${grows[0] ?? ''}, linear ${grows[1] ?? ''}. Both orders of the linear product differ by at most ${gap}.${stopWords(frame, lang)}`
    : `已计时到 n = ${reached}，共到 ${lengths.at(-1) ?? reached}。最长处的中位数：${times.join('，')}。增长指数：softmax 为 ${grows[0] ?? ''}，线性为 ${grows[1] ?? ''}。线性乘积的两种次序至多相差 ${gap}。${stopWords(frame, lang)}`;
}

export function readouts(frame: Frame, _params: object, lang: Lang): readonly Readout[] {
  const labels =
    lang === 'en'
      ? [
          'ratio of operations n/d',
          'growth exponent, softmax',
          'growth exponent, linear',
          'equal times at n',
          'softmax, longest',
          'linear, longest',
          'max |difference| of both orders',
        ]
      : [
          '运算量之比 n/d',
          '增长指数，softmax',
          '增长指数，线性',
          '用时相等处 n',
          'softmax，最长处',
          '线性，最长处',
          '两种次序的最大差',
        ];
  const values = [
    ratio(frame),
    exponent(frame, 'softmax'),
    exponent(frame, 'linear'),
    crossing(frame),
    longest(frame, 'softmax'),
    longest(frame, 'linear'),
    frame.difference === null ? '–' : formatScientific(frame.difference),
  ];
  return values.map((value, i) => ({ label: labels[i] ?? '', value }));
}

/** One row per length and method; times in ms, empty where nothing was measured. */
export function table({ lengths, flops, measured }: Frame): DataTable {
  const rows = methods.flatMap((method) =>
    lengths.map((n, i) => {
      const times = measured[method].find((point) => point.n === n)?.times ?? [];
      const some = times.length > 0;
      return [
        method,
        n,
        at(flops[method], i),
        some ? median(times) : '',
        some ? Math.min(...times) : '',
        some ? Math.max(...times) : '',
        times.length,
      ];
    }),
  );
  return { columns: ['method', 'n', 'operations', 'median_ms', 'fastest_ms', 'slowest_ms', 'repetitions'], rows };
}

/** The comparison in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { limits, type Frame } from './compute.ts';
import { kinds, n, shown, type Params } from './params.ts';
import { kindNames } from './words.ts';

/** Relative errors: three digits; what was cut says so. */
export const formatError = (error: number): string =>
  error >= limits.error ? `≥ ${limits.error}` : formatFixed(error, error < 10 ? 3 : 1);

export function describe(frame: Frame, { kind, scale, m }: Params, lang: Lang): string {
  const [error, uniform] = [formatError(frame.errors[kind]), formatError(frame.uniform)];
  const [name, size] = [kindNames[kind][lang], formatFixed(scale)];
  return lang === 'en'
    ? `Queries and keys have entries of standard deviation ${size}. Attention from ${name} features` +
        `${kind === 'elu' || kind === 'exp' ? '' : ` with ${m} projections`} misses the output of softmax attention by ${error} of its norm; averaging all values misses it by ${uniform}. ` +
        `${frame.broken} of ${n} denominators are not positive.`
    : `查询与键各元素的标准差为 ${size}。用${name}${kind === 'elu' || kind === 'exp' ? '' : `（${m} 个投影）`}算出的注意力，` +
        `输出与 softmax 注意力相差其范数的 ${error} 倍；对所有值取平均则相差 ${uniform} 倍。${n} 个分母中有 ${frame.broken} 个不是正数。`;
}

export function readouts(frame: Frame, { kind }: Params, lang: Lang): readonly Readout[] {
  return [
    {
      label: lang === 'en' ? `error, ${kindNames[kind].en}` : `误差：${kindNames[kind].zh}`,
      value: formatError(frame.errors[kind]),
    },
    { label: lang === 'en' ? 'error, uniform attention' : '误差：均匀注意力', value: formatError(frame.uniform) },
    { label: lang === 'en' ? 'denominators ≤ 0' : '分母 ≤ 0', value: `${frame.broken} / ${n}` },
  ];
}

/** Errors first, then the weights of the corner that is drawn. */
export function table(frame: Frame): DataTable {
  const errors = [
    ...kinds.map((kind) => ['error', kind, '', frame.errors[kind], '']),
    ['error', 'uniform', '', frame.uniform, ''],
  ];
  const weights = Array.from(frame.exact, (exact, i) => [
    'weight',
    Math.floor(i / shown) + 1,
    (i % shown) + 1,
    exact,
    frame.estimate[i] ?? NaN,
  ]);
  return { columns: ['quantity', 'kind_or_query', 'key', 'exact_or_error', 'estimate'], rows: [...errors, ...weights] };
}

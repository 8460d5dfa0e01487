/** The spectrum in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import { ntkBase, yarnAttentionScale, yarnRampEnds } from '../../numerics/rope-extension.ts';
import type { Frame } from './compute.ts';
import { count } from './counts.ts';
import type { Curve } from './distances.ts';
import type { Params } from './params.ts';

const methodNames = {
  none: { en: 'without any method', zh: '不作扩展时' },
  pi: { en: 'with PI', zh: '用 PI 时' },
  ntk: { en: 'with NTK', zh: '用 NTK 时' },
  yarn: { en: 'with YaRN', zh: '用 YaRN 时' },
} as const;

const whole = (value: number): string => formatFixed(value, 0);

/** Index of the plotted point nearest to a distance, by ratio. */
export function nearestPoint(distance: Float64Array, wished: number): number {
  let best = 0;
  distance.forEach((r, i) => {
    if (Math.abs(Math.log(r / wished)) < Math.abs(Math.log(at(distance, best) / wished))) best = i;
  });
  return best;
}

export function describe(frame: Frame, params: Params, lang: Lang): string {
  const { pairs, complete, unfinished, many, surprised } = count(frame);
  const [L, end, method] = [whole(params.L), whole(params.s * Math.round(params.L)), methodNames[params.method][lang]];
  const cosine = (frame.stretched ?? frame.trained).cosine.mean;
  const near = formatFixed(at(cosine, 0), 3);
  const far = formatFixed(at(cosine, nearestPoint(frame.distance, params.L)), 3);
  return lang === 'en'
    ? `In ${L} tokens of training ${complete} of ${pairs} pairs complete a turn, ${many} of them more than 32 turns; ${unfinished} never do. ` +
        `Within ${end} tokens, ${method}, ${surprised} pairs meet angles that training never showed. ` +
        `The mean cosine goes from ${near} at distance 1 to about ${far} at distance ${L}.`
    : `在 ${L} 个词元的训练长度内，${pairs} 对中有 ${complete} 对转满一圈，其中 ${many} 对超过 32 圈；${unfinished} 对一圈也没转完。` +
        `到 ${end} 个词元为止，${method}有 ${surprised} 对会遇到训练中从未出现的角度。` +
        `平均余弦从距离 1 处的 ${near} 变到距离 ${L} 处的约 ${far}。`;
}

/** What a method changes, in a number. */
function methodReadouts({ method, d, logBase, L, s }: Params, lang: Lang): readonly Readout[] {
  if (method === 'ntk') {
    return [{ label: lang === 'en' ? "NTK base b'" : "NTK 底数 b'", value: whole(ntkBase(10 ** logBase, s, d)) }];
  }
  if (method !== 'yarn') return [];
  const [low, high] = yarnRampEnds(d, 10 ** logBase, Math.round(L)).map(whole);
  return [
    { label: lang === 'en' ? 'YaRN ramp, i =' : 'YaRN 过渡段 i =', value: `${low ?? ''}…${high ?? ''}` },
    {
      label: lang === 'en' ? 'YaRN factor on scores' : 'YaRN 得分系数',
      value: formatFixed(yarnAttentionScale(s) ** 2, 3),
    },
  ];
}

export function readouts(frame: Frame, params: Params, lang: Lang): readonly Readout[] {
  const { pairs, complete, unfinished, many, surprised } = count(frame);
  const words =
    lang === 'en'
      ? ['pairs with a full turn', 'pairs without one', 'pairs above 32 turns', 'pairs at new angles by sL']
      : ['转满一圈的坐标对', '未满一圈的坐标对', '超过 32 圈的坐标对', 'sL 内遇到新角度的坐标对'];
  return [
    ...[complete, unfinished, many, surprised].map((n, i) => ({ label: words[i] ?? '', value: `${n} / ${pairs}` })),
    ...methodReadouts(params, lang),
  ];
}

/** Long format: `x` is the pair for turns, and the distance in tokens for the curves; `stretched` is empty without a method. */
export function table(frame: Frame): DataTable {
  const { distance, trained, stretched } = frame;
  const turns = Array.from(frame.turns, (r, i) => ['turns', i, r, at(frame.reached, i)]);
  const rowsOf = (name: string, one: Curve, other: Curve | undefined) =>
    Array.from(one.mean, (value, i) => [name, at(distance, i), value, other ? at(other.mean, i) : '']);
  return {
    columns: ['quantity', 'x', 'trained', 'stretched'],
    rows: [
      ...turns,
      ...rowsOf('envelope', trained.envelope, stretched?.envelope),
      ...rowsOf('mean_cosine', trained.cosine, stretched?.cosine),
    ],
  };
}

import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { answer, emptyState } from '../../numerics/online-softmax.ts';
import type { Frame } from './compute.ts';
import demo, { type Params } from './params.ts';
import { show, words } from './words.ts';

/** How many elements are shown as read. */
export const readCount = (frame: Frame, { step }: Params): number => Math.min(step, frame.x.length);

/** o/ℓ of all parts merged; NaN without logits. */
export const merged = (frame: Frame): number => answer(frame.tree.at(-1)?.[0] ?? emptyState);

export function describe(frame: Frame, params: Params, lang: Lang): string {
  const n = frame.x.length;
  if (n === 0) return words[lang].empty;
  const count = readCount(frame, params);
  const state = frame.states[count - 1] ?? emptyState;
  const [sum, weighted, mean] = [show(state.sum, 6), show(state.weighted, 6), show(frame.answers[count - 1] ?? NaN, 5)];
  const [method, format] = [
    demo.params.method.options[params.method][lang],
    demo.params.precision.options[params.precision][lang],
  ];
  const left = frame.left > 0 ? words[lang].left(frame.left) : '';
  const max = show(state.max, 4);
  if (lang === 'en') {
    const known = params.method === 'naive' ? '' : `m = ${max}, `;
    return `Method ${method}, rounded to ${format}: after ${count} of ${n} elements ${known}ℓ = ${sum}, o = ${weighted}, o/ℓ = ${mean}. ${frame.parts.length} ${frame.parts.length === 1 ? 'part' : 'parts'} merged on tensors give ${show(merged(frame), 5)}.${left}`;
  }
  const known = params.method === 'naive' ? '' : `m = ${max}，`;
  return `方法：${method}，舍入到 ${format}。共 ${n} 个元素，读完 ${count} 个之后 ${known}ℓ = ${sum}，o = ${weighted}，o/ℓ = ${mean}。${frame.parts.length} 段在张量上合并，得 ${show(merged(frame), 5)}。${left}`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  if (frame.x.length === 0) return [{ label: lang === 'en' ? 'elements' : '元素个数', value: '0' }];
  return [
    { label: lang === 'en' ? 'o/ℓ, this method' : 'o/ℓ，此方法', value: show(frame.answers.at(-1) ?? NaN, 5) },
    { label: lang === 'en' ? 'o/ℓ, parts merged' : 'o/ℓ，各段合并', value: show(merged(frame), 5) },
    { label: lang === 'en' ? 'exact (float64)' : '精确值（float64）', value: show(frame.exact, 5) },
  ];
}

export function table(frame: Frame): DataTable {
  const rows = frame.states.map(({ max, sum, weighted }, i) => [
    i + 1,
    frame.x[i] ?? NaN,
    i + 1,
    max,
    sum,
    weighted,
    frame.answers[i] ?? NaN,
  ]);
  return { columns: ['element', 'x', 'v', 'm', 'l', 'o', 'o/l'], rows };
}

import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, text, vector } from '../../lab/params.ts';

/** Numbers beyond this many are left out, so that elements can still be told apart. */
export const maxLogits = 16;
/** Logits are clamped to [−largestLogit, largestLogit]: float32 keeps their differences to a few millionths. */
export const largestLogit = 200;

const numberLike = /[+\-−]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?/giu;

/** The numbers of a text, as the device holds them (float32), and how many of them were left out. */
export function readLogits(typed: string): { readonly logits: number[]; readonly left: number } {
  const numbers = Array.from(typed.matchAll(numberLike), ([word]) => Number(word.replace('−', '-')));
  const clamped = numbers.map((x) => Math.fround(Math.min(largestLogit, Math.max(-largestLogit, x))) + 0);
  return { logits: clamped.slice(0, maxLogits), left: Math.max(0, clamped.length - maxLogits) };
}

const demo = defineDemo({
  title: { en: 'Softmax in one pass, and in parts', zh: '只读一遍的 softmax，也可以分段' },
  summary: {
    en: 'Can a softmax be computed without seeing all logits first, and in parts that know nothing of each other?',
    zh: '不先看完全部 logit，能不能算 softmax？互不知情的几段，能不能各算各的再合起来？',
  },
  params: {
    logits: text({
      label: { en: 'your logits', zh: '输入 logit' },
      hint: {
        en: `Up to ${maxLogits} numbers; the values are 1, 2, 3, …`,
        zh: `至多 ${maxLogits} 个数；对应的值依次为 1、2、3……`,
      },
      maxLength: 120,
      default: { en: '3 1 -2 5 0.5', zh: '3 1 -2 5 0.5' },
    }),
    method: choice({
      label: { en: 'method', zh: '方法' },
      options: {
        naive: { en: 'naive', zh: '朴素' },
        safe: { en: 'safe: maximum first', zh: '安全：先求最大值' },
        online: { en: 'online', zh: '在线' },
      },
      default: 'online',
    }),
    precision: choice({
      label: { en: 'rounded to', zh: '舍入到' },
      options: { single: { en: 'float32', zh: 'float32' }, half: { en: 'float16', zh: 'float16' } },
      default: 'single',
    }),
    step: number({
      label: { en: 'elements read', zh: '已读个数' },
      min: 1,
      max: maxLogits,
      step: 1,
      default: maxLogits,
    }),
    cuts: vector({
      label: { en: 'cuts', zh: '切口' },
      length: 3,
      min: 0,
      max: maxLogits,
      digits: 0,
      default: [2, 4, maxLogits],
    }),
  },
  tolerance: 1e-5,
  actions: [
    {
      id: 'next',
      label: { en: 'Next element', zh: '读下一个' },
      apply: ({ step, logits }) => ({ step: step >= readLogits(logits).logits.length ? 1 : step + 1 }),
    },
  ],
});

export default demo;
export type Params = ParamsOf<typeof demo>;

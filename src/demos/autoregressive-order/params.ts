/** What the reader sets: how often each of 16 vectors of four bits occurs, in which order the bits are predicted, and the step size. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, vector } from '../../lab/params.ts';
import { orders } from '../../numerics/bit-orders.ts';

/** The bits of a half adder: two inputs, their carry a ∧ b, their sum a ⊕ b. */
export const bitNames = ['a', 'b', 'c', 's'] as const;
export const bits = bitNames.length;
export const cells = 2 ** bits;
export const mostCount = 9;

/** All 24 orders; an order is spelled by its letters, first predicted first. */
export const allOrders: readonly (readonly number[])[] = orders(bits);
export const spell = (order: readonly number[]): string => order.map((bit) => bitNames[bit] ?? '').join('');
export const orderNames: readonly string[] = allOrders.map(spell);

/** Steps of a whole run. */
export const totalSteps = 1000;

/** Counts of 1 for the vectors that `is` picks, with bits a, b, c, s. */
const table = (is: (a: number, b: number, c: number, s: number) => boolean): number[] =>
  Array.from({ length: cells }, (_, r) => (is((r >> 3) & 1, (r >> 2) & 1, (r >> 1) & 1, r & 1) ? 1 : 0));
export const halfAdder = table((a, b, c, s) => c === (a & b) && s === (a ^ b));
export const xorAlone = table((a, b, c, s) => c === 0 && s === (a ^ b));

const demo = defineDemo({
  title: { en: 'Four bits in 24 orders', zh: '四个比特的 24 种次序' },
  summary: {
    en: 'The chain rule allows every order. Which orders can a logistic regression per bit learn?',
    zh: '链式法则允许任何次序。每个比特各用一个逻辑回归时，哪些次序学得会？',
  },
  params: {
    order: choice({
      label: { en: 'order of the bits', zh: '比特的次序' },
      hint: {
        en: 'First predicted first. All 24 train at once; this only chooses which one is shown.',
        zh: '从最先预测的写起。24 种次序同时训练，这里只选择显示哪一种。',
      },
      options: Object.fromEntries(
        orderNames.map((name) => {
          const label = Array.from(name).join(' → ');
          return [name, { en: label, zh: label }];
        }),
      ),
      default: 'abcs',
      keepsRun: true,
    }),
    rate: number({
      label: { en: 'step size of Adam', zh: 'Adam 步长' },
      min: 0.02,
      max: 0.3,
      step: 0.02,
      default: 0.1,
    }),
    counts: vector({
      label: { en: 'counts of the 16 vectors', zh: '16 个向量的计数' },
      length: cells,
      min: 0,
      max: mostCount,
      digits: 0,
      default: halfAdder,
    }),
  },
  actions: [
    { id: 'adder', label: { en: 'Half adder', zh: '半加器' }, apply: () => ({ counts: halfAdder }) },
    { id: 'xor', label: { en: 'XOR alone, c = 0', zh: '只有异或，c = 0' }, apply: () => ({ counts: xorAlone }) },
    { id: 'all', label: { en: 'One of each', zh: '每个一次' }, apply: () => ({ counts: table(() => true) }) },
  ],
  // Held for the first frame, where every network is a fair coin per bit.
  tolerance: 1e-6,
});

export default demo;
export type Params = ParamsOf<typeof demo>;

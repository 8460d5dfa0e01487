/** What the reader sets: a text, the order of the bits shown, how far weights are held back, and the step size. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, seed, text } from '../../lab/params.ts';
import type { Endianness } from '../../numerics/ascii-text.ts';

export const endiannesses: readonly Endianness[] = ['msb', 'lsb'];
/** Steps of a whole run. */
export const totalSteps = 1000;
/** Characters of a draw. */
export const drawLength = 40;

const demo = defineDemo({
  title: { en: 'Seven bits per letter', zh: '每个字母七个比特' },
  summary: {
    en: 'What do seven logistic regressions learn of your text, and which letters do they invent?',
    zh: '七个逻辑回归能从一段文字里学到什么？又会造出哪些没输入过的字符？',
  },
  params: {
    text: text({
      label: { en: 'your text', zh: '输入文字' },
      hint: {
        en: 'Characters of ASCII; others are left out.',
        zh: '只用 ASCII 字符：全角转为半角，其余略去，汉字可换成拼音。',
      },
      maxLength: 200,
      default: {
        en: 'to be, or not to be, that is the question',
        zh: 'to be, or not to be, that is the question',
      },
    }),
    order: choice({
      label: { en: 'first bit', zh: '最先预测的位' },
      hint: {
        en: 'Both orders train at once; this chooses which is shown.',
        zh: '两种次序同时训练，这里只选择显示哪一种。',
      },
      options: {
        msb: { en: 'most significant', zh: '最高位' },
        lsb: { en: 'least significant', zh: '最低位' },
      },
      default: 'msb',
      keepsRun: true,
    }),
    lambda: choice({
      label: { en: 'L2 penalty λ', zh: 'L2 惩罚 λ' },
      options: {
        '0': { en: '0', zh: '0' },
        '0.001': { en: '0.001', zh: '0.001' },
        '0.01': { en: '0.01', zh: '0.01' },
        '0.1': { en: '0.1', zh: '0.1' },
      },
      default: '0',
    }),
    rate: number({
      label: { en: 'step size of Adam', zh: 'Adam 步长' },
      min: 0.02,
      max: 0.3,
      step: 0.02,
      default: 0.1,
    }),
    seed: seed({ keepsRun: true }),
  },
  // Held for the first frame, where every bit is a fair coin.
  tolerance: 1e-6,
});

export default demo;
export type Params = ParamsOf<typeof demo>;

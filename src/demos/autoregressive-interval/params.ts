/** What the reader sets: the number u, and the text, order and penalty that make the tree of choices. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, text } from '../../lab/params.ts';

/** u moves in steps of 2⁻¹⁶. */
export const resolution = 2 ** 16;

const demo = defineDemo({
  title: { en: 'One number, one letter', zh: '一个数定一个字母' },
  summary: {
    en: 'How does a single number between 0 and 1 choose a letter, and how many bits does the letter cost?',
    zh: '0 与 1 之间的一个数怎样选定一个字母？这个字母值多少比特？',
  },
  params: {
    u: number({
      label: { en: 'the number u', zh: '数 u' },
      role: 'noise',
      min: 0,
      max: 1 - 1 / resolution,
      step: 1 / resolution,
      default: 0.5,
      format: (value) => value.toFixed(5),
    }),
    text: text({
      label: { en: 'text to learn from', zh: '训练用的文字' },
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
      options: {
        msb: { en: 'most significant', zh: '最高位' },
        lsb: { en: 'least significant', zh: '最低位' },
      },
      default: 'msb',
    }),
    lambda: choice({
      label: { en: 'L2 penalty λ', zh: 'L2 惩罚 λ' },
      options: {
        '0.001': { en: '0.001', zh: '0.001' },
        '0.01': { en: '0.01', zh: '0.01' },
        '0.1': { en: '0.1', zh: '0.1' },
      },
      default: '0.001',
    }),
  },
  tolerance: 1e-5,
});

export default demo;
export type Params = ParamsOf<typeof demo>;

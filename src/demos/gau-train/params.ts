/** What the reader sets: the text that is learned, how the units weigh keys, how far the steps go and how many there are. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, seed, text } from '../../lab/params.ts';
import { passages } from './passages.ts';

/** Both models: width d, window n, windows per step; the units' widths e and s; tokens of a chunk. */
export const d = 48;
export const unit = { d, e: 2 * d, s: 16 } as const;
export const n = 64;
export const batch = 8;
export const chunk = 16;
/** Steps between frames. */
export const stepsPerFrame = 3;
/** Characters of the text's beginning whose maps are drawn. */
export const shown = 32;

const definition = defineDemo({
  title: { en: 'Two gated units against one block', zh: '两个门控单元，对阵一个 Transformer 块' },
  summary: {
    en: 'With as many weights as a Transformer block, how fast do two gated attention units learn your text?',
    zh: '权重个数相当，两个门控注意力单元学你的文字，比一个 Transformer 块快还是慢？',
  },
  params: {
    text: text({
      label: { en: 'text to learn', zh: '要学的文字' },
      hint: {
        en: 'Both models learn this text alone. 300 characters or more are best; at most 1,200.',
        zh: '两个模型只学这段文字。最好不少于 300 字，至多 1200 字。',
      },
      maxLength: 1200,
      default: passages,
    }),
    attention: choice({
      label: { en: 'weights of the units', zh: '单元的权重' },
      options: {
        relu2: { en: 'relu²/n', zh: 'relu²/n' },
        softmax: { en: 'softmax', zh: 'softmax' },
        mixed: { en: 'mixed chunks of 16', zh: '混合分块，块长 16' },
      },
      default: 'relu2',
    }),
    steps: number({ label: { en: 'steps', zh: '训练步数' }, min: 60, max: 600, step: 30, default: 300 }),
    rate: number({
      label: { en: 'learning rate', zh: '学习率' },
      hint: { en: 'Step size of Adam, the same for both.', zh: 'Adam 的步长，两个模型相同。' },
      min: 0.0005,
      max: 0.02,
      step: 0.0005,
      default: 0.003,
      scale: 'log',
    }),
    seed: seed(),
  },
  tolerance: 1e-4,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

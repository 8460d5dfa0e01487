import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { number, seed, text } from '../../lab/params.ts';
import { most, tossesOf, withoutLast } from './tosses.ts';

/** Walks of the crowd, and how many of them are drawn. */
export const crowd = 500;
export const drawn = 12;

const demo = defineDemo({
  title: { en: 'Your hundred coin tosses', zh: '你的一百次抛硬币' },
  summary: {
    en: 'Type a random sequence of heads and tails: does it walk as far as a fair coin does?',
    zh: '凭感觉打出一串随机的正反面：它走得和公平硬币一样远吗？',
  },
  params: {
    tosses: text({
      label: { en: 'tosses as text', zh: '以文字输入' },
      hint: {
        en: 'H or 1 for heads, T or 0 for tails, up to 100.',
        zh: 'H、1 或“正”为正面，T、0 或“反”为反面，至多 100 次。',
      },
      maxLength: most,
      default: { en: '', zh: '' },
    }),
    habit: number({
      label: { en: 'the 500 walks turn with probability', zh: '那 500 条路径的换面概率' },
      hint: { en: '0.50 is a fair coin.', zh: '0.50 就是公平硬币。' },
      min: 0.1,
      max: 0.9,
      step: 0.05,
      default: 0.5,
    }),
    seed: seed(),
  },
  tolerance: 1e-4,
  actions: [
    { id: 'undo', label: { en: 'Undo', zh: '撤销' }, apply: ({ tosses }) => ({ tosses: withoutLast(tosses) }) },
    { id: 'clear', label: { en: 'Clear', zh: '清空' }, apply: () => ({ tosses: '' }) },
    {
      id: 'fair',
      label: { en: 'Use a fair coin', zh: '改用公平硬币' },
      apply: ({ seed }) => ({ tosses: tossesOf(seed, 0.5) }),
    },
  ],
});
export default demo;
export type Params = ParamsOf<typeof demo>;

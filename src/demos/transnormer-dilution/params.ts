/** What the reader moves: a text, how sharp its scores are, what they see, the blocks, and the window that is measured. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { number, seed, text } from '../../lab/params.ts';

/** Most characters: rows and columns of the maps. */
export const maxTokens = 128;

const definition = defineDemo({
  title: { en: 'Where the weight of a row lies', zh: '一行权重落在哪里' },
  summary: {
    en: 'Does a token look at its neighbours, or at everything alike?',
    zh: '一个词元看的是近邻，还是一视同仁？',
  },
  params: {
    text: text({
      label: { en: 'your text', zh: '输入文字' },
      hint: {
        en: `Each character is a token; at most ${maxTokens}.`,
        zh: `每个字符为一个词元，至多 ${maxTokens} 个。`,
      },
      maxLength: maxTokens,
      default: {
        en: 'Call me Ishmael. Some years ago—never mind how long precisely—having little or no money in my purse, and nothing particular to i',
        zh: '大学之道，在明明德，在亲民，在止于至善。知止而后有定，定而后能静，静而后能安，安而后能虑，虑而后能得。物有本末，事有终始，知所先后，则近道矣。古之欲明明德于天下者，先治其国；欲治其国者，先齐其家；欲齐其家者，先修其身；欲修其身者，先正其心；欲正其心者，先诚',
      },
    }),
    sharpness: number({
      label: { en: 'sharpness β', zh: '锐度 β' },
      hint: { en: 'Scores are β qᵀk with q and k of length 1.', zh: '得分为 β qᵀk，q 与 k 的长度为 1。' },
      min: 1,
      max: 16,
      step: 0.5,
      default: 4,
    }),
    block: number({ label: { en: 'block length w', zh: '块长 w' }, min: 4, max: 64, step: 1, default: 16 }),
    mix: number({
      label: { en: 'share of position μ', zh: '位置所占比例 μ' },
      hint: { en: '0: characters only; 1: positions only.', zh: '0：只看字符；1：只看位置。' },
      min: 0,
      max: 1,
      step: 0.05,
      default: 1,
    }),
    r: number({
      label: { en: 'window r', zh: '窗口 r' },
      hint: { en: 'Share of the sequence that counts as near.', zh: '序列中算作“近处”的比例。' },
      min: 0.02,
      max: 1,
      step: 0.01,
      default: 0.25,
    }),
    seed: seed(),
  },
  tolerance: 1e-4,
});
export default definition;
export type Params = ParamsOf<typeof definition>;
/** Ways to weigh, in the order of the maps. */
export const kinds = ['softmax', 'elu', 'relu', 'blocks'] as const;
export type Kind = (typeof kinds)[number];

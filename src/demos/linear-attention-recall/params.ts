/** What the reader moves: pairs of their own, how many pairs in all, the dimension of keys, and the kind of memory. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, seed, text } from '../../lab/params.ts';

/** Bits of a value. */
export const bits = 16;
/** Most pairs stored, and most that can be typed. */
export const mostPairs = 256;
export const mostTyped = 64;
/** Pairs whose bits are drawn. */
export const shownPairs = 6;
/** Pairs per point of the curve over age. */
export const ageBin = 8;
/** Numbers of pairs at which the curve over m is measured. */
export const sizes = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256] as const;

const definition = defineDemo({
  title: { en: 'A matrix that remembers', zh: '会记忆的矩阵' },
  summary: {
    en: 'How many pairs of key and value does a state of fixed size hold, and which are lost first?',
    zh: '大小固定的状态能记住多少键值对？最先丢的是哪些？',
  },
  params: {
    pairs: text({
      label: { en: 'your pairs', zh: '输入键值对' },
      hint: {
        en: `key=value, separated by spaces; stored first. At most ${mostTyped}.`,
        zh: `键=值，用空格隔开，最先存入；至多 ${mostTyped} 对。`,
      },
      maxLength: 600,
      default: {
        en: 'France=Paris Japan=Tokyo Egypt=Cairo Peru=Lima Kenya=Nairobi Norway=Oslo',
        zh: '法国=巴黎 日本=东京 埃及=开罗 秘鲁=利马 肯尼亚=内罗毕 挪威=奥斯陆',
      },
    }),
    m: number({
      label: { en: 'pairs in all, m', zh: '总对数 m' },
      hint: { en: 'Yours first, then random ones.', zh: '先存输入的，再存随机的。' },
      min: 1,
      max: mostPairs,
      step: 1,
      default: 33,
    }),
    d: number({
      label: { en: 'key dimension d', zh: '键的维数 d' },
      role: 'key',
      min: 8,
      max: 64,
      step: 4,
      default: 32,
    }),
    memory: choice({
      label: { en: 'memory', zh: '记忆方式' },
      options: {
        sum: { en: 'sum', zh: '累加' },
        delta: { en: 'delta rule', zh: '增量规则' },
        softmax: { en: 'softmax', zh: 'softmax' },
        elu: { en: 'sum, elu + 1', zh: '累加，elu + 1' },
      },
      default: 'sum',
    }),
    seed: seed(),
  },
  tolerance: 5e-4,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

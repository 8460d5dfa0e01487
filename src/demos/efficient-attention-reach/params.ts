/** What the reader moves: a pattern with its sizes, cells painted over it, and how many layers are stacked. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { boolean, choice, number, seed, text } from '../../lab/params.ts';

/** Most tokens; also the width of the grid in which painted cells are counted, so that they stay where they are when n changes. */
export const most = 64;
/** Longest painting, in characters of its code. */
export const longestPaint = 4000;
/** Tokens that read all and are read by all, and random keys per query. */
export const globals = 1;
export const randomKeys = 2;

const definition = defineDemo({
  title: { en: 'Draw a pattern, read its reach', zh: '画出稀疏模式，读出它的视野' },
  summary: {
    en: 'How many pairs may a layer leave out, and how many layers bring every token to every other?',
    zh: '一层可以省去多少对词元？叠几层才能让任意两个词元互通？',
  },
  params: {
    pattern: choice({
      label: { en: 'pattern', zh: '模式' },
      options: {
        local: { en: 'local', zh: '局部窗口' },
        strided: { en: 'window + stride', zh: '窗口 + 跨步' },
        fixed: { en: 'blocks + last keys', zh: '分块 + 块末键' },
        blocks: { en: 'blocks', zh: '分块' },
        longformer: { en: 'window + global', zh: '窗口 + 全局' },
        bigbird: { en: 'window + global + random', zh: '窗口 + 全局 + 随机' },
        blank: { en: 'blank', zh: '空白' },
      },
      default: 'local',
    }),
    n: number({ label: { en: 'tokens n', zh: '词元数 n' }, min: 16, max: most, step: 1, default: most }),
    w: number({
      label: { en: 'window w', zh: '窗口 w' },
      hint: { en: 'Keys beside the own one, half on each side.', zh: '自身以外的键数，两侧各半。' },
      min: 2,
      max: 32,
      step: 2,
      default: 8,
    }),
    stride: number({ label: { en: 'stride or block', zh: '步幅或块长' }, min: 2, max: 16, step: 1, default: 8 }),
    layers: number({ label: { en: 'layers', zh: '层数' }, min: 1, max: 8, step: 1, default: 4 }),
    causal: boolean({ label: { en: 'causal', zh: '因果' }, default: false }),
    paint: text({
      label: { en: 'painted cells', zh: '涂画的格子' },
      hidden: true,
      maxLength: longestPaint,
      default: { en: '', zh: '' },
    }),
    seed: seed(),
  },
  tolerance: 1e-6,
  actions: [{ id: 'wipe', label: { en: 'Erase painting', zh: '擦去涂画' }, apply: () => ({ paint: '' }) }],
});
export default definition;
export type Params = ParamsOf<typeof definition>;

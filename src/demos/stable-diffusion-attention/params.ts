/** What the reader sets: a picture, a sentence, how sharp attention is, and one word's colour. */
import type { ParamsOf } from '../../lab/demo.ts';
import { defineDemo } from '../../lab/demo.ts';
import { choice, number, text, vector } from '../../lab/params.ts';
import { example, fullRow, side } from './picture.ts';

/** Words of a sentence that are used. */
export const mostWords = 8;

const definition = defineDemo({
  title: { en: 'Words attend to a picture', zh: '让词语去看一幅画' },
  summary: {
    en: 'Which cells of your picture does each word claim, and what happens when a word changes its colour?',
    zh: '每个词各占画面的哪些格子？给某个词换个颜色又会怎样？',
  },
  params: {
    words: text({
      label: { en: 'words', zh: '词语' },
      hint: {
        en: 'At most eight; colours, left, right, top and bottom mean something.',
        zh: '最多八个；颜色词和左、右、上、下有含义。',
      },
      maxLength: 60,
      default: { en: 'red square blue ball green grass white sky', zh: '红 房子 蓝 气球 绿 草地 白 天空' },
    }),
    sharpness: number({
      label: { en: 'sharpness', zh: '锐度' },
      hint: { en: 'Factor on the scores, in place of 1/√d.', zh: '得分所乘的因子，代替 1/√d。' },
      min: 1,
      max: 20,
      step: 1,
      default: 6,
    }),
    edit: number({
      label: { en: 'repaint word number', zh: '给第几个词换色' },
      hint: { en: '0 leaves all words as they are.', zh: '0 表示不换。' },
      min: 0,
      max: mostWords,
      step: 1,
      default: 0,
    }),
    colour: choice({
      label: { en: 'its new colour', zh: '换成' },
      options: {
        yellow: { en: 'yellow', zh: '黄' },
        magenta: { en: 'pink', zh: '品红' },
        cyan: { en: 'cyan', zh: '青' },
        red: { en: 'red', zh: '红' },
        green: { en: 'green', zh: '绿' },
        blue: { en: 'blue', zh: '蓝' },
        black: { en: 'black', zh: '黑' },
        white: { en: 'white', zh: '白' },
      },
      default: 'yellow',
    }),
    picture: vector({
      label: { en: 'picture', zh: '画' },
      length: side,
      min: 0,
      max: fullRow,
      digits: 0,
      default: example,
    }),
  },
  tolerance: 1e-4,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

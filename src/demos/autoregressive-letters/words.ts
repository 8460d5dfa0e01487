import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'All 128 characters as a table of first three and last four bits, with bars for the text and the model; losses against steps; invented characters; a draw',
    table: 'Text and model, all 128 characters',
    data: 'share in the text',
    model: 'probability in the model',
    rows: 'first 3 bits',
    columns: 'last 4 bits',
    curves: 'Bits per character against steps',
    bits: 'bits',
    steps: 'steps (square-root scale)',
    msb: 'most significant first',
    lsb: 'least significant first',
    entropy: 'entropy',
    independent: 'bits apart',
    invented: 'Likeliest never typed',
    draw: 'A draw of 40:',
    none: 'not trained yet',
  },
  zh: {
    picture: '128 个字符按前三位与后四位排成的表，柱为文字与模型；损失随步数的变化；造出来的字符；一次抽样',
    table: '文字与模型，全部 128 个字符',
    data: '在文字中的比例',
    model: '模型给出的概率',
    rows: '前三位',
    columns: '后四位',
    curves: '每字符比特数与步数',
    bits: '比特',
    steps: '步数（平方根刻度）',
    msb: '最高位在先',
    lsb: '最低位在先',
    entropy: '熵',
    independent: '各位独立',
    invented: '没输入过而概率最大的',
    draw: '抽样 40 个：',
    none: '尚未训练',
  },
} as const satisfies Record<Lang, unknown>;

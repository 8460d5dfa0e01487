import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture: 'Stored and recalled bits of some pairs; accuracy by age; accuracy against the number of pairs',
    bits: 'Bits: stored (tick), recalled (bar)',
    age: 'Right bits by age',
    place: 'place of the pair, oldest to newest',
    curve: 'Right bits against m',
    m: 'pairs stored, m',
    measured: 'measured',
    theory: 'plain sum, in theory',
    right: 'right sign',
    wrong: 'wrong sign',
    overwritten: 'overwritten',
    here: 'now',
  },
  zh: {
    picture: '部分键值对存入与取回的比特；准确率随新旧的变化；准确率随对数的变化',
    bits: '比特：存入（短线），取回（柱）',
    age: '正确比特与新旧',
    place: '存入次序，从旧到新',
    curve: '正确比特与对数 m',
    m: '存入的对数 m',
    measured: '实测',
    theory: '单纯累加的理论值',
    right: '符号正确',
    wrong: '符号错误',
    overwritten: '已被覆盖',
    here: '当前',
  },
} as const satisfies Record<Lang, unknown>;

import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture: 'Score against distance: the drawn curve with its fit, and the fit continued to four times the context',
    drawTitle: 'Draw here: the wished score f(r)',
    drawn: 'drawn',
    fit: 'fit by 32 rotations',
    farTitle: 'The same fit, read out to r = 4L',
    distance: 'distance r',
    trained: 'r < L',
    leaves: 'Runs off the plot, max |f|:',
    comma: ', ',
    cursor: 'Drawn curve: left and right move along it, up and down pull it',
  },
  zh: {
    picture: '分数随距离的变化：所画曲线与拟合，以及拟合延伸到四倍训练长度',
    drawTitle: '在此作画：期望的分数 f(r)',
    drawn: '所画曲线',
    fit: '32 个旋转的拟合',
    farTitle: '同一拟合延伸到 r = 4L',
    distance: '距离 r',
    trained: 'r < L',
    leaves: '超出画面，max |f|：',
    comma: '，',
    cursor: '所画曲线：左右键移动位置，上下键拉动曲线',
  },
} as const satisfies Record<Lang, unknown>;

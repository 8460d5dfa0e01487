import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture: 'Data points with two chosen ones, A and B; their codes in the noise, and the way between both',
    data: 'Data, t = 0',
    draw: 'Data, t = 0: draw here',
    codes: 'Codes, t = 1',
    a: 'point A',
    b: 'point B',
    points: 'all points and their codes',
    chosen: 'six of them',
    arc: 'walk between the codes, decoded by the ODE',
    back: 'A decoded from its code',
    astray: 'A decoded 24 times by the SDE',
    circles: 'circles: radius 1, 2, 3',
  },
  zh: {
    picture: '数据点与选出的 A、B 两点；它们在噪声中的编码，以及两者之间的路',
    data: '数据，t = 0',
    draw: '数据，t = 0：可在此画点',
    codes: '编码，t = 1',
    a: '点 A',
    b: '点 B',
    points: '所有点及其编码',
    chosen: '其中六个',
    arc: '编码之间的路，用 ODE 解码',
    back: '由编码返回的 A',
    astray: '用 SDE 解码 A 共 24 次',
    circles: '圆：半径 1、2、3',
  },
} as const satisfies Record<Lang, unknown>;

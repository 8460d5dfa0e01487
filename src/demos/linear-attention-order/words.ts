import type { Lang } from '../../i18n/lang.ts';
import type { Method } from './params.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture: 'Operands of both orders as rectangles; counted operations, then measured times, against the length n',
    orders: { softmax: 'Scores first: (QKᵀ)V', linear: 'State first: Q(KᵀV)' } satisfies Record<Method, string>,
    methods: { softmax: 'softmax attention', linear: 'linear attention' } satisfies Record<Method, string>,
    counted: 'Counted: operations against n',
    measured: 'Measured: milliseconds against n',
    ops: 'operations',
    at: (n: number): string => `at n = ${n}`,
    length: 'sequence length n',
    fit: 'fit',
    theory: 'as counted',
    equal: 'n = d',
    play: 'Press Play to time both on this device.',
  },
  zh: {
    picture: '两种次序的操作数矩形；先是计数的运算量，然后是实测时间，随长度 n 变化',
    orders: { softmax: '先算得分：(QKᵀ)V', linear: '先算状态：Q(KᵀV)' } satisfies Record<Method, string>,
    methods: { softmax: 'softmax 注意力', linear: '线性注意力' } satisfies Record<Method, string>,
    counted: '计数：运算量与 n',
    measured: '实测：毫秒与 n',
    ops: '次运算',
    at: (n: number): string => `n = ${n} 时`,
    length: '序列长度 n',
    fit: '拟合',
    theory: '按运算量',
    equal: 'n = d',
    play: '按“播放”，在本机上给两者计时。',
  },
} as const satisfies Record<Lang, unknown>;

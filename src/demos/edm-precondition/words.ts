import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    picture:
      'A cloud of points to draw; the error of three learned denoisers against the noise level; their training losses',
    cloud: 'The cloud: draw your own',
    nets: { data: 'predicts x₀', noise: 'predicts ε', edm: 'predicts EDM’s F' },
    names: { data: 'x₀', noise: 'ε', edm: 'EDM' },
    zero: 'answer 0',
    rms: 'RMS of D − D*, per coordinate',
    sigma: 'noise level σ',
    losses: 'Each network’s own training loss',
    step: 'step',
    play: 'press Play',
  },
  zh: {
    picture: '可以自己画的点云；三个学出来的去噪器的误差随噪声水平的变化；它们的训练损失',
    cloud: '点云：可以自己画',
    nets: { data: '预测 x₀', noise: '预测 ε', edm: '预测 EDM 的 F' },
    names: { data: 'x₀', noise: 'ε', edm: 'EDM' },
    zero: '总是答 0',
    rms: 'D − D* 的均方根，每个坐标',
    sigma: '噪声水平 σ',
    losses: '各网络自己的训练损失',
    step: '步',
    play: '请按“播放”',
  },
} as const satisfies Record<Lang, unknown>;

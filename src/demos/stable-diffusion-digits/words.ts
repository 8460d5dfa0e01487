import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    name: 'Digits on their way from noise: the first sample at ten steps, and all eight after the step chosen',
    film: 'Sample 1 on its way',
    step: 'step',
    state: 'decoded',
    guess: 'guess',
    latents: 'latents',
    eight: (step: number, sigma: string): string => `All eight after step ${step}, σ = ${sigma}`,
    pad: 'Your drawing',
    draw: 'Draw',
    erase: 'Erase',
    clear: 'Clear',
    cursor: 'Brush: arrows move it, Enter draws, Delete erases',
    cell: (row: number, column: number, ink: boolean): string =>
      `row ${row + 1}, column ${column + 1}: ${ink ? 'ink' : 'empty'}`,
    drawn: 'centred, as in MNIST',
    rebuilt: 'encoded and decoded',
    bars: 'bars: z/√(1 + σ²)',
  },
  zh: {
    name: '数字从噪声中浮现：第一个样本的十个时刻，以及所选步数之后的全部八个样本',
    film: '第 1 个样本的全程',
    step: '步',
    state: '解码',
    guess: '猜测',
    latents: '潜变量',
    eight: (step: number, sigma: string): string => `走完 ${step} 步后的八个样本，σ = ${sigma}`,
    pad: '你的手绘',
    draw: '画',
    erase: '擦',
    clear: '清空',
    cursor: '画笔：方向键移动，回车键画，删除键擦',
    cell: (row: number, column: number, ink: boolean): string =>
      `第 ${row + 1} 行第 ${column + 1} 列：${ink ? '有墨' : '空白'}`,
    drawn: '按 MNIST 的方式居中',
    rebuilt: '编码再解码',
    bars: '条形：z/√(1 + σ²)',
  },
} as const satisfies Record<Lang, unknown>;

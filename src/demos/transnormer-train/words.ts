import type { Lang } from '../../i18n/lang.ts';
import type { Dash, Tone } from '../../lab/plot/tone.ts';
import type { Variant } from './params.ts';

export const variantNames: Readonly<Record<Lang, Readonly<Record<Variant, string>>>> = {
  en: {
    softmax: 'softmax',
    elu: 'elu + 1',
    relu: 'ReLU',
    bare: 'no denominator',
    norm: 'NormAttention',
    diag: 'Diag → Norm',
  },
  zh: {
    softmax: 'softmax',
    elu: 'elu + 1',
    relu: 'ReLU',
    bare: '无分母',
    norm: 'NormAttention',
    diag: 'Diag → Norm',
  },
};

/** How each model is drawn: no two share dash and weight. */
export const styles: Readonly<Record<Variant, { readonly tone: Tone; readonly dash: Dash; readonly bold?: boolean }>> =
  {
    softmax: { tone: 'data', dash: 'solid' },
    elu: { tone: 'gradient', dash: 'dashed' },
    relu: { tone: 'key', dash: 'dashdot' },
    bare: { tone: 'noise', dash: 'dotted' },
    norm: { tone: 'query', dash: 'solid', bold: true },
    diag: { tone: 'accent', dash: 'dashed', bold: true },
  };

/** The words of the picture. */
export const words = {
  en: {
    picture: 'Training loss and gradient norm of the chosen models, step by step, and their figures',
    loss: 'Training loss of the batch, nats per character (mean of 10 steps)',
    shortLoss: 'Loss of the batch, nats/character',
    norm: 'Gradient norm over all weights, before the step',
    shortNorm: 'Gradient norm, all weights',
    steps: 'step',
    uniform: (v: number): string => `all ${v} characters alike: ln ${v}`,
    entropy: 'frequencies only: entropy',
    play: 'Press Play to train.',
    none: 'Choose at least one model.',
    settled: 'scatter counts from here',
    columns: ['model', 'loss, last 20', 'top norm', 'std / mean'] as const,
  },
  zh: {
    picture: '所选模型逐步的训练损失与梯度范数，以及汇总数字',
    loss: '每步批次的训练损失，奈特/字符（10 步平均）',
    shortLoss: '批次损失，奈特/字符',
    norm: '全部权重的梯度范数，更新之前',
    shortNorm: '梯度范数，全部权重',
    steps: '步',
    uniform: (v: number): string => `${v} 个字符一律看待：ln ${v}`,
    entropy: '只知道频率：熵',
    play: '按“播放”开始训练。',
    none: '请至少选择一个要训练的模型。',
    settled: '离散从此处起统计',
    columns: ['模型', '末 20 步损失', '最大范数', '标准差/均值'] as const,
  },
} as const satisfies Record<Lang, unknown>;

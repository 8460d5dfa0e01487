/** What the reader chooses: a digit, how strongly it is asked for, where denoising starts, and how far it has come. */
import type { ParamsOf } from '../../lab/demo.ts';
import { defineDemo } from '../../lab/demo.ts';
import { choice, number, seed, vector } from '../../lab/params.ts';
import { latentGrid } from '../../numerics/digit-denoiser.ts';
import { drawingSide } from '../../numerics/digit-drawing.ts';
import { example } from './example.ts';

export const autoencoders = {
  'network-16': { en: 'network, 16 numbers', zh: '网络，16 个数' },
  'linear-8': { en: 'linear, 8 numbers', zh: '线性，8 个数' },
  'linear-16': { en: 'linear, 16 numbers', zh: '线性，16 个数' },
  'linear-32': { en: 'linear, 32 numbers', zh: '线性，32 个数' },
} as const;
export type AutoencoderName = keyof typeof autoencoders;

/** Samples drawn at a time. */
export const samples = 8;

const definition = defineDemo({
  title: { en: 'Digits out of a latent space', zh: '从潜空间里生成数字' },
  summary: {
    en: 'What does a class-conditional diffusion model make of noise, or of your scribble, in a space of 16 numbers?',
    zh: '在 16 个数的潜空间里，按类别引导的扩散模型能把噪声（或你的涂鸦）变成什么？',
  },
  params: {
    digit: number({ label: { en: 'digit c', zh: '数字 c' }, min: 0, max: 9, step: 1, default: 3 }),
    w: number({
      label: { en: 'guidance weight w', zh: '引导权重 w' },
      hint: { en: '0 ignores the digit, 1 is the plain conditional model.', zh: '0 不看数字，1 是普通的条件模型。' },
      min: 0,
      max: 8,
      step: 0.5,
      default: 2,
    }),
    step: number({
      label: { en: 'steps done', zh: '已走步数' },
      hint: {
        en: 'Heun steps from the start towards σ = 0.02.',
        zh: '从起点走向 σ = 0.02 的 Heun 步数。',
      },
      min: 0,
      max: latentGrid.steps,
      step: 1,
      default: latentGrid.steps,
    }),
    start: choice({
      label: { en: 'start from', zh: '起点' },
      options: { noise: { en: 'noise', zh: '噪声' }, drawing: { en: 'a drawing', zh: '手绘' } },
      default: 'noise',
    }),
    strength: number({
      label: { en: 'strength', zh: '强度' },
      role: 'noise',
      hint: {
        en: 'Noise put on the drawing: σ = 0.02 at 0, 20 at 1.',
        zh: '加在手绘上的噪声：0 时 σ = 0.02，1 时 σ = 20。',
      },
      min: 0,
      max: 1,
      step: 0.05,
      default: 0.5,
    }),
    autoencoder: choice({
      label: { en: 'autoencoder', zh: '自编码器' },
      options: autoencoders,
      default: 'network-16',
    }),
    drawing: vector({
      label: { en: 'drawing', zh: '手绘' },
      length: drawingSide,
      min: 0,
      max: 2 ** drawingSide - 1,
      digits: 0,
      default: example,
    }),
    seed: seed(),
  },
  tolerance: 5e-4,
  actions: [
    {
      id: 'forward',
      label: { en: 'One step on', zh: '前进一步' },
      apply: ({ step }) => ({ step: Math.min(latentGrid.steps, step + 1) }),
    },
    {
      id: 'back',
      label: { en: 'One step back', zh: '后退一步' },
      apply: ({ step }) => ({ step: Math.max(0, step - 1) }),
    },
    {
      id: 'begin',
      label: { en: 'Back to the start', zh: '回到起点' },
      apply: () => ({ step: 0 }),
    },
  ],
});
export default definition;
export type Params = ParamsOf<typeof definition>;

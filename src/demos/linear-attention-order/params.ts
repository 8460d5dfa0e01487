/** What the reader moves: the longest sequence to measure, and the dimension of a head. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { number } from '../../lab/params.ts';

/** Shortest sequence measured. */
export const shortest = 32;
/** What is timed against each other. */
export const methods = ['softmax', 'linear'] as const;
export type Method = (typeof methods)[number];
/** Repetitions per method and length. */
export const repetitions = 5;

const definition = defineDemo({
  title: { en: 'Two orders of one product, timed', zh: '同一乘积的两种次序与计时' },
  summary: {
    en: 'From what length on is linear attention faster than softmax attention on this device?',
    zh: '在这台设备上，序列多长时线性注意力才比 softmax 注意力快？',
  },
  params: {
    n: number({
      label: { en: 'longest sequence n', zh: '最长序列 n' },
      min: 64,
      max: 2048,
      step: 64,
      default: 1024,
      scale: 'log',
    }),
    d: number({ label: { en: 'head dimension d', zh: '头维度 d' }, min: 16, max: 128, step: 16, default: 64 }),
  },
  tolerance: 1e-4,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

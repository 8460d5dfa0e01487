/** What the reader moves: the head, the training length, and a way of stretching it. */
import type { ParamsOf } from '../../lab/demo.ts';
import { defineDemo } from '../../lab/demo.ts';
import { choice, number } from '../../lab/params.ts';

const definition = defineDemo({
  title: { en: 'Spectrum of a head', zh: '一个注意力头的频谱' },
  summary: {
    en: 'Which frequencies never complete a turn in training, and how do scores fade with distance?',
    zh: '哪些频率在训练中一圈也没转完？得分又怎样随距离衰减？',
  },
  params: {
    d: number({
      label: { en: 'head dimension d', zh: '头维度 d' },
      min: 32,
      max: 256,
      step: 2,
      default: 128,
    }),
    logBase: number({
      label: { en: 'base b', zh: '底数 b' },
      min: 1,
      max: 6,
      step: 0.1,
      default: 4,
      format: (value) => String(Number((10 ** value).toPrecision(3))),
    }),
    L: number({
      label: { en: 'training length L', zh: '训练长度 L' },
      unit: { en: 'tokens', zh: '词元' },
      min: 256,
      max: 32768,
      step: 1,
      default: 4096,
      scale: 'log',
      format: (value) => String(Math.round(value)),
    }),
    s: number({
      label: { en: 'stretch s', zh: '扩展倍数 s' },
      min: 1,
      max: 16,
      step: 0.5,
      default: 4,
    }),
    method: choice({
      label: { en: 'method', zh: '方法' },
      options: {
        none: { en: 'none', zh: '不扩展' },
        pi: { en: 'PI', zh: 'PI' },
        ntk: { en: 'NTK', zh: 'NTK' },
        yarn: { en: 'YaRN', zh: 'YaRN' },
      },
      default: 'none',
    }),
  },
  tolerance: 1e-5,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

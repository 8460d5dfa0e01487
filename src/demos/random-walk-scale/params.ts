import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { number, seed } from '../../lab/params.ts';

/** Walkers behind every histogram, and how many of them are drawn. */
export const walkers = 4000;
export const drawn = 14;
/** Finest division of the unit of time. */
export const mostSteps = 400;
/** Positions in sight: −reach … reach. */
export const reach = 4;

const demo = defineDemo({
  title: { en: 'Shrinking the steps', zh: '缩小步长' },
  summary: {
    en: 'How long must a step be, when there are m of them in a unit of time, for the walk to settle?',
    zh: '单位时间走 m 步，每一步该多长，游走才有极限？',
  },
  params: {
    m: number({
      label: { en: 'steps in a unit of time, m', zh: '单位时间的步数 m' },
      min: 1,
      max: mostSteps,
      step: 1,
      default: 16,
      scale: 'log',
    }),
    exponent: number({
      label: { en: 'exponent a', zh: '指数 a' },
      hint: { en: 'Every step is δ = m⁻ᵃ long.', zh: '每步的长度是 δ = m⁻ᵃ。' },
      min: 0.25,
      max: 1,
      step: 0.05,
      default: 0.5,
    }),
    seed: seed(),
  },
  tolerance: 1e-4,
});
export default demo;
export type Params = ParamsOf<typeof demo>;

/** What the reader moves: the weight of guidance, and the two Gaussians that it works between. */
import type { ParamsOf } from '../../lab/demo.ts';
import { defineDemo } from '../../lab/demo.ts';
import { number, seed } from '../../lab/params.ts';

export const particles = 2048;
/** Noise levels of the sampler, geometric, and how many steps of Heun's method go down them. */
export const grid = { from: 1000, to: 0.01, steps: 128 } as const;

const definition = defineDemo({
  title: { en: 'What guidance samples', zh: '引导采到的是什么' },
  summary: {
    en: 'Do samples of the guided equation follow the tilted density that the formula suggests?',
    zh: '引导方程采出的样本，服从公式所暗示的那个倾斜密度吗？',
  },
  params: {
    w: number({ label: { en: 'guidance weight w', zh: '引导权重 w' }, min: 0, max: 10, step: 0.5, default: 3 }),
    mean: number({
      label: { en: 'mean μ of p(x | c)', zh: 'p(x | c) 的均值 μ' },
      min: 0,
      max: 3,
      step: 0.1,
      default: 1,
    }),
    sd: number({
      label: { en: 'spread s of p(x | c)', zh: 'p(x | c) 的标准差 s' },
      min: 0.3,
      max: 1.5,
      step: 0.1,
      default: 1,
    }),
    broad: number({
      label: { en: 'spread S of p(x)', zh: 'p(x) 的标准差 S' },
      min: 1.6,
      max: 4,
      step: 0.1,
      default: 2,
    }),
    seed: seed(),
  },
  tolerance: 1e-4,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

/** What the reader moves: the step size of Langevin dynamics on a standard normal. */
import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { number, seed } from '../../lab/params.ts';

/** Chains, their steps, and steps between two values of the variance's curve. */
export const chains = 4096;
export const steps = 400;
export const every = 10;
/** The histogram covers [−reach, reach] with this many nodes, both ends included. */
export const reach = 6;
export const nodes = 49;

const definition = defineDemo({
  title: { en: 'What a finite step does to a normal', zh: '有限步长对正态分布做了什么' },
  summary: {
    en: 'Langevin chains follow the exact score of a standard normal: what variance do they end with?',
    zh: '朗之万链沿着标准正态的精确分数走：最后的方差是多少？',
  },
  params: {
    epsilon: number({ label: { en: 'step size ε', zh: '步长 ε' }, min: 0.01, max: 4.2, step: 0.01, default: 0.5 }),
    seed: seed(),
  },
  tolerance: 1e-3,
});
export default definition;
export type Params = ParamsOf<typeof definition>;

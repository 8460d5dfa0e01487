/** The perfect model of a mixture: denoiser, score and their divergences in closed form, in the shape that samplers ask for. */
import { denoiserDivergence, posteriorMean, score, scoreDivergence, type Mixture } from './gaussian-mixture.ts';
import type { DivergenceModel } from './sampler-step.ts';

export const mixtureModel = (m: Mixture): DivergenceModel => ({
  data: (x, level) => posteriorMean(m, x, level),
  score: (x, level) => score(m, x, level),
  divergence: {
    data: (x, level) => denoiserDivergence(m, x, level),
    score: (x, level) => scoreDivergence(m, x, level),
  },
});

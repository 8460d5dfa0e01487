/** What the denoiser of latent digits is asked: EDM's target and inputs on latents of unit variance, at ln σ ~ N(−0.5, 1.2²). */
import { edmFeatures, logNormalLevels, type DenoiserDesign } from './denoiser-network.ts';
import { geometricGrid } from './noise-grids.ts';
import { heunSigma } from './diffusion-samplers.ts';
import type { Step } from './sampler-step.ts';

/** Karras et al. 2022 (arXiv 2206.00364) with σ_data = 1. */
export const latentDesign = (d: number): DenoiserDesign => ({
  d,
  prediction: 'edm',
  dataSd: 1,
  features: edmFeatures(1),
  level: logNormalLevels(-0.5, 1.2),
});

/** Noise levels of the sampler, from the most to the least. */
export const latentGrid = { steps: 18, from: 20, to: 0.02 } as const;

/** σ before each step and after the last, [steps + 1]. */
export const latentSigmas = (from: number = latentGrid.from): Float64Array =>
  geometricGrid(from, latentGrid.to, latentGrid.steps);

/** Heun's method down the grid: two evaluations a step. */
export const latentSteps = (from?: number): Step[] => heunSigma(latentSigmas(from));

/** The class that stands for "no class". */
export const noClass = 10;

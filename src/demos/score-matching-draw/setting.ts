/** All that is fixed before a run: the cloud and its scale, the network's design, the sampler, the lowest loss that the cloud allows. */
import { at } from '../../numerics/array.ts';
import { fourierFeatures, logUniformLevels, type DenoiserDesign } from '../../numerics/denoiser-network.ts';
import { annealedLangevin } from '../../numerics/diffusion-samplers.ts';
import { pointCloud as pointMixture, posteriorVariance, sampleMixture } from '../../numerics/gaussian-mixture.ts';
import { geometricGrid } from '../../numerics/noise-grids.ts';
import { pointCloud } from '../../numerics/point-clouds.ts';
import { normals, seededRandom, type Random } from '../../numerics/random.ts';
import type { Step } from '../../numerics/sampler-step.ts';
import { cells, cloudSeed, cloudSize, reach, sampling, sigmas, type Params } from './params.ts';

const highest = at(sigmas, 0);
const lowest = at(sigmas, sigmas.length - 1);

/** The points, flat, as drawn. */
export const pointsOf = ({ cloud, drawing }: Pick<Params, 'cloud' | 'drawing'>): readonly number[] =>
  cloud === 'drawn'
    ? drawing
    : Array.from(pointCloud(cloud, cloudSize, seededRandom(cloudSeed)), (value) => Math.round(1000 * value) / 1000);

/** Root mean square coordinate: the unit of everything that the network sees. 1 for no points, and for points at the origin alone. */
export function scaleOf(points: readonly number[]): number {
  const square = points.reduce((sum, value) => sum + value ** 2, 0) / Math.max(1, points.length);
  return square > 1e-6 ? Math.sqrt(square) : 1;
}

/** s_θ = −F/σ: F predicts the noise, and its squared error is σ² times that of the score. */
export const design: DenoiserDesign = {
  d: 2,
  prediction: 'noise',
  dataSd: 1,
  features: fourierFeatures([1, 2, 4]),
  level: logUniformLevels(lowest, highest),
};

/** Steps ε_i = 0.2 σ_i², and the posterior mean at the last level. */
export const plan: Step[] = annealedLangevin({
  sigmas,
  steps: sampling.steps,
  epsilon: sampling.rate * lowest ** 2,
  denoise: true,
});

/** Where samples start: normal, as wide as the scaled data with the highest noise. */
export const startPlaces = (random: Random): Float64Array =>
  normals(random, 2 * sampling.count).map((z) => z * Math.hypot(1, highest));

/** Middles of the field's cells, flat, as drawn. */
export const grid = Float64Array.from({ length: 2 * cells ** 2 }, (_, i) => {
  const cell = i % 2 === 0 ? Math.floor(i / 2) % cells : Math.floor(i / 2 / cells);
  return -reach + ((cell + 0.5) * 2 * reach) / cells;
});

/**
 * The least mean of ‖F − ε‖² on a cloud, E tr Cov[x₀|x]/σ²: what even the exact score cannot know. The mean over ln σ is a sum over 40
 * levels, that over x a sum over 25 seeded draws at each.
 */
export function lowestLoss(scaled: ArrayLike<number>): number {
  const m = pointMixture(scaled, 2);
  const random = seededRandom(cloudSeed);
  const [levels, draws] = [40, 25];
  const edges = geometricGrid(lowest, highest, levels);
  const losses = Array.from({ length: levels }, (_, i) => {
    const sigma = Math.sqrt(at(edges, i) * at(edges, i + 1));
    const unknown = posteriorVariance(m, sampleMixture(random, m, draws, sigma), sigma);
    return unknown.reduce((sum, value) => sum + value, 0) / draws / sigma ** 2;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / levels;
}

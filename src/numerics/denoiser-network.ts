/**
 * A small network that learns to denoise a cloud of points, in float64: what it is fed, what it is asked to predict, at which noise
 * levels, with which weights. Inputs and targets of a batch are formed on the host, so that training on tensors
 * (denoiser-network.tensor.ts) is the network and a squared error, nothing more.
 */
import { at } from './array.ts';
import { multilayer, multilayerWeights } from './multilayer.ts';
import { levelOf, sigmaOf, type Level } from './noise-level.ts';
import { applyBlend, conversion, edmCoefficients, predictionBlend, type Prediction } from './noise-predictions.ts';
import { levelAt, type Schedule } from './noise-schedules.ts';
import { normals, type Random } from './random.ts';
import type { Model } from './sampler-step.ts';
import type { Weights } from './weights.ts';

/** What the network sees of x [d] and its level: c = factor(level) x, sin and cos of k c for each frequency k, and one number for the level. */
export interface Features {
  readonly factor: (level: Level) => number;
  readonly frequencies: readonly number[];
  readonly noise: (level: Level) => number;
}

/** c_in x and c_noise = ¼ ln σ of Karras et al. 2022 (arXiv 2206.00364): unit variance at every level. */
export const edmFeatures = (dataSd: number): Features => ({
  factor: (level) => edmCoefficients(sigmaOf(level), dataSd).in / level.scale,
  frequencies: [],
  noise: (level) => Math.log(sigmaOf(level)) / 4,
});

/** x itself and t = spread/(scale + spread), the time of flow matching. */
export const flowFeatures: Features = {
  factor: () => 1,
  frequencies: [],
  noise: ({ scale, spread }) => spread / (scale + spread),
};

/** x/√(1 + σ²), its sines and cosines, and ln σ: for unscaled noise on data of unit size, with detail finer than the data. */
export const fourierFeatures = (frequencies: readonly number[]): Features => ({
  factor: (level) => 1 / Math.sqrt(1 + sigmaOf(level) ** 2),
  frequencies,
  noise: (level) => Math.log(sigmaOf(level)),
});

/** Inputs of the network for points of d coordinates. */
export const featureWidth = ({ frequencies }: Features, d: number): number => d * (1 + 2 * frequencies.length) + 1;

/** Feature rows [n, width]: c, then sin kc and cos kc for each k in turn, then the level. `levelOfRow` gives the level of row i. */
export function featureRows(
  { factor, frequencies, noise }: Features,
  x: ArrayLike<number>,
  d: number,
  levelOfRow: (row: number) => Level,
): Float64Array {
  const n = x.length / d;
  const width = d * (1 + 2 * frequencies.length) + 1;
  const rows = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const level = levelOfRow(i);
    const scale = factor(level);
    for (let c = 0; c < d; c++) {
      const value = scale * at(x, i * d + c);
      rows[i * width + c] = value;
      frequencies.forEach((k, f) => {
        rows[i * width + d * (1 + 2 * f) + c] = Math.sin(k * value);
        rows[i * width + d * (2 + 2 * f) + c] = Math.cos(k * value);
      });
    }
    rows[(i + 1) * width - 1] = noise(level);
  }
  return rows;
}

/** Everything about a denoiser but its weights. */
export interface DenoiserDesign {
  readonly d: number;
  /** What the network's output means; the loss is its squared error. */
  readonly prediction: Prediction;
  /** Standard deviation of the data per coordinate; matters to `edm` alone. */
  readonly dataSd: number;
  readonly features: Features;
  /** Draws a noise level for one training example. */
  readonly level: (random: Random) => Level;
  /** Weight of a level on the squared error of the network's output; default 1. */
  readonly weight?: (level: Level) => number;
}

/** ln σ ~ N(mean, sd²): Karras et al. 2022 take −1.2 and 1.2. */
export const logNormalLevels =
  (mean = -1.2, sd = 1.2): DenoiserDesign['level'] =>
  (random) =>
    levelOf(Math.exp(mean + sd * at(normals(random, 1), 0)));

/** ln σ uniform between ln min and ln max. */
export const logUniformLevels =
  (min: number, max: number): DenoiserDesign['level'] =>
  (random) =>
    levelOf(min * (max / min) ** random());

/** t uniform on [from, to] of a schedule; by default 10⁻³ to 1, for schedules on [0, 1]. */
export const uniformTimeLevels =
  (schedule: Schedule, from = 1e-3, to = 1): DenoiserDesign['level'] =>
  (random) =>
    levelAt(schedule, from + (to - from) * random());

/** A batch of `n` examples, ready for the network. */
export interface DenoiserBatch {
  /** [n, features]. */
  readonly inputs: Float64Array;
  /** What the network is asked for, [n, d]. */
  readonly targets: Float64Array;
  /** Weight of each example, [n]. */
  readonly weights: Float64Array;
  readonly n: number;
  /** Index of each example's point in the cloud, [n]: for labels that go with the points. */
  readonly chosen: Int32Array;
}

/** Draws points of a cloud [points, d] with replacement, then their levels, then their noise. */
export function drawBatch(random: Random, design: DenoiserDesign, cloud: ArrayLike<number>, n: number): DenoiserBatch {
  const { d, prediction, dataSd, features, level, weight } = design;
  const points = cloud.length / d;
  const chosen = Int32Array.from({ length: n }, () => Math.floor(random() * points));
  const levels = Array.from({ length: n }, () => level(random));
  const noise = normals(random, n * d);
  const levelOfRow = (row: number): Level => levels[row] ?? { scale: NaN, spread: NaN };
  const noisy = new Float64Array(n * d);
  const targets = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const { scale, spread } = levelOfRow(i);
    const { own, data } = predictionBlend(prediction, levelOfRow(i), dataSd);
    for (let c = i * d; c < (i + 1) * d; c++) {
      const clean = at(cloud, at(chosen, i) * d + (c - i * d));
      noisy[c] = scale * clean + spread * at(noise, c);
      targets[c] = own * at(noisy, c) + data * clean;
    }
  }
  const weights = Float64Array.from(levels, (one) => weight?.(one) ?? 1);
  return { inputs: featureRows(features, noisy, d, levelOfRow), targets, weights, n, chosen };
}

/** Weights of a network with hidden layers of the given sizes. */
export const denoiserWeights = (random: Random, { d, features }: DenoiserDesign, hidden: readonly number[]): Weights =>
  multilayerWeights(random, [featureWidth(features, d), ...hidden, d]);

/** Mean over the batch of weight · ‖output − target‖², the sum over the d coordinates. */
export function denoiserLoss(weights: Weights, batch: DenoiserBatch): number {
  const outputs = multilayer(weights, batch.inputs);
  const d = outputs.length / batch.n;
  const errors = outputs.map((y, i) => at(batch.weights, Math.floor(i / d)) * (y - at(batch.targets, i)) ** 2);
  return errors.reduce((sum, error) => sum + error, 0) / batch.n;
}

/** The network as a model for samplers: denoiser and score from whatever it predicts. */
export function denoiserModel(design: DenoiserDesign, weights: Weights): Model {
  const { d, prediction, dataSd, features } = design;
  const answer =
    (wanted: 'data' | 'score') =>
    (x: Float64Array, level: Level): Float64Array =>
      applyBlend(
        conversion(prediction, wanted, level, dataSd),
        x,
        multilayer(
          weights,
          featureRows(features, x, d, () => level),
        ),
      );
  return { data: answer('data'), score: answer('score') };
}

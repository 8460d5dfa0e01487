/**
 * A denoiser that is told a class: the network of denoiser-network.ts with a learned vector of the class beside its other inputs. The last
 * class is "none": training drops labels, so that one network is conditional and unconditional (Ho and Salimans 2022, arXiv 2207.12598).
 */
import { at } from './array.ts';
import { featureRows, featureWidth, type DenoiserDesign } from './denoiser-network.ts';
import { multilayer, multilayerWeights } from './multilayer.ts';
import type { Level } from './noise-level.ts';
import { applyBlend, conversion } from './noise-predictions.ts';
import { normals, type Random } from './random.ts';
import { guide, modelFromDenoiser, type Model } from './sampler-step.ts';
import type { Weights } from './weights.ts';

/** Weights of the network and of the classes' vectors: `embedding` [classes + 1, width]. */
export function conditionalWeights(
  random: Random,
  { d, features }: DenoiserDesign,
  hidden: readonly number[],
  classes: number,
  width: number,
): Weights {
  const network = multilayerWeights(random, [featureWidth(features, d) + width, ...hidden, d]);
  const embedding = { values: normals(random, (classes + 1) * width), shape: [classes + 1, width] };
  return { ...network, embedding };
}

/** Labels with some of them, drawn at random, replaced by `none`. */
export const dropLabels = (random: Random, labels: Int32Array, share: number, none: number): Int32Array =>
  labels.map((label) => (random() < share ? none : label));

/** Rows of two matrices side by side: a [n, p], b [n, q] to [n, p + q]. */
function beside(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const [p, q] = [a.length / n, b.length / n];
  return Float64Array.from({ length: a.length + b.length }, (_, i) => {
    const [row, column] = [Math.floor(i / (p + q)), i % (p + q)];
    return column < p ? at(a, row * p + column) : at(b, row * q + column - p);
  });
}

/** The denoiser of rows with the given labels, one per row. */
export function conditionalModel(design: DenoiserDesign, weights: Weights, labels: ArrayLike<number>): Model {
  const embedding = weights['embedding'];
  if (!embedding) throw new RangeError('the network has no class vectors');
  const width = embedding.shape[1] ?? 1;
  const n = labels.length;
  const vectors = Float64Array.from({ length: n * width }, (_, i) =>
    at(embedding.values, at(labels, Math.floor(i / width)) * width + (i % width)),
  );
  return modelFromDenoiser((x: Float64Array, level: Level) => {
    const inputs = beside(
      featureRows(design.features, x, design.d, () => level),
      vectors,
      n,
    );
    return applyBlend(conversion(design.prediction, 'data', level, design.dataSd), x, multilayer(weights, inputs));
  });
}

/** The model guided towards the labels with weight w; rows are asked with and without their labels. */
export const guidedModelOf = (
  design: DenoiserDesign,
  weights: Weights,
  labels: ArrayLike<number>,
  weight: number,
): Model => {
  const none = (weights['embedding']?.shape[0] ?? 1) - 1;
  return guide(
    conditionalModel(design, weights, new Int32Array(labels.length).fill(none)),
    conditionalModel(design, weights, labels),
    weight,
  );
};

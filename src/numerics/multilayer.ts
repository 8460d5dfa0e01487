/** A multilayer perceptron with SiLU between its layers, in float64. Rows are inputs: x [n, sizes_0] → [n, sizes_last]. */
import { at } from './array.ts';
import { matrixProduct } from './attention.ts';
import type { Random } from './random.ts';
import { constantWeight, normalWeight, type Weight, type Weights } from './weights.ts';

/** x σ(x), by Elfwing et al. 2018 (arXiv 1702.03118), also called swish. */
export const silu = (x: number): number => x / (1 + Math.exp(-x));

/** Names of a layer's weight [inputs, outputs] and bias [1, outputs]. */
export const layerNames = (layer: number): readonly [string, string] => [`weight${layer}`, `bias${layer}`];

/** Layers a network has. */
export const countLayers = (weights: Readonly<Record<string, unknown>>): number =>
  Object.keys(weights).filter((name) => name.startsWith('weight')).length;

/**
 * Weights of a network of the given layer sizes, [3, 64, 64, 2] for instance. Inputs are taken to have unit variance; the gain of the
 * layers after a SiLU keeps it. Biases are 0.
 * @param last gain of the last layer: small for outputs that start near 0.
 */
export function multilayerWeights(random: Random, sizes: readonly number[], last = 1): Weights {
  // E[silu(z)²] = 0.3556 for z ~ N(0, 1).
  const afterSilu = 1 / Math.sqrt(0.3556);
  const entries = sizes.slice(1).flatMap((outputs, layer): [string, Weight][] => {
    const [weight, bias] = layerNames(layer);
    const gain = (layer === 0 ? 1 : afterSilu) * (layer === sizes.length - 2 ? last : 1);
    return [
      [weight, normalWeight(random, [sizes[layer] ?? 0, outputs], gain)],
      [bias, constantWeight([1, outputs])],
    ];
  });
  return Object.fromEntries(entries);
}

const named = (weights: Weights, name: string): Weight => {
  const weight = weights[name];
  if (!weight) throw new RangeError(`the network has no ${name}`);
  return weight;
};

/** The network's outputs, [n, sizes_last]. */
export function multilayer(weights: Weights, x: ArrayLike<number>): Float64Array {
  const layers = countLayers(weights);
  let rows = Float64Array.from(x);
  for (let layer = 0; layer < layers; layer++) {
    const [weightName, biasName] = layerNames(layer);
    const [weight, bias] = [named(weights, weightName), named(weights, biasName)];
    const outputs = bias.values.length;
    const sums = matrixProduct(rows, weight.values, weight.shape[0] ?? 0);
    rows = sums.map((value, i) => {
      const sum = value + at(bias.values, i % outputs);
      return layer === layers - 1 ? sum : silu(sum);
    });
  }
  return rows;
}

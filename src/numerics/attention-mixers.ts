/** A small causal language model whose layers differ in one thing only, how tokens are mixed: its sizes and its initial weights. */
import { characterModelWeights } from './character-model.tensor.ts';
import type { Random } from './random.ts';
import { normalWeight, type Weight, type Weights } from './weights.ts';

/**
 * Ways to mix tokens: softmax attention; linear attention with φ = elu + 1 or ReLU; linear attention with elu + 1 and no denominator at all;
 * NormAttention (elu + 1); softmax attention in blocks.
 */
export type Mixer = 'softmax' | 'elu' | 'relu' | 'bare' | 'norm' | 'diag';

export interface MixerModelShape {
  /** Distinct characters. */
  readonly vocabulary: number;
  /** Width of the model; a multiple of `heads`. */
  readonly d: number;
  readonly heads: number;
  /** Length of a window. */
  readonly n: number;
  /** Tokens of a block of 'diag'; divides n. */
  readonly block: number;
}

/** Projections of one layer, [d, d] each, and of its feed-forward part, [d, 2d] and [2d, d]. */
const layerParts = ['query', 'key', 'value', 'output', 'up', 'down'] as const;
export type LayerPart = (typeof layerParts)[number];
export type LayerName = `${LayerPart}${number}`;
export type MixerWeight = 'embedding' | 'head' | LayerName;

/** Weights of a model with `layers` layers; no mixer has weights of its own, so all start from the same. */
export function mixerModelWeights(
  random: Random,
  { vocabulary, d }: Pick<MixerModelShape, 'vocabulary' | 'd'>,
  layers: number,
): Weights<MixerWeight> {
  const shapes: Readonly<Record<LayerPart, readonly [number, number]>> = {
    query: [d, d],
    key: [d, d],
    value: [d, d],
    output: [d, d],
    up: [d, 2 * d],
    down: [2 * d, d],
  };
  const inner = Array.from({ length: layers }, (_, layer) =>
    layerParts.map((part): [LayerName, Weight] => [`${part}${layer}`, normalWeight(random, shapes[part])]),
  ).flat();
  return { ...characterModelWeights(random, { vocabulary, d }), ...Object.fromEntries(inner) };
}

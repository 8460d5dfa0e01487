/**
 * Two small causal language models over characters that differ in their layers alone: two gated attention units, or one Transformer block.
 * Weights here, passes in gated-attention-model.tensor.ts.
 */
import { characterModelWeights, type CharacterModelShape } from './character-model.tensor.ts';
import { unitWeights, type UnitShape, type UnitWeight } from './gated-attention-unit.ts';
import { seededRandom } from './random.ts';
import { blockWeights, type BlockWeight } from './transformer-block.ts';
import { constantWeight, type Weight, type Weights } from './weights.ts';

/** How a unit weighs keys: relu²(·)/n, the softmax, or mixed chunks. */
export const unitAttentions = ['relu2', 'softmax', 'mixed'] as const;
export type UnitAttention = (typeof unitAttentions)[number];

/** The second pair of queries and keys, of the path across chunks. */
export type FarWeight = 'farQueryScale' | 'farQueryOffset' | 'farKeyScale' | 'farKeyOffset';
/** Both units, by place. */
export const places = ['first', 'second'] as const;
export type Place = (typeof places)[number];
export type Frame = 'embedding' | 'head';
export type UnitModelWeight = Frame | `${Place}.${UnitWeight | FarWeight}`;
export type BlockModelWeight = Frame | BlockWeight;

const farWeights = (s: number): Weights<FarWeight> => ({
  farQueryScale: constantWeight([s], 1),
  farQueryOffset: constantWeight([s]),
  farKeyScale: constantWeight([s], 1),
  farKeyOffset: constantWeight([s]),
});

/** Both models begin with the same embedding and head, drawn from the seed; layers have streams of their own. */
const frameOf = (seed: number, shape: CharacterModelShape): Weights<Frame> =>
  characterModelWeights(seededRandom(seed), shape);
const layerStream = (seed: number, layer: number): (() => number) => seededRandom((seed ^ (0x51ed270b * layer)) >>> 0);

/** Weights of the layers alone: what the two models are compared by. */
export const layerCount = (weights: Weights): number =>
  Object.entries(weights).reduce(
    (sum, [name, { values }]) => (name === 'embedding' || name === 'head' ? sum : sum + values.length),
    0,
  );

/** Two units between embedding and head. The weights of the path across chunks exist only where it does. */
export function unitModelWeights(
  seed: number,
  vocabulary: number,
  shape: UnitShape,
  attention: UnitAttention,
): Weights<UnitModelWeight> {
  const layers = places.flatMap((place, index): [string, Weight][] => {
    const own = unitWeights(layerStream(seed, index + 1), shape);
    const all = attention === 'mixed' ? { ...own, ...farWeights(shape.s) } : own;
    return Object.entries<Weight>(all).map(([name, weight]) => [`${place}.${name}`, weight]);
  });
  return { ...frameOf(seed, { vocabulary, d: shape.d }), ...Object.fromEntries(layers) } as Weights<UnitModelWeight>;
}

/** One block between embedding and head. */
export const blockModelWeights = (seed: number, vocabulary: number, d: number): Weights<BlockModelWeight> => ({
  ...frameOf(seed, { vocabulary, d }),
  ...blockWeights(layerStream(seed, 3), d),
});

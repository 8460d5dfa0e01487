/** The layers of both models of gated-attention-model.ts on tensors: differentiable by products, masks and elementwise functions alone. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightTensors } from './adam.tensor.ts';
import { rmsNorm } from './character-model.tensor.ts';
import {
  places,
  type BlockModelWeight,
  type FarWeight,
  type Place,
  type UnitAttention,
  type UnitModelWeight,
} from './gated-attention-model.ts';
import type { UnitWeight } from './gated-attention-unit.ts';
import {
  activated,
  gatedAttention,
  queriesAndKeys,
  scaledScores,
  scaleOffset,
  squaredReluWeights,
} from './gated-attention-unit.tensor.ts';
import { mixedChunkMap, type ChunkMasks } from './mixed-chunk-attention.tensor.ts';
import type { Tf } from './tf.tensor.ts';
import { transformerBlock } from './transformer-block.tensor.ts';

/** What does not change between steps. The caller frees it. */
export interface Visibility {
  /** Added to softmax scores, [n, n]: 0 or −10⁹. */
  readonly additive: Tensor;
  /** Multiplied to relu² weights, [n, n]: 1 or 0. */
  readonly causal: Tensor;
  readonly chunks: ChunkMasks;
  /** Tokens of a chunk. */
  readonly size: number;
}

type LayerWeights = WeightTensors<UnitWeight | FarWeight>;

/** One unit's weights out of a model's. */
function layerOf(weights: WeightTensors<UnitModelWeight>, place: Place): LayerWeights {
  const prefix = `${place}.`;
  const own = Object.entries<Tensor>(weights).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor])) as LayerWeights;
}

/** The map A of a unit, [batch, n, n]: x is its normed input. */
function unitMap(tf: Tf, x: Tensor, layer: LayerWeights, attention: UnitAttention, seen: Visibility): Tensor {
  const [q, k] = queriesAndKeys(tf, x, layer);
  if (attention === 'relu2') return squaredReluWeights(tf, q, k, seen.causal);
  if (attention === 'softmax') return tf.softmax(tf.add(scaledScores(tf, q, k), seen.additive));
  const z = activated(tf, x, layer.shared);
  const paths = {
    quadraticQuery: q,
    quadraticKey: k,
    linearQuery: scaleOffset(tf, z, layer.farQueryScale, layer.farQueryOffset),
    linearKey: scaleOffset(tf, z, layer.farKeyScale, layer.farKeyOffset),
  };
  return mixedChunkMap(tf, paths, seen.chunks, seen.size);
}

export interface Pass {
  /** The shape of the input, [batch, n, d]. */
  readonly output: Tensor;
  /** Maps that mixed tokens, [batch, n, n] each: of both units, or of both heads. */
  readonly maps: readonly Tensor[];
}

/** Two gated attention units, each x + GAU(norm x): x [batch, n, d]. */
export function unitLayers(
  tf: Tf,
  x: Tensor,
  weights: WeightTensors<UnitModelWeight>,
  attention: UnitAttention,
  seen: Visibility,
): Pass {
  const maps: Tensor[] = [];
  let output = x;
  for (const place of places) {
    const layer = layerOf(weights, place);
    const normed = rmsNorm(tf, output);
    const map = unitMap(tf, normed, layer, attention, seen);
    maps.push(map);
    output = tf.add(output, gatedAttention(tf, normed, map, layer));
  }
  return { output, maps };
}

/** One Transformer block with two heads: x [batch, n, d]. */
export function blockLayers(tf: Tf, x: Tensor, weights: WeightTensors<BlockModelWeight>, seen: Visibility): Pass {
  const { output, weights: attention } = transformerBlock(tf, x, weights, seen.additive, 2);
  return { output, maps: tf.unstack(attention, 1) };
}

/** A sparse pattern, what it costs, and what L layers of it reach. Eq. (8) of the article: Boolean powers of the mask. */
import type { Tf } from '../../lab/demo.ts';
import { seededRandom } from '../../numerics/random.ts';
import {
  allowedPairs,
  blockMask,
  causalPart,
  emptyRows,
  fixedMask,
  globalMask,
  localMask,
  maskOf,
  randomMask,
  stridedMask,
  union,
  type Mask,
} from '../../numerics/sparse-attention.ts';
import { layersUntil, reachByLayer, withResidual } from '../../numerics/sparse-attention-reach.ts';
import * as onTensors from '../../numerics/sparse-attention.tensor.ts';
import { painted, readPainting } from './painting.ts';
import { globals, randomKeys, type Params } from './params.ts';

export interface Frame {
  readonly n: number;
  /** The pattern without and with the reader's cells, [n, n] of 0 and 1. */
  readonly pattern: Mask;
  readonly mask: Mask;
  /** Pairs that the mask allows, and pairs that there are (with a causal mask: key ≤ query). */
  readonly pairs: number;
  readonly all: number;
  /** Queries that may read nothing. */
  readonly empty: number;
  /** After 1, 2, …, L layers: 1 where the query's output depends on the key's token, [L][n · n]. */
  readonly reach: readonly Uint8Array[];
  /** Pairs reached after each of the layers, as a share of all. */
  readonly shares: readonly number[];
  /** Layers until all pairs are reached; 0 when they never are. */
  readonly until: number;
}

/** The chosen pattern without painting; under a causal mask only what lies on and below the diagonal. */
export function patternOf({ pattern, n, w, stride, causal, seed }: Params): Mask {
  const window = localMask(n, w);
  const masks = (): Mask => {
    switch (pattern) {
      case 'local':
        return window;
      case 'strided':
        return stridedMask(n, w, stride);
      case 'fixed':
        return fixedMask(n, stride);
      case 'blocks':
        return blockMask(n, stride);
      case 'longformer':
        return union(window, globalMask(n, globals));
      case 'bigbird':
        return union(window, globalMask(n, globals), randomMask(seededRandom(seed), n, randomKeys));
      case 'blank':
        return new Uint8Array(n * n);
    }
  };
  return causal ? causalPart(masks()) : masks();
}

/** All pairs that may be wished for. */
const wishedPairs = (n: number, causal: boolean): Mask => maskOf(n, (i, j) => !causal || j <= i);

function frameOf(params: Params, reach: readonly Uint8Array[]): Frame {
  const { n, causal } = params;
  const pattern = patternOf(params);
  const mask = painted(pattern, readPainting(params.paint), causal);
  const all = allowedPairs(wishedPairs(n, causal));
  return {
    n,
    pattern,
    mask,
    pairs: allowedPairs(mask),
    all,
    empty: emptyRows(mask),
    reach,
    shares: reach.map((layer) => allowedPairs(layer) / all),
    until: layersUntil(withResidual(mask), wishedPairs(n, causal)) ?? 0,
  };
}

/** What is multiplied layer by layer: the painted mask, with the diagonal that residual connections add. */
const stepMask = (params: Params): Mask =>
  withResidual(painted(patternOf(params), readPainting(params.paint), params.causal));

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const { n, layers } = params;
  const powers = tf.tidy(() => onTensors.reachByLayer(tf, onTensors.maskTensor(tf, stepMask(params)), layers));
  try {
    const numbers = Uint8Array.from(await powers.data());
    return frameOf(
      params,
      Array.from({ length: layers }, (_, layer) => numbers.slice(layer * n * n, (layer + 1) * n * n)),
    );
  } finally {
    powers.dispose();
  }
}

export const reference = (params: Params): Frame => frameOf(params, reachByLayer(stepMask(params), params.layers));

/**
 * Weights of the block that Transformers stack: multi-head attention and a feed-forward network (Vaswani et al. 2017). The norm before each
 * is without gain, and nothing has a bias, so that there are 12d² weights.
 */
import type { Random } from './random.ts';
import { normalWeight, type Weights } from './weights.ts';

/** Projections [d, d], and the network's two layers [d, 4d] and [4d, d]. */
export type BlockWeight = 'query' | 'key' | 'value' | 'output' | 'expand' | 'contract';

export function blockWeights(random: Random, d: number): Weights<BlockWeight> {
  return {
    query: normalWeight(random, [d, d]),
    key: normalWeight(random, [d, d]),
    value: normalWeight(random, [d, d]),
    output: normalWeight(random, [d, d]),
    // √2 makes up for what the rectifier between the two cuts off.
    expand: normalWeight(random, [d, 4 * d], Math.SQRT2),
    contract: normalWeight(random, [4 * d, d]),
  };
}

/**
 * 24 fully visible sigmoid belief networks on the same four bits, one per order, trained together by Adam on full batches. Eqs. (2), (4) and
 * (5) of the article. Nothing is random: all weights start at 0. Frames carry every order, so that the reader may change the order shown.
 */
import type { Offer, Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { entropy, independentEntropy, reorderBits, shares } from '../../numerics/bit-orders.ts';
import { allBits } from '../../numerics/sigmoid-belief-network.ts';
import {
  recordTraining,
  SideBySideTraining,
  type TrainingRecord,
} from '../../numerics/sigmoid-belief-training.tensor.ts';
import { allOrders, bits, cells, totalSteps, type Params } from './params.ts';

export interface Frame extends TrainingRecord {
  /** Shares of the 16 vectors in the data, [16]. */
  readonly data: Float64Array;
  /** Entropy of the data, and the sum of the entropies of its bits, in nats per vector. */
  readonly entropy: number;
  readonly independent: number;
  /** Negative log-likelihood in nats per vector, [records, 24]. */
  readonly losses: Float32Array;
  /** p(x) of the 16 vectors under every order, [24, 16]. */
  readonly model: Float32Array;
}

/** The frame before any step: every bit a fair coin, whatever the order. */
export function reference({ counts }: Pick<Params, 'counts'>): Frame {
  const data = shares(counts);
  const mass = data.reduce((sum, share) => sum + share, 0);
  return {
    data,
    entropy: entropy(data),
    independent: independentEntropy(allBits(bits), data, bits),
    steps: [0],
    losses: new Float32Array(allOrders.length).fill(mass * bits * Math.LN2),
    model: new Float32Array(allOrders.length * cells).fill(1 / cells),
    largest: new Float32Array(allOrders.length),
    progress: { done: 0, total: totalSteps },
  };
}

/** −Σ_x data(x) log p(x) of every order, [24]. */
const lossesOf = (data: Float64Array, logs: Float32Array): number[] =>
  allOrders.map((_, o) => data.reduce((sum, share, r) => sum - share * at(logs, o * cells + r), 0));

export const skipFrames = true;

export async function* simulate(
  params: Params,
  tf: Tf,
  signal: AbortSignal,
  offer?: Offer,
): AsyncGenerator<Frame, Frame> {
  const first = reference(params);
  yield first;
  const rows = allBits(bits);
  const training = new SideBySideTraining(tf, {
    bits: allOrders.map((order) => reorderBits(rows, order)),
    n: bits,
    rowWeights: first.data,
    learningRate: params.rate,
  });
  offer?.weights(() => training.readWeights());
  return yield* recordTraining(first, training, (logs) => lossesOf(first.data, logs), signal);
}

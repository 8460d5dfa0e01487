/**
 * A fully visible sigmoid belief network over the seven bits of a character, on all characters of a text at once, and the same with the bits
 * in reverse. Adam on full batches from weights of 0; nothing is random. Losses are in bits per character and leave the penalty out.
 */
import type { Offer, Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { asciiBits, asciiSize, asciiText, codeBits } from '../../numerics/ascii-text.ts';
import { entropy, independentEntropy, shares } from '../../numerics/bit-orders.ts';
import {
  recordTraining,
  SideBySideTraining,
  type TrainingRecord,
} from '../../numerics/sigmoid-belief-training.tensor.ts';
import { endiannesses, totalSteps, type Params } from './params.ts';

export interface Frame extends TrainingRecord {
  /** Characters counted, distinct ones, and those that are not ASCII and were left out. */
  readonly length: number;
  readonly distinct: number;
  readonly dropped: number;
  /** Share of every code in the text, [128]. */
  readonly data: Float64Array;
  /** Entropy of the characters, and the sum of the entropies of their bits, in bits per character. */
  readonly entropy: number;
  readonly independent: number;
  /** Negative log-likelihood in bits per character, [records, 2]: most significant bit first, least significant first. */
  readonly losses: Float32Array;
  /** Probability of every code under both, [2, 128]. */
  readonly model: Float32Array;
}

/** The frame before any step: all 128 characters are alike. */
export function reference({ text }: Pick<Params, 'text'>): Frame {
  const { codes, dropped, counts } = asciiText(text);
  const data = shares(counts);
  return {
    length: codes.length,
    distinct: counts.filter((count) => count > 0).length,
    dropped,
    data,
    entropy: entropy(data) / Math.LN2,
    independent: independentEntropy(codeBits('msb'), data, asciiBits) / Math.LN2,
    steps: [0],
    losses: Float32Array.from(endiannesses, () => asciiBits),
    model: new Float32Array(endiannesses.length * asciiSize).fill(1 / asciiSize),
    largest: new Float32Array(endiannesses.length),
    progress: { done: 0, total: totalSteps },
  };
}

/** −Σ data log₂ p under both orders, [2]. */
const lossesOf = (data: Float64Array, logs: Float32Array): number[] =>
  endiannesses.map(
    (_, o) => data.reduce((sum, share, code) => sum - share * at(logs, o * asciiSize + code), 0) / Math.LN2,
  );

export const skipFrames = true;

export async function* simulate(
  params: Params,
  tf: Tf,
  signal: AbortSignal,
  offer?: Offer,
): AsyncGenerator<Frame, Frame> {
  const first = reference(params);
  yield first;
  const training = new SideBySideTraining(tf, {
    bits: endiannesses.map(codeBits),
    n: asciiBits,
    rowWeights: first.data,
    learningRate: params.rate,
    lambda: Number(params.lambda),
  });
  offer?.weights(() => training.readWeights());
  return yield* recordTraining(first, training, (logs) => lossesOf(first.data, logs), signal);
}

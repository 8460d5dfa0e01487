/**
 * The tree of choices of a network over seven bits, and the way of one number u through it. The network is fitted in float64 on every
 * device: seven convex problems, by Newton's method to the last digits. So are the choices themselves, since a split may lie anywhere
 * near u. Probabilities and the edges of all 128 intervals are tensors.
 */
import type { Tf } from '../../lab/demo.ts';
import { shortestCode } from '../../numerics/arithmetic-code.ts';
import { at } from '../../numerics/array.ts';
import { asciiBits, asciiSize, asciiText, codeBits, codeOfLeaf } from '../../numerics/ascii-text.ts';
import { shares } from '../../numerics/bit-orders.ts';
import { fitNetwork } from '../../numerics/logistic-regression.ts';
import {
  allBits,
  allDensities,
  nestedSteps,
  type SigmoidBeliefNetwork,
} from '../../numerics/sigmoid-belief-network.ts';
import * as onTensors from '../../numerics/sigmoid-belief-network.tensor.ts';
import type { Params } from './params.ts';

export interface Frame {
  /** Characters learned from. */
  readonly length: number;
  /** Edges of the intervals of all 128 characters in the order of the tree, from 0 to 1, [129]. */
  readonly edges: Float32Array | Float64Array;
  /** p_i, the probability of a 1 at each of the seven splits on the way, [7]. */
  readonly ones: Float32Array | Float64Array;
  /** The bits chosen, in the order of prediction. */
  readonly bits: readonly number[];
  /** The character's code, and its place among the 128 intervals. */
  readonly code: number;
  readonly leaf: number;
  /** How often it occurs in the text. */
  readonly count: number;
  /** The shortest binary fraction that stays inside its interval: digits after the point. */
  readonly codeword: string;
}

type Fitted = Pick<Params, 'text' | 'order' | 'lambda'>;
/** The last fit: the number u moves often, the text seldom. */
let last: { readonly key: string; readonly network: SigmoidBeliefNetwork } | undefined;
export function fitted({ text, order, lambda }: Fitted): SigmoidBeliefNetwork {
  const key = [order, lambda, text].join(' ');
  if (last?.key !== key) {
    const rowWeights = shares(asciiText(text).counts);
    last = { key, network: fitNetwork(codeBits(order), rowWeights, asciiBits, Number(lambda)) };
  }
  return last.network;
}

/** What is decided in float64 for every device. */
function decided(params: Params, network: SigmoidBeliefNetwork): Omit<Frame, 'edges' | 'ones'> {
  const { codes, counts } = asciiText(params.text);
  const steps = nestedSteps(network, params.u);
  const bits = steps.map(({ bit }) => bit);
  const leaf = bits.reduce<number>((sum, bit) => 2 * sum + bit, 0);
  const code = codeOfLeaf(leaf, params.order);
  const final = steps.at(-1);
  const [low, high] = final?.bit === 1 ? [final.split, final.high] : [final?.low ?? 0, final?.split ?? 1];
  return { length: codes.length, bits, leaf, code, count: at(counts, code), codeword: shortestCode(low, high) };
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const network = fitted(params);
  const rest = decided(params, network);
  const result = tf.tidy(() => {
    const x = tf.tensor2d(Float32Array.from(allBits(asciiBits)), [asciiSize, asciiBits]);
    const { w, b } = onTensors.uploadNetwork(tf, network);
    const mask = onTensors.strictMask(tf, asciiBits);
    const p = tf.exp(onTensors.logDensity(tf, x, w, b, mask));
    const logits = tf.slice(onTensors.logits(tf, x, w, b, mask), [rest.leaf, 0], [1, asciiBits]);
    return tf.concat([tf.zeros([1]), tf.cumsum(p), tf.reshape(tf.sigmoid(logits), [-1])]);
  });
  try {
    const values = Float32Array.from(await result.data());
    return { ...rest, edges: values.slice(0, asciiSize + 1), ones: values.slice(asciiSize + 1) };
  } finally {
    result.dispose();
  }
}

export function reference(params: Params): Frame {
  const network = fitted(params);
  let sum = 0;
  const edges = Float64Array.from([0, ...allDensities(network)], (p) => (sum += p));
  const ones = Float64Array.from(nestedSteps(network, params.u), ({ one }) => one);
  return { ...decided(params, network), edges, ones };
}

/**
 * The fully visible sigmoid belief network in float64: every bit is a logistic regression on the bits before it.
 * Neal, Connectionist learning of belief networks, Artificial Intelligence 56, 1992; Frey, Hinton and Dayan, Does the wake-sleep
 * algorithm produce good density estimators?, NIPS 8, 1996. Matrices are row-major; vectors of bits hold 0 and 1.
 */
import { at } from './array.ts';
import { normals, type Random } from './random.ts';

export interface SigmoidBeliefNetwork {
  /** Number of bits n. */
  readonly n: number;
  /** W, [n, n]: entry (j, i) is what bit j adds to the logit of bit i. Only entries with j < i count. */
  readonly weights: Float64Array;
  /** b, [n]. */
  readonly biases: Float64Array;
}

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
/** ln(1 + e^z) without overflow. */
export const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** All weights 0: every bit a fair coin. */
export const blankNetwork = (n: number): SigmoidBeliefNetwork => ({
  n,
  weights: new Float64Array(n * n),
  biases: new Float64Array(n),
});
/** Weights and biases from N(0, size²); what lies on or below the diagonal is filled too, and must not matter. */
export const randomNetwork = (random: Random, n: number, size = 1): SigmoidBeliefNetwork => ({
  n,
  weights: normals(random, n * n).map((x) => size * x),
  biases: normals(random, n).map((x) => size * x),
});

/** Numbers in each description of a distribution over {0, 1}^n: a full table, no dependence, one bit back, one weight per pair. */
export const parameterCounts = (
  n: number,
): Readonly<Record<'table' | 'independent' | 'markov' | 'network', bigint>> => ({
  table: 2n ** BigInt(n) - 1n,
  independent: BigInt(n),
  markov: BigInt(2 * n - 1),
  network: (BigInt(n) * BigInt(n + 1)) / 2n,
});

/** All 2^n vectors of bits, [2^n, n]; row r spells r, its most significant bit first. */
export const allBits = (n: number): Float64Array =>
  Float64Array.from({ length: 2 ** n * n }, (_, index) => (Math.floor(index / n) >> (n - 1 - (index % n))) & 1);

/** The logit of bit i given the bits before it: b_i + Σ_{j<i} W_ji x_j. `offset` is where the vector begins in `x`. */
export function logit(
  { n, weights, biases }: SigmoidBeliefNetwork,
  x: ArrayLike<number>,
  i: number,
  offset = 0,
): number {
  let sum = at(biases, i);
  for (let j = 0; j < i; j++) sum += at(weights, j * n + i) * at(x, offset + j);
  return sum;
}

/** W ⊙ M, [n, n]: what is not strictly above the diagonal becomes 0. */
export const maskedWeights = ({ n, weights }: SigmoidBeliefNetwork): Float64Array =>
  weights.map((w, index) => (Math.floor(index / n) < index % n ? w : 0));

/** A = X(W ⊙ M) + b, [rows, n]: the logits of all conditionals of all rows in one product. */
export function logits(network: SigmoidBeliefNetwork, x: ArrayLike<number>): Float64Array {
  const { n, biases } = network;
  const masked = maskedWeights(network);
  return Float64Array.from({ length: x.length }, (_, index) => {
    const [row, i] = [Math.floor(index / n), index % n];
    let sum = at(biases, i);
    for (let j = 0; j < n; j++) sum += at(x, row * n + j) * at(masked, j * n + i);
    return sum;
  });
}

/** log p(x) = Σ_i x_i A_i − softplus(A_i) of every row, in nats, [rows]. */
export function logDensity(network: SigmoidBeliefNetwork, x: ArrayLike<number>): Float64Array {
  const { n } = network;
  const a = logits(network, x);
  return Float64Array.from({ length: x.length / n }, (_, row) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += at(x, row * n + i) * at(a, row * n + i) - softplus(at(a, row * n + i));
    return sum;
  });
}

/** The same by the chain rule as it is written: one bit after the other, each probability on its own, [rows]. */
export function logDensityByBits(network: SigmoidBeliefNetwork, x: ArrayLike<number>): Float64Array {
  const { n } = network;
  return Float64Array.from({ length: x.length / n }, (_, row) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const z = logit(network, x, i, row * n);
      // 1 − σ(z) = σ(−z), without the cancellation.
      sum += Math.log(sigmoid(at(x, row * n + i) === 1 ? z : -z));
    }
    return sum;
  });
}

/** p(x) of all 2^n vectors in the order of allBits. */
export const allDensities = (network: SigmoidBeliefNetwork): Float64Array =>
  logDensity(network, allBits(network.n)).map(Math.exp);

/** −Σ_r ω_r log p(x_r), in nats; the ω, [rows], sum to 1. */
export const negativeLogLikelihood = (
  network: SigmoidBeliefNetwork,
  x: ArrayLike<number>,
  rowWeights: ArrayLike<number>,
): number => logDensity(network, x).reduce((sum, log, row) => sum - at(rowWeights, row) * log, 0);

/** Gradient of the negative log-likelihood: E[(p_i − x_i) x_j] for j < i, else 0, [n, n]; and E[p_i − x_i], [n]. */
export function likelihoodGradient(
  network: SigmoidBeliefNetwork,
  x: ArrayLike<number>,
  rowWeights: ArrayLike<number>,
): { readonly weights: Float64Array; readonly biases: Float64Array } {
  const { n } = network;
  const [weights, biases] = [new Float64Array(n * n), new Float64Array(n)];
  const a = logits(network, x);
  for (let row = 0; row < x.length / n; row++) {
    for (let i = 0; i < n; i++) {
      const error = at(rowWeights, row) * (sigmoid(at(a, row * n + i)) - at(x, row * n + i));
      biases[i] = at(biases, i) + error;
      for (let j = 0; j < i; j++) weights[j * n + i] = at(weights, j * n + i) + error * at(x, row * n + j);
    }
  }
  return { weights, biases };
}

/** Ancestral sampling: bit i is 1 when u_i < p_i, for u uniform on [0, 1), [n]. */
export function ancestralSample(network: SigmoidBeliefNetwork, u: ArrayLike<number>): number[] {
  const x: number[] = [];
  for (let i = 0; i < network.n; i++) x.push(at(u, i) < sigmoid(logit(network, x, i)) ? 1 : 0);
  return x;
}

/** One stop on the way from [0, 1) to the interval of a vector. */
export interface NestedStep {
  /** The interval of the bits before this one: [low, high). */
  readonly low: number;
  readonly high: number;
  /** p_i, the probability of a 1 here. */
  readonly one: number;
  /** Where it splits: below lies 0, a share 1 − p_i of the interval, from here on lies 1. */
  readonly split: number;
  readonly bit: 0 | 1;
}

/** The same draw with a single u in [0, 1): at every bit the half that u lies in becomes the next interval. */
export function nestedSteps(network: SigmoidBeliefNetwork, u: number): NestedStep[] {
  let [low, high] = [0, 1];
  const x: number[] = [];
  return Array.from({ length: network.n }, (_, i) => {
    const one = sigmoid(logit(network, x, i));
    const split = low + (high - low) * (1 - one);
    const step: NestedStep = { low, high, one, split, bit: u < split ? 0 : 1 };
    x.push(step.bit);
    [low, high] = step.bit === 0 ? [low, split] : [split, high];
    return step;
  });
}

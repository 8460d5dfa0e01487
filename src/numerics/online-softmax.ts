/**
 * Softmax-weighted sums Σ e^{x_i} v_i / Σ e^{x_i} of scalars, read in one pass and merged from parts, in float64 or in an emulated
 * shorter format. The running normaliser: Milakov and Gimelshein 2018 (arXiv 1805.02867), Algorithm 3; merging: their Section 3.1.
 * With the values: Rabe and Staats 2021 (arXiv 2112.05682), Dao et al. 2022 (arXiv 2205.14135).
 */
import { at } from './array.ts';

/** Rounds the result of one operation to a number format. */
export type Rounding = (x: number) => number;
export const exactly: Rounding = (x) => x;
/** IEEE binary32. */
export const toSingle: Rounding = Math.fround;

const bits = new DataView(new ArrayBuffer(8));
/** The exponent e of a finite number with 2^e ≤ |x| < 2^{e+1}. */
function exponentOf(x: number): number {
  bits.setFloat64(0, x);
  return ((bits.getUint16(0) >> 4) & 0x7ff) - 1023;
}

/** IEEE binary16: 11 significant bits, ties to even, subnormals down to 2^−24; infinite from 65520 on. */
export const toHalf: Rounding = (x) => {
  if (x === 0 || !Number.isFinite(x)) return x;
  const unit = 2 ** (Math.max(-14, exponentOf(x)) - 10);
  const [whole, rest] = [Math.floor(x / unit), x / unit - Math.floor(x / unit)];
  const up = rest > 0.5 || (rest === 0.5 && whole % 2 !== 0);
  const rounded = (whole + (up ? 1 : 0)) * unit;
  return Math.abs(rounded) > largestFinite.half ? Math.sign(x) * Infinity : rounded;
};

/** The largest finite numbers of the formats; e^x exceeds them beyond their logarithms, 88.722839 and 11.089866. */
export const largestFinite = { single: 2 ** 128 - 2 ** 104, half: 65504 } as const;

/** What is known of the elements read so far: three numbers, whatever their count. */
export interface SoftmaxState {
  /** m, the largest logit; −∞ before any. */
  readonly max: number;
  /** ℓ = Σ e^{x_i − m}. */
  readonly sum: number;
  /** o = Σ e^{x_i − m} v_i. */
  readonly weighted: number;
}

/** Nothing read yet, or nothing visible: the identity of `merge`. */
export const emptyState: SoftmaxState = { max: -Infinity, sum: 0, weighted: 0 };

/** e^{from − to}; 0 for from = −∞, whatever `to` is: (−∞) − (−∞) would be NaN. */
const decay = (from: number, to: number, round: Rounding): number =>
  from === -Infinity ? 0 : round(Math.exp(round(from - to)));

/** One more element: logit x with value v. Eq. (2) of the article. */
export function absorb(state: SoftmaxState, x: number, v: number, round: Rounding = exactly): SoftmaxState {
  const max = Math.max(state.max, x);
  const [old, fresh] = [decay(state.max, max, round), decay(x, max, round)];
  return {
    max,
    sum: round(round(state.sum * old) + fresh),
    weighted: round(round(state.weighted * old) + round(fresh * v)),
  };
}

/** Two parts as one: associative, commutative, with `emptyState` as identity. Eq. (3) of the article. */
export function merge(a: SoftmaxState, b: SoftmaxState): SoftmaxState {
  const max = Math.max(a.max, b.max);
  const [fa, fb] = [decay(a.max, max, exactly), decay(b.max, max, exactly)];
  return { max, sum: a.sum * fa + b.sum * fb, weighted: a.weighted * fa + b.weighted * fb };
}

/** o/ℓ: the weighted mean of the values read; NaN when there are none. */
export const answer = (state: SoftmaxState, round: Rounding = exactly): number => round(state.weighted / state.sum);

/** The state after each element, [n]. */
export function onlinePass(x: ArrayLike<number>, v: ArrayLike<number>, round: Rounding = exactly): SoftmaxState[] {
  let state = emptyState;
  return Array.from(x, (logit, i) => (state = absorb(state, logit, at(v, i), round)));
}

/**
 * The sums Σ e^{x_i − reference} and Σ e^{x_i − reference} v_i after each element, [n]. Reference 0 is the naive softmax; the largest
 * logit, found in a pass before, is the safe one, Eq. (1) of the article.
 */
export function fixedPass(
  x: ArrayLike<number>,
  v: ArrayLike<number>,
  reference: number,
  round: Rounding = exactly,
): SoftmaxState[] {
  let [sum, weighted] = [0, 0];
  return Array.from(x, (logit, i) => {
    const power = round(Math.exp(round(logit - reference)));
    sum = round(sum + power);
    weighted = round(weighted + round(power * at(v, i)));
    return { max: reference, sum, weighted };
  });
}

/** Σ softmax(x)_i v_i with the largest logit taken off first. */
export function safeAverage(x: ArrayLike<number>, v: ArrayLike<number>): number {
  const top = Array.from(x).reduce((largest, logit) => Math.max(largest, logit), -Infinity);
  return answer(fixedPass(x, v, top).at(-1) ?? emptyState);
}

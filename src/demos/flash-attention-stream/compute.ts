/**
 * The running numbers of one softmax-weighted sum after each element, and the same sum merged from the parts between the cuts.
 * The pass is arithmetic of single operations, rounded one by one to the chosen format, the same on every device; the parts are tensors
 * in float32. Eqs. (1) to (3) of the article.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import type { Range } from '../../numerics/flash-attention.ts';
import type { Rounding, SoftmaxState } from '../../numerics/online-softmax.ts';
import {
  absorb,
  answer,
  emptyState,
  fixedPass,
  merge,
  onlinePass,
  safeAverage,
  toHalf,
  toSingle,
} from '../../numerics/online-softmax.ts';
import type { RowStates } from '../../numerics/online-softmax.tensor.ts';
import { absorbBlock, emptyStates, mergeStates } from '../../numerics/online-softmax.tensor.ts';
import { readLogits, type Params } from './params.ts';

export interface Frame {
  /** Logits, [n], n ≤ 16, and how many more were typed. */
  readonly x: readonly number[];
  readonly left: number;
  /** The three numbers after each element in the chosen format, [n]; for the safe method `max` is the final one throughout, for the naive it is 0. */
  readonly states: readonly SoftmaxState[];
  /** o/ℓ after each element in the chosen format, [n]. */
  readonly answers: readonly number[];
  /** Parts between the cuts, none empty. */
  readonly parts: readonly Range[];
  /** The states of the parts, then of their merges pair by pair, up to the one of all: float32 tensors. */
  readonly tree: readonly (readonly SoftmaxState[])[];
  /** The weighted mean in float64; NaN without logits. */
  readonly exact: number;
}

const roundings: Readonly<Record<Params['precision'], Rounding>> = { single: toSingle, half: toHalf };

/** The parts that three cuts leave of n elements. A cut at an end cuts nothing. */
export function partsOf(cuts: readonly number[], n: number): Range[] {
  const inner = cuts.filter((cut) => cut > 0 && cut < n);
  const ends = [...new Set([0, ...inner, n])].sort((a, b) => a - b);
  return ends.slice(1).map((to, i) => ({ from: ends[i] ?? 0, to }));
}

/** All of the frame but the tree. */
function passOf({ logits, method, precision, cuts }: Params): Omit<Frame, 'tree'> & { readonly v: readonly number[] } {
  const { logits: given, left } = readLogits(logits);
  const round = roundings[precision];
  const x = given;
  const v = x.map((_, i) => i + 1);
  const rounded = x.map(round);
  const top = rounded.reduce((largest, logit) => Math.max(largest, logit), -Infinity);
  const states =
    method === 'online' ? onlinePass(rounded, v, round) : fixedPass(rounded, v, method === 'safe' ? top : 0, round);
  return {
    x,
    v,
    left,
    states,
    answers: states.map((state) => answer(state, round)),
    parts: partsOf(cuts, x.length),
    exact: safeAverage(x, v),
  };
}

/** Neighbours merged pair by pair until one is left; level 0 is what went in. */
function mergeTree<T>(leaves: readonly T[], join: (a: T, b: T) => T): T[][] {
  const levels = [[...leaves]];
  for (let last = levels[0] ?? []; last.length > 1; last = levels.at(-1) ?? []) {
    const next: T[] = [];
    for (let i = 0; i < last.length; i += 2) {
      const [a, b] = last.slice(i, i + 2);
      if (a !== undefined) next.push(b === undefined ? a : join(a, b));
    }
    levels.push(next);
  }
  return levels;
}

const withTree = ({ x, left, states, answers, parts, exact }: Omit<Frame, 'tree'>, tree: Frame['tree']): Frame => ({
  x,
  left,
  states,
  answers,
  parts,
  tree,
  exact,
});

/** m, ℓ and o of every state of the tree, one row each: [states, 3]. */
function tensorTree(tf: Tf, x: readonly number[], v: readonly number[], parts: readonly Range[]): Tensor {
  return tf.tidy(() => {
    const leaves = parts.map(({ from, to }): RowStates => {
      const scores = tf.tensor2d(x.slice(from, to), [1, to - from]);
      return absorbBlock(tf, emptyStates(tf, 1, 1), scores, tf.tensor2d(v.slice(from, to), [to - from, 1]));
    });
    const all = mergeTree(leaves, (a, b) => mergeStates(tf, a, b)).flat();
    return tf.concat(
      all.map(({ max, sum, weighted }) => tf.concat([max, sum, weighted], 1)),
      0,
    );
  });
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const pass = passOf(params);
  if (pass.x.length === 0) return withTree(pass, []);
  const numbers = tensorTree(tf, pass.x, pass.v, pass.parts);
  try {
    const data = Array.from(await numbers.data());
    let row = 0;
    // The shape of the tree comes from merging counters; its states are read in the same order.
    const tree = mergeTree(pass.parts, (a) => a).map((level) =>
      level.map((): SoftmaxState => {
        const [max = NaN, sum = NaN, weighted = NaN] = data.slice(3 * row, 3 * row + 3);
        row += 1;
        return { max, sum, weighted };
      }),
    );
    return withTree(pass, tree);
  } finally {
    numbers.dispose();
  }
}

export function reference(params: Params): Frame {
  const pass = passOf(params);
  if (pass.x.length === 0) return withTree(pass, []);
  const leaves = pass.parts.map(({ from, to }) => {
    let state = emptyState;
    for (let i = from; i < to; i++) state = absorb(state, pass.x[i] ?? NaN, pass.v[i] ?? NaN);
    return state;
  });
  return withTree(pass, mergeTree(leaves, merge));
}

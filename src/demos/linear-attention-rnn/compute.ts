/**
 * A causal linear-attention layer on the characters of a word, run in three ways. Eqs. (4) and (5) of the article, φ = elu + 1.
 * Seeded vectors stand for characters (nothing is trained): queries, keys and values have N(0, 1) entries, the same for the same character.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import {
  causalChunked,
  causalParallel,
  causalRecurrent,
  causalWeights,
} from '../../numerics/linear-attention-causal.ts';
import { featureMap } from '../../numerics/linear-attention.ts';
import * as onTensors from '../../numerics/linear-attention.tensor.ts';
import { wordVector } from '../../numerics/words.ts';
import { dimension as D, tokensOf, type Params } from './params.ts';

type Numbers = Float32Array | Float64Array;
export interface Frame {
  readonly tokens: readonly string[];
  /** The token looked at, from 0: the wished one, or the last there is. */
  readonly i: number;
  /** Weights, row-major [n, n], 0 above the diagonal; rows sum to 1. */
  readonly weights: Numbers;
  /** S_i after token i, row-major [16, 16]: feature by coordinate of the value. */
  readonly state: Numbers;
  /** o_i in each of the three ways, [16]. */
  readonly parallel: Numbers;
  readonly recurrent: Numbers;
  readonly chunked: Numbers;
  /** Largest difference from the parallel form over all tokens and coordinates. */
  readonly recurrentError: number;
  readonly chunkedError: number;
}

interface Setting {
  readonly tokens: readonly string[];
  readonly i: number;
  /** φ(q), φ(k) and v of every token, row-major [n, 16]. */
  readonly fq: Float64Array;
  readonly fk: Float64Array;
  readonly v: Float64Array;
  readonly chunk: number;
}

function settingOf({ word, i, chunk, seed }: Params): Setting {
  const tokens = tokensOf(word);
  const matrix = (role: string): Float64Array =>
    Float64Array.from(tokens.flatMap((token) => [...wordVector(`${role} ${token}`, D, seed)]));
  return {
    tokens,
    i: Math.min(i, tokens.length) - 1,
    fq: featureMap(matrix('query')),
    fk: featureMap(matrix('key')),
    v: matrix('value'),
    chunk,
  };
}

/** All outputs [n, 16] of the three forms, the weights and the state after token i. */
interface Forms {
  readonly weights: Numbers;
  readonly state: Numbers;
  readonly parallel: Numbers;
  readonly recurrent: Numbers;
  readonly chunked: Numbers;
}

const largestDifference = (a: Numbers, b: Numbers): number => {
  let largest = 0;
  for (let c = 0; c < a.length; c++) largest = Math.max(largest, Math.abs(at(a, c) - at(b, c)));
  return largest;
};

function frameOf({ tokens, i }: Setting, { weights, state, parallel, recurrent, chunked }: Forms): Frame {
  const row = (outputs: Numbers): Numbers => outputs.slice(i * D, (i + 1) * D);
  return {
    tokens,
    i,
    weights,
    state,
    parallel: row(parallel),
    recurrent: row(recurrent),
    chunked: row(chunked),
    recurrentError: largestDifference(recurrent, parallel),
    chunkedError: largestDifference(chunked, parallel),
  };
}

/** The forms one after another as one column of numbers: read from the device at once. */
function stackedForms(tf: Tf, { tokens, i, fq, fk, v, chunk }: Setting): Tensor {
  return tf.tidy(() => {
    const n = tokens.length;
    const [query, key, value] = [fq, fk, v].map((x) => tf.tensor(Float32Array.from(x), [n, D])) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const scores = onTensors.causalScores(tf, query, key);
    const steps = onTensors.causalChunked(tf, query, key, value, 1); // one token at a time: the recurrence
    const state = steps.states[i]?.S;
    if (!state) throw new Error('there is a state after every token');
    const parts = [
      tf.div(scores, tf.sum(scores, 1, true)),
      state,
      onTensors.causalParallel(tf, query, key, value),
      steps.outputs,
      onTensors.causalChunked(tf, query, key, value, chunk).outputs,
    ];
    return tf.concat(parts.map((part) => tf.reshape(part, [part.size])));
  });
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const setting = settingOf(params);
  const n = setting.tokens.length;
  if (n === 0) return reference(params);
  const result = stackedForms(tf, setting);
  try {
    const numbers = Float32Array.from(await result.data());
    let from = 0;
    const take = (length: number): Float32Array => numbers.slice(from, (from += length));
    const [weights, state] = [take(n * n), take(D * D)];
    return frameOf(setting, { weights, state, parallel: take(n * D), recurrent: take(n * D), chunked: take(n * D) });
  } finally {
    result.dispose();
  }
}

export function reference(params: Params): Frame {
  const setting = settingOf(params);
  const { tokens, i, fq, fk, v, chunk } = setting;
  const none = new Float64Array(0);
  if (tokens.length === 0) {
    return frameOf(setting, { weights: none, state: none, parallel: none, recurrent: none, chunked: none });
  }
  const { outputs, states } = causalRecurrent(fq, fk, v, D);
  return frameOf(setting, {
    weights: causalWeights(fq, fk, D),
    state: states[i]?.S ?? none,
    parallel: causalParallel(fq, fk, v, D),
    recurrent: outputs,
    chunked: causalChunked(fq, fk, v, D, chunk),
  });
}

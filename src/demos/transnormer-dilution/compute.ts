/**
 * Four ways to make weights of the same queries and keys, and how much of a row lies near the diagonal, Eq. (8) of the article. Q = K come
 * from the characters and their places; nothing is trained. All see √β times the same vectors, so that inner products are β qᵀk.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { meanLocality, reach, uniformLocality } from '../../numerics/attention-locality.ts';
import { attentionWeights } from '../../numerics/attention.ts';
import { attentionWeights as softmaxTensor } from '../../numerics/attention.tensor.ts';
import { characterFeatures, halfWidth } from '../../numerics/character-features.ts';
import { diagWeights } from '../../numerics/diag-attention.ts';
import { diagAttention } from '../../numerics/diag-attention.tensor.ts';
import { features } from '../../numerics/feature-score-gradient.ts';
import { features as featureTensor } from '../../numerics/feature-score-gradient.tensor.ts';
import { featureScores } from '../../numerics/linear-attention.ts';
import { kinds, maxTokens, type Kind, type Params } from './params.ts';

type Numbers = Float32Array | Float64Array;
export interface Frame {
  /** Tokens. */
  readonly n: number;
  /** Places to either side inside the window: ⌊rn/2⌋. */
  readonly side: number;
  /** Weights, row-major [n, n]; rows sum to 1. */
  readonly maps: Readonly<Record<Kind, Numbers>>;
  /** ℓ(·, r) averaged over the middle rows, at r = 2t/n for t = 0, 1, …, ⌊n/2⌋. */
  readonly locality: Readonly<Record<Kind | 'uniform', Float64Array>>;
}

const d = 2 * halfWidth;
/** Keeps 0/0 away where ReLU leaves nothing of a vector. */
const nothing = 1e-9;

interface Setting {
  readonly n: number;
  /** √β times the features, [n, 32]. */
  readonly x: Float64Array;
}
function settingOf({ text, mix, seed, sharpness }: Params): Setting {
  const { characters, features: rows } = characterFeatures(text, mix, seed, maxTokens);
  return { n: characters.length, x: rows.map((value) => Math.sqrt(sharpness) * value) };
}

const perKind = <T>(value: (kind: Kind, index: number) => T): Record<Kind, T> =>
  Object.fromEntries(kinds.map((kind, index) => [kind, value(kind, index)])) as Record<Kind, T>;

function frameOf({ r }: Params, { n }: Setting, maps: Readonly<Record<Kind, Numbers>>): Frame {
  return {
    n,
    side: reach(n, r),
    maps,
    locality: { ...perKind((kind) => meanLocality(maps[kind], n)), uniform: uniformLocality(n) },
  };
}

/** Weights φ(x_i)ᵀφ(x_j) over their row sums, [n, n]. */
function featureWeights(x: Float64Array, n: number, kind: 'elu' | 'relu'): Float64Array {
  const phi = features(x, kind);
  const scores = featureScores(phi, phi, d);
  const sums = Float64Array.from({ length: n }, (_, i) =>
    scores.subarray(i * n, (i + 1) * n).reduce((sum, s) => sum + s, nothing),
  );
  return scores.map((s, index) => s / at(sums, Math.floor(index / n)));
}

function tensorWeights(tf: Tf, x: Tensor, kind: Kind, block: number): Tensor {
  switch (kind) {
    case 'softmax':
      return softmaxTensor(tf, x, x, 1);
    case 'blocks':
      // With the identity as values, the outputs are the weights.
      return diagAttention(tf, x, x, tf.eye(x.shape[0]), block, 1);
    case 'elu':
    case 'relu': {
      const phi = featureTensor(tf, x, kind);
      const scores = tf.matMul(phi, phi, false, true);
      return tf.div(scores, tf.add(tf.sum(scores, 1, true), nothing));
    }
  }
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const setting = settingOf(params);
  const { n, x } = setting;
  if (n === 0) return reference(params);
  const all = tf.tidy(() => {
    const rows = tf.tensor2d(Float32Array.from(x), [n, d]);
    return tf.stack(kinds.map((kind) => tensorWeights(tf, rows, kind, params.block)));
  });
  try {
    const numbers = Float32Array.from(await all.data());
    return frameOf(
      params,
      setting,
      perKind((_, index) => numbers.slice(index * n * n, (index + 1) * n * n)),
    );
  } finally {
    all.dispose();
  }
}

export function reference(params: Params): Frame {
  const setting = settingOf(params);
  const { n, x } = setting;
  if (n === 0)
    return frameOf(
      params,
      setting,
      perKind(() => new Float64Array()),
    );
  const weights: Record<Kind, Float64Array> = {
    softmax: attentionWeights(x, x, d, { scale: 1 }),
    elu: featureWeights(x, n, 'elu'),
    relu: featureWeights(x, n, 'relu'),
    blocks: diagWeights(x, x, d, params.block, { scale: 1 }),
  };
  return frameOf(params, setting, weights);
}

/** ℓ at the chosen window. */
export const localityNow = ({ locality, side }: Frame, kind: Kind | 'uniform'): number => at(locality[kind], side);

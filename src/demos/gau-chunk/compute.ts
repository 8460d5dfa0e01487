/**
 * The mixing of one gated attention unit over the characters of a text, in chunks and as a dense map. Eq. (5) of the article. Nothing is
 * trained: a character is a seeded vector beside sinusoids of its place, and the projections are drawn from the seed.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { matrixProduct } from '../../numerics/attention.ts';
import { characterFeatures, halfWidth } from '../../numerics/character-features.ts';
import { activated, scaleOffset } from '../../numerics/gated-attention-unit.ts';
import {
  mixedChunked,
  mixedChunkMap,
  mixedCost,
  type MixedCost,
  type MixedPaths,
} from '../../numerics/mixed-chunk-attention.ts';
import * as onTensors from '../../numerics/mixed-chunk-attention.tensor.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import { normalWeight } from '../../numerics/weights.ts';
import { chunkCount, e, most, s, type Params } from './params.ts';

type Numbers = Float32Array | Float64Array;
export interface Frame {
  readonly tokens: readonly string[];
  /** Number of chunks, and the one being read, from 0. */
  readonly chunks: number;
  readonly g: number;
  /** The dense map, row-major [n, n]. */
  readonly map: Numbers;
  /** What chunk g reads of the others, row-major [16, 96]. */
  readonly state: Numbers;
  /** Largest |chunked − map · V| over all outputs. */
  readonly error: number;
  readonly cost: MixedCost;
}

interface Setting {
  readonly tokens: readonly string[];
  readonly paths: MixedPaths;
  /** [n, 96] */
  readonly v: Float64Array;
}

/** Share of places in the features of a character. */
const mix = 0.5;

function settingOf({ text, seed }: Params): Setting {
  const { characters, features } = characterFeatures(text, mix, seed, most);
  const d = 2 * halfWidth;
  const random = seededRandom(seed);
  // Rows of length 1 are scaled to unit variance: what a norm before the layer would do.
  const x = features.map((feature) => feature * Math.sqrt(d));
  const project = (width: number): Float64Array => activated(x, normalWeight(random, [d, width]).values, d);
  const z = project(s);
  const v = project(e);
  const reading = (): Float64Array =>
    scaleOffset(
      z,
      normals(random, s),
      normals(random, s).map((beta) => 0.3 * beta),
    );
  return {
    tokens: characters,
    v,
    paths: {
      quadraticQuery: reading(),
      quadraticKey: reading(),
      linearQuery: reading(),
      linearKey: reading(),
    },
  };
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let top = 0;
  for (let i = 0; i < a.length; i++) top = Math.max(top, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return top;
};

/** What does not depend on how it is computed. */
function outline({ tokens }: Setting, { size, g, causal }: Params): Pick<Frame, 'tokens' | 'chunks' | 'g' | 'cost'> {
  const chunks = chunkCount(tokens.length, size);
  return {
    tokens,
    chunks,
    g: Math.max(0, Math.min(g, chunks) - 1),
    cost: mixedCost(tokens.length, { size, causal }, s, e),
  };
}

export function reference(params: Params): Frame {
  const setting = settingOf(params);
  const shape = outline(setting, params);
  if (shape.chunks === 0) return { ...shape, map: new Float64Array(0), state: new Float64Array(s * e), error: 0 };
  const map = mixedChunkMap(setting.paths, s, params);
  const { outputs, states } = mixedChunked(setting.paths, setting.v, s, params);
  return {
    ...shape,
    map,
    state: states[shape.g] ?? new Float64Array(s * e),
    error: largest(outputs, matrixProduct(map, setting.v, setting.tokens.length)),
  };
}

/** Map, state of chunk g, and the two outputs one after another as one column of numbers. */
function stacked(tf: Tf, { paths, v, tokens }: Setting, params: Params, g: number): Tensor {
  return tf.tidy(() => {
    const n = tokens.length;
    const upload = (values: Float64Array, width: number): Tensor => tf.tensor2d(Float32Array.from(values), [n, width]);
    const given: onTensors.MixedPathTensors = {
      quadraticQuery: upload(paths.quadraticQuery, s),
      quadraticKey: upload(paths.quadraticKey, s),
      linearQuery: upload(paths.linearQuery, s),
      linearKey: upload(paths.linearKey, s),
    };
    const values = upload(v, e);
    const map = onTensors.mixedChunkMap(tf, given, onTensors.chunkMasks(tf, n, params), params.size);
    const { outputs, states } = onTensors.mixedChunked(tf, given, values, params);
    const state = tf.slice(states, [g, 0, 0], [1, s, e]);
    return tf.concat([map, state, outputs, tf.matMul(map, values)].map((part) => tf.reshape(part, [part.size])));
  });
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const setting = settingOf(params);
  const shape = outline(setting, params);
  if (shape.chunks === 0) return reference(params);
  const n = setting.tokens.length;
  const result = stacked(tf, setting, params, shape.g);
  try {
    const numbers = Float32Array.from(await result.data());
    let from = 0;
    const take = (length: number): Float32Array => numbers.slice(from, (from += length));
    const [map, state, chunked, dense] = [take(n * n), take(s * e), take(n * e), take(n * e)];
    return { ...shape, map, state, error: largest(chunked, dense) };
  } finally {
    result.dispose();
  }
}

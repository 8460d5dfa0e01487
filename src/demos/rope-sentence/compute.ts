/**
 * Attention among the words of a sentence with RoPE, with an added sinusoidal code, and without positions, when `front` other
 * words stand before it. The maps show the sentence's own words only: softmax over them, no causal mask.
 *
 * Seeded vectors stand for words (nothing is trained): the same word has the same vector x ~ N(0, I). Queries W_q x and keys W_k x
 * come from seeded maps that share half their variance, so that equal words attend to each other, as they often do in
 * trained heads, and so that the effect of distance can be seen.
 */
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { attentionWeights, matrixProduct } from '../../numerics/attention.ts';
import { attentionWeights as attentionTensor } from '../../numerics/attention.tensor.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import { frequencies, rotate } from '../../numerics/rope.ts';
import { rotateRows } from '../../numerics/rope.tensor.ts';
import { sinusoidal } from '../../numerics/sinusoidal.ts';
import { hashText, splitWords, wordVector } from '../../numerics/words.ts';
import { dimension as d, maxWords, schemes, type Params, type Scheme } from './params.ts';

export interface Frame {
  /** The n ≤ 24 words of the maps, in order. */
  readonly words: readonly string[];
  /** How many words the sentence has; more than n when it was cut. */
  readonly total: number;
  /** Attention weights with `front` words before, row-major [n, n]: row attends to column, rows sum to 1. */
  readonly maps: Readonly<Record<Scheme, Float32Array | Float64Array>>;
  /** Largest |weight − weight at front 0| of each map; 0 without words. In the precision of the maps. */
  readonly changes: Readonly<Record<Scheme, number>>;
  /** The same from the float64 reference on every device: what is left of RoPE's change without single precision. */
  readonly exactChanges: Readonly<Record<Scheme, number>>;
}

/** Everything that is the same for tensors and reference: words, their vectors, the two maps. */
interface Setting {
  readonly words: readonly string[];
  readonly total: number;
  /** Word vectors, row-major [n, d]. */
  readonly x: Float64Array;
  /** W_qᵀ and W_kᵀ, row-major [d, d]: q = x W_qᵀ. */
  readonly toQuery: Float64Array;
  readonly toKey: Float64Array;
  readonly theta: Float64Array;
  readonly base: number;
}

const rows = (n: number, row: (i: number) => Float64Array): Float64Array => {
  const out = new Float64Array(n * d);
  for (let i = 0; i < n; i++) out.set(row(i), i * d);
  return out;
};

function settingOf({ sentence, seed, logBase }: Params): Setting {
  const all = splitWords(sentence);
  const words = all.slice(0, maxWords);
  const draw = (name: string): Float64Array => normals(seededRandom(hashText(name, seed)), d * d);
  const shared = draw('shared map');
  // Entries of variance 1/d, half of it shared: queries and keys have entries of variance 1.
  const mix = (own: Float64Array): Float64Array => own.map((w, i) => (w + at(shared, i)) / Math.sqrt(2 * d));
  return {
    words,
    total: all.length,
    x: rows(words.length, (i) => wordVector(words[i] ?? '', d, seed)),
    toQuery: mix(draw('query map')),
    toKey: mix(draw('key map')),
    theta: frequencies(d, 10 ** logBase),
    base: 10 ** logBase,
  };
}

/** Positions of n words behind `front` others. */
const positions = (n: number, front: number): number[] => Array.from({ length: n }, (_, i) => front + i);

/** Word vectors with the sinusoidal code added, [n, d]. */
const coded = ({ x, words, base }: Setting, front: number): Float64Array => {
  const code = rows(words.length, (i) => sinusoidal(front + i, d, base));
  return x.map((value, index) => value + at(code, index));
};

type Maps = Readonly<Record<Scheme, Float32Array | Float64Array>>;

/** The three maps in float64. */
function referenceMaps(setting: Setting, front: number): Maps {
  const { words, x, toQuery, toKey, theta } = setting;
  const turn = (v: Float64Array): Float64Array =>
    rows(words.length, (i) => rotate(v.subarray(i * d, (i + 1) * d), front + i, theta));
  const weights = (input: Float64Array, then: (v: Float64Array) => Float64Array): Float64Array =>
    attentionWeights(then(matrixProduct(input, toQuery, d)), then(matrixProduct(input, toKey, d)), d);
  const same = (v: Float64Array): Float64Array => v;
  return { rope: weights(x, turn), sinusoidal: weights(coded(setting, front), same), none: weights(x, same) };
}

/** The three maps on tensors, one below the other: [3, n, n]. */
async function tensorMaps(setting: Setting, front: number, tf: Tf): Promise<Maps> {
  const n = setting.words.length;
  const stacked = tf.tidy(() => {
    const matrix = (values: Float64Array, height: number) => tf.tensor2d(Float32Array.from(values), [height, d]);
    const [toQuery, toKey] = [matrix(setting.toQuery, d), matrix(setting.toKey, d)];
    const [x, withCode] = [matrix(setting.x, n), matrix(coded(setting, front), n)];
    const [q, k] = [tf.matMul(x, toQuery), tf.matMul(x, toKey)];
    const at = positions(n, front);
    return tf.stack([
      attentionTensor(tf, rotateRows(tf, q, at, setting.theta), rotateRows(tf, k, at, setting.theta)),
      attentionTensor(tf, tf.matMul(withCode, toQuery), tf.matMul(withCode, toKey)),
      attentionTensor(tf, q, k),
    ]);
  });
  try {
    const data = Float32Array.from(await stacked.data());
    return perScheme((scheme) => data.slice(schemes.indexOf(scheme) * n * n, (schemes.indexOf(scheme) + 1) * n * n));
  } finally {
    stacked.dispose();
  }
}

const perScheme = <T>(value: (scheme: Scheme) => T): Record<Scheme, T> =>
  Object.fromEntries(schemes.map((scheme) => [scheme, value(scheme)])) as Record<Scheme, T>;

const largestChange = (now: Maps, before: Maps): Record<Scheme, number> =>
  perScheme((scheme) => {
    let largest = 0;
    for (let i = 0; i < now[scheme].length; i++) {
      largest = Math.max(largest, Math.abs(at(now[scheme], i) - at(before[scheme], i)));
    }
    return largest;
  });

const frameOf = (
  { words, total }: Setting,
  maps: Maps,
  changes: Frame['changes'],
  exactChanges: Frame['changes'],
): Frame => ({
  words,
  total,
  maps,
  changes,
  exactChanges,
});

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const setting = settingOf(params);
  if (setting.words.length === 0) return reference(params);
  const exact = largestChange(referenceMaps(setting, params.front), referenceMaps(setting, 0));
  const maps = await tensorMaps(setting, params.front, tf);
  const before = params.front === 0 ? maps : await tensorMaps(setting, 0, tf);
  return frameOf(setting, maps, largestChange(maps, before), exact);
}

export function reference(params: Params): Frame {
  const setting = settingOf(params);
  const maps = referenceMaps(setting, params.front);
  const changes = largestChange(maps, referenceMaps(setting, 0));
  return frameOf(setting, maps, changes, changes);
}

/**
 * A matrix that remembers pairs of keys and values, in float64: the state of linear attention put to the test.
 * Row-major: keys K [m, d] (unit rows), values V [m, w] of ±1, state S [d, w]. Pairs are stored in order of their rows.
 * Schlag, Irie and Schmidhuber 2021 (arXiv 2102.11174).
 */
import { at } from './array.ts';
import { matrixProduct, softmaxRows } from './attention.ts';
import { addOuter } from './linear-attention-causal.ts';
import { featureMap, featureScores, linearAttention, transposed } from './linear-attention.ts';
import { normals, type Random } from './random.ts';
import { dot } from './rope.ts';

/** How pairs are kept: Σkvᵀ; the delta rule; every pair by itself, read by softmax; Σφ(k)vᵀ with φ = elu + 1. */
export const memoryKinds = ['sum', 'delta', 'softmax', 'elu'] as const;
export type MemoryKind = (typeof memoryKinds)[number];

/** Factor on k_iᵀk_j before the softmax. */
export const softmaxBeta = 8;

/** A vector scaled to length 1. */
export function unit(x: Float64Array): Float64Array {
  const length = Math.hypot(...x);
  return x.map((value) => value / length);
}

/** m keys of length 1, uniform on the sphere: [m, d]. */
export function unitKeys(random: Random, m: number, d: number): Float64Array {
  const keys = normals(random, m * d);
  for (let i = 0; i < m; i++) keys.set(unit(keys.slice(i * d, (i + 1) * d)), i * d);
  return keys;
}

/** m ≤ d orthonormal keys, [m, d]: Gram–Schmidt, each row cleaned twice so that rounding does not add up. */
export function orthonormalKeys(random: Random, m: number, d: number): Float64Array {
  const keys = unitKeys(random, m, d);
  for (let i = 0; i < m; i++) {
    const row = keys.subarray(i * d, (i + 1) * d);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const other = keys.subarray(j * d, (j + 1) * d);
        const overlap = dot(row, other);
        row.forEach((x, c) => (row[c] = x - overlap * at(other, c)));
      }
      row.set(unit(row));
    }
  }
  return keys;
}

/** `count` random signs, ±1 with equal odds. */
export const randomBits = (random: Random, count: number): Float64Array =>
  Float64Array.from({ length: count }, () => (random() < 0.5 ? -1 : 1));

/** S = Σ k_i v_iᵀ = KᵀV, [d, w]. */
export const sumMemory = (keys: ArrayLike<number>, values: ArrayLike<number>, d: number): Float64Array =>
  matrixProduct(transposed(keys, d), values, keys.length / d);

/**
 * The delta rule, S ← S + k uᵀ with u = v − Sᵀk: what is already recalled for k is replaced by v. Returns the corrections u_i,
 * [m, w], so that S = KᵀU. Keys of length 1.
 */
export function deltaCorrections(keys: Float64Array, values: Float64Array, d: number): Float64Array {
  const m = keys.length / d;
  const width = values.length / m;
  const S = new Float64Array(d * width);
  const corrections = new Float64Array(values.length);
  for (let i = 0; i < m; i++) {
    const key = keys.subarray(i * d, (i + 1) * d);
    const recalled = matrixProduct(key, S, d);
    const u = values.subarray(i * width, (i + 1) * width).map((v, c) => v - at(recalled, c));
    addOuter(S, key, u);
    corrections.set(u, i * width);
  }
  return corrections;
}

/** The state after the delta rule, [d, w]. */
export const deltaMemory = (keys: Float64Array, values: Float64Array, d: number): Float64Array =>
  sumMemory(keys, deltaCorrections(keys, values, d), d);

/** What each stored key recalls after all pairs are stored: [m, w]. For 'elu' that is linear attention, divided by its normaliser. */
export function recallAll(kind: MemoryKind, keys: Float64Array, values: Float64Array, d: number): Float64Array {
  const m = keys.length / d;
  if (kind === 'softmax') {
    const scores = featureScores(keys, keys, d).map((x) => softmaxBeta * x);
    return matrixProduct(softmaxRows(scores, m), values, m);
  }
  if (kind === 'elu') return linearAttention(featureMap(keys), featureMap(keys), values, d);
  const stored = kind === 'delta' ? deltaCorrections(keys, values, d) : values;
  return matrixProduct(keys, sumMemory(keys, stored, d), d);
}

/** A recalled number this near to zero counts as right in part, so that rounding can't turn a bit over. */
const margin = 1e-3;

/** How right a recalled number is for a stored bit: 1 with the bit's sign, 0 with the other; linear within ±margin of zero. */
export const bitCredit = (recalled: number, bit: number): number =>
  Math.min(1, Math.max(0, 0.5 + (recalled * bit) / (2 * margin)));

/** Mean credit of recalled numbers against stored bits. */
export function bitAccuracy(recalled: ArrayLike<number>, bits: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < bits.length; i++) sum += bitCredit(at(recalled, i), at(bits, i));
  return sum / bits.length;
}

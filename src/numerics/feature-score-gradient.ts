/**
 * The same weights as functions of the query: p_j = φ(q)ᵀφ(k_j) / Σ_m φ(q)ᵀφ(k_m). Shares a_ji = φ(q)_i φ(k_j)_i / Σ are a joint
 * distribution of keys and coordinates, and ∂p_j/∂q_i is φ′(q_i)/φ(q_i) times a covariance under it. Float64.
 */
import { at } from './array.ts';
import { featureMap as eluPlusOne } from './linear-attention.ts';

/** elu + 1, or max(x, 0). */
export type Feature = 'elu' | 'relu';

export const features = (x: ArrayLike<number>, kind: Feature): Float64Array =>
  kind === 'elu' ? eluPlusOne(x) : Float64Array.from({ length: x.length }, (_, i) => Math.max(0, at(x, i)));

/** φ′(x)/φ(x) of every entry: at most 1 for elu + 1; 1/x for ReLU, taken as 0 where the feature is 0. */
export const featureLogSlopes = (x: ArrayLike<number>, kind: Feature): Float64Array =>
  Float64Array.from({ length: x.length }, (_, i) => {
    const value = at(x, i);
    if (kind === 'elu') return value > 0 ? 1 / (1 + value) : 1;
    return value > 0 ? 1 / value : 0;
  });

export interface QueryGradient {
  /** p, [keys]. */
  readonly weights: Float64Array;
  /** ∂p_j/∂q_i, row-major [keys, d]. */
  readonly jacobian: Float64Array;
}

/** Weights of one query q [d] over keys k [keys, d], and their Jacobian in q. */
export function queryGradient(q: ArrayLike<number>, k: ArrayLike<number>, kind: Feature): QueryGradient {
  const d = q.length;
  const keys = k.length / d;
  const [fq, fk, slopes] = [features(q, kind), features(k, kind), featureLogSlopes(q, kind)];
  const products = fk.map((x, index) => x * at(fq, index % d));
  const total = products.reduce((sum, x) => sum + x, 0);
  const weights = new Float64Array(keys);
  const coordinates = new Float64Array(d);
  products.forEach((x, index) => {
    const [j, i] = [Math.floor(index / d), index % d];
    weights[j] = at(weights, j) + x / total;
    coordinates[i] = at(coordinates, i) + x / total;
  });
  const jacobian = products.map((x, index) => {
    const [j, i] = [Math.floor(index / d), index % d];
    return at(slopes, i) * (x / total - at(weights, j) * at(coordinates, i));
  });
  return { weights, jacobian };
}

/**
 * Random features of the exponential kernel K(x, y) = e^{xᵀy} in float64, written to be read beside the article. A feature map φ
 * with E[φ(x)ᵀφ(y)] = K(x, y) turns softmax attention into linear attention.
 *
 * Sources: Choromanski et al. (arXiv 2009.14794), Lemmas 1 and 2; trigonometric features: Rahimi and Recht 2007; orthogonal
 * projections: Yu et al. (arXiv 1610.09072). Matrices are row-major; rows of `x` [n, d] have been divided by d^{1/4} where
 * attention scales its scores by 1/√d.
 */
import { at } from './array.ts';
import { normals, type Random } from './random.ts';
import { dot } from './rope.ts';

const row = (matrix: Float64Array, i: number, width: number): Float64Array =>
  matrix.subarray(i * width, (i + 1) * width);
const squaredNorm = (x: ArrayLike<number>): number => dot(x, x);

/** m independent projections ω ~ N(0, I), [m, d]. */
export const gaussianProjections = (random: Random, m: number, d: number): Float64Array => normals(random, m * d);

/** Gram–Schmidt: makes the rows of a square matrix [d, d] orthonormal, in place. Gaussian rows become a uniform (Haar) frame. */
export function orthonormalize(rows: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    const current = row(rows, i, d);
    // Twice is enough: the second pass removes what rounding left of the first.
    for (const _pass of [1, 2]) {
      for (let j = 0; j < i; j++) {
        const other = row(rows, j, d);
        const along = dot(current, other);
        current.forEach((value, c) => (current[c] = value - along * at(other, c)));
      }
    }
    const length = Math.sqrt(squaredNorm(current));
    current.forEach((value, c) => (current[c] = value / length));
  }
}

/**
 * m projections, [m, d]: within each block of d rows they are orthogonal, and each row has the length of a Gaussian vector of its
 * own, so that every single row is N(0, I). The last block may be cut. Yu et al. 2016, section 3.
 */
export function orthogonalProjections(random: Random, m: number, d: number): Float64Array {
  const omega = new Float64Array(m * d);
  for (let start = 0; start < m; start += d) {
    const block = normals(random, d * d);
    orthonormalize(block, d);
    for (let i = 0; i < d; i++) {
      const length = Math.sqrt(squaredNorm(normals(random, d)));
      if (start + i < m) {
        omega.set(
          row(block, i, d).map((value) => value * length),
          (start + i) * d,
        );
      }
    }
  }
  return omega;
}

/** ω_kᵀx_i, [n, m]. */
export function projectRows(x: Float64Array, omega: Float64Array, d: number): Float64Array {
  const [n, m] = [x.length / d, omega.length / d];
  const out = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < m; k++) {
      let sum = 0;
      for (let c = 0; c < d; c++) sum += at(x, i * d + c) * at(omega, k * d + c);
      out[i * m + k] = sum;
    }
  }
  return out;
}

/** What is taken off the exponents of positive features: nothing, the largest of each row (queries), the largest of all (keys). */
export type Shift = 'none' | 'row' | 'global';

/** e^{ω_kᵀx_i − ‖x_i‖²/2 − shift}/√m, [n, m], all positive. Eq. (2) of the article; Choromanski et al., Lemma 1. */
export function positiveFeatures(x: Float64Array, omega: Float64Array, d: number, shift: Shift = 'none'): Float64Array {
  const m = omega.length / d;
  const exponents = projectRows(x, omega, d).map((value, index) => {
    const i = Math.floor(index / m);
    return value - squaredNorm(row(x, i, d)) / 2;
  });
  const largest = (values: Float64Array): number => values.reduce((top, value) => Math.max(top, value), -Infinity);
  const overall = shift === 'global' ? largest(exponents) : 0;
  for (let i = 0; i * m < exponents.length; i++) {
    const features = row(exponents, i, m);
    const off = shift === 'row' ? largest(features) : overall;
    features.forEach((value, k) => (features[k] = Math.exp(value - off) / Math.sqrt(m)));
  }
  return exponents;
}

/** e^{±ω_kᵀx_i − ‖x_i‖²/2}/√(2m), [n, 2m]: each projection with both signs. Choromanski et al., Lemma 1 ("hyp"). */
export function hyperbolicFeatures(x: Float64Array, omega: Float64Array, d: number): Float64Array {
  const both = new Float64Array(2 * omega.length);
  both.set(omega);
  both.set(
    omega.map((value) => -value),
    omega.length,
  );
  return positiveFeatures(x, both, d);
}

/** e^{‖x_i‖²/2} (cos ω_kᵀx_i, sin ω_kᵀx_i)/√m, [n, 2m], cosines first. Eq. (3) of the article; Rahimi and Recht 2007. */
export function trigonometricFeatures(x: Float64Array, omega: Float64Array, d: number): Float64Array {
  const m = omega.length / d;
  const angles = projectRows(x, omega, d);
  const features = new Float64Array(2 * angles.length);
  for (let i = 0; i * d < x.length; i++) {
    const scale = Math.exp(squaredNorm(row(x, i, d)) / 2) / Math.sqrt(m);
    for (let k = 0; k < m; k++) {
      const angle = at(angles, i * m + k);
      features[i * 2 * m + k] = scale * Math.cos(angle);
      features[i * 2 * m + m + k] = scale * Math.sin(angle);
    }
  }
  return features;
}

/** Mean squared error of one estimate divided by K(x, y)², for each kind. */
export interface RelativeErrors {
  readonly trigonometric: number;
  readonly positive: number;
  readonly hyperbolic: number;
}

/**
 * Closed forms for m projections, from the squared lengths s = ‖x − y‖² and t = ‖x + y‖²: (cosh s − 1)/m, (e^t − 1)/m and
 * (cosh t − 1)/m. Eq. (4) of the article; Choromanski et al., Lemma 2, divided by K².
 */
export function relativeErrors(s: number, t: number, m: number): RelativeErrors {
  // cosh a − 1 = 2 sinh²(a/2), without cancellation near 0.
  const coshLessOne = (a: number): number => 2 * Math.sinh(a / 2) ** 2;
  return {
    trigonometric: coshLessOne(s) / m,
    positive: Math.expm1(t) / m,
    hyperbolic: coshLessOne(t) / m,
  };
}

/** ‖x − y‖² and ‖x + y‖². */
export function squaredLengths(x: ArrayLike<number>, y: ArrayLike<number>): { readonly s: number; readonly t: number } {
  let [s, t] = [0, 0];
  for (let c = 0; c < x.length; c++) {
    s += (at(x, c) - at(y, c)) ** 2;
    t += (at(x, c) + at(y, c)) ** 2;
  }
  return { s, t };
}

/** An attention made of features: weights before division, their row sums, and outputs. */
export interface FeatureAttention {
  /** Σ_j φ(q_i)ᵀφ(k_j), [n]. Its sign is not certain when features may be negative. */
  readonly denominators: Float64Array;
  /** [n, dv]. */
  readonly output: Float64Array;
}

/** As the equation is written: a sum over keys for every query, features [n, f], values [n, dv]. O(n²). Causal: keys j ≤ i only. */
export function featureAttentionQuadratic(
  fq: Float64Array,
  fk: Float64Array,
  v: Float64Array,
  f: number,
  causal = false,
): FeatureAttention {
  const [n, keys] = [fq.length / f, fk.length / f];
  const dv = v.length / keys;
  const [denominators, output] = [new Float64Array(n), new Float64Array(n * dv)];
  for (let i = 0; i < n; i++) {
    const out = row(output, i, dv);
    for (let j = 0; j < (causal ? i + 1 : keys); j++) {
      const weight = dot(row(fq, i, f), row(fk, j, f));
      denominators[i] = at(denominators, i) + weight;
      out.forEach((value, c) => (out[c] = value + weight * at(v, j * dv + c)));
    }
    out.forEach((value, c) => (out[c] = value / at(denominators, i)));
  }
  return { denominators, output };
}

/**
 * The same with the sums over keys made first: state Σ_j φ(k_j) v_jᵀ [f, dv] and Σ_j φ(k_j) [f]. O(n). Causal: the state runs
 * along, and each query meets the keys up to its own.
 */
export function featureAttention(
  fq: Float64Array,
  fk: Float64Array,
  v: Float64Array,
  f: number,
  causal = false,
): FeatureAttention {
  const [n, keys] = [fq.length / f, fk.length / f];
  const dv = v.length / keys;
  const [state, keySum] = [new Float64Array(f * dv), new Float64Array(f)];
  const [denominators, output] = [new Float64Array(n), new Float64Array(n * dv)];
  const take = (j: number): void => {
    for (let a = 0; a < f; a++) {
      const feature = at(fk, j * f + a);
      keySum[a] = at(keySum, a) + feature;
      for (let c = 0; c < dv; c++) state[a * dv + c] = at(state, a * dv + c) + feature * at(v, j * dv + c);
    }
  };
  if (!causal) for (let j = 0; j < keys; j++) take(j);
  for (let i = 0; i < n; i++) {
    if (causal) take(i);
    const query = row(fq, i, f);
    const denominator = dot(query, keySum);
    denominators[i] = denominator;
    for (let c = 0; c < dv; c++) {
      let sum = 0;
      for (let a = 0; a < f; a++) sum += at(query, a) * at(state, a * dv + c);
      output[i * dv + c] = sum / denominator;
    }
  }
  return { denominators, output };
}

/** Projections for many independent estimates in the plane, [m, trials, 2] each: row k of all trials lies together. */
export interface PlanarProjections {
  readonly independent: Float64Array;
  /** Rows 2b and 2b + 1 of a trial are orthogonal; lengths and even rows are those of `independent`. */
  readonly orthogonal: Float64Array;
}

/** Box–Muller in polar form: a direction and a length for every row. The first rows do not depend on m. */
export function planarProjections(random: Random, m: number, trials: number): PlanarProjections {
  const independent = new Float64Array(2 * m * trials);
  const orthogonal = new Float64Array(2 * m * trials);
  for (let k = 0; k < m; k++) {
    for (let i = 0; i < trials; i++) {
      const here = 2 * (k * trials + i);
      const length = Math.sqrt(-2 * Math.log(1 - random()));
      const angle = 2 * Math.PI * random();
      const [a, b] = [length * Math.cos(angle), length * Math.sin(angle)];
      independent[here] = a;
      independent[here + 1] = b;
      const before = here - 2 * trials;
      // The row before, turned by a right angle, at this row's length.
      const [u, v] = k % 2 ? [-at(independent, before + 1), at(independent, before)] : [a, b];
      const scale = length / (Math.hypot(u, v) || 1);
      orthogonal[here] = u * scale;
      orthogonal[here + 1] = v * scale;
    }
  }
  return { independent, orthogonal };
}

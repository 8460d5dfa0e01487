/**
 * Rotary position embedding in float64, written to be read beside the article.
 *
 * A vector x of even dimension d is read as d/2 complex numbers x_[i] = x_{2i} + i·x_{2i+1} ("interleaved" pairs). Position m
 * turns pair i by the angle m·θ_i. Source: Su et al., RoFormer (arXiv 2104.09864), sections 3.2 to 3.4.
 */
import { at } from './array.ts';

/** Frequencies θ_i = base^(−2i/d) in radians per position, [d/2], fastest first. Section 3.2.2 of Su et al.; base 10^4 there. */
export function frequencies(d: number, base: number): Float64Array {
  if (!Number.isInteger(d) || d < 2 || d % 2 !== 0)
    throw new RangeError(`the dimension must be even and positive, not ${d}`);
  return Float64Array.from({ length: d / 2 }, (_, i) => base ** ((-2 * i) / d));
}

/**
 * R_m x: pair (x_{2i}, x_{2i+1}) turned by position·θ_i. Eq. (34) of Su et al., which is x ⊙ cos + rot(x) ⊙ sin.
 * @param x [d], d = 2·theta.length
 * @param position any real number; a fraction is what position interpolation feeds in
 */
export function rotate(x: ArrayLike<number>, position: number, theta: ArrayLike<number>): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < theta.length; i++) {
    const angle = position * at(theta, i);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [re, im] = [at(x, 2 * i), at(x, 2 * i + 1)];
    out[2 * i] = re * cos - im * sin;
    out[2 * i + 1] = re * sin + im * cos;
  }
  return out;
}

/**
 * The same rotation with the other pairing: x_i goes with x_{i+d/2} (GPT-NeoX, and Llama as ported to Hugging Face).
 * It equals `rotate` after a permutation of the coordinates: weights made for one pairing are wrong for the other.
 */
export function rotateHalfSplit(x: ArrayLike<number>, position: number, theta: ArrayLike<number>): Float64Array {
  const half = theta.length;
  const out = new Float64Array(x.length);
  for (let i = 0; i < half; i++) {
    const angle = position * at(theta, i);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [re, im] = [at(x, i), at(x, i + half)];
    out[i] = re * cos - im * sin;
    out[i + half] = re * sin + im * cos;
  }
  return out;
}

/** Coordinates reordered from interleaved pairs to halves: (x_0, x_2, …, x_1, x_3, …). */
export function interleavedToHalfSplit(x: ArrayLike<number>): Float64Array {
  const half = x.length / 2;
  return Float64Array.from({ length: x.length }, (_, j) => at(x, j < half ? 2 * j : 2 * (j - half) + 1));
}

/** The matrix R_m, row-major [d, d], block-diagonal with 2×2 rotations. */
export function rotationMatrix(position: number, theta: ArrayLike<number>): Float64Array {
  const d = 2 * theta.length;
  const matrix = new Float64Array(d * d);
  for (let i = 0; i < theta.length; i++) {
    const angle = position * at(theta, i);
    const row = 2 * i;
    matrix[row * d + row] = Math.cos(angle);
    matrix[row * d + row + 1] = -Math.sin(angle);
    matrix[(row + 1) * d + row] = Math.sin(angle);
    matrix[(row + 1) * d + row + 1] = Math.cos(angle);
  }
  return matrix;
}

/** Inner product of two vectors of equal length. */
export function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += at(x, i) * at(y, i);
  return sum;
}

/** (R_m q)ᵀ R_n k, not scaled by 1/√d. */
export function score(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  m: number,
  n: number,
  theta: ArrayLike<number>,
): number {
  return dot(rotate(q, m, theta), rotate(k, n, theta));
}

/** h_i = q_[i] · conj(k_[i]) as [re, im]: everything of q and k that their score depends on. */
export function pairProduct(q: ArrayLike<number>, k: ArrayLike<number>, i: number): readonly [number, number] {
  const [a, b] = [at(q, 2 * i), at(q, 2 * i + 1)];
  const [c, d] = [at(k, 2 * i), at(k, 2 * i + 1)];
  return [a * c + b * d, b * c - a * d];
}

/** What each pair adds to the score at distance m − n: Re(h_i e^{i(m−n)θ_i}), [d/2]. */
export function partialScores(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  distance: number,
  theta: ArrayLike<number>,
): Float64Array {
  return Float64Array.from({ length: theta.length }, (_, i) => {
    const [re, im] = pairProduct(q, k, i);
    const angle = distance * at(theta, i);
    return re * Math.cos(angle) - im * Math.sin(angle);
  });
}

/** The score by its distance alone: Re Σ_i q_[i] conj(k_[i]) e^{i(m−n)θ_i}. Equals `score(q, k, m, n)`. */
export function relativeScore(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  distance: number,
  theta: ArrayLike<number>,
): number {
  return partialScores(q, k, distance, theta).reduce((sum, part) => sum + part, 0);
}

/** |S_j| for j = 1..d/2, [d/2], with S_j = Σ_{i<j} e^{i·distance·θ_i}. */
export function partialSums(distance: number, theta: ArrayLike<number>): Float64Array {
  let [re, im] = [0, 0];
  return Float64Array.from({ length: theta.length }, (_, i) => {
    const angle = distance * at(theta, i);
    re += Math.cos(angle);
    im += Math.sin(angle);
    return Math.hypot(re, im);
  });
}

/** Σ_{j=1}^{d/2} |S_j|: how the bound on a score depends on distance. Section 3.4.3 of Su et al. */
export function partialSumEnvelope(distance: number, theta: ArrayLike<number>): number {
  return partialSums(distance, theta).reduce((sum, size) => sum + size, 0);
}

/** The mean of |S_j|, j = 1..d/2, plotted in Figure 2 of Su et al. At distance 0 it is (d/2 + 1)/2. */
export const meanPartialSum = (distance: number, theta: ArrayLike<number>): number =>
  partialSumEnvelope(distance, theta) / theta.length;

/** max_i |h_{i+1} − h_i|, i = 0..d/2−1, with h_{d/2} = 0. */
export function largestStep(q: ArrayLike<number>, k: ArrayLike<number>): number {
  const pairs = q.length / 2;
  let largest = 0;
  for (let i = 0; i < pairs; i++) {
    const [re, im] = pairProduct(q, k, i);
    const [nextRe, nextIm] = i + 1 < pairs ? pairProduct(q, k, i + 1) : [0, 0];
    largest = Math.max(largest, Math.hypot(nextRe - re, nextIm - im));
  }
  return largest;
}

/** The bound of Abel summation: |score| ≤ max_i |h_{i+1} − h_i| · Σ_j |S_j|. Eq. (37) of Su et al. */
export const decayBound = (
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  distance: number,
  theta: ArrayLike<number>,
): number => largestStep(q, k) * partialSumEnvelope(distance, theta);

/** g(r) = (2/d) Σ_i cos(rθ_i): the score of a vector with itself at distance r when all its pairs have equal weight. */
export function meanCosine(r: number, theta: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < theta.length; i++) sum += Math.cos(r * at(theta, i));
  return sum / theta.length;
}

/** Full turns r_i = Lθ_i/2π of each pair over a context of L positions, [d/2]. Section 3.2 of Peng et al., YaRN (arXiv 2309.00071). */
export function turns(theta: ArrayLike<number>, L: number): Float64Array {
  return Float64Array.from({ length: theta.length }, (_, i) => (L * at(theta, i)) / (2 * Math.PI));
}

/**
 * Random walks on the integers by generating functions, in float64: a law on the integers is a Laurent polynomial whose
 * coefficients are its probabilities, and the law after n independent steps is its n-th power (Feller, An Introduction to
 * Probability Theory and Its Applications I, 3rd ed. 1968, ch. XI; the walk of ±1 steps: ch. III).
 */
import { at } from './array.ts';
import { normalCdf } from './normal.ts';
import { normals, type Random } from './random.ts';

/** Σ pₖ x^(low+k): `coefficients[k]` is the probability of the integer low + k. */
export interface Law {
  readonly low: number;
  readonly coefficients: Float64Array;
}

/** The law of a number that is always 0: the polynomial 1. */
export const atZero: Law = { low: 0, coefficients: Float64Array.of(1) };

/** Steps of ±1 with probabilities p and 1 − p: G(x) = p x + q/x. */
export const coinLaw = (p = 0.5): Law => ({ low: -1, coefficients: Float64Array.of(1 - p, 0, p) });

/** Weights of the steps low, low + 1, …, scaled to sum to 1; a walker without any weight stays where it is. */
export function lawOf(low: number, weights: ArrayLike<number>): Law {
  const total = Array.from(weights).reduce((sum, w) => sum + w, 0);
  return total > 0 ? { low, coefficients: Float64Array.from(weights, (w) => w / total) } : atZero;
}

/** A random law on the integers −2 … 2: squares of normal numbers, scaled to sum to 1. */
export const randomLaw = (random: Random): Law =>
  lawOf(
    -2,
    normals(random, 5).map((z) => z * z),
  );

/** The probability of an integer; 0 beyond the support. */
export const probabilityAt = ({ low, coefficients }: Law, k: number): number => coefficients[k - low] ?? 0;

/** The law of a sum of two independent numbers: the product of their polynomials. */
export function multiply(a: Law, b: Law): Law {
  const product = new Float64Array(a.coefficients.length + b.coefficients.length - 1);
  a.coefficients.forEach((p, i) => {
    b.coefficients.forEach((q, j) => (product[i + j] = at(product, i + j) + p * q));
  });
  return { low: a.low + b.low, coefficients: product };
}

/** Gⁿ by repeated squaring: a product for every binary digit of n, and one more for every digit that is 1. */
export function power(law: Law, n: number): Law {
  let [result, square] = [atZero, law];
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square);
    if (rest > 1) square = multiply(square, square);
  }
  return result;
}

/** The powers G^(2ʲ) and G^(3·2ʲ) up to n, and Gⁿ, in ascending order: each costs one product more. */
export function powerLevels(n: number): number[] {
  const levels = new Set([n]);
  for (let two = 1; two <= n; two *= 2) {
    levels.add(two);
    if (3 * two <= n) levels.add(3 * two);
  }
  return [...levels].sort((a, b) => a - b);
}

/** C(n, k), rounded as floating point does: exact to 14 digits for n ≤ 200. */
export function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) value = (value * (n - i + 1)) / i;
  return value;
}

/** P(Sₙ = k) for steps of ±1, by the binomial formula; 0 where n + k is odd. */
export function coinProbability(n: number, k: number, p = 0.5): number {
  if ((n + k) % 2 !== 0 || Math.abs(k) > n) return 0;
  const heads = (n + k) / 2;
  return binomial(n, heads) * p ** heads * (1 - p) ** (n - heads);
}

/** The smallest power of two that holds every coefficient of Gⁿ. */
export const pointsFor = ({ coefficients }: Law, n: number): number =>
  2 ** Math.ceil(Math.log2(Math.max(2, n * (coefficients.length - 1) + 1)));

/** G(e^{iθ}): the Fourier transform of the law at an angle. */
export function transformAt({ low, coefficients }: Law, theta: number): readonly [re: number, im: number] {
  let [re, im] = [0, 0];
  coefficients.forEach((p, k) => {
    re += p * Math.cos(theta * (low + k));
    im += p * Math.sin(theta * (low + k));
  });
  return [re, im];
}

/** zⁿ of complex numbers by repeated squaring. */
export function complexPower([re, im]: readonly [number, number], n: number): readonly [number, number] {
  let [x, y, a, b] = [1, 0, re, im];
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) [x, y] = [x * a - y * b, x * b + y * a];
    [a, b] = [a * a - b * b, 2 * a * b];
  }
  return [x, y];
}

/**
 * Gⁿ from N equally spaced samples of its Fourier transform: the integral (1/2π)∫ G(e^{iθ})ⁿ e^{−ikθ} dθ as a sum of N terms, which is
 * exact as soon as N exceeds the degree. Samples at −θ are conjugate to those at θ, so half of them do.
 */
export function powerByFourier(law: Law, n: number): Law {
  const N = pointsFor(law, n);
  const low = n * law.low;
  const samples = Array.from({ length: N / 2 + 1 }, (_, j) => complexPower(transformAt(law, (2 * Math.PI * j) / N), n));
  const coefficients = Float64Array.from({ length: n * (law.coefficients.length - 1) + 1 }, (_, index) =>
    samples.reduce((sum, [re, im], j) => {
      const angle = (2 * Math.PI * ((j * (((low + index) % N) + N)) % N)) / N;
      return sum + ((j === 0 || 2 * j === N ? 1 : 2) / N) * (re * Math.cos(angle) + im * Math.sin(angle));
    }, 0),
  );
  return { low, coefficients };
}

/** Mean G′(1) and variance of a law. */
export function moments({ low, coefficients }: Law): { readonly mean: number; readonly variance: number } {
  const mean = coefficients.reduce((sum, p, k) => sum + p * (low + k), 0);
  return { mean, variance: coefficients.reduce((sum, p, k) => sum + p * (low + k - mean) ** 2, 0) };
}

/** E|S|: the mean distance from 0. */
export const meanDistance = ({ low, coefficients }: Law): number =>
  coefficients.reduce((sum, p, k) => sum + p * Math.abs(low + k), 0);

/** G(−1) = E(−1)^S: the probability of the even integers minus that of the odd ones. */
export const evenMinusOdd = ({ low, coefficients }: Law): number =>
  coefficients.reduce((sum, p, k) => sum + ((low + k) % 2 === 0 ? p : -p), 0);

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Distance of the lattice on which sums of this law lie: the greatest common divisor of the differences of possible steps; 0 for one step only. */
export function span({ coefficients }: Law): number {
  const possible = Array.from(coefficients.keys()).filter((k) => at(coefficients, k) > 0);
  return possible.reduce((divisor, k) => gcd(divisor, k - (possible[0] ?? k)), 0);
}

/** 2/√(2πn) e^{−k²/2n}: what P(Sₙ = k) tends to for fair steps of ±1, where n + k is even. */
export const localLimit = (n: number, k: number): number =>
  (2 / Math.sqrt(2 * Math.PI * n)) * Math.exp((-k * k) / (2 * n));

/**
 * The largest distance between the distribution function of a law and that of the normal law with the same mean and variance. Between
 * integers one is constant and the other grows, so the largest distance is at an integer, seen from the left or from the right.
 */
export function largestGap(law: Law, { mean, variance } = moments(law)): number {
  const deviation = Math.sqrt(variance);
  let [below, gap] = [0, 0];
  law.coefficients.forEach((p, k) => {
    const normal = normalCdf((law.low + k - mean) / deviation);
    gap = Math.max(gap, Math.abs(below - normal), Math.abs(below + p - normal));
    below += p;
  });
  return gap;
}

/**
 * What √n times the largest gap tends to: (|κ₃| + 3h/σ)/(6√2π), with skewness κ₃, deviation σ and lattice distance h of one step. Esseen, Fourier
 * analysis of distribution functions, Acta Mathematica 77 (1945).
 */
export function gapConstant(law: Law): number {
  const { mean, variance } = moments(law);
  const deviation = Math.sqrt(variance);
  const third = law.coefficients.reduce((sum, p, k) => sum + p * (law.low + k - mean) ** 3, 0);
  return (Math.abs(third / deviation ** 3) + (3 * span(law)) / deviation) / (6 * Math.sqrt(2 * Math.PI));
}

/** u₀, u₂, …, u₂ₙ, [n + 1]: the probability that a fair walk of ±1 steps is at 0 after 2j steps, C(2j, j)4⁻ʲ. Series of (1 − s²)^(−1/2). */
export function returnProbabilities(n: number): Float64Array {
  const u = new Float64Array(n + 1).fill(1);
  for (let j = 1; j <= n; j++) u[j] = (at(u, j - 1) * (2 * j - 1)) / (2 * j);
  return u;
}

/**
 * f₀ = 0, f₂, …, f₂ₙ, [n + 1]: the probability that the first return to 0 is after 2j steps. Every return has a first one, u₂ⱼ = Σ f₂ᵢ u₂ⱼ₋₂ᵢ,
 * which is U = 1 + FU; solved here term by term, for any `u` with u₀ = 1.
 */
export function firstReturns(u: ArrayLike<number>): Float64Array {
  const f = new Float64Array(u.length);
  for (let j = 1; j < u.length; j++) {
    let later = 0;
    for (let i = 1; i < j; i++) later += at(f, i) * at(u, j - i);
    f[j] = at(u, j) - later;
  }
  return f;
}

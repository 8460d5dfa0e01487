/** How many of its bits a sum of outer products gives back: the formula that the memories of associative-memory.ts are held to. */

/** Φ(x), the distribution function of N(0, 1), to 14 digits: a power series near zero, Laplace's continued fraction beyond. */
export function normalCdf(x: number): number {
  if (Math.abs(x) > 6) return x > 0 ? 1 - normalCdf(-x) : (normalDensity(x) / -x) * (1 - 1 / (x * x) + 3 / x ** 4);
  let [term, sum] = [x, x];
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + sum * normalDensity(x);
}
const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** Φ(√(d/(m−1))): bit accuracy of `sum` with m random unit keys in d dimensions, the noise taken as normal. */
export const predictedAccuracy = (m: number, d: number): number => (m <= 1 ? 1 : normalCdf(Math.sqrt(d / (m - 1))));

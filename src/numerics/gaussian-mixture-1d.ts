/** Mixtures on the line, in float64: distribution function and quantile at every noise level. All components need a positive spread. */
import { at } from './array.ts';
import { density, noisedVariances, type Mixture } from './gaussian-mixture.ts';
import { levelOf, type NoiseLevel } from './noise-level.ts';
import { normalCdf, normalDensity, normalQuantile } from './normal.ts';

/** Σ_k weight_k f(z_k, sd_k) with z_k = (x − scale · μ_k)/sd_k, sd_k the noised standard deviation. */
function average(m: Mixture, x: number, level: NoiseLevel, f: (z: number, sd: number) => number): number {
  const { scale } = levelOf(level);
  const variances = noisedVariances(m, level);
  return m.weights.reduce((sum, w, k) => {
    const sd = Math.sqrt(at(variances, k));
    return sum + w * f((x - scale * at(m.means, k)) / sd, sd);
  }, 0);
}

/** F(x) = P(X ≤ x). */
export const mixtureCdf = (m: Mixture, x: number, level: NoiseLevel = 0): number => average(m, x, level, normalCdf);

/** 1 − F(x), exact in the upper tail. */
export const mixtureSurvival = (m: Mixture, x: number, level: NoiseLevel = 0): number =>
  average(m, x, level, (z) => normalCdf(-z));

/** ∫_{−∞}^x F, the mean shortfall E(x − X)₊. */
export const mixtureShortfall = (m: Mixture, x: number, level: NoiseLevel = 0): number =>
  average(m, x, level, (z, sd) => sd * (z * normalCdf(z) + normalDensity(z)));

/** ∫_x^∞ (1 − F), the mean excess E(X − x)₊. */
export const mixtureExcess = (m: Mixture, x: number, level: NoiseLevel = 0): number =>
  average(m, x, level, (z, sd) => sd * (normalDensity(z) - z * normalCdf(-z)));

/**
 * x with F(x) = u for 0 < u < 1. It lies between the components' own quantiles; Newton's steps inside that bracket, bisection where
 * they would leave it (between far modes the density is nearly 0).
 */
export function mixtureQuantile(m: Mixture, u: number, level: NoiseLevel = 0): number {
  const { scale } = levelOf(level);
  const z = normalQuantile(u);
  const own = noisedVariances(m, level).map((v, k) => scale * at(m.means, k) + z * Math.sqrt(v));
  let [low, high] = [Math.min(...own), Math.max(...own)];
  // Above the median the survival function keeps its digits; 1 − u is exact there.
  const excess = (x: number): number => (u > 0.5 ? 1 - u - mixtureSurvival(m, x, level) : mixtureCdf(m, x, level) - u);
  let x = (low + high) / 2;
  for (let i = 0; i < 200 && high - low > 4 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high)); i++) {
    const error = excess(x);
    if (error === 0) return x;
    if (error > 0) high = x;
    else low = x;
    const newton = x - error / at(density(m, [x], level), 0);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (next === x) return x;
    x = next;
  }
  return x;
}

/**
 * Where the probability-flow ODE takes x: it keeps quantiles, F_to(y) = F_from(x), because its paths cannot cross on the line.
 */
export function transport(m: Mixture, x: number, from: NoiseLevel, to: NoiseLevel): number {
  const below = mixtureCdf(m, x, from);
  if (below <= 0.5) return mixtureQuantile(m, below, to);
  // Mirrored, so that the upper tail is as exact as the lower.
  const mirrored: Mixture = { ...m, means: m.means.map((mean) => -mean) };
  return -mixtureQuantile(mirrored, mixtureCdf(mirrored, -x, from), to);
}

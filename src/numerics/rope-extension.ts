/** Stretching a trained context of L positions to s·L: position interpolation, NTK-aware scaling, YaRN. */
import { at } from './array.ts';
import { frequencies, turns } from './rope.ts';

/** Position interpolation, m → m/s, which is θ_i → θ_i/s. [d/2]. Section 2.3 of Chen et al. 2023 (arXiv 2306.15595). */
export const interpolate = (theta: ArrayLike<number>, s: number): Float64Array =>
  Float64Array.from({ length: theta.length }, (_, i) => at(theta, i) / s);

/**
 * NTK-aware scaling: the base b·s^{d/(d−2)}, for which θ_0 stays and θ_{d/2−1} is divided by exactly s (d > 2).
 * bloc97, forum post, 2023; section 3.1 of Peng et al. 2023 (arXiv 2309.00071).
 */
export const ntkBase = (base: number, s: number, d: number): number => base * s ** (d / (d - 2));

/** The frequencies of the NTK-aware base, [d/2]. */
export const ntkFrequencies = (d: number, base: number, s: number): Float64Array => frequencies(d, ntkBase(base, s, d));

/** Turns over the trained context below which a pair is only interpolated (alpha), above which it is left alone (beta). */
export interface YarnRange {
  readonly alpha: number;
  readonly beta: number;
}
export const yarnRange: YarnRange = { alpha: 1, beta: 32 };

/**
 * - `paper`: γ is linear in the number of turns r_i. Section 3.2 of Peng et al. 2023.
 * - `code`: γ is linear in the index i, between the indices where a pair turns β and α times, the lower end rounded down
 *   and the upper end up, as the authors' code does (github.com/jquesnelle/yarn, LlamaYaRNScaledRotaryEmbedding.py).
 * - `code-unrounded`: the same with real-valued ends, which later models chose (gpt-oss: `truncate: false`).
 */
export type YarnVariant = 'paper' | 'code' | 'code-unrounded';

/** The real-valued index i at which a pair turns `count` times in L positions: d·ln(L/(2π·count)) / (2 ln b). */
export const indexOfTurns = (count: number, d: number, base: number, L: number): number =>
  (d * Math.log(L / (2 * Math.PI * count))) / (2 * Math.log(base));

/**
 * Where the ramp of the code begins (γ = 1 up to there) and ends (γ = 0 from there on), as indices within [0, d−1].
 * For d = 128, b = 10^4, L = 4096: 20.94 and 45.03, rounded 20 and 46. One departure from the code: where all pairs turn more
 * than β times and the beginning lies past d − 1, the end moves with it (there the code's ramp runs backwards and divides every pair by s).
 */
export function yarnRampEnds(
  d: number,
  base: number,
  L: number,
  rounded = true,
  range: YarnRange = yarnRange,
): readonly [number, number] {
  const low = indexOfTurns(range.beta, d, base, L);
  const high = indexOfTurns(range.alpha, d, base, L);
  const [first, last] = rounded ? [Math.floor(low), Math.ceil(high)] : [low, high];
  const begin = Math.max(first, 0);
  return [begin, Math.max(begin, Math.min(last, d - 1))];
}

const clamp01 = (x: number): number => Math.min(1, Math.max(0, x));

/**
 * γ_i in [0, 1], [d/2]: 1 keeps the frequency, 0 divides it by s.
 * The code's ramp needs the base, which is read off the frequencies (θ_1/θ_0 = b^{−2/d}).
 */
export function yarnRamp(
  theta: ArrayLike<number>,
  L: number,
  variant: YarnVariant = 'code',
  range: YarnRange = yarnRange,
): Float64Array {
  if (variant === 'paper') return turns(theta, L).map((r) => clamp01((r - range.alpha) / (range.beta - range.alpha)));
  const d = 2 * theta.length;
  const base = d > 2 ? (at(theta, 0) / at(theta, 1)) ** (d / 2) : Math.E;
  const [low, high] = yarnRampEnds(d, base, L, variant === 'code', range);
  // The published code widens an empty ramp by 0.001 too, so as not to divide by zero.
  const width = high === low ? 0.001 : high - low;
  return Float64Array.from({ length: d / 2 }, (_, i) => 1 - clamp01((i - low) / width));
}

/** θ_i' = (1 − γ_i)·θ_i/s + γ_i·θ_i, [d/2]. Section 3.2 of Peng et al. ("NTK-by-parts"). */
export function yarnFrequencies(
  theta: ArrayLike<number>,
  L: number,
  s: number,
  variant: YarnVariant = 'code',
  range: YarnRange = yarnRange,
): Float64Array {
  const gamma = yarnRamp(theta, L, variant, range);
  return Float64Array.from({ length: theta.length }, (_, i) => {
    const g = at(gamma, i);
    return (1 - g) * (at(theta, i) / s) + g * at(theta, i);
  });
}

/**
 * √(1/t) = 0.1 ln s + 1 (1 for s ≤ 1): YaRN multiplies both q and k by it, hence every score by its square.
 * Section 3.4 of Peng et al.
 */
export const yarnAttentionScale = (s: number): number => (s <= 1 ? 1 : 0.1 * Math.log(s) + 1);

/** Ways of running past the trained context. */
export type Extension = 'none' | 'pi' | 'ntk' | 'yarn';

/** The frequencies in force under a method, [d/2]; YaRN's with the ramp of `variant`. */
export function extendedFrequencies(
  method: Extension,
  setting: { readonly d: number; readonly base: number; readonly L: number; readonly s: number },
  variant: YarnVariant = 'code',
): Float64Array {
  const { d, base, L, s } = setting;
  const theta = frequencies(d, base);
  switch (method) {
    case 'none':
      return theta;
    case 'pi':
      return interpolate(theta, s);
    case 'ntk':
      return ntkFrequencies(d, base, s);
    case 'yarn':
      return yarnFrequencies(theta, L, s, variant);
  }
}

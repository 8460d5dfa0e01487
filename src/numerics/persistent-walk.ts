/**
 * A walk of ±1 steps whose next step differs from the last with probability a: signs k steps apart have correlation (1 − 2a)ᵏ. A fair coin has
 * a = ½. Also: how often a fair coin changes sides.
 */
import { at } from './array.ts';
import { binomial } from './random-walk.ts';
import type { Random } from './random.ts';

/** `walkers` rows of `n` steps ±1, [walkers, n]: the first by a fair coin, each next one turned round with probability a. */
export function persistentSteps(random: Random, walkers: number, n: number, a: number): Int8Array {
  const steps = new Int8Array(walkers * n);
  for (let row = 0; row < walkers; row++) {
    let last = random() < 0.5 ? 1 : -1;
    for (let i = 0; i < n; i++) {
      if (i > 0 && random() < a) last = -last;
      steps[row * n + i] = last;
    }
  }
  return steps;
}

/** How many neighbouring pairs differ. */
export function alternations(steps: ArrayLike<number>): number {
  let count = 0;
  for (let i = 1; i < steps.length; i++) if (at(steps, i) !== at(steps, i - 1)) count += 1;
  return count;
}

/**
 * Var Sₙ = Σᵢⱼ (1 − 2a)^|i−j|. For 0 < a it grows like n(1 − a)/a; the rest of the closed form is the two ends of the walk.
 */
export function persistentVariance(n: number, a: number): number {
  if (a <= 0) return n * n;
  const r = 1 - 2 * a;
  return (n * (1 - a)) / a - (2 * r * (1 - r ** n)) / (2 * a) ** 2;
}

/** P(the number of changes among `pairs` neighbouring pairs of fair tosses = k), k = 0 … pairs: changes are tosses of a fair coin too. */
export const fairChanges = (pairs: number): Float64Array =>
  Float64Array.from({ length: pairs + 1 }, (_, k) => binomial(pairs, k) / 2 ** pairs);

/** The narrowest symmetric band of numbers of changes that a fair coin hits with at least 95%, ends included. */
export function fairBand(pairs: number): { readonly low: number; readonly high: number; readonly probability: number } {
  const each = fairChanges(pairs);
  let [low, outside] = [0, 0];
  while (2 * (outside + at(each, low)) <= 0.05) {
    outside += at(each, low);
    low += 1;
  }
  return { low, high: pairs - low, probability: 1 - 2 * outside };
}

/** Seeded random numbers: the same on every machine. */
import { randomLcg, randomNormal } from 'd3';

/** Spreads a small seed over 32 bits (the finalizer of MurmurHash3), so that neighbouring seeds give unrelated streams. */
function spread(seed: number): number {
  let h = (seed | 0) ^ 0x9e3779b9;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A stream of uniform numbers in [0, 1). */
export type Random = () => number;

/** The stream of a seed (a 32-bit integer). */
export function seededRandom(seed: number): Random {
  return randomLcg(spread(seed) / 2 ** 32);
}

/** `n` independent draws from N(0, 1). */
export function normals(random: Random, n: number): Float64Array {
  const draw = randomNormal.source(random)();
  return Float64Array.from({ length: n }, draw);
}

/** An integer in [low, high], both included. */
export const integer = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1));

/**
 * Queries and keys that a text has before anything is learned: a seeded unit vector per character beside sinusoids of the position.
 * Their inner product is 1 − μ for equal characters plus μ times a bump around equal places: enough to compare ways of attending.
 */
import { unit } from './associative-memory.ts';
import { sinusoidal } from './sinusoidal.ts';
import { wordVector } from './words.ts';

/** Entries of each half. */
export const halfWidth = 16;

export interface CharacterFeatures {
  /** The characters (code points), [n]. */
  readonly characters: readonly string[];
  /** [√(1−μ) C, √μ F], row-major [n, 32]: rows of length 1. */
  readonly features: Float64Array;
}

/**
 * Features of the first `most` characters of a text. C: a unit vector per character, the same for the same character (whatever its
 * case) and seed; F: sinusoids of the position (base 100), scaled to length 1. `mix` is μ in [0, 1].
 */
export function characterFeatures(text: string, mix: number, seed: number, most: number): CharacterFeatures {
  const characters = Array.from(text).slice(0, most);
  const features = new Float64Array(characters.length * 2 * halfWidth);
  characters.forEach((character, i) => {
    const own = unit(wordVector(character, halfWidth, seed)).map((x) => Math.sqrt(1 - mix) * x);
    const place = unit(sinusoidal(i, halfWidth, 100)).map((x) => Math.sqrt(mix) * x);
    features.set(own, i * 2 * halfWidth);
    features.set(place, i * 2 * halfWidth + halfWidth);
  });
  return { characters, features };
}

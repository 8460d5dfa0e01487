/** The pairs that a memory is given: typed ones first, then random ones. Pure. */
import { randomBits, unit, type MemoryKind } from '../../numerics/associative-memory.ts';
import { seededRandom } from '../../numerics/random.ts';
import { hashText, wordVector } from '../../numerics/words.ts';
import { bits, mostPairs, mostTyped, type Params } from './params.ts';

export interface Pair {
  readonly key: string;
  readonly value: string;
  readonly typed: boolean;
}

/** Reads "a=7 b=2": pairs in order; what has no key or no value is passed over. Colons and full-width signs do as well. */
export function parsePairs(text: string): Pair[] {
  return text
    .split(/[\s,，、;；]+/u)
    .flatMap((piece) => {
      const [, key, value] = /^([^=＝:：]+)[=＝:：](.+)$/u.exec(piece) ?? [];
      return key && value ? [{ key, value, typed: true }] : [];
    })
    .slice(0, mostTyped);
}

export interface Setting {
  /** The typed pairs, then random ones, 256 in all; the first `stored` are stored. */
  readonly pairs: readonly Pair[];
  readonly typed: number;
  readonly stored: number;
  /** Unit keys, row-major [256, d]: the same name has the same key. */
  readonly keys: Float64Array;
  /** ±1, row-major [256, 16]: the same name has the same bits. */
  readonly values: Float64Array;
  readonly kind: MemoryKind;
}

const bitsOf = (name: string, seed: number): Float64Array =>
  randomBits(seededRandom(hashText(`value ${name}`, seed)), bits);

/** Everything that does not depend on who computes. */
export function settingOf({ pairs: text, m, d, memory, seed }: Params): Setting {
  const typed = parsePairs(text);
  const others = Array.from({ length: mostPairs - typed.length }, (_, i) => {
    const name = `#${String(typed.length + i + 1)}`;
    return { key: name, value: name, typed: false };
  });
  const pairs = [...typed, ...others];
  const keys = new Float64Array(mostPairs * d);
  const values = new Float64Array(mostPairs * bits);
  pairs.forEach(({ key, value }, i) => {
    keys.set(unit(wordVector(key, d, seed)), i * d);
    values.set(bitsOf(value, seed), i * bits);
  });
  return { pairs, typed: typed.length, stored: Math.max(m, typed.length), keys, values, kind: memory };
}

/** Words of a sentence in any script, and seeded vectors that stand for them. */
import { normals, seededRandom } from './random.ts';

/** What makes a piece of text a word: a letter, a digit, an emoji. Spaces and punctuation have none. */
const wordLike = /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;

/**
 * The words of a text in order, punctuation dropped. Scripts without spaces (Chinese, Thai) are cut by the platform's dictionary; where
 * there is no Intl.Segmenter, Han, kana and emoji are cut one by one and the rest at spaces and punctuation.
 */
export function splitWords(text: string): string[] {
  const pieces = 'Segmenter' in Intl ? segment(text) : splitPlainly(text);
  return pieces.filter((piece) => wordLike.test(piece));
}

// The locale is fixed so that a sentence has the same words on every machine; dictionaries are used whatever the locale.
const segment = (text: string): string[] =>
  Array.from(new Intl.Segmenter('en', { granularity: 'word' }).segment(text), (piece) => piece.segment);

/** The fallback of splitWords. */
export const splitPlainly = (text: string): string[] =>
  text.match(
    /\p{Script=Han}|[\p{Script=Hiragana}\p{Script=Katakana}]|\p{Extended_Pictographic}|[\p{L}\p{M}\p{N}'’_-]+/gu,
  ) ?? [];

/** A 32-bit hash of a text (FNV-1a over its UTF-16 code units), begun from a seed. */
export function hashText(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** The vector of a word, N(0, 1) entries, [d]: the same for the same word (whatever its case) and seed. */
export const wordVector = (word: string, d: number, seed: number): Float64Array =>
  normals(seededRandom(hashText(word.normalize('NFKC').toLowerCase(), seed)), d);

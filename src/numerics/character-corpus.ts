/** A text as a sequence of characters, to train small language models on. */
import { at } from './array.ts';
import { integer, type Random } from './random.ts';

export interface Corpus {
  /** The distinct characters (code points) in order of first appearance. */
  readonly characters: readonly string[];
  /** The text as indices into `characters`. */
  readonly tokens: Int32Array;
}

/** The corpus of a text; runs of white space count as one space. An empty text is taken as a single space. */
export function corpusOf(text: string): Corpus {
  const letters = Array.from(text.normalize('NFC').replaceAll(/\s+/gu, ' ') || ' ');
  const characters = [...new Set(letters)];
  const index = new Map(characters.map((character, i) => [character, i]));
  return { characters, tokens: Int32Array.from(letters, (letter) => index.get(letter) ?? 0) };
}

/**
 * `batch` windows of `length + 1` tokens from random places, row-major: inputs are the first `length` of each, targets the last
 * `length`. A text too short for a window is read as if it were repeated.
 */
export function sampleWindows(random: Random, { tokens }: Corpus, batch: number, length: number): Int32Array {
  const windows = new Int32Array(batch * (length + 1));
  const lastStart = Math.max(0, tokens.length - (length + 1));
  for (let b = 0; b < batch; b++) {
    const start = integer(random, 0, lastStart);
    for (let i = 0; i <= length; i++) windows[b * (length + 1) + i] = at(tokens, (start + i) % tokens.length);
  }
  return windows;
}

/** Entropy of single characters in nats: the loss of a model that knows how often each occurs and nothing else. */
export function unigramEntropy({ characters, tokens }: Corpus): number {
  const counts = new Float64Array(characters.length);
  for (const token of tokens) counts[token] = at(counts, token) + 1;
  return counts.reduce((sum, count) => {
    const p = count / tokens.length;
    return p > 0 ? sum - p * Math.log(p) : sum;
  }, 0);
}

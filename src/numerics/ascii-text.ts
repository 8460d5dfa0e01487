/** A typed text as a distribution over the 128 ASCII characters, each of them 7 bits. */
import { allBits } from './sigmoid-belief-network.ts';
import { reorderBits } from './bit-orders.ts';

export const asciiBits = 7;
export const asciiSize = 128;

export interface AsciiText {
  /** Codes of the characters that are counted. */
  readonly codes: readonly number[];
  /** Characters that ASCII has not, left out. */
  readonly dropped: number;
  /** Occurrences of every code, [128]. */
  readonly counts: Float64Array;
}

/**
 * The text in ASCII: full-width letters and signs become plain, accents go (NFKD), what is left over is dropped. A text without any
 * ASCII character is taken as one space, so that there is something to learn.
 */
export function asciiText(text: string): AsciiText {
  const letters = Array.from(text.normalize('NFKD').replaceAll(/\p{M}/gu, ''));
  const known = letters.flatMap((letter) => {
    const code = letter.codePointAt(0) ?? asciiSize;
    return code < asciiSize ? [code] : [];
  });
  const codes = known.length > 0 ? known : [32];
  const counts = new Float64Array(asciiSize);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return { codes, dropped: letters.length - known.length, counts };
}

/** Whether a code has a sign of its own: the space has, controls have not. */
export const isPrintable = (code: number): boolean => code >= 32 && code < 127;

/** Which bit of a character is predicted first. */
export type Endianness = 'msb' | 'lsb';
/** Places of the bits, 0 being the most significant, in the order in which they are predicted. */
export const bitPlaces: Readonly<Record<Endianness, readonly number[]>> = {
  msb: [0, 1, 2, 3, 4, 5, 6],
  lsb: [6, 5, 4, 3, 2, 1, 0],
};

/** The bits of all 128 codes in the order of prediction, [128, 7]. */
export const codeBits = (order: Endianness): Float64Array => reorderBits(allBits(asciiBits), bitPlaces[order]);

/** The code whose bits, in the order of prediction, spell a leaf of the tree of choices: leaf 0 is 0000000. */
export function codeOfLeaf(leaf: number, order: Endianness): number {
  if (order === 'msb') return leaf;
  let code = 0;
  for (let bit = 0; bit < asciiBits; bit++) code |= ((leaf >> bit) & 1) << (asciiBits - 1 - bit);
  return code;
}

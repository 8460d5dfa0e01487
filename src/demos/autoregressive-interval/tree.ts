/** Intervals on the way of u through the tree, read off a frame. Pure. */
import { at } from '../../numerics/array.ts';
import { asciiBits, asciiSize, codeOfLeaf, isPrintable, type Endianness } from '../../numerics/ascii-text.ts';
import type { Frame } from './compute.ts';

export interface Span {
  readonly low: number;
  readonly high: number;
}

/** The interval after `depth` bits of the way: depth 0 is [0, 1), depth 7 the character's. */
export function spanAt({ edges, leaf }: Pick<Frame, 'edges' | 'leaf'>, depth: number): Span {
  const leaves = 2 ** (asciiBits - depth);
  const first = Math.floor(leaf / leaves) * leaves;
  return { low: at(edges, first), high: at(edges, first + leaves) };
}
export const probability = (frame: Frame): number => {
  const { low, high } = spanAt(frame, asciiBits);
  return high - low;
};

/** Where u lies within a span, from 0 to 1. */
export const placeIn = ({ low, high }: Span, u: number): number =>
  high > low ? Math.min(1, Math.max(0, (u - low) / (high - low))) : 0;

/** A character in words: a sign in quotes, the space by name, or its number. */
export const signOf = (code: number): string =>
  code === 32 ? '␣' : isPrintable(code) ? String.fromCharCode(code) : `#${code}`;

export interface Leaf extends Span {
  readonly code: number;
}
/** All 128 intervals with their characters. */
export const leaves = ({ edges }: Frame, order: Endianness): Leaf[] =>
  Array.from({ length: asciiSize }, (_, leaf) => ({
    low: at(edges, leaf),
    high: at(edges, leaf + 1),
    code: codeOfLeaf(leaf, order),
  }));

/** Coin tosses as text. Pure. */
import { persistentSteps } from '../../numerics/persistent-walk.ts';
import { seededRandom } from '../../numerics/random.ts';

/** Tosses that a sequence may have. */
export const most = 100;

const heads = /[hH1+正]/u;
const tails = /[tT0−-]|反/u;

/** The tosses in a typed text as +1 (heads) and −1 (tails): H, 1, + or 正, and T, 0, − or 反; anything else is passed over. */
export function readTosses(text: string): number[] {
  const tosses: number[] = [];
  for (const sign of text.normalize('NFKC')) {
    if (heads.test(sign)) tosses.push(1);
    else if (tails.test(sign)) tosses.push(-1);
  }
  return tosses.slice(0, most);
}

/** The other way round, in the letters that the buttons write. */
export const writeTosses = (tosses: ArrayLike<number>): string =>
  Array.from(tosses, (toss) => (toss > 0 ? 'H' : 'T')).join('');

/** A text with one more toss, as long as there is room. */
export const withToss = (text: string, toss: 1 | -1): string => writeTosses([...readTosses(text), toss].slice(0, most));

/** A text without its last toss. */
export const withoutLast = (text: string): string => writeTosses(readTosses(text).slice(0, -1));

/** A hundred tosses that turn with probability a, by a seed. Another stream than the one behind the crowd. */
export const tossesOf = (seed: number, a: number): string =>
  writeTosses(persistentSteps(seededRandom((seed ^ 0x70553) >>> 0), 1, most, a));

/** The position after every toss, from 0. */
export function walkOf(tosses: readonly number[]): number[] {
  const walk = [0];
  for (const toss of tosses) walk.push((walk.at(-1) ?? 0) + toss);
  return walk;
}

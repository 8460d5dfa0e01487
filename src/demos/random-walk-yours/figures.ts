/** What the tosses say of the one who made them. Pure. */
import { fairBand, persistentVariance } from '../../numerics/persistent-walk.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import type { Frame } from './compute.ts';
import { most } from './tosses.ts';

export const tossCount = ({ walk }: Frame): number => walk.length - 1;

/** Share of neighbouring tosses that differ; nothing below two tosses. */
export const shareOf = (frame: Frame): number | undefined =>
  tossCount(frame) < 2 ? undefined : frame.changes / (tossCount(frame) - 1);

/** Neighbouring pairs that the band of fair coins is drawn for: the reader's, or those of a whole sequence before there are any. */
export const pairsOf = (frame: Frame): number => (tossCount(frame) < 2 ? most - 1 : tossCount(frame) - 1);

/** The band of shares that 95% of fair coins fall into, ends included. */
export function fairShares(pairs: number): {
  readonly low: number;
  readonly high: number;
  readonly probability: number;
} {
  const { low, high, probability } = fairBand(pairs);
  return { low: low / pairs, high: high / pairs, probability };
}

/** Standard deviation of the position after k tosses that turn with probability a. */
export const predictedSpread = (k: number, a: number): number => Math.sqrt(Math.max(0, persistentVariance(k, a)));

/** Shares as they are printed: two decimals without the nought before the point would be shorter, but not Chinese. */
export const printShare = (share: number): string => formatFixed(share, 2);

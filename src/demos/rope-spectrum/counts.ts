/** What is counted among the pairs. */
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';

export interface Counts {
  readonly pairs: number;
  /** Pairs that turn at least once in training: every angle has been seen. */
  readonly complete: number;
  /** Pairs that never complete a turn in training. */
  readonly unfinished: number;
  /** Pairs that turn more than 32 times in training. */
  readonly many: number;
  /** Unfinished pairs that meet angles within s·L positions that training never showed. */
  readonly surprised: number;
}

/** Whether pair i meets an unseen angle: it never finished a turn, and goes further than it did (beyond rounding). */
export const meetsNewAngles = ({ turns, reached }: Frame, i: number): boolean =>
  at(turns, i) < 1 && at(reached, i) > at(turns, i) * (1 + 1e-9);

export function count(frame: Frame): Counts {
  const indices = Array.from(frame.turns, (_, i) => i);
  const among = (test: (i: number) => boolean): number => indices.filter(test).length;
  return {
    pairs: indices.length,
    complete: among((i) => at(frame.turns, i) >= 1),
    unfinished: among((i) => at(frame.turns, i) < 1),
    many: among((i) => at(frame.turns, i) > 32),
    surprised: among((i) => meetsNewAngles(frame, i)),
  };
}

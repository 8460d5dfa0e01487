/** From a dragged hand back to the vector that the reader moves. */
import { rotate } from '../../numerics/rope.ts';
import { reach } from './params.ts';

/**
 * The vector [8] with pair i such that its rotated hand points at (re, im): the hand, shortened to `reach` when it is longer,
 * turned back by its angle (radians).
 */
export function unrotatedHand(
  vector: readonly number[],
  i: number,
  [re, im]: readonly [number, number],
  angle: number,
): number[] {
  const length = Math.hypot(re, im);
  const shorten = length > reach ? reach / length : 1;
  const back = rotate([re * shorten, im * shorten], -1, [angle]);
  return vector.map((x, j) => (j >> 1 === i ? (back[j % 2] ?? x) : x));
}

/** The way between two latent codes that keeps to the typical distance from 0. Shoemake 1985 (spherical linear interpolation). */
import { at } from './array.ts';

/**
 * The place at share s of the way, [d]: the direction turns evenly from a's to b's along the shorter great arc, the length changes
 * linearly. Along the straight line where the angle is 0 or π or a code is 0, for there no arc is singled out.
 */
export function greatArc(a: ArrayLike<number>, b: ArrayLike<number>, s: number): Float64Array {
  const [lengthA, lengthB] = [Math.hypot(...Array.from(a)), Math.hypot(...Array.from(b))];
  const dot = Array.from(a).reduce((sum, value, i) => sum + value * at(b, i), 0);
  const angle = Math.acos(Math.min(1, Math.max(-1, dot / (lengthA * lengthB))));
  const sine = Math.sin(angle);
  // Without an angle (a code is 0, so that it is NaN) or without a plane to turn in, straight.
  const turns = sine >= 1e-6;
  const length = (1 - s) * lengthA + s * lengthB;
  const first = turns ? (length * Math.sin((1 - s) * angle)) / (sine * lengthA) : 1 - s;
  const second = turns ? (length * Math.sin(s * angle)) / (sine * lengthB) : s;
  return Float64Array.from({ length: a.length }, (_, i) => first * at(a, i) + second * at(b, i));
}

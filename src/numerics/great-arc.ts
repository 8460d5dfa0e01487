/** The way between two latent codes that keeps to the typical distance from 0. Shoemake 1985 (spherical linear interpolation). */
import { at } from './array.ts';

/**
 * sin((1 − s)θ)/sin θ · a + sin(sθ)/sin θ · b with θ the angle between a and b, [d]: for s from 0 to 1 an arc of an ellipse around 0, of
 * a circle when a and b are equally long. Along the straight line where the angle is 0 or π, for there no arc is singled out.
 */
export function greatArc(a: ArrayLike<number>, b: ArrayLike<number>, s: number): Float64Array {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
    Array.from(x).reduce((sum, value, i) => sum + value * at(y, i), 0);
  const lengths = Math.sqrt(dot(a, a) * dot(b, b));
  const angle = lengths === 0 ? 0 : Math.acos(Math.min(1, Math.max(-1, dot(a, b) / lengths)));
  const sine = Math.sin(angle);
  const [first, second] = sine < 1e-6 ? [1 - s, s] : [Math.sin((1 - s) * angle) / sine, Math.sin(s * angle) / sine];
  return Float64Array.from({ length: a.length }, (_, i) => first * at(a, i) + second * at(b, i));
}

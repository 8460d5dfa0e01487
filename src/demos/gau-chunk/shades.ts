/** The map in two regions, and few enough shades that a picture of it stays small. Pure. */
import { at } from '../../numerics/array.ts';

/** Square roots of sizes, with their sign, rounded to a number of steps up to the largest; zero stays zero. */
export function coarse(values: ArrayLike<number>, steps: number): Float64Array {
  let top = 0;
  for (let i = 0; i < values.length; i++) top = Math.max(top, Math.abs(at(values, i)));
  const shade = (value: number): number =>
    (Math.sign(value) * Math.round(steps * Math.sqrt(Math.abs(value) / top))) / steps;
  return Float64Array.from({ length: values.length }, (_, i) => (top > 0 ? shade(at(values, i)) : 0));
}

/** A map [n, n] with all but the entries inside chunks (or all but those across) set to zero. */
export const region = (values: ArrayLike<number>, n: number, size: number, inside: boolean): Float64Array =>
  Float64Array.from({ length: values.length }, (_, index) => {
    const same = Math.floor(Math.floor(index / n) / size) === Math.floor((index % n) / size);
    return same === inside ? at(values, index) : 0;
  });

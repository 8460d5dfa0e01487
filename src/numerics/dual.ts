/** Forward-mode automatic differentiation in float64: numbers that carry a derivative along, to hold formulas for gradients to. */
import { at } from './array.ts';

/** A number and its derivative with respect to one input. */
export interface Dual {
  readonly value: number;
  readonly slope: number;
}

export const constant = (value: number): Dual => ({ value, slope: 0 });
export const add = (a: Dual, b: Dual): Dual => ({ value: a.value + b.value, slope: a.slope + b.slope });
export const mul = (a: Dual, b: Dual): Dual => ({
  value: a.value * b.value,
  slope: a.slope * b.value + a.value * b.slope,
});
export const div = (a: Dual, b: Dual): Dual => ({
  value: a.value / b.value,
  slope: (a.slope * b.value - a.value * b.slope) / b.value ** 2,
});
export const exp = (a: Dual): Dual => ({ value: Math.exp(a.value), slope: a.slope * Math.exp(a.value) });
export const sqrt = (a: Dual): Dual => ({ value: Math.sqrt(a.value), slope: a.slope / (2 * Math.sqrt(a.value)) });
/** max(x, 0), with slope 0 at 0. */
export const relu = (a: Dual): Dual => (a.value > 0 ? a : constant(0));
/** elu(x) + 1. */
export const eluPlusOne = (a: Dual): Dual => (a.value > 0 ? add(a, constant(1)) : exp(a));

export const sum = (terms: readonly Dual[]): Dual => terms.reduce(add, constant(0));

/** ∂f_j/∂x_k of a function from [n] to [m], row-major [m, n]: one pass for every input. */
export function jacobian(f: (x: readonly Dual[]) => readonly Dual[], x: ArrayLike<number>): Float64Array {
  const n = x.length;
  const columns = Array.from({ length: n }, (_, k) =>
    f(Array.from({ length: n }, (__, i) => ({ value: at(x, i), slope: i === k ? 1 : 0 }))).map(({ slope }) => slope),
  );
  const m = columns[0]?.length ?? 0;
  return Float64Array.from({ length: m * n }, (_, index) => columns[index % n]?.[Math.floor(index / n)] ?? NaN);
}

/** Orders in which the bits of a vector are predicted, and distributions over vectors of bits written as tables. */
import { at } from './array.ts';

/** All orders of 0..n−1, lexicographic; order[k] is the bit predicted in place k. */
export function orders(n: number): number[][] {
  const extend = (head: readonly number[]): number[][] =>
    head.length === n
      ? [[...head]]
      : Array.from({ length: n }, (_, bit) => bit)
          .filter((bit) => !head.includes(bit))
          .flatMap((bit) => extend([...head, bit]));
  return extend([]);
}

/** Vectors of bits, [rows, n], with their columns in an order. */
export const reorderBits = (x: ArrayLike<number>, order: readonly number[]): Float64Array =>
  Float64Array.from({ length: x.length }, (_, index) => {
    const row = Math.floor(index / order.length);
    return at(x, row * order.length + at(order, index % order.length));
  });

/** Counts as shares of their sum; all 0 when there is nothing to count. */
export function shares(counts: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(counts);
  const total = values.reduce((sum, count) => sum + count, 0);
  return values.map((count) => (total > 0 ? count / total : 0));
}

/** −Σ p ln p in nats. */
export const entropy = (p: ArrayLike<number>): number =>
  Float64Array.from(p).reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);

/** The cost in nats of coding each bit by itself: Σ_i H(x_i). `x` [rows, n], `p` [rows] sums to 1 (or is all 0). */
export function independentEntropy(x: ArrayLike<number>, p: ArrayLike<number>, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const one = Float64Array.from(p).reduce((mass, share, row) => mass + share * at(x, row * n + i), 0);
    const zero = Float64Array.from(p).reduce((mass, share, row) => mass + share * (1 - at(x, row * n + i)), 0);
    sum += entropy([one, zero]);
  }
  return sum;
}

/**
 * The conditional tables of a joint table p, [2^n], for an order of its bits, by summing out: log p(x_i | x_before) added up over i for every
 * x, [2^n]. Rows are spelled most significant bit first. Vectors of probability 0 get −∞.
 */
export function chainRule(p: ArrayLike<number>, order: readonly number[]): Float64Array {
  const n = order.length;
  /** Mass of all vectors that agree with row r on the first k bits of the order. */
  const mass = (r: number, k: number): number => {
    const mask = order.slice(0, k).reduce((bits, bit) => bits | (1 << (n - 1 - bit)), 0);
    let sum = 0;
    for (let s = 0; s < p.length; s++) if ((s & mask) === (r & mask)) sum += at(p, s);
    return sum;
  };
  return Float64Array.from({ length: p.length }, (_, r) =>
    order.reduce((sum, _bit, k) => {
      const whole = mass(r, k);
      return whole > 0 ? sum + Math.log(mass(r, k + 1) / whole) : -Infinity;
    }, 0),
  );
}

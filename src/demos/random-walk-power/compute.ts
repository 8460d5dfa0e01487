/** The law after n steps as the n-th power of the law of one, by two ways, and its distance from the normal law at many n. */
import type { Tf } from '../../lab/demo.ts';
import {
  evenMinusOdd,
  gapConstant,
  largestGap,
  lawOf,
  moments,
  power,
  powerByFourier,
  powerLevels,
  span,
  type Law,
} from '../../numerics/random-walk.ts';
import * as onTensors from '../../numerics/random-walk.tensor.ts';
import { at } from '../../numerics/array.ts';
import { steps, type Params } from './params.ts';

export interface Frame {
  /** Probabilities of the steps −2 … 2, [5]. */
  readonly step: Float64Array;
  /** Mean and variance of one step, and the distance of the lattice that sums lie on (0 when only one step is possible). */
  readonly mean: number;
  readonly variance: number;
  readonly span: number;
  /** P(Sₙ = low + k), [4n + 1]. */
  readonly low: number;
  readonly probabilities: Float64Array;
  /** P(Sₙ even) − P(Sₙ odd), summed, and G(−1)ⁿ. */
  readonly evenMinusOdd: number;
  readonly parity: number;
  /** Largest difference between the powers by squaring and by Fourier samples. */
  readonly methods: number;
  /** Largest distance of the distribution function from the normal one, at the n of `powerLevels`; empty where the variance is 0. */
  readonly levels: readonly number[];
  readonly gaps: readonly number[];
  /** What √n times the gap tends to; 0 where the variance is 0. */
  readonly gapConstant: number;
}

/** Variances below this are taken as none: a walk that does not spread. */
const spreads = (variance: number): boolean => variance > 1e-9;

/** The frame from the powers at the levels (the last is n), and from the Fourier samples. */
function frameOf(law: Law, n: number, powers: readonly Law[], byFourier: ArrayLike<number>): Frame {
  const levels = powerLevels(n);
  const { mean, variance } = moments(law);
  const own = powers.at(-1) ?? law;
  const gapAt = (one: Law, level: number): number =>
    largestGap(one, { mean: level * mean, variance: level * variance });
  return {
    step: Float64Array.from(steps, (k) => law.coefficients[k - law.low] ?? 0),
    mean,
    variance,
    span: span(law),
    low: own.low,
    probabilities: own.coefficients,
    evenMinusOdd: evenMinusOdd(own),
    parity: evenMinusOdd(law) ** n,
    methods: own.coefficients.reduce((most, p, k) => Math.max(most, Math.abs(p - at(byFourier, k))), 0),
    levels: spreads(variance) ? levels : [],
    gaps: spreads(variance) ? powers.map((one, i) => gapAt(one, at(levels, i))) : [],
    gapConstant: spreads(variance) ? gapConstant(law) : 0,
  };
}

export async function compute({ weights, n }: Params, tf: Tf): Promise<Frame> {
  const law = lawOf(steps[0], weights);
  const levels = powerLevels(n);
  const results = tf.tidy(() => {
    const powers = onTensors.powersAt(tf, onTensors.uploadLaw(tf, law), levels);
    return tf.concat([...powers, onTensors.powerByFourier(tf, law, n)]);
  });
  try {
    const numbers = Float64Array.from(await results.data());
    let start = 0;
    const take = (level: number): Float64Array => {
      const length = level * (law.coefficients.length - 1) + 1;
      start += length;
      return numbers.slice(start - length, start);
    };
    const powers = levels.map((level) => ({ low: level * law.low, coefficients: take(level) }));
    return frameOf(law, n, powers, take(n));
  } finally {
    results.dispose();
  }
}

export function reference({ weights, n }: Params): Frame {
  const law = lawOf(steps[0], weights);
  const powers = powerLevels(n).map((level) => power(law, level));
  return frameOf(law, n, powers, powerByFourier(law, n).coefficients);
}

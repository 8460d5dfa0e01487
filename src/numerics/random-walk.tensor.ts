/** Powers of generating functions on tensors; shapes and formulas as in random-walk.ts. */
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { at } from './array.ts';
import { pointsFor, transformAt, type Law } from './random-walk.ts';
import type { Tf } from './tf.tensor.ts';

/** The coefficients of a law, [length]. */
export const uploadLaw = (tf: Tf, { coefficients }: Law): Tensor => tf.tensor1d(Float32Array.from(coefficients));

/** Coefficients of a product of polynomials, [a] and [b] to [a + b − 1]: a convolution. */
export function multiply(tf: Tf, a: Tensor, b: Tensor): Tensor {
  return tf.tidy(() => {
    const [long, short] = a.size >= b.size ? [a, b] : [b, a];
    const margin = short.size - 1;
    const padded = tf.pad(long, [[margin, margin]]);
    // conv1d slides its filter without turning it round: convolution wants it reversed.
    const filter: Tensor3D = tf.reshape(tf.reverse(short, 0), [short.size, 1, 1]);
    const signal: Tensor3D = tf.reshape(padded, [1, padded.size, 1]);
    return tf.reshape(tf.conv1d(signal, filter, 1, 'valid'), [-1]);
  });
}

/** The coefficients with zeros behind them, [length]; nothing to do when they are as many already. */
const padTo = (tf: Tf, coefficients: Tensor, length: number): Tensor =>
  coefficients.size === length ? coefficients : tf.pad(coefficients, [[0, length - coefficients.size]]);

/**
 * Powers of a law, [c + 1] to [cn + 1] each. Squares are made once; a power multiplies those that its binary digits name, the smallest first. Before
 * it is multiplied by a square, what there is so far is filled with zeros to the length of that square: so all products are of the few shapes that
 * squares have, and a device prepares for each of them only once.
 */
export function powersAt(tf: Tf, law: Tensor, levels: readonly number[]): Tensor[] {
  const degree = law.size - 1;
  const squares = [law];
  const squareAt = (digit: number): Tensor => {
    const known = squares[digit];
    if (known) return known;
    const half = squareAt(digit - 1);
    const made = multiply(tf, half, half);
    squares[digit] = made;
    return made;
  };
  return levels.map((n) => {
    let result: Tensor = tf.ones([1]);
    for (let [digit, rest] = [0, n]; rest > 0; digit++, rest = Math.floor(rest / 2)) {
      if (rest % 2 === 0) continue;
      const square = squareAt(digit);
      result = result.size === 1 ? square : multiply(tf, padTo(tf, result, square.size), square);
    }
    return tf.slice(result, [0], [degree * n + 1]);
  });
}

/** Gⁿ by repeated squaring, [c + 1] to [cn + 1]. */
export const power = (tf: Tf, law: Tensor, n: number): Tensor =>
  tf.tidy(() => powersAt(tf, law, [n])[0] ?? tf.ones([1]));

/** (a + ib)ⁿ of complex numbers, entry by entry, by repeated squaring. */
function complexPower(tf: Tf, re: Tensor, im: Tensor, n: number): readonly [Tensor, Tensor] {
  const times = ([a, b]: readonly [Tensor, Tensor], [c, d]: readonly [Tensor, Tensor]): readonly [Tensor, Tensor] => [
    tf.sub(tf.mul(a, c), tf.mul(b, d)),
    tf.add(tf.mul(a, d), tf.mul(b, c)),
  ];
  let result: readonly [Tensor, Tensor] = [tf.onesLike(re), tf.zerosLike(im)];
  let square: readonly [Tensor, Tensor] = [re, im];
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = times(result, square);
    if (rest > 1) square = times(square, square);
  }
  return result;
}

/**
 * Gⁿ from samples of its Fourier transform, [c + 1] to [cn + 1]. Not every backend has a fast Fourier transform, so the sum over samples is
 * one matrix product, [1, N + 2] · [N + 2, N], with N the number of samples.
 */
export function powerByFourier(tf: Tf, law: Law, n: number): Tensor {
  const N = pointsFor(law, n);
  const half = N / 2 + 1;
  const samples = Array.from({ length: half }, (_, j) => transformAt(law, (2 * Math.PI * j) / N));
  const waves = inverseTransform(N, n * law.low);
  return tf.tidy(() => {
    const part = (index: 0 | 1): Tensor => tf.tensor1d(Float32Array.from(samples, (sample) => sample[index]));
    const row = tf.reshape(tf.concat([...complexPower(tf, part(0), part(1), n)]), [1, 2 * half]);
    const all = tf.reshape(tf.matMul(row, tf.tensor2d(waves, [2 * half, N])), [N]);
    return tf.slice(all, [0], [n * (law.coefficients.length - 1) + 1]);
  });
}

/**
 * What takes real and imaginary parts at the angles 2πj/N, j = 0 … N/2, to the coefficients of low, low + 1, …, [N + 2, N] row-major. Angles are
 * taken modulo a turn as integers: in single precision the product of j and k would lose them.
 */
function inverseTransform(N: number, low: number): Float32Array {
  const half = N / 2 + 1;
  const turn = Float64Array.from({ length: N }, (_, i) => (2 * Math.PI * i) / N);
  const [cos, sin] = [turn.map(Math.cos), turn.map(Math.sin)];
  const waves = new Float32Array(2 * half * N);
  for (let j = 0; j < half; j++) {
    const weight = (j === 0 || 2 * j === N ? 1 : 2) / N;
    for (let k = 0; k < N; k++) {
      const angle = (j * ((((low + k) % N) + N) % N)) % N;
      waves[j * N + k] = weight * at(cos, angle);
      waves[(half + j) * N + k] = weight * at(sin, angle);
    }
  }
  return waves;
}

/** Positions of walkers after 1, 2, …, m steps, [walkers, m], from their steps, [walkers, m]. Whole numbers stay exact. */
export const positions = (tf: Tf, steps: Tensor): Tensor => tf.cumsum(steps, 1);

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

/** Gⁿ by repeated squaring, [length] to [n(length − 1) + 1]. */
export function power(tf: Tf, law: Tensor, n: number): Tensor {
  return tf.tidy(() => {
    let [result, square]: Tensor[] = [tf.ones([1]), law];
    for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1 && result && square) result = multiply(tf, result, square);
      if (rest > 1 && square) square = multiply(tf, square, square);
    }
    return tf.clone(result ?? law);
  });
}

/**
 * The powers of `powerLevels`, in its order: squares on the way to the largest power, each also times the square before it (3·2ʲ = 2ʲ⁺¹ + 2ʲ), and
 * the largest itself.
 */
export function powersAt(tf: Tf, law: Tensor, levels: readonly number[]): Tensor[] {
  const squares = new Map<number, Tensor>([[1, law]]);
  const squareAt = (two: number): Tensor => {
    const known = squares.get(two);
    if (known) return known;
    const half = squareAt(two / 2);
    const made = multiply(tf, half, half);
    squares.set(two, made);
    return made;
  };
  return levels.map((n) => {
    let [result, rest]: [Tensor | undefined, number] = [undefined, n];
    for (let two = 1; rest > 0; two *= 2) {
      if (Math.floor(n / two) % 2 === 0) continue;
      result = result ? multiply(tf, result, squareAt(two)) : squareAt(two);
      rest -= two;
    }
    return result ?? tf.ones([1]);
  });
}

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
 * Gⁿ from samples of its Fourier transform, [n(length − 1) + 1]. Not every backend has a fast Fourier transform, so the sum over samples is
 * one matrix product, [1, N + 2] · [N + 2, coefficients], with N the number of samples.
 */
export function powerByFourier(tf: Tf, law: Law, n: number): Tensor {
  const N = pointsFor(law, n);
  const half = N / 2 + 1;
  const length = n * (law.coefficients.length - 1) + 1;
  const low = n * law.low;
  const samples = Array.from({ length: half }, (_, j) => transformAt(law, (2 * Math.PI * j) / N));
  // Angles are taken modulo a turn as integers: in single precision the product of j and k would lose them.
  const turn = Float64Array.from({ length: N }, (_, i) => (2 * Math.PI * i) / N);
  const [cos, sin] = [turn.map(Math.cos), turn.map(Math.sin)];
  const waves = new Float32Array(2 * half * length);
  for (let j = 0; j < half; j++) {
    const weight = (j === 0 || 2 * j === N ? 1 : 2) / N;
    for (let k = 0; k < length; k++) {
      const angle = (j * ((((low + k) % N) + N) % N)) % N;
      waves[j * length + k] = weight * at(cos, angle);
      waves[(half + j) * length + k] = weight * at(sin, angle);
    }
  }
  return tf.tidy(() => {
    const part = (index: 0 | 1): Tensor => tf.tensor1d(Float32Array.from(samples, (sample) => sample[index]));
    const row = tf.reshape(tf.concat([...complexPower(tf, part(0), part(1), n)]), [1, 2 * half]);
    return tf.reshape(tf.matMul(row, tf.tensor2d(waves, [2 * half, length])), [length]);
  });
}

/** Positions of walkers after 1, 2, …, m steps, [walkers, m], from their steps, [walkers, m]. Whole numbers stay exact. */
export const positions = (tf: Tf, steps: Tensor): Tensor => tf.cumsum(steps, 1);

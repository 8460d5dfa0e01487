/** Objectives of a score on the line, on tensors; twins of score-matching.ts with gradients by automatic differentiation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Cubic, Nodes } from './score-matching.ts';
import type { Tf } from './tf.tensor.ts';

/** Nodes on the device: x, x³ and weights, [n]. */
function upload(tf: Tf, { x, weights }: Nodes): { x: Tensor; cube: Tensor; weights: Tensor } {
  const row = (values: Float64Array): Tensor => tf.tensor1d(Float32Array.from(values));
  return { x: row(x), cube: row(x.map((value) => value ** 3)), weights: row(weights) };
}

/** Gradient in (a, b), [2], of an objective made of s(x), its slope and the weights. */
function gradient(
  tf: Tf,
  model: Cubic,
  nodes: Nodes,
  objective: (score: Tensor, slope: Tensor, weights: Tensor) => Tensor,
): Tensor {
  return tf.tidy(() => {
    const { x, cube, weights } = upload(tf, nodes);
    const slopes = tf.mul(tf.square(x), 3);
    const loss = (a: Tensor, b: Tensor): Tensor =>
      objective(tf.add(tf.mul(a, x), tf.mul(b, cube)), tf.add(a, tf.mul(b, slopes)), weights);
    const slopesOf = tf.grads((...coefficients: Tensor[]) => {
      const [a, b] = coefficients;
      if (!a || !b) throw new RangeError('two coefficients are needed');
      return loss(a, b);
    });
    return tf.concat(slopesOf(model.map((value) => tf.tensor1d([value]))));
  });
}

/** Gradient of ½ E (s − target)², [2]. */
export const squaredGradient = (tf: Tf, model: Cubic, nodes: Nodes, targets: ArrayLike<number>): Tensor =>
  tf.tidy(() => {
    const wanted = tf.tensor1d(Float32Array.from(targets));
    return gradient(tf, model, nodes, (score, _slope, weights) =>
      tf.mul(tf.sum(tf.mul(weights, tf.square(tf.sub(score, wanted)))), 0.5),
    );
  });

/** Gradient of E (½ s² + s′), [2]. */
export const implicitGradient = (tf: Tf, model: Cubic, nodes: Nodes): Tensor =>
  gradient(tf, model, nodes, (score, slope, weights) =>
    tf.sum(tf.mul(weights, tf.add(tf.mul(tf.square(score), 0.5), slope))),
  );

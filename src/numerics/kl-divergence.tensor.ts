/** Divergences between a mixture of two Gaussians and many Gaussians at once, on tensors; twins of kl-divergence.ts. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { mixtureEntropy, mixtureMoments, quadrature, type TwoModes } from './kl-divergence.ts';
import type { Tf } from './tf.tensor.ts';

const logRoot2Pi = Math.log(2 * Math.PI) / 2;

/** log of w·N(m, s²) + (1 − w)·N(−m, s²), elementwise; its gradient has no kink. */
export function logMixture(tf: Tf, { m, weight, s }: TwoModes, z: Tensor): Tensor {
  return tf.tidy(() => {
    const constant = Math.log(1 - weight) - Math.log(s) - logRoot2Pi;
    const other = tf.add(tf.mul(tf.square(tf.add(z, m)), -1 / (2 * s ** 2)), constant);
    return tf.add(other, tf.softplus(tf.add(tf.mul(z, (2 * m) / s ** 2), Math.log(weight / (1 - weight)))));
  });
}

/** KL(q‖p) of n Gaussians by the trapezoid rule under each: `mean` and `logDeviation` [n, 1], `logDensity` elementwise; returns [n]. */
export function reverseKl(tf: Tf, logDensity: (z: Tensor) => Tensor, mean: Tensor, logDeviation: Tensor): Tensor {
  return tf.tidy(() => {
    const u = tf.tensor2d(Float32Array.from(quadrature.u), [1, quadrature.u.length]);
    const weights = tf.tensor2d(Float32Array.from(quadrature.weights), [quadrature.u.length, 1]);
    const z = tf.add(mean, tf.mul(tf.exp(logDeviation), u)); // [n, 257]
    const cross = tf.matMul(logDensity(z), weights); // [n, 1]
    return tf.reshape(tf.neg(tf.add(tf.add(cross, logDeviation), logRoot2Pi + 1 / 2)), [-1]);
  });
}

/** KL(p‖q) of n Gaussians from two moments of p and its entropy (both float64 on the host); shapes as in `reverseKl`. */
export function forwardKl(tf: Tf, target: TwoModes, mean: Tensor, logDeviation: Tensor): Tensor {
  return tf.tidy(() => {
    const p = mixtureMoments(target);
    const spread = tf.add(tf.square(tf.sub(mean, p.mean)), p.deviation ** 2);
    const ratio = tf.mul(spread, tf.exp(tf.mul(logDeviation, -2)));
    const constant = logRoot2Pi - mixtureEntropy(target);
    return tf.reshape(tf.add(tf.add(logDeviation, tf.mul(ratio, 1 / 2)), constant), [-1]);
  });
}

/** Gradients in (μ, log σ) of both divergences at one Gaussian, through the sums above, [4]: forward, then reverse. */
export function gradients(tf: Tf, target: TwoModes, mean: number, logDeviation: number): Tensor {
  return tf.tidy(() => {
    const place = [tf.tensor2d([mean], [1, 1]), tf.tensor2d([logDeviation], [1, 1])];
    const forward = tf.grads((mu: Tensor, log: Tensor) => tf.sum(forwardKl(tf, target, mu, log)))(place);
    const reverse = tf.grads((mu: Tensor, log: Tensor) =>
      tf.sum(reverseKl(tf, (z) => logMixture(tf, target, z), mu, log)),
    )(place);
    return tf.concat([...forward, ...reverse].map((part) => tf.reshape(part, [1])));
  });
}

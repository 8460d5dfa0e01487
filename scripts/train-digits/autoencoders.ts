/** Two kinds of autoencoder: principal components, and a small network with a Gaussian bottleneck. */
import { cosineDecay } from '../../src/numerics/adam.ts';
import { Optimizer, readFigures } from '../../src/numerics/adam.tensor.ts';
import { autoencoderOf } from '../../src/numerics/autoencoder.ts';
import { noisyCodeLoss } from '../../src/numerics/autoencoder.tensor.ts';
import { multilayerWeights } from '../../src/numerics/multilayer.ts';
import { principalComponents } from '../../src/numerics/principal-components.ts';
import { integer, normals, seededRandom } from '../../src/numerics/random.ts';
import type { Tf } from '../../src/numerics/tf.tensor.ts';
import { constantWeight, type Weight, type Weights } from '../../src/numerics/weights.ts';
import { pixels, rowsOf, type Digits } from './digits.ts';

export interface TrainedAutoencoder {
  readonly name: string;
  /** Latent coordinates. */
  readonly latent: number;
  readonly weights: Weights;
  readonly training: Readonly<Record<string, unknown>>;
}
export type Trainer = (tf: Tf, digits: Digits, seed: number) => Promise<TrainedAutoencoder>;

const row = (values: Float64Array): Weight => ({ values, shape: [1, values.length] });

/** Mean and standard deviation of each latent coordinate over the training images, as weights. */
function latentMoments(weights: Weights, images: Float64Array, k: number): Weights {
  const plain = { latentMean: constantWeight([1, k]), latentSd: constantWeight([1, k], 1) };
  const z = autoencoderOf({ ...weights, ...plain }).encode(images);
  const n = z.length / k;
  const mean = new Float64Array(k);
  const square = new Float64Array(k);
  z.forEach((value, i) => {
    mean[i % k] = (mean[i % k] ?? 0) + value / n;
    square[i % k] = (square[i % k] ?? 0) + value ** 2 / n;
  });
  return { latentMean: row(mean), latentSd: row(square.map((value, i) => Math.sqrt(value - (mean[i] ?? 0) ** 2))) };
}

export const trainLinear =
  (k: number): Trainer =>
  (_tf, { models }) => {
    const { mean, basis, variances, total } = principalComponents(models.images, pixels, k);
    const weights = { basis: { values: basis, shape: [pixels, k] }, pixelMean: row(mean) };
    const kept = variances.reduce((sum, variance) => sum + variance, 0) / total;
    return Promise.resolve({
      name: `linear-${k}`,
      latent: k,
      weights: { ...weights, ...latentMoments(weights, models.images, k) },
      training: { autoencoder: { kind: 'principal components', varianceKept: kept } },
    });
  };

const options = { steps: 6000, batch: 128, learningRate: 0.002, hidden: 128, noise: 0.3, penalty: 0.05 };

/**
 * The code is E(x) plus noise of fixed standard deviation s; its divergence from N(0, I) is ½‖E(x)‖² up to a constant. So the loss
 * Σ cross-entropy + ½ penalty ‖E(x)‖² is that of a variational autoencoder with a small weight on the divergence, in nats per image.
 */
export const trainNetwork =
  (k: number): Trainer =>
  async (tf, { models }, seed) => {
    const random = seededRandom(seed + 2);
    const { hidden, batch, noise, penalty, steps } = options;
    const prefixed = (prefix: string, weights: Weights): Weights =>
      Object.fromEntries(Object.entries(weights).map(([name, weight]) => [`${prefix}.${name}`, weight]));
    const initial: Weights = {
      ...prefixed('encoder', multilayerWeights(random, [pixels, hidden, k])),
      ...prefixed('decoder', multilayerWeights(random, [k, hidden, pixels], 0.3)),
    };
    const optimizer = new Optimizer(tf, initial, { learningRate: cosineDecay(options.learningRate, steps) });
    let loss = NaN;
    for (let step = 0; step < steps; step++) {
      const chosen = Int32Array.from({ length: batch }, () => integer(random, 0, models.labels.length - 1));
      const x = tf.tensor2d(rowsOf(models.images, pixels, chosen), [batch, pixels]);
      const jitter = tf.tensor2d(
        Float32Array.from(normals(random, batch * k), (z) => z * noise),
        [batch, k],
      );
      const figures = optimizer.step((weights) => noisyCodeLoss(tf, weights, x, jitter, penalty));
      tf.dispose([x, jitter]);
      if ((step + 1) % 500 === 0) {
        ({ loss } = await readFigures(figures));
        console.log(`network ${step + 1}: ${loss.toFixed(2)} nats per image`);
      } else figures.dispose();
    }
    const weights = await optimizer.read();
    optimizer.dispose();
    return {
      name: `network-${k}`,
      latent: k,
      weights: { ...weights, ...latentMoments(weights, models.images, k) },
      training: { autoencoder: { kind: 'network', ...options, loss } },
    };
  };

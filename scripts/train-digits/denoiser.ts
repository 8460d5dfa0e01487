/** The class-conditional denoiser in an autoencoder's latent space: 33-128-128-16 for 16 latents, 10% of the labels dropped. */
import { cosineDecay } from '../../src/numerics/adam.ts';
import { Optimizer, readFigures } from '../../src/numerics/adam.tensor.ts';
import { autoencoderOf } from '../../src/numerics/autoencoder.ts';
import { conditionalOutput, labelRows } from '../../src/numerics/conditional-denoiser.tensor.ts';
import { conditionalWeights, dropLabels } from '../../src/numerics/conditional-denoiser.ts';
import { squaredError, uploadBatch } from '../../src/numerics/denoiser-network.tensor.ts';
import { drawBatch } from '../../src/numerics/denoiser-network.ts';
import { latentDesign, noClass } from '../../src/numerics/digit-denoiser.ts';
import { seededRandom } from '../../src/numerics/random.ts';
import type { Tf } from '../../src/numerics/tf.tensor.ts';
import { countWeights, type Weights } from '../../src/numerics/weights.ts';
import type { TrainedAutoencoder } from './autoencoders.ts';
import type { Digits } from './digits.ts';

const options = { steps: 6000, batch: 256, learningRate: 0.002, hidden: [128, 128], embedding: 16, dropped: 0.1 };

export async function trainDenoiser(
  tf: Tf,
  { models }: Digits,
  autoencoder: TrainedAutoencoder,
  seed: number,
): Promise<{ readonly weights: Weights; readonly training: Readonly<Record<string, unknown>> }> {
  const random = seededRandom(seed + 3);
  const design = latentDesign(autoencoder.latent);
  const latents = autoencoderOf(autoencoder.weights).encode(models.images);
  const initial = conditionalWeights(random, design, options.hidden, noClass, options.embedding);
  const optimizer = new Optimizer(tf, initial, { learningRate: cosineDecay(options.learningRate, options.steps) });
  const losses: { step: number; loss: number }[] = [];
  let [sum, count] = [0, 0];
  for (let step = 1; step <= options.steps; step++) {
    const batch = drawBatch(random, design, latents, options.batch);
    const labels = dropLabels(
      random,
      batch.chosen.map((index) => models.labels[index] ?? noClass),
      options.dropped,
      noClass,
    );
    const tensors = uploadBatch(tf, batch);
    const rows = labelRows(tf, labels, noClass + 1);
    const figures = optimizer.step((weights) =>
      squaredError(tf, conditionalOutput(tf, weights, tensors.inputs, rows), tensors),
    );
    tf.dispose([tensors.inputs, tensors.targets, rows]);
    if (step % 10 === 0) {
      sum += (await readFigures(figures)).loss;
      count += 1;
    } else figures.dispose();
    if (step % 1000 === 0) {
      losses.push({ step, loss: sum / count / design.d });
      console.log(`${autoencoder.name} ${step}: ${(sum / count / design.d).toFixed(4)} per coordinate`);
      [sum, count] = [0, 0];
    }
  }
  const weights = await optimizer.read();
  optimizer.dispose();
  return {
    weights: Object.fromEntries(Object.entries(weights).map(([name, weight]) => [`denoiser.${name}`, weight])),
    training: { denoiser: { ...options, weights: countWeights(weights), losses } },
  };
}

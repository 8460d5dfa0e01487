/** The classifier that judges samples: 784-64-10, trained on digits that no model has seen, shifted by up to a pixel. */
import { cosineDecay } from '../../src/numerics/adam.ts';
import { Optimizer, readFigures } from '../../src/numerics/adam.tensor.ts';
import { multilayer } from '../../src/numerics/multilayer.tensor.ts';
import { multilayerWeights } from '../../src/numerics/multilayer.ts';
import { integer, seededRandom, type Random } from '../../src/numerics/random.ts';
import { labelRows } from '../../src/numerics/conditional-denoiser.tensor.ts';
import type { Tf } from '../../src/numerics/tf.tensor.ts';
import type { Weights } from '../../src/numerics/weights.ts';
import { pixels, side, type Digits, type Labelled } from './digits.ts';

const options = { steps: 3000, batch: 128, learningRate: 0.002, hidden: 64, shift: 1 };

/** An image moved by whole pixels, empty where nothing moves in. */
function moved(images: Float64Array, index: number, dx: number, dy: number): Float32Array {
  return Float32Array.from({ length: pixels }, (_, i) => {
    const [x, y] = [(i % side) - dx, Math.floor(i / side) - dy];
    const inside = x >= 0 && y >= 0 && x < side && y < side;
    return inside ? (images[index * pixels + y * side + x] ?? 0) : 0;
  });
}

function drawBatch(random: Random, { images, labels }: Labelled): { x: Float32Array; y: Int32Array } {
  const chosen = Int32Array.from({ length: options.batch }, () => integer(random, 0, labels.length - 1));
  const x = new Float32Array(options.batch * pixels);
  chosen.forEach((index, i) => {
    const shift = (): number => integer(random, -options.shift, options.shift);
    x.set(moved(images, index, shift(), shift()), i * pixels);
  });
  return { x, y: chosen.map((index) => labels[index] ?? 0) };
}

export interface Judge {
  readonly weights: Weights;
  readonly training: Readonly<Record<string, number>>;
}

export async function makeJudge(tf: Tf, { judge }: Digits, seed: number): Promise<Judge> {
  const random = seededRandom(seed + 1);
  const optimizer = new Optimizer(tf, multilayerWeights(random, [pixels, options.hidden, 10], 0.1), {
    learningRate: cosineDecay(options.learningRate, options.steps),
  });
  let loss = NaN;
  for (let step = 0; step < options.steps; step++) {
    const { x, y } = drawBatch(random, judge);
    const images = tf.tensor2d(x, [options.batch, pixels]);
    const truth = labelRows(tf, y, 10);
    const figures = optimizer.step((weights) => {
      const logits = multilayer(tf, weights, images);
      return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), truth), 1)));
    });
    tf.dispose([images, truth]);
    if ((step + 1) % 500 === 0) {
      ({ loss } = await readFigures(figures));
      console.log(`judge ${step + 1}: cross-entropy ${loss.toFixed(4)}`);
    } else figures.dispose();
  }
  const weights = await optimizer.read();
  optimizer.dispose();
  const named = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [`judge.${name}`, weight]));
  return { weights: named, training: { ...options, loss } };
}

/** The networks whose training is timed: as their demos and scripts train them, with the project's own numerics. */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { Optimizer } from '../../../src/numerics/adam.tensor.ts';
import { noisyCodeLoss } from '../../../src/numerics/autoencoder.tensor.ts';
import { conditionalOutput, labelRows } from '../../../src/numerics/conditional-denoiser.tensor.ts';
import { conditionalWeights, dropLabels } from '../../../src/numerics/conditional-denoiser.ts';
import { squaredError, trainStep, uploadBatch } from '../../../src/numerics/denoiser-network.tensor.ts';
import {
  denoiserWeights,
  drawBatch,
  flowFeatures,
  uniformTimeLevels,
  type DenoiserDesign,
} from '../../../src/numerics/denoiser-network.ts';
import { latentDesign, noClass } from '../../../src/numerics/digit-denoiser.ts';
import { multilayer } from '../../../src/numerics/multilayer.tensor.ts';
import { multilayerWeights } from '../../../src/numerics/multilayer.ts';
import { flowMatching } from '../../../src/numerics/noise-schedules.ts';
import { pointCloud } from '../../../src/numerics/point-clouds.ts';
import { integer, normals, seededRandom, type Random } from '../../../src/numerics/random.ts';
import type { Tf } from '../../../src/numerics/tf.tensor.ts';
import type { Weights } from '../../../src/numerics/weights.ts';

/** A network in training. */
export interface Training {
  /** Forms a batch on the host, uploads it and takes a step of Adam: the figures of `Optimizer.step`. */
  readonly step: () => Tensor1D;
  /** Forms a batch on the host and nothing else: what a step costs before TensorFlow.js has anything to do. */
  readonly form: () => unknown;
  readonly dispose: () => void;
}
export interface Yardstick {
  readonly name: string;
  readonly batch: number;
  /** Entries of the weight matrices: each takes part in one multiplication forward and two backward, per example. */
  readonly weights: number;
  readonly start: (tf: Tf) => Training;
}

const matrixEntries = (sizes: readonly number[]): number =>
  sizes.slice(1).reduce((sum, outputs, layer) => sum + outputs * (sizes[layer] ?? 0), 0);

const learning = { learningRate: 0.002 };

/** Which of four quadrants: opposite ones have the same sign. */
function quadrants(random: Random, n: number): { x: Float32Array; y: Float32Array } {
  const x = Float32Array.from({ length: 2 * n }, () => 2 * random() - 1);
  return { x, y: Float32Array.from({ length: n }, (_, i) => Math.sign((x[2 * i] ?? 0) * (x[2 * i + 1] ?? 0))) };
}

const playground: Yardstick = {
  name: 'playground 2-4-2-1',
  batch: 10,
  weights: matrixEntries([2, 4, 2, 1]),
  start: (tf) => {
    const random = seededRandom(1);
    const optimizer = new Optimizer(tf, multilayerWeights(random, [2, 4, 2, 1]), learning);
    const form = (): ReturnType<typeof quadrants> => quadrants(random, 10);
    return {
      form,
      step: () => {
        const { x, y } = form();
        const batch = { inputs: tf.tensor2d(x, [10, 2]), targets: tf.tensor2d(y, [10, 1]), roots: undefined };
        const figures = optimizer.step((weights) => squaredError(tf, multilayer(tf, weights, batch.inputs), batch));
        tf.dispose([batch.inputs, batch.targets]);
        return figures;
      },
      dispose: () => optimizer.dispose(),
    };
  },
};

const flow: Yardstick = {
  name: 'flow matching 3-64-64-64-2',
  batch: 256,
  weights: matrixEntries([3, 64, 64, 64, 2]),
  start: (tf) => {
    const random = seededRandom(2);
    const design: DenoiserDesign = {
      d: 2,
      prediction: 'flow',
      dataSd: 1,
      features: flowFeatures,
      level: uniformTimeLevels(flowMatching()),
    };
    const cloud = pointCloud('moons', 1000, random);
    const optimizer = new Optimizer(tf, denoiserWeights(random, design, [64, 64, 64]), learning);
    const form = (): ReturnType<typeof drawBatch> => drawBatch(random, design, cloud, 256);
    return { form, step: () => trainStep(tf, optimizer, form()), dispose: () => optimizer.dispose() };
  },
};

const images = 1000;
const prefixed = (prefix: string, weights: Weights): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, weight]) => [`${prefix}.${name}`, weight]));

/** The autoencoder of digits; images of noise, since what is in them changes no time. */
const autoencoder: Yardstick = {
  name: 'digits, autoencoder 784-128-16-128-784',
  batch: 128,
  weights: matrixEntries([784, 128, 16, 128, 784]),
  start: (tf) => {
    const random = seededRandom(3);
    const pixels = Float32Array.from({ length: images * 784 }, () => random());
    const initial = {
      ...prefixed('encoder', multilayerWeights(random, [784, 128, 16])),
      ...prefixed('decoder', multilayerWeights(random, [16, 128, 784], 0.3)),
    };
    const optimizer = new Optimizer(tf, initial, learning);
    const form = (): { x: Float32Array; jitter: Float32Array } => {
      const x = new Float32Array(128 * 784);
      for (let row = 0; row < 128; row++) {
        const index = integer(random, 0, images - 1);
        x.set(pixels.subarray(index * 784, (index + 1) * 784), row * 784);
      }
      return { x, jitter: Float32Array.from(normals(random, 128 * 16), (z) => 0.3 * z) };
    };
    return {
      form,
      step: () => {
        const formed = form();
        const [x, jitter] = [tf.tensor2d(formed.x, [128, 784]), tf.tensor2d(formed.jitter, [128, 16])];
        const figures = optimizer.step((weights) => noisyCodeLoss(tf, weights, x, jitter, 0.05));
        tf.dispose([x, jitter]);
        return figures;
      },
      dispose: () => optimizer.dispose(),
    };
  },
};

/** The denoiser of digits in the autoencoder's space; latents have unit variance there, and so they do here. */
const denoiser: Yardstick = {
  name: 'digits, denoiser 33-128-128-16',
  batch: 256,
  weights: matrixEntries([33, 128, 128, 16]) + (noClass + 1) * 16,
  start: (tf) => {
    const random = seededRandom(4);
    const design = latentDesign(16);
    const latents = normals(random, images * 16);
    const optimizer = new Optimizer(tf, conditionalWeights(random, design, [128, 128], noClass, 16), learning);
    const form = (): { batch: ReturnType<typeof drawBatch>; labels: Int32Array } => {
      const batch = drawBatch(random, design, latents, 256);
      return {
        batch,
        labels: dropLabels(
          random,
          batch.chosen.map((index) => index % noClass),
          0.1,
          noClass,
        ),
      };
    };
    return {
      form,
      step: () => {
        const { batch, labels } = form();
        const tensors = uploadBatch(tf, batch);
        const rows: Tensor = labelRows(tf, labels, noClass + 1);
        const figures = optimizer.step((weights) =>
          squaredError(tf, conditionalOutput(tf, weights, tensors.inputs, rows), tensors),
        );
        tf.dispose([tensors.inputs, tensors.targets, rows, ...(tensors.roots ? [tensors.roots] : [])]);
        return figures;
      },
      dispose: () => optimizer.dispose(),
    };
  },
};

export const yardsticks: readonly Yardstick[] = [playground, flow, autoencoder, denoiser];

/** What a run holds on the device: the network in training, the exact score beside it, and what is asked of both. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { shortened } from '../../lab/plot/arrows.ts';
import { cosineDecay } from '../../numerics/adam.ts';
import { Optimizer, readFigures } from '../../numerics/adam.tensor.ts';
import { at } from '../../numerics/array.ts';
import { denoiserWeights, drawBatch, featureRows } from '../../numerics/denoiser-network.ts';
import { denoiserModel, trainStep } from '../../numerics/denoiser-network.tensor.ts';
import { pointCloud } from '../../numerics/gaussian-mixture.ts';
import { disposeMixture, mixtureModel, uploadMixture } from '../../numerics/gaussian-mixture.tensor.ts';
import { multilayer } from '../../numerics/multilayer.tensor.ts';
import { levelOf } from '../../numerics/noise-level.ts';
import { seededRandom, type Random } from '../../numerics/random.ts';
import { normalDraws } from '../../numerics/sampler-step.ts';
import { sample, type ModelTensors } from '../../numerics/sampler-step.tensor.ts';
import type { Weights } from '../../numerics/weights.ts';
import { cells, sigmas, training, type Params } from './params.ts';
import { design, grid, plan, scaleOf, startPlaces } from './setting.ts';

export class Run {
  readonly #tf: Tf;
  readonly #params: Params;
  readonly #scaled: readonly number[];
  readonly #optimizer: Optimizer<string>;
  /** Features of the field's places at every level, [10 · 121, 15]. */
  readonly #places: Tensor;
  readonly #batches: Random;

  constructor(tf: Tf, params: Params, points: readonly number[]) {
    this.#tf = tf;
    this.#params = params;
    const scale = scaleOf(points);
    this.#scaled = points.map((value) => value / scale);
    this.#optimizer = new Optimizer(tf, denoiserWeights(seededRandom(params.seed), design, training.hidden), {
      learningRate: cosineDecay(training.rate, params.steps),
    });
    const inside = grid.map((value) => value / scale);
    const rows = sigmas.reduce<number[]>((all, sigma) => {
      for (const value of featureRows(design.features, inside, 2, () => levelOf(sigma))) all.push(value);
      return all;
    }, []);
    const width = rows.length / (sigmas.length * cells ** 2);
    this.#places = tf.tensor2d(Float32Array.from(rows), [sigmas.length * cells ** 2, width]);
    // A stream apart from that of the weights.
    this.#batches = seededRandom((params.seed ^ 0x51ed270b) >>> 0);
  }

  /** Mean loss of so many steps, each before its step. */
  async train(count: number): Promise<number> {
    const figures = Array.from({ length: count }, () =>
      trainStep(this.#tf, this.#optimizer, drawBatch(this.#batches, design, this.#scaled, training.batch)),
    );
    const read = await Promise.all(figures.map(readFigures));
    return read.reduce((sum, { loss }) => sum + loss, 0) / count;
  }

  /** −F at the field's places, shortened to the unit disc, in hundredths, [10, 121, 2]. */
  async field(): Promise<Int8Array> {
    const output = this.#tf.tidy(() => multilayer(this.#tf, this.#optimizer.weights, this.#places));
    try {
      const noise = await output.data();
      const field = new Int8Array(noise.length);
      for (let i = 0; i < noise.length; i += 2) {
        field.set(
          shortened([-at(noise, i), -at(noise, i + 1)], 100).map((value) => Math.round(value)),
          i,
        );
      }
      return field;
    } finally {
      output.dispose();
    }
  }

  /** Annealed Langevin after a model, always from the same start with the same noise; scaled units, flat [500, 2]. */
  async #sample(model: ModelTensors): Promise<ArrayLike<number>> {
    const tf = this.#tf;
    const random = seededRandom((this.#params.seed ^ 0x2545f491) >>> 0);
    const start = startPlaces(random);
    const x = tf.tensor2d(Float32Array.from(start), [start.length / 2, 2]);
    const end = sample(tf, plan, model, x, normalDraws(random, start.length));
    x.dispose();
    try {
      return await end.data();
    } finally {
      end.dispose();
    }
  }

  networkSamples(): Promise<ArrayLike<number>> {
    return this.#sample(denoiserModel(this.#tf, design, () => this.#optimizer.weights));
  }

  async exactSamples(): Promise<ArrayLike<number>> {
    const source = uploadMixture(this.#tf, pointCloud(this.#scaled, 2));
    try {
      return await this.#sample(mixtureModel(this.#tf, source));
    } finally {
      disposeMixture(this.#tf, source);
    }
  }

  weights(): Promise<Weights> {
    return this.#optimizer.read();
  }

  dispose(): void {
    this.#optimizer.dispose();
    this.#places.dispose();
  }
}

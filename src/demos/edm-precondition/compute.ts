/**
 * Three networks 3-64-64-2 learn to denoise one cloud: they have the same initial weights, see the same batches and the same inputs, and
 * differ in what they are asked for. At each frame the denoiser that each of them makes is compared with the exact one.
 */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Offer, Progress, Tf } from '../../lab/demo.ts';
import { Optimizer, readFigures } from '../../numerics/adam.tensor.ts';
import { at } from '../../numerics/array.ts';
import {
  denoiserWeights,
  drawBatch,
  edmFeatures,
  featureRows,
  logNormalLevels,
  type DenoiserDesign,
} from '../../numerics/denoiser-network.ts';
import { trainStep } from '../../numerics/denoiser-network.tensor.ts';
import { pointCloud as cloudMixture, posteriorMean } from '../../numerics/gaussian-mixture.ts';
import { multilayer } from '../../numerics/multilayer.tensor.ts';
import { geometricGrid } from '../../numerics/noise-grids.ts';
import { levelOf } from '../../numerics/noise-level.ts';
import { denoiserBlend } from '../../numerics/noise-predictions.ts';
import { pointCloud } from '../../numerics/point-clouds.ts';
import { normals, seededRandom, type Random } from '../../numerics/random.ts';
import type { Weights } from '../../numerics/weights.ts';
import { batch, cloudSize, dataSd, hidden, measuring, nets, stepsPerFrame, type Net, type Params } from './params.ts';

/** Training: frames may be left out. */
export const skipFrames = true;

export interface Frame {
  /** The cloud as drawn, flat, and how many points it has. */
  readonly points: readonly number[];
  /** Noise levels, and the RMS per coordinate of D − D* at each, in the unit of the scaled data. */
  readonly sigmas: readonly number[];
  readonly rms: Readonly<Record<Net, readonly number[]>>;
  /** RMS of 0 − D*: what the constant answer 0 gets, and what no denoiser should exceed. */
  readonly zero: readonly number[];
  /** Steps at which the losses were read, and the mean of each network's own loss over the steps since the read before. */
  readonly steps: readonly number[];
  readonly losses: Readonly<Record<Net, readonly number[]>>;
  readonly progress: Progress;
}

export const design = (net: Net): DenoiserDesign => ({
  d: 2,
  prediction: net,
  dataSd,
  features: edmFeatures(dataSd),
  level: logNormalLevels(),
});

/** A stream of the seed for each purpose. */
const stream = ({ seed }: Params, purpose: number): Random => seededRandom((seed ^ purpose) >>> 0);

/** The points as drawn; of an empty drawing the middle, so that there is something to learn. */
function pointsOf(params: Params): number[] {
  if (params.cloud === 'drawn') return [...params.drawing];
  return Array.from(
    pointCloud(params.cloud, cloudSize, stream(params, 0x51ed270b)),
    (x) => Math.round(x * 1000) / 1000,
  );
}

/** The cloud moved to mean 0 and stretched to a standard deviation of `dataSd` per coordinate; points all alike stay at 0. */
export function scaledCloud(points: readonly number[]): Float64Array {
  const cloud = Float64Array.from(points.length === 0 ? [0, 0] : points);
  const n = cloud.length / 2;
  const centre = [0, 1].map((c) => cloud.reduce((sum, x, i) => (i % 2 === c ? sum + x / n : sum), 0));
  const centred = cloud.map((x, i) => x - at(centre, i % 2));
  const sd = Math.sqrt(centred.reduce((sum, x) => sum + x ** 2, 0) / centred.length);
  return sd < 1e-6 ? centred.fill(0) : centred.map((x) => (x * dataSd) / sd);
}

/** Noisy points at every level, what the networks see of them, and the exact answers. */
function probeOf(
  params: Params,
  cloud: Float64Array,
): { inputs: Float64Array; noisy: Float64Array; exact: Float64Array; sigmas: number[] } {
  const { levels, points, min, max } = measuring;
  const sigmas = Array.from(geometricGrid(min, max, levels - 1));
  const random = stream(params, 0x7f4a7c15);
  const m = cloudMixture(cloud, 2);
  const noise = normals(random, 2 * points);
  const chosen = Array.from({ length: points }, () => Math.floor((random() * cloud.length) / 2));
  const all = sigmas.map((sigma) => {
    const x = noise.map((z, i) => at(cloud, 2 * at(chosen, Math.floor(i / 2)) + (i % 2)) + sigma * z);
    return {
      x,
      exact: posteriorMean(m, x, sigma),
      inputs: featureRows(edmFeatures(dataSd), x, 2, () => levelOf(sigma)),
    };
  });
  const joined = (of: (one: (typeof all)[number]) => Float64Array): Float64Array =>
    Float64Array.from(all.flatMap((one) => [...of(one)]));
  return {
    inputs: joined(({ inputs }) => inputs),
    noisy: joined(({ x }) => x),
    exact: joined(({ exact }) => exact),
    sigmas,
  };
}

/** Everything that a run holds on the device. */
class Run {
  readonly #tf: Tf;
  readonly #cloud: Float64Array;
  readonly #optimizers: Readonly<Record<Net, Optimizer<string>>>;
  readonly #batches: Readonly<Record<Net, Random>>;
  readonly #inputs: Tensor;
  /** Of every network: D = own + factor · output, less D*; own [rows, 2], factor [rows, 1]. */
  readonly #answers: Readonly<Record<Net, { readonly own: Tensor; readonly factor: Tensor }>>;
  readonly sigmas: readonly number[];
  readonly zero: readonly number[];

  constructor(tf: Tf, params: Params, points: readonly number[]) {
    this.#tf = tf;
    this.#cloud = scaledCloud(points);
    const { inputs, noisy, exact, sigmas } = probeOf(params, this.#cloud);
    this.sigmas = sigmas;
    const each = 2 * measuring.points;
    this.zero = sigmas.map((_, l) =>
      Math.sqrt(exact.subarray(l * each, (l + 1) * each).reduce((sum, y) => sum + y ** 2, 0) / each),
    );
    const rows = inputs.length / 3;
    const tensor = (values: Float64Array, width: number): Tensor =>
      tf.tensor2d(Float32Array.from(values), [rows, width]);
    this.#inputs = tensor(inputs, 3);
    const answers = (net: Net): { own: Tensor; factor: Tensor } => {
      const blends = sigmas.map((sigma) => denoiserBlend(net, sigma, dataSd));
      const blendOf = (row: number): { own: number; data: number } =>
        blends[Math.floor(row / measuring.points)] ?? { own: NaN, data: NaN };
      return {
        own: tensor(
          noisy.map((x, i) => blendOf(Math.floor(i / 2)).own * x - at(exact, i)),
          2,
        ),
        factor: tensor(
          Float64Array.from({ length: rows }, (_, row) => blendOf(row).data),
          1,
        ),
      };
    };
    this.#answers = { data: answers('data'), noise: answers('noise'), edm: answers('edm') };
    const optimizer = (net: Net): Optimizer<string> =>
      new Optimizer(tf, denoiserWeights(stream(params, 0x2545f491), design(net), hidden), {
        learningRate: params.rate,
      });
    this.#optimizers = { data: optimizer('data'), noise: optimizer('noise'), edm: optimizer('edm') };
    const batches = (): Random => stream(params, 0x1b873593);
    this.#batches = { data: batches(), noise: batches(), edm: batches() };
  }

  step(net: Net): Tensor1D {
    const examples = drawBatch(this.#batches[net], design(net), this.#cloud, batch);
    return trainStep(this.#tf, this.#optimizers[net], examples);
  }

  /** RMS per coordinate of D − D*, at every level. */
  async rms(): Promise<Record<Net, number[]>> {
    const tf = this.#tf;
    const levels = this.sigmas.length;
    const result = tf.tidy(() =>
      tf.concat(
        nets.map((net) => {
          const { own, factor } = this.#answers[net];
          const output = multilayer(tf, this.#optimizers[net].weights, this.#inputs);
          const off = tf.add(own, tf.mul(output, factor));
          return tf.sqrt(tf.mean(tf.reshape(tf.square(off), [levels, -1]), 1));
        }),
      ),
    );
    try {
      const values = Array.from(await result.data());
      const of = (net: Net): number[] => values.slice(nets.indexOf(net) * levels, (nets.indexOf(net) + 1) * levels);
      return { data: of('data'), noise: of('noise'), edm: of('edm') };
    } finally {
      result.dispose();
    }
  }

  /** All three networks' weights, names led by what they predict. */
  async read(): Promise<Weights> {
    const all = await Promise.all(nets.map(async (net) => [net, await this.#optimizers[net].read()] as const));
    return Object.fromEntries(
      all.flatMap(([net, weights]) => Object.entries(weights).map(([name, weight]) => [`${net}.${name}`, weight])),
    );
  }

  dispose(): void {
    for (const net of nets) {
      this.#optimizers[net].dispose();
      this.#tf.dispose([this.#answers[net].own, this.#answers[net].factor]);
    }
    this.#inputs.dispose();
  }
}

/** Steps of all networks; each one's mean loss. */
async function train(run: Run, count: number): Promise<Record<Net, number>> {
  const figures: Record<Net, Tensor1D[]> = { data: [], noise: [], edm: [] };
  for (let i = 0; i < count; i++) for (const net of nets) figures[net].push(run.step(net));
  const mean = async (net: Net): Promise<number> => {
    const read = await Promise.all(figures[net].map(readFigures));
    return read.reduce((sum, { loss }) => sum + loss, 0) / count;
  };
  return { data: await mean('data'), noise: await mean('noise'), edm: await mean('edm') };
}

/** Starts with the networks as drawn; then a frame every few steps, the last one again at the end. */
export async function* simulate(
  params: Params,
  tf: Tf,
  signal: AbortSignal,
  offer?: Offer,
): AsyncGenerator<Frame, Frame> {
  const points = pointsOf(params);
  const run = new Run(tf, params, points);
  try {
    offer?.weights(() => run.read());
    let frame: Frame = {
      points,
      sigmas: run.sigmas,
      rms: await run.rms(),
      zero: run.zero,
      steps: [],
      losses: { data: [], noise: [], edm: [] },
      progress: { done: 0, total: params.steps },
    };
    yield frame;
    for (let done = 0; done < params.steps && !signal.aborted;) {
      const count = Math.min(stepsPerFrame, params.steps - done);
      const losses = await train(run, count);
      done += count;
      const joined = (net: Net): number[] => [...frame.losses[net], losses[net]];
      frame = {
        ...frame,
        rms: await run.rms(),
        steps: [...frame.steps, done],
        losses: { data: joined('data'), noise: joined('noise'), edm: joined('edm') },
        progress: { done, total: params.steps },
      };
      yield frame;
    }
    return frame;
  } finally {
    run.dispose();
  }
}

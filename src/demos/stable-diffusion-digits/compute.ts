/**
 * Eight latents, from noise (or from a drawing's code with noise on it) down to σ = 0.02 by Heun's method on the guided denoiser, and
 * what the decoder makes of them on the way. Eqs. (1) and (4) of the article.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { decode, encode, uploadWeights } from '../../numerics/autoencoder.tensor.ts';
import { guidedModelOf } from '../../numerics/conditional-denoiser.ts';
import { guidedModelOf as guidedTensors } from '../../numerics/conditional-denoiser.tensor.ts';
import { latentDesign, latentGrid, latentSigmas, latentSteps } from '../../numerics/digit-denoiser.ts';
import { normalizedDrawing } from '../../numerics/digit-drawing.ts';
import { multilayer } from '../../numerics/multilayer.tensor.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import { judge } from '../../numerics/sample-quality.ts';
import { samplePath } from '../../numerics/sampler-step.ts';
import { samplePath as pathTensors } from '../../numerics/sampler-step.tensor.ts';
import { loaded, loadModel } from './models.ts';
import { samples, type Params } from './params.ts';

export interface Frame {
  /** Latent coordinates. */
  readonly k: number;
  /** Noise level before each step and after the last, [19]. */
  readonly sigmas: Float64Array;
  /** Steps at which the first sample is shown: 0, 2, …, 18. */
  readonly shown: readonly number[];
  /** The latents after `step` steps, [8, k]; and what the denoiser guesses from them. */
  readonly latents: Float64Array;
  readonly guesses: Float64Array;
  /** Both decoded, pixels in [0, 1], [8, 784]. */
  readonly images: Float64Array;
  readonly guessImages: Float64Array;
  /** The first sample decoded at the steps shown, and the guesses from it, [10, 784]. */
  readonly film: Float64Array;
  readonly guessFilm: Float64Array;
  /** The classifier's probability of the chosen digit for each guess, [8]. */
  readonly probabilities: Float64Array;
  /** The drawing as MNIST would have it, and what the autoencoder makes of it, [784]; empty when noise is the start. */
  readonly drawn: Float64Array;
  readonly rebuilt: Float64Array;
}

const shownSteps = Array.from({ length: 10 }, (_, i) => 2 * i);
/** σ at the start: 20 for pure noise, 0.02 · 1000^strength for a drawing. */
export const startLevel = ({ start, strength }: Params): number =>
  start === 'noise' ? latentGrid.from : latentGrid.to * (latentGrid.from / latentGrid.to) ** strength;

const noiseOf = (params: Params, k: number): Float64Array =>
  normals(seededRandom(params.seed), samples * k).map((z) => z * startLevel(params));
const labelsOf = ({ digit }: Params, n: number): Int32Array => new Int32Array(n).fill(digit);

/** Numbers of a frame as they come off the device or out of float64. */
interface Parts {
  readonly latents: ArrayLike<number>;
  readonly guesses: ArrayLike<number>;
  readonly images: ArrayLike<number>;
  readonly guessImages: ArrayLike<number>;
  readonly film: ArrayLike<number>;
  readonly guessFilm: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
  readonly drawn: ArrayLike<number>;
  readonly rebuilt: ArrayLike<number>;
}
const frameOf = (params: Params, k: number, parts: Parts): Frame => ({
  k,
  sigmas: latentSigmas(startLevel(params)),
  shown: shownSteps,
  latents: Float64Array.from(parts.latents),
  guesses: Float64Array.from(parts.guesses),
  images: Float64Array.from(parts.images),
  guessImages: Float64Array.from(parts.guessImages),
  film: Float64Array.from(parts.film),
  guessFilm: Float64Array.from(parts.guessFilm),
  probabilities: Float64Array.from(parts.probabilities),
  drawn: Float64Array.from(parts.drawn),
  rebuilt: Float64Array.from(parts.rebuilt),
});

/** All of a frame's numbers on the device. */
function onDevice(tf: Tf, params: Params): { readonly [Name in keyof Parts]: Tensor } {
  const { model, judge: classifier } = loaded(params.autoencoder);
  const { k } = model;
  const sigmas = latentSigmas(startLevel(params));
  const [coder, denoiser] = [uploadWeights(tf, model.coder), uploadWeights(tf, model.denoiser)];
  const ask = (rows: number): ReturnType<typeof guidedTensors> =>
    guidedTensors(tf, latentDesign(k), denoiser, labelsOf(params, rows), params.w);
  const drawing = params.start === 'drawing' ? [...normalizedDrawing(params.drawing)] : undefined;
  const drawn = drawing ? tf.tensor2d(drawing, [1, drawing.length]) : tf.zeros([0]);
  const code = drawing ? encode(tf, coder, drawn) : tf.zeros([1, k]);
  const noise = tf.tensor2d(Float32Array.from(noiseOf(params, k)), [samples, k]);
  const { path } = pathTensors(tf, latentSteps(startLevel(params)), ask(samples), tf.add(code, noise));
  const state = (step: number, rows: number): Tensor =>
    tf.reshape(tf.slice(path, [step, 0, 0], [1, rows, k]), [rows, k]);
  const guess = (step: number, rows: number): Tensor =>
    ask(rows).data(state(step, rows), { scale: 1, spread: at(sigmas, step) });
  const latents = state(params.step, samples);
  const guesses = guess(params.step, samples);
  const film = tf.concat(shownSteps.map((step) => state(step, 1)));
  const guessFilm = tf.concat(shownSteps.map((step) => guess(step, 1)));
  const guessImages = decode(tf, coder, guesses);
  const chances = tf.softmax(multilayer(tf, uploadWeights(tf, classifier), guessImages));
  return {
    latents,
    guesses,
    images: decode(tf, coder, latents),
    guessImages,
    film: decode(tf, coder, film),
    guessFilm: decode(tf, coder, guessFilm),
    probabilities: tf.slice(chances, [0, params.digit], [samples, 1]),
    drawn,
    rebuilt: drawing ? decode(tf, coder, code) : tf.zeros([0]),
  };
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  await loadModel(params.autoencoder);
  const parts = tf.tidy(() => onDevice(tf, params));
  try {
    const names = Object.keys(parts) as (keyof Parts)[];
    // An empty tensor has nothing on the device to be read.
    const read = await Promise.all(names.map(async (name) => (parts[name].size === 0 ? [] : parts[name].data())));
    const values = Object.fromEntries(names.map((name, i) => [name, read[i] ?? []])) as unknown as Parts;
    return frameOf(params, loaded(params.autoencoder).model.k, values);
  } finally {
    tf.dispose(Object.values(parts));
  }
}

/** The same in float64. The weights must have been loaded, by `compute` for instance. */
export function reference(params: Params): Frame {
  const { model, judge: classifier } = loaded(params.autoencoder);
  const { k, autoencoder } = model;
  const sigmas = latentSigmas(startLevel(params));
  const ask = (rows: number): ReturnType<typeof guidedModelOf> =>
    guidedModelOf(latentDesign(k), model.denoiser, labelsOf(params, rows), params.w);
  const drawn = params.start === 'drawing' ? normalizedDrawing(params.drawing) : new Float64Array(0);
  const code = params.start === 'drawing' ? autoencoder.encode(drawn) : new Float64Array(k);
  const begin = noiseOf(params, k).map((z, i) => z + at(code, i % k));
  const path = samplePath(latentSteps(startLevel(params)), ask(samples), begin);
  const state = (step: number, rows: number): Float64Array => (path[step] ?? begin).subarray(0, rows * k);
  const guess = (step: number, rows: number): Float64Array =>
    ask(rows).data(state(step, rows), { scale: 1, spread: at(sigmas, step) });
  const joined = (rows: readonly Float64Array[]): Float64Array => Float64Array.from(rows.flatMap((row) => [...row]));
  const guesses = guess(params.step, samples);
  const guessImages = autoencoder.decode(guesses);
  const chances = judge(classifier, guessImages);
  return frameOf(params, k, {
    latents: state(params.step, samples),
    guesses,
    images: autoencoder.decode(Float64Array.from(state(params.step, samples))),
    guessImages,
    film: autoencoder.decode(joined(shownSteps.map((step) => state(step, 1)))),
    guessFilm: autoencoder.decode(joined(shownSteps.map((step) => guess(step, 1)))),
    probabilities: Float64Array.from({ length: samples }, (_, i) => at(chances, 10 * i + params.digit)),
    drawn,
    rebuilt: params.start === 'drawing' ? autoencoder.decode(code) : new Float64Array(0),
  });
}

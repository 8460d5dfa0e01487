/**
 * Autoencoders of images with pixels in [0, 1], in float64: z = κ E(x) and x̂ = G(z/κ), with latents of mean 0 and variance 1 per coordinate.
 * Eq. (1) of the article; Rombach et al. 2022 (arXiv 2112.10752), who scale by one κ for all coordinates.
 */
import { at } from './array.ts';
import { matrixProduct } from './attention.ts';
import { multilayer } from './multilayer.ts';
import type { Weight, Weights } from './weights.ts';

/** Both directions, on rows. */
export interface Autoencoder {
  /** Images [n, pixels] to latents [n, k]. */
  readonly encode: (x: Float64Array) => Float64Array;
  /** Latents [n, k] to images [n, pixels], cut to [0, 1] where the decoder does not stay there itself. */
  readonly decode: (z: Float64Array) => Float64Array;
}

/** A weight that a file must have. */
export function named(weights: Weights, name: string): Weight {
  const weight = weights[name];
  if (!weight) throw new RangeError(`the file has no ${name}`);
  return weight;
}

/** The weights whose names start with a prefix, without it. */
export const within = (weights: Weights, prefix: string): Weights =>
  Object.fromEntries(
    Object.entries(weights)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, weight]) => [name.slice(prefix.length), weight]),
  );

const transposed = ({ values, shape }: Weight): Float64Array => {
  const [rows = 0, columns = 0] = shape;
  return Float64Array.from({ length: values.length }, (_, i) =>
    at(values, (i % rows) * columns + Math.floor(i / rows)),
  );
};

/** Mean [1, k] and standard deviation [1, k] of what the encoder gives, of the training images: κ is 1/sd, coordinate by coordinate. */
export const standardize = (weights: Weights, z: Float64Array): Float64Array => {
  const [mean, sd] = [named(weights, 'latentMean').values, named(weights, 'latentSd').values];
  return z.map((value, i) => (value - at(mean, i % mean.length)) / at(sd, i % sd.length));
};
const restore = (weights: Weights, z: Float64Array): Float64Array => {
  const [mean, sd] = [named(weights, 'latentMean').values, named(weights, 'latentSd').values];
  return z.map((value, i) => at(mean, i % mean.length) + value * at(sd, i % sd.length));
};
const unit = (value: number): number => Math.min(1, Math.max(0, value));

/** E(x) = (x − mean) B and G(z) = mean + z Bᵀ, with basis B [pixels, k] of orthonormal columns: principal components. */
export function linearAutoencoder(weights: Weights): Autoencoder {
  const basis = named(weights, 'basis');
  const mean = named(weights, 'pixelMean').values;
  const pixels = mean.length;
  const k = basis.shape[1] ?? 1;
  const back = transposed(basis);
  return {
    encode: (x) =>
      standardize(
        weights,
        matrixProduct(
          x.map((value, i) => value - at(mean, i % pixels)),
          basis.values,
          pixels,
        ),
      ),
    decode: (z) => matrixProduct(restore(weights, z), back, k).map((value, i) => unit(value + at(mean, i % pixels))),
  };
}

/** E and G are networks with one hidden layer of SiLU each; G ends in a sigmoid. */
export function networkAutoencoder(weights: Weights): Autoencoder {
  const [encoder, decoder] = [within(weights, 'encoder.'), within(weights, 'decoder.')];
  return {
    encode: (x) => standardize(weights, multilayer(encoder, x)),
    decode: (z) => multilayer(decoder, restore(weights, z)).map((value) => 1 / (1 + Math.exp(-value))),
  };
}

/** The autoencoder of a file, by what it holds. */
export const autoencoderOf = (weights: Weights): Autoencoder =>
  'basis' in weights ? linearAutoencoder(weights) : networkAutoencoder(weights);

/** The trained weights: one file per autoencoder with its denoiser, and the classifier that judges what comes out. */
import { ModelFileError, readModelFile, type ModelFile } from '../../lab/model-file.ts';
import { autoencoderOf, within, type Autoencoder } from '../../numerics/autoencoder.ts';
import { unpackWeights, type PackedTensor } from '../../numerics/quantized-weights.ts';
import type { Weights } from '../../numerics/weights.ts';
import record from './weights/record.json';
import type { AutoencoderName } from './params.ts';

type FileName = AutoencoderName | 'judge';
/** Written out, so that the bundler sees each: it copies the files and names them by their content. */
const urls: Readonly<Record<FileName, string>> = {
  judge: new URL('./weights/judge.bin', import.meta.url).href,
  'linear-8': new URL('./weights/linear-8.bin', import.meta.url).href,
  'linear-16': new URL('./weights/linear-16.bin', import.meta.url).href,
  'linear-32': new URL('./weights/linear-32.bin', import.meta.url).href,
  'network-16': new URL('./weights/network-16.bin', import.meta.url).href,
};

/** A denoiser with the autoencoder whose latents it knows. */
export interface Model {
  /** Latent coordinates. */
  readonly k: number;
  readonly autoencoder: Autoencoder;
  /** The autoencoder's weights, by name. */
  readonly coder: Weights;
  readonly denoiser: Weights;
}

async function weightsOf(name: FileName): Promise<Weights> {
  const { bytes, sha256, tensors } = record.files[name];
  const file: ModelFile = {
    demo: 'stable-diffusion-digits',
    url: urls[name],
    path: `src/demos/stable-diffusion-digits/weights/${name}.bin`,
    bytes,
    sha256,
  };
  return unpackWeights(await readModelFile(file), tensors as readonly PackedTensor[]);
}

const models = new Map<AutoencoderName, Model>();
let classifier: Weights | undefined;

/** Loads what a frame needs; what has been loaded before is kept. */
export async function loadModel(name: AutoencoderName): Promise<void> {
  if (!models.has(name)) {
    const weights = await weightsOf(name);
    const coder = Object.fromEntries(Object.entries(weights).filter(([key]) => !key.startsWith('denoiser.')));
    models.set(name, {
      k: weights['latentMean']?.values.length ?? 0,
      autoencoder: autoencoderOf(coder),
      coder,
      denoiser: within(weights, 'denoiser.'),
    });
  }
  classifier ??= within(await weightsOf('judge'), 'judge.');
}

/** The loaded weights. Throws when `loadModel` has not been awaited. */
export function loaded(name: AutoencoderName): { readonly model: Model; readonly judge: Weights } {
  const model = models.get(name);
  if (!model || !classifier) throw new ModelFileError('the weights are not loaded yet');
  return { model, judge: classifier };
}

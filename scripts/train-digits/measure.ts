/** The figures of record.json, measured in float64 on the weights as they are shipped. */
import { autoencoderOf, within } from '../../src/numerics/autoencoder.ts';
import { latentDesign, latentGrid, latentSteps } from '../../src/numerics/digit-denoiser.ts';
import { guidedModelOf } from '../../src/numerics/conditional-denoiser.ts';
import { judgedShare, reconstructionError, withinClassVariance } from '../../src/numerics/sample-quality.ts';
import { normals, seededRandom } from '../../src/numerics/random.ts';
import { sample } from '../../src/numerics/sampler-step.ts';
import type { Weights } from '../../src/numerics/weights.ts';
import { pixels, type Digits } from './digits.ts';

/** Guidance weights that are measured, and samples per digit. */
interface Extent {
  readonly weights: readonly number[];
  readonly perDigit: number;
}
const full: Extent = { weights: [0, 1, 2, 3, 5, 8], perDigit: 100 };

export interface Figures {
  readonly perDigit: number;
  /** Held-out digits: as they are, and decoded from their latents. */
  readonly real: {
    readonly accuracy: number;
    readonly rebuiltAccuracy: number;
    readonly withinClassVariance: number;
    readonly squaredError: number;
    readonly varianceLost: number;
  };
  readonly generated: readonly {
    readonly w: number;
    readonly accuracy: number;
    readonly withinClassVariance: number;
  }[];
}

export function measure(
  { heldOut }: Digits,
  file: Weights,
  judge: Weights,
  seed: number,
  { weights, perDigit }: Extent = full,
): Figures {
  const autoencoder = autoencoderOf(file);
  const denoiser = within(file, 'denoiser.');
  const network = within(judge, 'judge.');
  const d = file['latentMean']?.values.length ?? 0;
  const latents = autoencoder.encode(heldOut.images);
  const rebuilt = autoencoder.decode(latents);
  const labels = Int32Array.from({ length: 10 * perDigit }, (_, i) => Math.floor(i / perDigit));
  const generated = weights.map((w) => {
    const start = normals(seededRandom(seed + 4), labels.length * d).map((z) => z * latentGrid.from);
    const z = sample(latentSteps(), guidedModelOf(latentDesign(d), denoiser, labels, w), start);
    return {
      w,
      accuracy: judgedShare(network, autoencoder.decode(z), labels),
      withinClassVariance: withinClassVariance(z, labels, d),
    };
  });
  return {
    perDigit,
    real: {
      accuracy: judgedShare(network, heldOut.images, heldOut.labels),
      rebuiltAccuracy: judgedShare(network, rebuilt, heldOut.labels),
      withinClassVariance: withinClassVariance(latents, heldOut.labels, d),
      ...reconstructionError(heldOut.images, rebuilt, pixels),
    },
    generated,
  };
}

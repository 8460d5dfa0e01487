/**
 * 2,048 particles from N(0, 1000²) down the guided equation dx/dσ = (x − D)/σ, D = D_∅ + w(D_c − D_∅), between two Gaussians: Eq. (4) of
 * the article. Beside them the exact law of where they land, and the tilted density p(x | c)^w p(x)^{1−w}.
 */
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { heunSigma } from '../../numerics/diffusion-samplers.ts';
import { gaussianAnswer, type Moments } from '../../numerics/gaussian-diffusion.ts';
import { guidedModel, guidedMoments, tiltedMoments, type Guidance } from '../../numerics/guided-gaussian.ts';
import { geometricGrid } from '../../numerics/noise-grids.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import { sample } from '../../numerics/sampler-step.ts';
import { guide, modelFromDenoiser, sample as sampleTensors } from '../../numerics/sampler-step.tensor.ts';
import { grid, particles, type Params } from './params.ts';

export interface Frame {
  /** Where the particles end, [2048]. */
  readonly x: Float64Array;
  /** Their mean and standard deviation. */
  readonly found: Moments;
  /** The law of the equation's solution, and the tilted density's. */
  readonly exact: Moments;
  readonly tilted: Moments;
  /** Both for w = 0, 0.5, …, 10: means [21] and standard deviations [21]. */
  readonly weights: Float64Array;
  readonly exactCurve: { readonly mean: Float64Array; readonly sd: Float64Array };
  readonly tiltedCurve: { readonly mean: Float64Array; readonly sd: Float64Array };
}

export const guidanceOf = ({ mean, sd, broad, w }: Params, weight = w): Guidance => ({ mean, sd, broad, weight });
const steps = heunSigma(geometricGrid(grid.from, grid.to, grid.steps));
const start = (seed: number): Float64Array => normals(seededRandom(seed), particles).map((z) => z * grid.from);
const weights = Float64Array.from({ length: 21 }, (_, i) => i / 2);

function momentsOf(x: Float64Array): Moments {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  return { mean, variance: x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length };
}

function curve(moments: (weight: number) => Moments): { mean: Float64Array; sd: Float64Array } {
  const all = Array.from(weights, moments);
  return {
    mean: Float64Array.from(all, ({ mean }) => mean),
    sd: Float64Array.from(all, ({ variance }) => Math.sqrt(variance)),
  };
}

const frameOf = (params: Params, x: Float64Array): Frame => ({
  x,
  found: momentsOf(x),
  exact: guidedMoments(guidanceOf(params), grid.from, grid.to),
  tilted: tiltedMoments(guidanceOf(params)),
  weights,
  exactCurve: curve((weight) => guidedMoments(guidanceOf(params, weight), grid.from, grid.to, 200)),
  tiltedCurve: curve((weight) => tiltedMoments(guidanceOf(params, weight))),
});

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const gaussian = (mean: number, sd: number): ReturnType<typeof modelFromDenoiser> =>
    modelFromDenoiser(tf, (x, level) => {
      const { slope, offset } = gaussianAnswer({ mean, sd }, 'data', level);
      return tf.add(tf.mul(x, slope), offset);
    });
  const model = guide(tf, gaussian(0, params.broad), gaussian(params.mean, params.sd), params.w);
  const end = tf.tidy(() =>
    sampleTensors(tf, steps, model, tf.tensor2d(Float32Array.from(start(params.seed)), [particles, 1])),
  );
  try {
    return frameOf(params, Float64Array.from(await end.data()));
  } finally {
    end.dispose();
  }
}

export const reference = (params: Params): Frame =>
  frameOf(params, sample(steps, guidedModel(guidanceOf(params)), start(params.seed)));

/** Density of N(mean, variance) at x. */
export const bell = ({ mean, variance }: Moments, x: number): number =>
  Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);

/** Share of the particles per unit of x in bins of a width from `low` on. */
export function histogramOf(x: Float64Array, low: number, width: number, bins: number): Float64Array {
  const counts = new Float64Array(bins);
  for (const value of x) {
    const bin = Math.floor((value - low) / width);
    if (bin >= 0 && bin < bins) counts[bin] = at(counts, bin) + 1;
  }
  return counts.map((count) => count / x.length / width);
}

/**
 * What a network may predict, and conversions both ways. Each target is affine in the noisy x and the clean x₀, so that the ideal
 * prediction is the same function of x and D(x) = E[x₀ | x]: prediction = own · x + data · D. One table holds them all.
 */
import { at } from './array.ts';
import { levelOf, type NoiseLevel } from './noise-level.ts';

/**
 * `data`: x₀ itself; `noise`: ε (Ho et al. 2020); `score`: ∇ log p; `flow`: ε − x₀, the velocity of straight lines (Lipman et al. 2023,
 * Liu et al. 2023); `v`: scale · ε − spread · x₀ (Salimans and Ho 2022, arXiv 2202.00512); `edm`: the F of Karras et al. 2022.
 */
export type Prediction = 'data' | 'noise' | 'score' | 'flow' | 'v' | 'edm';
export const predictions: readonly Prediction[] = ['data', 'noise', 'score', 'flow', 'v', 'edm'];

/** own · x + data · D. */
export interface Blend {
  readonly own: number;
  readonly data: number;
}

/** c_skip, c_out, c_in, c_noise and the loss weight 1/c_out² of Karras et al. 2022, Table 1 and Eq. (8). */
export interface EdmCoefficients {
  readonly skip: number;
  readonly out: number;
  readonly in: number;
  readonly noise: number;
  readonly weight: number;
}

/** At σ, for data of standard deviation `dataSd` per coordinate. */
export function edmCoefficients(sigma: number, dataSd = 0.5): EdmCoefficients {
  const variance = sigma ** 2 + dataSd ** 2;
  return {
    skip: dataSd ** 2 / variance,
    out: (sigma * dataSd) / Math.sqrt(variance),
    in: 1 / Math.sqrt(variance),
    noise: Math.log(sigma) / 4,
    weight: variance / (sigma * dataSd) ** 2,
  };
}

/**
 * The table: prediction = own · x + data · D at a level of positive spread. `dataSd` matters to `edm` alone; its F is asked at a level
 * of positive scale.
 */
export function predictionBlend(prediction: Prediction, level: NoiseLevel, dataSd = 0.5): Blend {
  const { scale, spread } = levelOf(level);
  switch (prediction) {
    case 'data':
      return { own: 0, data: 1 };
    case 'noise':
      return { own: 1 / spread, data: -scale / spread };
    case 'score':
      return { own: -1 / spread ** 2, data: scale / spread ** 2 };
    case 'flow':
      return { own: 1 / spread, data: -(scale + spread) / spread };
    case 'v':
      return { own: scale / spread, data: -(scale ** 2 + spread ** 2) / spread };
    case 'edm': {
      const { skip, out } = edmCoefficients(spread / scale, dataSd);
      return { own: -skip / (out * scale), data: 1 / out };
    }
  }
}

/** The inverse: D = own · x + data · prediction. `data` and `flow` and `v` stay finite at pure noise; the others lose D there. */
export function denoiserBlend(prediction: Prediction, level: NoiseLevel, dataSd = 0.5): Blend {
  const { own, data } = predictionBlend(prediction, level, dataSd);
  return { own: prediction === 'data' ? 0 : -own / data, data: 1 / data };
}

/** One prediction from another: to = own · x + data · from. */
export function conversion(from: Prediction, to: Prediction, level: NoiseLevel, dataSd = 0.5): Blend {
  const denoiser = denoiserBlend(from, level, dataSd);
  const target = predictionBlend(to, level, dataSd);
  return { own: target.own + target.data * denoiser.own, data: target.data * denoiser.data };
}

/** own · x + data · y, entry by entry. */
export const applyBlend = ({ own, data }: Blend, x: ArrayLike<number>, y: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: x.length }, (_, i) => own * at(x, i) + data * at(y, i));

/**
 * Losses in one form: a squared error of `prediction` weighted by `own` is a squared error of D weighted by own · data², at the same
 * level. Multiplying a loss by a function of the level changes what is attended to, not the minimiser.
 */
export function denoiserWeight(prediction: Prediction, level: NoiseLevel, own = 1, dataSd = 0.5): number {
  return own * predictionBlend(prediction, level, dataSd).data ** 2;
}

/** Published losses as weights on ‖D − x₀‖². */
export const lossWeights = {
  /** Plain regression on the data. */
  data: () => 1,
  /** "Simple" loss on ε: scale²/spread² = 1/σ². Ho et al. 2020 (arXiv 2006.11239), Eq. (14). */
  ddpm: (level: NoiseLevel): number => denoiserWeight('noise', level),
  /** Denoising score matching with weight σ²: 1/σ² again (scale 1). Song and Ermon 2019 (arXiv 1907.05600), Eq. (6). */
  ncsn: (level: NoiseLevel): number => denoiserWeight('score', level, levelOf(level).spread ** 2),
  /** Conditional flow matching: 1/t² on straight lines. Lipman et al. 2023 (arXiv 2210.02747). */
  flow: (level: NoiseLevel): number => denoiserWeight('flow', level),
  /** Velocity loss: 1 + 1/σ² where the variance is preserved. Salimans and Ho 2022 (arXiv 2202.00512). */
  v: (level: NoiseLevel): number => denoiserWeight('v', level),
  /** 1/c_out². Karras et al. 2022 (arXiv 2206.00364), Eq. (8). */
  edm: (level: NoiseLevel, dataSd = 0.5): number => denoiserWeight('edm', level, 1, dataSd),
  /** Likelihood weighting: g² on the score's squared error. Song et al. 2021 (arXiv 2101.09258). */
  likelihood: (level: NoiseLevel, diffusion: number): number => denoiserWeight('score', level, diffusion),
} as const;

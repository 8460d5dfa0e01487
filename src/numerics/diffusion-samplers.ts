/**
 * Samplers for diffusion models, named for what they are. Each returns its steps; run them with `sample`, `samplePath` or
 * `sampleWithDensity` of sampler-step.ts on float64, with their twins on tensors. Grids run from most to least noise.
 */
import { at } from './array.ts';
import { levelOf, sigmaOf, type Level, type NoiseLevel } from './noise-level.ts';
import { levelAt, type Schedule } from './noise-schedules.ts';
import { euler, heun, rungeKutta, rungeKuttaStep, type Field, type Tableau } from './runge-kutta.ts';
import { singleStep, type Predicted, type Step } from './sampler-step.ts';

/** Neighbours of a grid, as one step each. */
const between = <T>(grid: ArrayLike<T>, step: (from: T, to: T, index: number) => Step): Step[] =>
  Array.from({ length: grid.length - 1 }, (_, i) => step(grid[i] as T, grid[i + 1] as T, i));

/**
 * The probability-flow ODE of a schedule in its own time, Eq. (13) of Song et al. 2021 (arXiv 2011.13456). By the score it is
 * ẋ = drift x − ½ g² score, finite at no noise (t = 0) of VP; by the denoiser it is ẋ = ṡ D + (spread)˙ ε̂, finite at pure noise.
 */
export function probabilityFlow(schedule: Schedule, predicts: Predicted = 'data'): Field {
  const { scale, scaleRate, spread, spreadRate, drift, diffusion } = schedule;
  if (predicts === 'score')
    return {
      predicts,
      at: (t) => ({ level: levelAt(schedule, t), own: drift(t), predicted: -diffusion(t) / 2 }),
    };
  return {
    predicts,
    at: (t) => {
      const rate = spreadRate(t) / spread(t);
      return { level: levelAt(schedule, t), own: rate, predicted: scaleRate(t) - rate * scale(t) };
    },
  };
}

/** Every schedule's ODE once x is divided by the scale: dx̂/dσ = (x̂ − D)/σ, σ itself the time. Eq. (4) of Karras et al. 2022 at s = 1. */
export const sigmaFlow: Field = {
  predicts: 'data',
  at: (sigma) => ({ level: { scale: 1, spread: sigma }, own: 1 / sigma, predicted: -1 / sigma }),
};

/** Probability flow in raw time over a grid of times: `euler` (order 1), `heun` (2) or `classical` (4) of runge-kutta.ts. */
export const probabilityFlowSteps = (
  schedule: Schedule,
  times: ArrayLike<number>,
  tableau: Tableau = euler,
  predicts: Predicted = 'data',
): Step[] => rungeKutta(probabilityFlow(schedule, predicts), tableau, times);

/**
 * DDIM: x' = scale' D + spread' ε̂, ε̂ = (x − scale D)/spread; Euler's method on `sigmaFlow`, order 1. Eq. (12) of Song, Meng, Ermon
 * 2021 (arXiv 2010.02502) with its noise 0. The last level may be noiseless; the first may be pure noise.
 */
export const ddim = (levels: ArrayLike<NoiseLevel>): Step[] =>
  between(levels, (from, to) => {
    const [a, b] = [levelOf(from), levelOf(to)];
    const ratio = b.spread / a.spread;
    return singleStep('data', a, ratio, b.scale - ratio * a.scale);
  });

/**
 * Heun's method on `sigmaFlow` over decreasing σ, order 2; a last step to σ = 0 is Euler's, where the slope does not exist. N steps with
 * that end take 2N − 1 evaluations. Algorithm 1 of Karras et al. 2022 (arXiv 2206.00364).
 */
export const heunSigma = (sigmas: ArrayLike<number>): Step[] =>
  between(sigmas, (from, to) => rungeKuttaStep(sigmaFlow, to === 0 ? euler : heun, from, to));

/** Euler's method on `sigmaFlow`: DDIM on unscaled data. */
export const eulerSigma = (sigmas: ArrayLike<number>): Step[] => rungeKutta(sigmaFlow, euler, sigmas);

/** When Karras et al. add noise: strength S_churn, between S_min and S_max, inflated by S_noise. */
export interface Churn {
  readonly churn: number;
  readonly min?: number;
  readonly max?: number;
  readonly inflation?: number;
}

/** Heun with noise: before each step σ is raised to σ(1 + γ) by fresh noise. Algorithm 2 of Karras et al. 2022. Not an SDE solver. */
export function churnedHeun(
  sigmas: ArrayLike<number>,
  { churn, min = 0, max = Infinity, inflation = 1 }: Churn,
): Step[] {
  const steps = sigmas.length - 1;
  return Array.from({ length: steps }, (_, i) => {
    const [from, to] = [at(sigmas, i), at(sigmas, i + 1)];
    const gamma = from >= min && from <= max ? Math.min(churn / steps, Math.SQRT2 - 1) : 0;
    const raised = from * (1 + gamma);
    const solve = rungeKuttaStep(sigmaFlow, to === 0 ? euler : heun, raised, to);
    const noise = inflation * Math.sqrt(raised ** 2 - from ** 2);
    return gamma === 0 ? [solve] : [{ ...identity, noise }, solve];
  }).flat();
}

/** Asks nothing and leaves x as it is. */
const identity: Step = { predicts: 'data', stages: [], next: { own: 1, predicted: [] }, noise: 0 };

/**
 * Euler-Maruyama on dx = [drift x − (1 + λ²)/2 g² score] dt + λ g dw̄, backward in time: λ = 1 is Anderson's reverse SDE, λ = 0 the
 * probability-flow ODE by Euler. Weak order 1; strong order 1 too, the noise being additive.
 */
export const eulerMaruyama = (schedule: Schedule, times: ArrayLike<number>, lambda = 1): Step[] =>
  between(times, (from, to) => {
    const h = from - to;
    const [drift, squared] = [schedule.drift(from), schedule.diffusion(from)];
    const noise = lambda * Math.sqrt(h * squared);
    return singleStep('score', levelAt(schedule, from), 1 - h * drift, (h * squared * (1 + lambda ** 2)) / 2, noise);
  });

export interface AncestralOptions {
  /** Share of the noise: 1 is DDPM, 0 is DDIM. */
  readonly eta?: number;
  /** DDPM's choice of variance: of the posterior q(x' | x, x₀), or β, of the forward step. */
  readonly variance?: 'posterior' | 'forward';
}

/**
 * Ancestral sampling: x' ~ q(x' | x, x₀ = D(x)). Eqs. (6) and (7) of Ho et al. 2020 (arXiv 2006.11239), Eq. (16) of Song, Meng, Ermon
 * 2021 for eta; on any levels. Weak order 1. A noiseless last level gives D.
 */
export const ancestral = (
  levels: ArrayLike<NoiseLevel>,
  { eta = 1, variance = 'posterior' }: AncestralOptions = {},
): Step[] =>
  between(levels, (from, to) => {
    const [a, b] = [levelOf(from), levelOf(to)];
    // Share of the forward step in the noise of x: 1 − σ'²/σ²; the posterior keeps that share of spread'².
    const fresh = 1 - (sigmaOf(b) / sigmaOf(a)) ** 2;
    const posterior = b.spread * Math.sqrt(fresh);
    const forward = b.spread === 0 ? 0 : a.spread * Math.sqrt(fresh);
    const kept = Math.sqrt(b.spread ** 2 - (eta * posterior) ** 2); // of the noise that x carries
    const ratio = kept / a.spread;
    return singleStep(
      'data',
      a,
      ratio,
      b.scale - ratio * a.scale,
      eta * (variance === 'forward' ? forward : posterior),
    );
  });

/**
 * Unadjusted Langevin: x ← x + ½ε score + √ε z at one level, `steps` times. Biased: N(0, v) becomes N(0, v/(1 − ε/4v)), unstable from
 * ε = 4v on.
 */
export const langevin = (level: NoiseLevel, epsilon: number, steps = 1): Step[] =>
  new Array<Step>(steps).fill(singleStep('score', levelOf(level), 1, epsilon / 2, Math.sqrt(epsilon)));

/** D(x) in place of x: the last step of annealed Langevin, which takes off the noise of its last level. */
export const tweedie = (level: NoiseLevel): Step => singleStep('data', levelOf(level), 0, 1);

export interface AnnealedLangevin {
  /** Decreasing noise levels, unscaled data. */
  readonly sigmas: ArrayLike<number>;
  /** Steps at each. */
  readonly steps: number;
  /** Step size at the last level; at σ_i it is ε σ_i²/σ_L². */
  readonly epsilon: number;
  /** End on D(x) instead of on the last noise level. */
  readonly denoise?: boolean;
}

/** Algorithm 1 of Song and Ermon 2019 (arXiv 1907.05600). */
export function annealedLangevin({ sigmas, steps, epsilon, denoise = false }: AnnealedLangevin): Step[] {
  const last = at(sigmas, sigmas.length - 1);
  const walk = Array.from(sigmas, (sigma) => langevin(sigma, (epsilon * sigma ** 2) / last ** 2, steps)).flat();
  return denoise ? [...walk, tweedie(last)] : walk;
}

export interface Corrector {
  /** Langevin steps after each step of the predictor. */
  readonly steps: number;
  /** Step size ε at a level. */
  readonly epsilon: (level: Level) => number;
}

/**
 * The step size of a signal-to-noise ratio r: Algorithms 4 and 5 of Song et al. 2021 take 2(r ‖z‖/‖score‖)² in x + ε score + √(2ε) z,
 * scaled by α; here ε is twice that and the norms are those expected, ‖z‖/‖score‖ = spread, α = 1.
 */
export const signalToNoise =
  (ratio: number): Corrector['epsilon'] =>
  ({ spread }) =>
    4 * (ratio * spread) ** 2;

/** Predictor-corrector: Euler-Maruyama, and after each step Langevin at the level it reached (none where that is noiseless). */
export const predictorCorrector = (
  schedule: Schedule,
  times: ArrayLike<number>,
  { steps, epsilon }: Corrector,
  lambda = 1,
): Step[] =>
  eulerMaruyama(schedule, times, lambda).flatMap((predictor, i) => {
    const level = levelAt(schedule, at(times, i + 1));
    return level.spread === 0 ? [predictor] : [predictor, ...langevin(level, epsilon(level), steps)];
  });

/** Levels of a schedule at a grid of times. */
export const levelsAt = (schedule: Schedule, times: ArrayLike<number>): Level[] =>
  Array.from(times, (t) => levelAt(schedule, t));

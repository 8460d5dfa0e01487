/** What a run is made of: the mixture, the steps, the start, and the share that a perfect sampler would reach. */
import { at } from '../../numerics/array.ts';
import { annealedLangevin, langevin } from '../../numerics/diffusion-samplers.ts';
import { mixture, type Mixture } from '../../numerics/gaussian-mixture.ts';
import { geometricGrid } from '../../numerics/noise-grids.ts';
import { normalCdf } from '../../numerics/normal.ts';
import type { Random } from '../../numerics/random.ts';
import type { Step } from '../../numerics/sampler-step.ts';
import { annealed, particles, plain, startReach, type Params } from './params.ts';

type Modes = Pick<Params, 'modes'>;
export const centres = ({ modes }: Modes): readonly [readonly [number, number], readonly [number, number]] => [
  [at(modes, 0), at(modes, 1)],
  [at(modes, 2), at(modes, 3)],
];

/** Both modes have unit variance per coordinate. */
export function mixtureOf({ modes, weight }: Pick<Params, 'modes' | 'weight'>): Mixture {
  const [one, other] = centres({ modes });
  return mixture([
    { weight, mean: one, sd: 1 },
    { weight: 1 - weight, mean: other, sd: 1 },
  ]);
}

/** All steps of the chosen sampler. */
export const plan = ({ method, T }: Pick<Params, 'method' | 'T'>): Step[] =>
  method === 'plain'
    ? langevin(0, plain.epsilon, plain.steps)
    : annealedLangevin({
        sigmas: geometricGrid(annealed.first, annealed.last, annealed.levels - 1),
        steps: T,
        epsilon: annealed.epsilon,
      });

/** The noise level at which a step asks for the score. */
export const sigmaOfStep = (step: Step | undefined): number => step?.stages[0]?.level.spread ?? 0;

/** Where the particles start: uniform on the square, flat [1280, 2]. */
export const startPlaces = (random: Random): Float64Array =>
  Float64Array.from({ length: 2 * particles }, () => startReach * (2 * random() - 1));

/** Share of particles nearer to the first mode than to the second; half of those on the line between. */
export function shareAtFirst(places: ArrayLike<number>, modes: Modes): number {
  const [[ax, ay], [bx, by]] = centres(modes);
  let count = 0;
  for (let i = 0; i < places.length / 2; i++) {
    const [x, y] = [at(places, 2 * i), at(places, 2 * i + 1)];
    const gap = (x - bx) ** 2 + (y - by) ** 2 - (x - ax) ** 2 - (y - ay) ** 2;
    count += gap > 0 ? 1 : gap === 0 ? 0.5 : 0;
  }
  return count / (places.length / 2);
}

/** The same share of the distribution that the sampler is to end on, p for plain and p_σ with σ = 1 for annealed. */
export function exactShare(params: Pick<Params, 'modes' | 'weight' | 'method'>): number {
  const [[ax, ay], [bx, by]] = centres(params);
  const half = Math.hypot(ax - bx, ay - by) / 2;
  const sd = params.method === 'plain' ? 1 : Math.hypot(1, annealed.last);
  return params.weight * normalCdf(half / sd) + (1 - params.weight) * normalCdf(-half / sd);
}

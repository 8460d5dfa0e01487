/** The data, the schedule and the grid that a set of parameters means. */
import { at } from '../../numerics/array.ts';
import { mixture, type Mixture } from '../../numerics/gaussian-mixture.ts';
import { uniformGrid } from '../../numerics/noise-grids.ts';
import type { Level } from '../../numerics/noise-level.ts';
import { variancePreserving, varianceExplodingGeometric, type Schedule } from '../../numerics/noise-schedules.ts';
import { nodes, reach, type Params } from './params.ts';

export const mixtureOf = ({ bumps, means, sds, weights }: Params): Mixture =>
  mixture(Array.from({ length: bumps }, (_, k) => ({ weight: at(weights, k), mean: [at(means, k)], sd: at(sds, k) })));

/** Both schedules run on [0, 1]; VE from σ = 0.01 to 20. */
export const scheduleOf = ({ noising }: Params): Schedule =>
  noising === 'vp' ? variancePreserving() : varianceExplodingGeometric({ min: 0.01, max: 20 });

/** VP ends at t = 0.001, as is usual. */
export const lastTime = ({ noising }: Params): number => (noising === 'vp' ? 0.001 : 0);
export const timesOf = (params: Params): Float64Array => uniformGrid(1, lastTime(params), params.steps);

/** The step of the grid that lies nearest to the time shown. */
export function shownStep(params: Params): number {
  const last = lastTime(params);
  return Math.min(params.steps, Math.max(0, Math.round(((1 - params.time) / (1 - last)) * params.steps)));
}

/** What x is divided by in the picture: √(scale² + spread²), 1 for VP. Data of unit variance then keep unit variance. */
export const unitOf = ({ scale, spread }: Level): number => Math.hypot(scale, spread);

/** The places of the map and of the histogram, in the drawn coordinate. */
export const places = Float64Array.from({ length: nodes }, (_, i) => reach * ((2 * i) / (nodes - 1) - 1));

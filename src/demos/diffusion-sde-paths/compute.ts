/**
 * Particles carried back by Euler-Maruyama with the exact score. The many that make the histogram run on tensors; the few drawn paths are
 * float64 on every device, for between two bumps a path may be so sensitive that rounding would choose the bump.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { eulerMaruyama } from '../../numerics/diffusion-samplers.ts';
import { transport } from '../../numerics/gaussian-mixture-1d.ts';
import { density, logDensity, moments, type Mixture } from '../../numerics/gaussian-mixture.ts';
import * as onTensors from '../../numerics/gaussian-mixture.tensor.ts';
import { mixtureModel } from '../../numerics/mixture-model.ts';
import { levelAt } from '../../numerics/noise-schedules.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import * as sampler from '../../numerics/sampler-step.ts';
import * as tensorSampler from '../../numerics/sampler-step.tensor.ts';
import { linearBinning, wasserstein1ToMixture } from '../../numerics/transport-1d.ts';
import { drawn, kept, nodes, particles, quantiles, reach, times, type Params } from './params.ts';
import { mixtureOf, places, scheduleOf, shownStep, timesOf, unitOf } from './setting.ts';

/** Mean and standard deviation, drawn coordinate. */
export interface Spread {
  readonly mean: number;
  readonly sd: number;
}

/** All positions are in the drawn coordinate, x/√(scale² + spread²). */
export interface Frame {
  /** Density of p_t, rows from t = 1 to 0, [times, nodes]. */
  readonly map: ArrayLike<number>;
  /** Times of the kept points of a path, [P], and the paths, [drawn, P]. */
  readonly pathTimes: ArrayLike<number>;
  readonly paths: readonly ArrayLike<number>[];
  /** The reader's particle: by the ODE and by the reverse SDE (λ = 1), [P] each, and where curve (6) sends it at the data. */
  readonly ode: ArrayLike<number>;
  readonly sde: ArrayLike<number>;
  readonly target: number;
  /** Curves of constant quantile from the first starts, [quantiles, times]. */
  readonly curves: readonly ArrayLike<number>[];
  /** Time shown on the right, a point of the grid, and its index among the kept points as a fraction. */
  readonly shown: number;
  /** Exact density and histogram of the particles there, [nodes]. */
  readonly density: ArrayLike<number>;
  readonly histogram: ArrayLike<number>;
  readonly exact: Spread;
  readonly found: Spread;
  /** W₁ between particles and p_t at the time shown, and between the final particles and the data. */
  readonly distance: number;
  readonly finalDistance: number;
}

/** Rows of the map: t, level, and what x is divided by. */
const rowsOf = (params: Params): { t: number; level: { scale: number; spread: number }; unit: number }[] =>
  Array.from({ length: times }, (_, i) => {
    const t = 1 - i / (times - 1);
    const level = levelAt(scheduleOf(params), t);
    return { t, level, unit: unitOf(level) };
  });

/** Starts of the particles, x at t = 1 from the prior N(0, spread² I). */
const startsOf = ({ seed }: Params, n: number, spread: number): Float64Array =>
  normals(seededRandom(seed), n).map((z) => z * spread);
const noiseOf = ({ seed }: Params, n: number): sampler.Draw => sampler.normalDraws(seededRandom(seed + 1), n);

/** What is float64 on every device. */
function drawnPaths(
  params: Params,
  m: Mixture,
): Pick<Frame, 'pathTimes' | 'paths' | 'ode' | 'sde' | 'target' | 'curves'> {
  const [schedule, grid] = [scheduleOf(params), timesOf(params)];
  const model = mixtureModel(m);
  const [top, bottom] = [levelAt(schedule, 1), levelAt(schedule, 0)];
  const starts = startsOf({ ...params, seed: params.seed + 2 }, drawn, top.spread);
  const own = Float64Array.of(at(params.start, 0) * unitOf(top));
  const stride = Math.ceil(params.steps / (kept - 1));
  const keptSteps = Array.from(grid, (_, i) => i).filter((i) => i % stride === 0 || i === params.steps);
  const units = keptSteps.map((i) => unitOf(levelAt(schedule, at(grid, i))));
  const follow = (lambda: number, x: Float64Array, seedShift: number): Float64Array[] => {
    const draw = noiseOf({ ...params, seed: params.seed + seedShift }, x.length);
    const path = sampler.samplePath(eulerMaruyama(schedule, grid, lambda), model, x, draw);
    return Array.from(x, (_, row) => Float64Array.from(keptSteps, (i, j) => at(path[i] ?? [], row) / at(units, j)));
  };
  const rows = rowsOf(params);
  return {
    pathTimes: keptSteps.map((i) => at(grid, i)),
    paths: follow(params.lambda, starts, 2),
    ode: follow(0, own, 3)[0] ?? [],
    sde: follow(1, own, 3)[0] ?? [],
    target: transport(m, at(own, 0), top, bottom) / unitOf(bottom),
    curves: Array.from(starts.subarray(0, quantiles), (x) =>
      Float64Array.from(rows, ({ level, unit }) => transport(m, x, top, level) / unit),
    ),
  };
}

/** What the particles measured where they are shown and at the end add up to. */
function frameOf(params: Params, m: Mixture, map: ArrayLike<number>, shown: Float64Array, end: Float64Array): Frame {
  const schedule = scheduleOf(params);
  const t = at(timesOf(params), shownStep(params));
  const level = levelAt(schedule, t);
  const unit = unitOf(level);
  const x = shown.map((value) => value / unit);
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const exact = moments(m, level);
  return {
    map,
    ...drawnPaths(params, m),
    shown: t,
    density: density(
      m,
      places.map((place) => place * unit),
      level,
    ).map((p) => p * unit),
    histogram: linearBinning(x, -reach, reach, nodes),
    exact: { mean: at(exact.mean, 0) / unit, sd: Math.sqrt(at(exact.variance, 0)) / unit },
    found: { mean, sd: Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length) },
    distance: wasserstein1ToMixture(shown, m, level) / unit,
    finalDistance: wasserstein1ToMixture(end, m),
  };
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const m = mixtureOf(params);
  const schedule = scheduleOf(params);
  const steps = eulerMaruyama(schedule, timesOf(params), params.lambda);
  const rows = rowsOf(params);
  const draw = noiseOf(params, particles);
  const column = (of: (row: (typeof rows)[number], place: number) => number): Tensor =>
    tf.tensor2d(Float32Array.from(rows.flatMap((row) => Array.from(places, (place) => of(row, place)))), [
      times * nodes,
      1,
    ]);
  const uploaded = onTensors.uploadMixture(tf, m);
  const made: Tensor[] = [];
  const own = (tensor: Tensor): Tensor => (made.push(tensor), tensor);
  try {
    const map = own(
      tf.tidy(() => {
        const level = {
          scale: column(({ level: { scale } }) => scale),
          spread: column(({ level: { spread } }) => spread),
        };
        const logs = onTensors.logDensity(
          tf,
          uploaded,
          column(({ unit }, place) => place * unit),
          level,
        );
        return tf.mul(
          tf.exp(logs),
          tf.reshape(
            column(({ unit }) => unit),
            [-1],
          ),
        );
      }),
    );
    const model = onTensors.mixtureModel(tf, uploaded);
    const starts = startsOf(params, particles, levelAt(schedule, 1).spread);
    const start = own(tf.tensor2d(Float32Array.from(starts), [particles, 1]));
    const index = shownStep(params);
    const shown = own(tensorSampler.sample(tf, steps.slice(0, index), model, start, draw));
    const end = own(tensorSampler.sample(tf, steps.slice(index), model, shown, draw));
    const [a, b, c] = await Promise.all([map.data(), shown.data(), end.data()]);
    return frameOf(params, m, Float32Array.from(a), Float64Array.from(b), Float64Array.from(c));
  } finally {
    tf.dispose(made);
    onTensors.disposeMixture(tf, uploaded);
  }
}

export function reference(params: Params): Frame {
  const m = mixtureOf(params);
  const schedule = scheduleOf(params);
  const steps = eulerMaruyama(schedule, timesOf(params), params.lambda);
  const map = rowsOf(params).flatMap(({ level, unit }) =>
    Array.from(
      logDensity(
        m,
        places.map((place) => place * unit),
        level,
      ),
      (log) => Math.exp(log) * unit,
    ),
  );
  const draw = noiseOf(params, particles);
  const model = mixtureModel(m);
  const index = shownStep(params);
  const start = startsOf(params, particles, levelAt(schedule, 1).spread);
  const shown = sampler.sample(steps.slice(0, index), model, start, draw);
  const end = sampler.sample(steps.slice(index), model, shown, draw);
  return frameOf(params, m, Float32Array.from(map), shown, end);
}

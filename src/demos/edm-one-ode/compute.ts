/**
 * The probability-flow ODE of four schedules with the exact denoiser of a mixture on the line: 128 particles by Euler's method in each
 * schedule's own time and by DDIM, over the same N + 1 times. Equations (1) to (4) of the article. All eight samplers run as one batch.
 */
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { ddim, levelsAt, probabilityFlowSteps } from '../../numerics/diffusion-samplers.ts';
import { mixtureQuantile } from '../../numerics/gaussian-mixture-1d.ts';
import { mixture, type Mixture } from '../../numerics/gaussian-mixture.ts';
import { mixtureModel } from '../../numerics/mixture-model.ts';
import { geometricGrid, uniformGrid } from '../../numerics/noise-grids.ts';
import {
  edmSchedule,
  flowMatching,
  varianceExploding,
  variancePreserving,
  type Schedule,
} from '../../numerics/noise-schedules.ts';
import { parallelPath } from '../../numerics/parallel-sampler.tensor.ts';
import { samplePath, type Step } from '../../numerics/sampler-step.ts';
import {
  data,
  drawn,
  particles,
  range,
  schedules,
  solvers,
  type Params,
  type ScheduleName,
  type Solver,
} from './params.ts';

/** One schedule's drawn particles, at some of its N + 1 times. */
export interface Track {
  /** Share of the way from the first time to the last, and σ, [points]. */
  readonly shares: readonly number[];
  readonly sigmas: readonly number[];
  /** x in the schedule's own coordinates, [drawn][points], and the scale s that it is divided by, [points]. */
  readonly paths: readonly (readonly number[])[];
  readonly scales: readonly number[];
}
export interface Frame {
  readonly tracks: Readonly<Record<ScheduleName, Track>>;
  /** Root mean square over the particles of x_N/s_N − exact, in the data's unit. */
  readonly errors: Readonly<Record<Solver, Readonly<Record<ScheduleName, number>>>>;
  /** The exact x/s of the drawn particles at some σ. */
  readonly exact: { readonly sigmas: readonly number[]; readonly paths: readonly (readonly number[])[] };
}

export const scheduleOf: Readonly<Record<ScheduleName, Schedule>> = {
  fm: flowMatching(),
  vp: variancePreserving(),
  ve: varianceExploding(range),
  edm: edmSchedule(range),
};

const mixtureOf = ({ means }: Params): Mixture =>
  mixture(data.weights.map((weight, k) => ({ weight, mean: [at(means, k)], sd: data.sd })));

const share = (i: number): number => (i + 0.5) / particles;
const quantiles = (m: Mixture, level: number): Float64Array =>
  Float64Array.from({ length: particles }, (_, i) => mixtureQuantile(m, share(i), level));

/** Times, and both samplers over them. */
function plan(name: ScheduleName, N: number): { times: Float64Array; steps: Record<Solver, Step[]> } {
  const schedule = scheduleOf[name];
  const times = uniformGrid(schedule.time(range.max), schedule.time(range.min), N);
  return { times, steps: { raw: probabilityFlowSteps(schedule, times), ddim: ddim(levelsAt(schedule, times)) } };
}

/** At most `most` of the indices 0 … N: half of them even in time, half even in log σ. */
function keptOf(name: ScheduleName, times: Float64Array, most = 48): number[] {
  const N = times.length - 1;
  if (N < most) return Array.from(times, (_, i) => i);
  const schedule = scheduleOf[name];
  const even = Array.from({ length: most / 2 }, (_, k) => Math.round((k * N) / (most / 2 - 1)));
  const [first, last] = [at(times, 0), at(times, N)];
  const byNoise = Array.from(geometricGrid(range.max, range.min, most / 2 - 1), (sigma) =>
    Math.round(((schedule.time(sigma) - first) / (last - first)) * N),
  );
  return [...new Set([...even, ...byNoise])].sort((a, b) => a - b);
}

/** States of every schedule and solver after every kept number of steps. */
type Read = (name: ScheduleName, solver: Solver, step: number) => ArrayLike<number>;

function frameOf(params: Params, read: Read): Frame {
  const m = mixtureOf(params);
  const end = quantiles(m, range.min);
  const errorOf = (name: ScheduleName, solver: Solver): number => {
    const scale = scheduleOf[name].scale(scheduleOf[name].time(range.min));
    const x = read(name, solver, params.N);
    return Math.sqrt(end.reduce((sum, exact, i) => sum + (at(x, i) / scale - exact) ** 2, 0) / particles);
  };
  const errors = (solver: Solver): Record<ScheduleName, number> => ({
    fm: errorOf('fm', solver),
    vp: errorOf('vp', solver),
    ve: errorOf('ve', solver),
    edm: errorOf('edm', solver),
  });
  const track = (name: ScheduleName): Track => {
    const { times } = plan(name, params.N);
    const kept = keptOf(name, times);
    const states = kept.map((step) => read(name, params.solver, step));
    const keptTimes = kept.map((step) => at(times, step));
    return {
      shares: kept.map((step) => step / params.N),
      sigmas: keptTimes.map(scheduleOf[name].sigma),
      scales: keptTimes.map(scheduleOf[name].scale),
      paths: drawn.map((particle) => states.map((state) => at(state, particle))),
    };
  };
  const sigmas = Array.from(geometricGrid(range.max, range.min, 28));
  return {
    tracks: { fm: track('fm'), vp: track('vp'), ve: track('ve'), edm: track('edm') },
    errors: { raw: errors('raw'), ddim: errors('ddim') },
    exact: {
      sigmas,
      paths: drawn.map((particle) => sigmas.map((sigma) => mixtureQuantile(m, share(particle), sigma))),
    },
  };
}

/** Where the particles of a schedule start: x = s x̂. */
const startOf = (name: ScheduleName, unscaled: Float64Array): Float64Array => {
  const scale = scheduleOf[name].scale(scheduleOf[name].time(range.max));
  return unscaled.map((x) => scale * x);
};

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const m = mixtureOf(params);
  const noisy = quantiles(m, range.max);
  const runs = schedules.flatMap((name) => {
    const { times, steps } = plan(name, params.N);
    return solvers.map((solver) => ({ name, solver, steps: steps[solver], kept: keptOf(name, times) }));
  });
  const kept = [...new Set(runs.flatMap((run) => run.kept))].sort((a, b) => a - b);
  const rows = runs.length * particles;
  const x = tf.tensor2d(Float32Array.from(runs.flatMap(({ name }) => [...startOf(name, noisy)])), [rows, 1]);
  const path = parallelPath(
    tf,
    runs.map(({ steps }) => steps),
    m,
    x,
    kept,
  );
  try {
    const states = await path.data();
    return frameOf(params, (name, solver, step) => {
      const run = runs.findIndex((one) => one.name === name && one.solver === solver);
      const first = kept.indexOf(step) * rows + run * particles;
      return states.subarray(first, first + particles);
    });
  } finally {
    tf.dispose([x, path]);
  }
}

export function reference(params: Params): Frame {
  const m = mixtureOf(params);
  const model = mixtureModel(m);
  const noisy = quantiles(m, range.max);
  const paths = new Map(
    schedules.flatMap((name) => {
      const { steps } = plan(name, params.N);
      return solvers.map(
        (solver) => [`${name} ${solver}`, samplePath(steps[solver], model, startOf(name, noisy))] as const,
      );
    }),
  );
  return frameOf(params, (name, solver, step) => paths.get(`${name} ${solver}`)?.[step] ?? []);
}

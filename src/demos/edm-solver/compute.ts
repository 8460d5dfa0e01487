/**
 * Errors of three samplers with an exact denoiser, against the number of times it is asked: Euler and Heun on the σ-grid of Karras et
 * al. (karrasGrid), and Euler in the time of the variance-preserving schedule, evenly stepped. The exact end point of a
 * particle is the same quantile of the data.
 */
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { eulerSigma, heunSigma, probabilityFlowSteps } from '../../numerics/diffusion-samplers.ts';
import { mixtureQuantile } from '../../numerics/gaussian-mixture-1d.ts';
import { mixture, type Mixture } from '../../numerics/gaussian-mixture.ts';
import { mixtureModel } from '../../numerics/mixture-model.ts';
import { karrasGrid, uniformGrid } from '../../numerics/noise-grids.ts';
import { variancePreserving } from '../../numerics/noise-schedules.ts';
import { parallelEnds } from '../../numerics/parallel-sampler.tensor.ts';
import { countEvaluations, sample, type Step } from '../../numerics/sampler-step.ts';
import { counts, gaussian, modes, particles, solvers, start, type Params, type Solver } from './params.ts';

/** RMS error over the particles, in the data's unit, and the denoiser calls that it took. */
export interface Measured {
  readonly calls: number;
  readonly error: number;
}
export interface Frame {
  /** For every step count of the curves. */
  readonly curves: Readonly<Record<Solver, readonly Measured[]>>;
  /** At the reader's N. */
  readonly now: Readonly<Record<Solver, Measured>>;
  /** Every fourth particle at the reader's N: where it should end, and how far off the chosen solver leaves it. */
  readonly ends: readonly number[];
  readonly offs: readonly number[];
  /** Noise levels at the N + 1 points of both grids, the last one 0. */
  readonly sigmas: { readonly grid: readonly number[]; readonly vp: readonly number[] };
}

const vp = variancePreserving();
const vpTimes = (N: number): Float64Array => uniformGrid(vp.time(start), 0, N);
/** The scale of VP at the start: its x is that much smaller. */
const vpScale = vp.scale(vp.time(start));

const dataOf = ({ data }: Params): Mixture =>
  data === 'gaussian' ? mixture([{ weight: 1, mean: [gaussian.mean], sd: gaussian.sd }]) : mixture(modes);
const quantiles = (m: Mixture, level: number): Float64Array =>
  Float64Array.from({ length: particles }, (_, i) => mixtureQuantile(m, (i + 0.5) / particles, level));

function stepsOf(solver: Solver, N: number, rho: number): Step[] {
  if (solver === 'vp') return probabilityFlowSteps(vp, vpTimes(N));
  const sigmas = karrasGrid({ steps: N, rho, max: start });
  return solver === 'heun' ? heunSigma(sigmas) : eulerSigma(sigmas);
}

/** Every run of the frame: the curves' and, last of each solver, the reader's. */
const plan = ({ N, rho }: Params): { solver: Solver; steps: Step[] }[] =>
  solvers.flatMap((solver) => [...counts, N].map((count) => ({ solver, steps: stepsOf(solver, count, rho) })));

function frameOf(params: Params, runs: ReturnType<typeof plan>, ends: ArrayLike<number>[]): Frame {
  const exact = quantiles(dataOf(params), 0);
  const measured = runs.map(({ steps }, r): Measured => {
    const x = ends[r] ?? [];
    const squares = exact.reduce((sum, value, i) => sum + (at(x, i) - value) ** 2, 0);
    return { calls: countEvaluations(steps), error: Math.sqrt(squares / particles) };
  });
  const each = counts.length + 1;
  const of = (solver: Solver): Measured[] => {
    const first = solvers.indexOf(solver) * each;
    return measured.slice(first, first + each);
  };
  const last = (solver: Solver): Measured => of(solver).at(-1) ?? { calls: NaN, error: NaN };
  const chosen = ends[(solvers.indexOf(params.solver) + 1) * each - 1] ?? [];
  const shown = Array.from({ length: particles / 4 }, (_, i) => 4 * i + 2);
  return {
    curves: { euler: of('euler').slice(0, -1), heun: of('heun').slice(0, -1), vp: of('vp').slice(0, -1) },
    now: { euler: last('euler'), heun: last('heun'), vp: last('vp') },
    ends: shown.map((i) => at(exact, i)),
    offs: shown.map((i) => at(chosen, i) - at(exact, i)),
    sigmas: {
      grid: Array.from(karrasGrid({ steps: params.N, rho: params.rho, max: start })),
      vp: Array.from(vpTimes(params.N), vp.sigma),
    },
  };
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const runs = plan(params);
  const m = dataOf(params);
  const noisy = quantiles(m, start);
  const scaled = noisy.map((x) => vpScale * x);
  const all = parallelEnds(
    tf,
    runs.map(({ steps }) => steps),
    m,
    runs.map(({ solver }) => (solver === 'vp' ? scaled : noisy)),
  );
  try {
    const numbers = await all.data();
    return frameOf(
      params,
      runs,
      runs.map((_, r) => numbers.subarray(r * particles, (r + 1) * particles)),
    );
  } finally {
    all.dispose();
  }
}

export function reference(params: Params): Frame {
  const runs = plan(params);
  const m = dataOf(params);
  const model = mixtureModel(m);
  const noisy = quantiles(m, start);
  const scaled = noisy.map((x) => vpScale * x);
  return frameOf(
    params,
    runs,
    runs.map(({ solver, steps }) => sample(steps, model, solver === 'vp' ? scaled : noisy)),
  );
}

/**
 * Orders of convergence against closed forms. Gaussian data: the ODE is solved exactly, and stochastic samplers are judged by their exact
 * moments, not by noisy draws. Mixtures: quantiles, densities, known answers.
 */
import { describe, expect, it } from 'vitest';
import {
  ancestral,
  annealedLangevin,
  churnedHeun,
  ddim,
  eulerMaruyama,
  eulerSigma,
  heunSigma,
  langevin,
  levelsAt,
  predictorCorrector,
  probabilityFlowSteps,
  signalToNoise,
} from '../../../src/numerics/diffusion-samplers.ts';
import {
  eulerProduct,
  gaussianModel,
  langevinVariance,
  marginal,
  odeSolution,
  reverseFactor,
  sampledMoments,
  type GaussianData,
} from '../../../src/numerics/gaussian-diffusion.ts';
import { mixtureCdf, transport } from '../../../src/numerics/gaussian-mixture-1d.ts';
import { logDensity, mixture } from '../../../src/numerics/gaussian-mixture.ts';
import { mixtureModel } from '../../../src/numerics/mixture-model.ts';
import { geometricGrid, karrasGrid, powerGrid, uniformGrid } from '../../../src/numerics/noise-grids.ts';
import {
  ddpm,
  edmSchedule,
  flowMatching,
  levelAt,
  subVariancePreserving,
  varianceExploding,
  varianceExplodingGeometric,
  variancePreserving,
  type Schedule,
} from '../../../src/numerics/noise-schedules.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { classical, euler, heun } from '../../../src/numerics/runge-kutta.ts';
import {
  countEvaluations,
  normalDraws,
  sample,
  samplePath,
  sampleWithDensity,
  type Step,
} from '../../../src/numerics/sampler-step.ts';
import { wasserstein1ToMixture } from '../../../src/numerics/transport-1d.ts';
import { measuredOrder } from '../support/order.ts';

const data: GaussianData = { mean: 0.4, sd: 0.5 };
const bumps = mixture([
  { weight: 0.25, mean: [-2], sd: 0.15 },
  { weight: 0.25, mean: [0], sd: 0.3 },
  { weight: 0.5, mean: [1.5], sd: 0.15 },
]);
const toy = mixture([
  { weight: 0.3, mean: [-1], sd: 0.1 },
  { weight: 0.3, mean: [0.5], sd: 0.1 },
  { weight: 0.4, mean: [1], sd: 0.1 },
]);
const vp = variancePreserving();
const end = (steps: readonly Step[], x: number): number =>
  sample(steps, gaussianModel(data), Float64Array.of(x))[0] ?? NaN;
const counts = [160, 320, 640, 1280];
const within = (order: number, theory: number): void => {
  expect(Math.abs(order - theory)).toBeLessThan(0.1);
};

describe('solvers of the probability-flow ODE on Gaussian data', () => {
  const schedules: readonly (readonly [string, Schedule, number, number])[] = [
    ['VP', vp, 1, 1e-2],
    ['sub-VP', subVariancePreserving(), 1, 1e-2],
    ['geometric VE', varianceExplodingGeometric({ min: 0.1, max: 20 }), 1, 0],
    ['VE', varianceExploding({ min: 0.2, max: 4 }), 16, 0.04],
    ['EDM', edmSchedule(), 3, 0.4],
    ['flow matching', flowMatching(), 0.9, 0.3],
  ];
  it.each(schedules)('%s in its own time: Euler 1, Heun 2, Runge-Kutta 4', (_, schedule, from, to) => {
    const exact = odeSolution(data, 0.8, levelAt(schedule, from), levelAt(schedule, to));
    const error = (tableau: typeof euler, predicts: 'data' | 'score') => (n: number) =>
      end(probabilityFlowSteps(schedule, uniformGrid(from, to, n), tableau, predicts), 0.8) - exact;
    for (const predicts of ['data', 'score'] as const) {
      within(measuredOrder([400, 800, 1600], error(euler, predicts)), 1);
      within(measuredOrder([400, 800, 1600], error(heun, predicts)), 2);
      within(measuredOrder([100, 200, 400], error(classical, predicts)), 4);
    }
  });
  it('DDIM 1 and Heun 2 in σ, on Karras’s spacing without the last step', () => {
    const exact = odeSolution(data, 60, 80, 0.002);
    const error = (steps: (sigmas: Float64Array) => Step[]) => (n: number) =>
      end(steps(powerGrid(80, 0.002, n, 7)), 60) - exact;
    within(measuredOrder(counts, error(ddim)), 1);
    within(measuredOrder(counts, error(eulerSigma)), 1);
    within(measuredOrder(counts, error(heunSigma)), 2);
  });
  it('the log density along the ODE converges at the order of the solver', () => {
    const [m, x] = [bumps, Float64Array.of(-2.1)];
    const error = (tableau: typeof euler) => (n: number) => {
      const result = sampleWithDensity(
        probabilityFlowSteps(vp, uniformGrid(0, 1, n), tableau, 'score'),
        mixtureModel(m),
        x,
        1,
      );
      const found = (logDensity(m, result.x, levelAt(vp, 1))[0] ?? NaN) + (result.divergence[0] ?? NaN);
      return found - (logDensity(m, x)[0] ?? NaN);
    };
    within(measuredOrder([1600, 3200, 6400], error(euler)), 1);
    within(measuredOrder([400, 800, 1600], error(classical)), 4);
  });
});

describe('stochastic samplers on Gaussian data, in exact moments', () => {
  const start = marginal(data, levelAt(vp, 1));
  const truth = marginal(data, levelAt(vp, 0.05));
  const errors = (steps: (times: Float64Array) => Step[]): ((n: number) => number)[] => {
    const found = (n: number): ReturnType<typeof sampledMoments> =>
      sampledMoments(steps(uniformGrid(1, 0.05, n)), data, start);
    return [(n) => found(n).mean - truth.mean, (n) => found(n).variance - truth.variance];
  };
  it.each([0.5, 1, 1.5])('Euler-Maruyama, λ = %f: weak order 1 in mean and variance', (lambda) => {
    for (const error of errors((times) => eulerMaruyama(vp, times, lambda))) within(measuredOrder(counts, error), 1);
  });
  it('ancestral DDPM: weak order 1 in the variance, with either variance and with half the noise; the mean is exact', () => {
    for (const options of [{}, { variance: 'forward' }, { eta: 0.5 }] as const) {
      const [mean, variance] = errors((times) => ancestral(levelsAt(vp, times), options));
      within(measuredOrder(counts, variance ?? (() => NaN)), 1);
      expect(Math.abs(mean?.(20) ?? NaN)).toBeLessThan(1e-12);
    }
  });
  it('predictor-corrector: weak order 1 when the corrector’s step shrinks with the predictor’s', () => {
    for (const error of errors((times) => {
      const epsilon = ({ spread }: { spread: number }): number => (0.4 * spread ** 2) / (times.length - 1);
      return predictorCorrector(vp, times, { steps: 1, epsilon });
    }))
      within(measuredOrder(counts, error), 1);
  });
  it('with few steps a corrector brings the variance nearer', () => {
    const times = uniformGrid(1, 1e-3, 20);
    const target = marginal(data, levelAt(vp, 1e-3)).variance;
    const error = (steps: Step[]): number => Math.abs(sampledMoments(steps, data, start).variance - target);
    const corrected = predictorCorrector(vp, times, { steps: 1, epsilon: signalToNoise(0.16) });
    expect(error(corrected)).toBeLessThan(error(eulerMaruyama(vp, times)));
    expect(countEvaluations(corrected)).toBe(40);
  });
  it('Euler-Maruyama has strong order 1: the noise is additive', () => {
    // Exact solution and Euler's steps driven by one Brownian path: the covariance of (exact, Euler) obeys a recursion whose noise terms
    // are integrals of the exact propagator, by Gauss's rule with three nodes.
    const nodes = [-Math.sqrt(0.6), 0, Math.sqrt(0.6)].map((x, i) => ({ at: (1 + x) / 2, weight: [5, 8, 5][i] ?? 0 }));
    const strongError = (n: number): number => {
      const times = uniformGrid(1, 0.05, n);
      let [exact, cross, numeric] = [start.variance, start.variance, start.variance];
      eulerMaruyama(vp, times).forEach((step, i) => {
        const [from, to] = [times[i] ?? NaN, times[i + 1] ?? NaN];
        const h = from - to;
        const own = reverseFactor(data, levelAt(vp, from), levelAt(vp, to));
        const factor = step.next.own - (step.next.predicted[0] ?? NaN) / marginal(data, levelAt(vp, from)).variance;
        let [noise, shared] = [0, 0];
        for (const { at, weight } of nodes) {
          const s = from - at * h;
          const kick = reverseFactor(data, levelAt(vp, s), levelAt(vp, to)) * Math.sqrt(vp.diffusion(s));
          noise += (weight / 18) * h * kick ** 2;
          shared += (weight / 18) * Math.sqrt(h) * kick * step.noise;
        }
        [exact, cross] = [own ** 2 * exact + noise, own * factor * cross + shared];
        numeric = factor ** 2 * numeric + step.noise ** 2;
      });
      expect(Math.abs(exact - truth.variance)).toBeLessThan(1e-4);
      return Math.sqrt(exact - 2 * cross + numeric);
    };
    within(measuredOrder([80, 160, 320, 640], strongError), 1);
  });
  it('Langevin: N(0, 1) becomes N(0, 1/(1 − ε/4)), 1.142857, 1.333333, 2 at ε = 0.5, 1, 2 (derived); bias of order 1', () => {
    const settled = (epsilon: number, variance = 1): number =>
      sampledMoments(langevin(0, epsilon, 4000), { mean: 0, sd: Math.sqrt(variance) }, { mean: 3, variance: 0.1 })
        .variance;
    expect([0.5, 1, 2].map((e) => settled(e).toFixed(6))).toEqual(['1.142857', '1.333333', '2.000000']);
    for (const epsilon of [0.1, 1.9, 3.9])
      expect(Math.abs(settled(epsilon) / langevinVariance(epsilon) - 1)).toBeLessThan(1e-10);
    expect(Math.abs(settled(2, 4) / langevinVariance(2, 4) - 1)).toBeLessThan(1e-10);
    expect([langevinVariance(4), langevinVariance(4.2)]).toEqual([Infinity, Infinity]);
    expect(settled(4.2)).toBeGreaterThan(1e100);
    within(
      measuredOrder([20, 40, 80], (n) => settled(1 / n) - 1),
      1,
    );
  });
});

describe('samplers agree with each other and with closed forms', () => {
  it('Euler in σ on Gaussian data is the product Π (s² + σ_i σ_{i+1})/(s² + σ_i²), to 10⁻¹²', () => {
    const model = gaussianModel({ mean: 0, sd: 0.5 });
    for (const grid of [karrasGrid({ steps: 18 }), karrasGrid({ steps: 50, rho: 3 }), geometricGrid(80, 0.01, 30)]) {
      const [x = NaN] = sample(eulerSigma(grid), model, Float64Array.of(80));
      expect(Math.abs(x / (80 * eulerProduct(0.5, grid)) - 1)).toBeLessThan(1e-12);
    }
  });
  it('σ_d = 0.5 from 80: exact 0.499990; N = 18 Heun 0.527625, Euler 0.423031; N = 36 0.506097, 0.460996 (derived)', () => {
    const model = gaussianModel({ mean: 0, sd: 0.5 });
    const at80 = (steps: Step[]): string => (sample(steps, model, Float64Array.of(80))[0] ?? NaN).toFixed(6);
    expect(odeSolution({ mean: 0, sd: 0.5 }, 80, 80, 0).toFixed(6)).toBe('0.499990');
    const [coarse, fine] = [karrasGrid({ steps: 18 }), karrasGrid({ steps: 36 })];
    expect([at80(heunSigma(coarse)), at80(eulerSigma(coarse))]).toEqual(['0.527625', '0.423031']);
    expect([at80(heunSigma(fine)), at80(eulerSigma(fine))]).toEqual(['0.506097', '0.460996']);
    expect(countEvaluations(heunSigma(coarse))).toBe(35);
  });
  it('VE from no noise: x_t = x₀ √(1 + σ²/s²), 160.0031 for s = 0.5, σ = 80 (derived)', () => {
    expect(odeSolution({ mean: 0, sd: 0.5 }, 1, 0, 80).toFixed(4)).toBe('160.0031');
  });
  it('raw Euler is DDIM for flow matching and EDM, to 10⁻¹¹, and is not for VP', () => {
    const x = normals(seededRandom(2), 256);
    const model = mixtureModel(toy);
    const gap = (schedule: Schedule, times: Float64Array): number => {
      const from = levelAt(schedule, times[0] ?? NaN);
      const start = x.map((z) => z * Math.hypot(from.scale, from.spread));
      const raw = sample(probabilityFlowSteps(schedule, times), model, start);
      const unified = sample(ddim(levelsAt(schedule, times)), model, start);
      return Math.max(...raw.map((y, i) => Math.abs(y - (unified[i] ?? NaN)) / Math.abs(y)));
    };
    expect(gap(flowMatching(), uniformGrid(1, 0, 12))).toBeLessThan(1e-11);
    expect(gap(edmSchedule(), karrasGrid({ steps: 12 }))).toBeLessThan(1e-11);
    expect(gap(vp, uniformGrid(1, 1e-3, 12))).toBeGreaterThan(0.01);
  });
  it('DDIM gives one path for every schedule on the same σ, once the scale is divided out', () => {
    const sigmas = geometricGrid(50, 0.01, 20);
    const x = normals(seededRandom(3), 50).map((z) => 50 * z);
    const reference = sample(eulerSigma(sigmas), mixtureModel(toy), x);
    for (const schedule of [vp, subVariancePreserving(), flowMatching(), varianceExploding()]) {
      const levels = levelsAt(
        schedule,
        sigmas.map((sigma) => schedule.time(sigma)),
      );
      const [first, last] = [levels[0]?.scale ?? NaN, levels.at(-1)?.scale ?? NaN];
      const found = sample(
        ddim(levels),
        mixtureModel(toy),
        x.map((y) => y * first),
      );
      found.forEach((y, i) => expect(Math.abs(y / last - (reference[i] ?? NaN))).toBeLessThan(1e-9));
    }
  });
  it('ancestral sampling without noise is DDIM; on DDPM’s grid its noises are √β and √β̃ (Ho et al. 2020, Section 3.2)', () => {
    const schedule = ddpm();
    const levels = levelsAt(schedule, uniformGrid(1000, 0, 1000));
    ancestral(levels, { eta: 0 }).forEach((step, i) => expect(step).toEqual(ddim(levels)[i]));
    const beta = 1e-4 + (499 / 999) * (0.02 - 1e-4); // β_500, the step from t = 500
    const [before, after] = [schedule.scale(499) ** 2, schedule.scale(500) ** 2];
    const posterior = ancestral(levels)[500];
    const forward = ancestral(levels, { variance: 'forward' })[500];
    expect(Math.abs((forward?.noise ?? NaN) ** 2 / beta - 1)).toBeLessThan(1e-10);
    expect(Math.abs((posterior?.noise ?? NaN) ** 2 / ((beta * (1 - before)) / (1 - after)) - 1)).toBeLessThan(1e-10);
    // Eq. (7): the mean's factors of x_t and x₀.
    expect(posterior?.next.own).toBeCloseTo((Math.sqrt(1 - beta) * (1 - before)) / (1 - after), 10);
    expect(posterior?.next.predicted[0]).toBeCloseTo((Math.sqrt(before) * beta) / (1 - after), 10);
    expect(ancestral(levels).at(-1)?.noise).toBe(0);
  });
  it('forward and reverse share their marginals: 2,000 steps of SDE or ODE bring p₁ back to p₀ in mean and variance', () => {
    const start = marginal(data, levelAt(vp, 1));
    const target = marginal(data, levelAt(vp, 1e-3));
    const times = uniformGrid(1, 1e-3, 2000);
    const solvers = [0, 0.5, 1].map((lambda) => eulerMaruyama(vp, times, lambda));
    for (const steps of [...solvers, probabilityFlowSteps(vp, times), ancestral(levelsAt(vp, times))]) {
      const { mean, variance } = sampledMoments(steps, data, start);
      expect(Math.abs(mean - target.mean)).toBeLessThan(5e-3);
      expect(Math.abs(variance / target.variance - 1)).toBeLessThan(0.03);
    }
  });
  it('churn raises the noise and Heun takes it off again: the variance stays right; without churn it is Heun', () => {
    const [grid, start] = [powerGrid(80, 0.002, 200, 7), marginal(data, 80)];
    const churned = churnedHeun(grid, { churn: 40, min: 0.05, max: 50 });
    expect(churned.length).toBeGreaterThan(grid.length);
    const { mean, variance } = sampledMoments(churned, data, start);
    expect(Math.abs(mean - data.mean)).toBeLessThan(1e-3);
    expect(Math.abs(variance / data.sd ** 2 - 1)).toBeLessThan(1e-2);
    expect(churnedHeun(grid, { churn: 0 })).toEqual(heunSigma(grid));
  });
  it('the exact moments are those of a sample: Euler-Maruyama, 20,000 chains', () => {
    const [n, times] = [20_000, uniformGrid(1, 0.05, 25)];
    const start = marginal(data, levelAt(vp, 1));
    const random = seededRandom(11);
    const x = normals(random, n).map((z) => start.mean + Math.sqrt(start.variance) * z);
    const end = sample(eulerMaruyama(vp, times), gaussianModel(data), x, normalDraws(random, n));
    const { mean, variance } = sampledMoments(eulerMaruyama(vp, times), data, start);
    const found = end.reduce((sum, y) => sum + y, 0) / n;
    expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(variance / n));
    const square = end.reduce((sum, y) => sum + (y - found) ** 2, 0) / n;
    expect(Math.abs(square / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  });
});

describe('on the mixture with bumps at −2, 0, 1.5', () => {
  const starts = Float64Array.from({ length: 45 }, (_, i) => -2.4 + (i * 4.4) / 44);
  const there = (n: number): Step[] => probabilityFlowSteps(vp, uniformGrid(0, 1, n), classical, 'score');
  const back = (n: number): Step[] => probabilityFlowSteps(vp, uniformGrid(1, 0, n), classical, 'score');
  it('the ODE keeps quantiles: |F₁(x₁) − F₀(x₀)| < 10⁻⁶ with 200 Runge-Kutta steps, and x₁ is the closed-form transport', () => {
    const codes = sample(there(200), mixtureModel(bumps), starts);
    const level = levelAt(vp, 1);
    codes.forEach((code, i) => {
      const x = starts[i] ?? NaN;
      expect(Math.abs(mixtureCdf(bumps, code, level) - mixtureCdf(bumps, x))).toBeLessThan(1e-6);
      expect(Math.abs(code - transport(bumps, x, 0, level))).toBeLessThan(1e-4);
    });
  });
  it('its density agrees to 10⁻⁴ with 400 steps, and there and back to 10⁻⁵', () => {
    const model = mixtureModel(bumps);
    const { x: codes, divergence } = sampleWithDensity(there(400), model, starts, 1);
    const [final, first] = [logDensity(bumps, codes, levelAt(vp, 1)), logDensity(bumps, starts)];
    first.forEach((log, i) => expect(Math.abs((final[i] ?? NaN) + (divergence[i] ?? NaN) - log)).toBeLessThan(1e-4));
    sample(back(400), model, codes).forEach((x, i) => expect(Math.abs(x - (starts[i] ?? NaN))).toBeLessThan(1e-5));
  });
  it('paths of the ODE never cross', () => {
    const path = samplePath(
      back(100),
      mixtureModel(bumps),
      Float64Array.from({ length: 24 }, (_, i) => -2.5 + i * 0.2),
    );
    expect(path.length).toBe(101);
    for (const x of path) expect([...x]).toEqual([...x].sort((a, b) => a - b));
  });
  it('W₁ to the truth, Euler, t from 1 to 0.001: ODE 0.21, 0.08, 0.07 and λ = 1 0.46, 0.26, 0.09 at N = 5, 10, 20 (measured ± 0.04)', () => {
    const distance = (n: number, lambda: number): number => {
      const random = seededRandom(1);
      const x = normals(random, 2048);
      const end = sample(
        eulerMaruyama(vp, uniformGrid(1, 1e-3, n), lambda),
        mixtureModel(bumps),
        x,
        normalDraws(random, 2048),
      );
      return wasserstein1ToMixture(end, bumps);
    };
    const expected: readonly (readonly [number, number, number])[] = [
      [5, 0, 0.21],
      [10, 0, 0.08],
      [20, 0, 0.07],
      [5, 1, 0.46],
      [10, 1, 0.26],
      [20, 1, 0.09],
    ];
    for (const [n, lambda, w] of expected) expect(Math.abs(distance(n, lambda) - w)).toBeLessThan(0.04);
    expect(distance(5, 1.5)).toBeGreaterThan(10);
  });
  it('annealed Langevin puts the right share into far modes; plain Langevin keeps that of its start', () => {
    const modes = mixture([
      { weight: 0.2, mean: [5], sd: 1 },
      { weight: 0.8, mean: [-5], sd: 1 },
    ]);
    const share = (steps: Step[]): number => {
      const random = seededRandom(4);
      const x = Float64Array.from({ length: 1000 }, () => 16 * random() - 8);
      const end = sample(steps, mixtureModel(modes), x, normalDraws(random, 1000));
      return end.filter((y) => y > 0).length / 1000;
    };
    expect(Math.abs(share(langevin(0, 0.1, 300)) - 0.5)).toBeLessThan(0.05);
    const annealed = share(
      annealedLangevin({ sigmas: geometricGrid(20, 1, 9), steps: 60, epsilon: 0.1, denoise: true }),
    );
    expect(Math.abs(annealed - 0.2)).toBeLessThan(0.04);
  });
});

/** Noised mixtures: closed forms against each other, against differences and quadrature; tensors against float64. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as onTensors from '../../../src/numerics/gaussian-mixture.tensor.ts';
import {
  mixtureCdf,
  mixtureExcess,
  mixtureQuantile,
  mixtureShortfall,
  mixtureSurvival,
  transport,
} from '../../../src/numerics/gaussian-mixture-1d.ts';
import {
  denoiserDivergence,
  density,
  logDensity,
  mixture,
  moments,
  pointCloud,
  posteriorMean,
  posteriorVariance,
  responsibilities,
  sampleMixture,
  score,
  scoreDivergence,
  type Mixture,
} from '../../../src/numerics/gaussian-mixture.ts';
import type { Level } from '../../../src/numerics/noise-level.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const bumps = mixture([
  { weight: 0.25, mean: [-2], sd: 0.15 },
  { weight: 0.25, mean: [0], sd: 0.3 },
  { weight: 0.5, mean: [1.5], sd: 0.15 },
]);
const plane = mixture([
  { weight: 1, mean: [1, 2], sd: 0.5 },
  { weight: 2, mean: [-1, 0.5], sd: 0.2 },
  { weight: 1, mean: [0, -1], sd: 0 },
]);
const cloud = (seed: number, n: number, d: number, sd = 0): Mixture =>
  pointCloud(normals(seededRandom(seed), n * d), d, sd);
const anyLevel = fc.record({
  scale: fc.double({ min: 0.01, max: 1, noNaN: true }),
  spread: fc.double({ min: 0.05, max: 5, noNaN: true }),
});
const anyPoint = fc.tuple(fc.double({ min: -4, max: 4, noNaN: true }), fc.double({ min: -4, max: 4, noNaN: true }));
const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): void => {
  expect(a.length).toBe(b.length);
  Array.from(a).forEach((value, i) => {
    const other = b[i] ?? NaN;
    expect(Math.abs(value - other) / Math.max(1, Math.abs(other))).toBeLessThan(tolerance);
  });
};
/** The n-th coordinate moved by h. */
const moved = (x: readonly number[], c: number, h: number): number[] => x.map((y, i) => (i === c ? y + h : y));

describe('a noised mixture', () => {
  it('Tweedie: scale · D(x) = x + spread² · score, to 10⁻¹⁰', () => {
    fc.assert(
      fc.property(fc.constantFrom(plane, cloud(1, 20, 2), cloud(2, 9, 2, 0.3)), anyPoint, anyLevel, (m, x, level) => {
        const s = score(m, x, level);
        const d = posteriorMean(m, x, level);
        x.forEach((y, c) => {
          const tweedie = y + level.spread ** 2 * (s[c] ?? NaN);
          expect(Math.abs(level.scale * (d[c] ?? NaN) - tweedie)).toBeLessThan(1e-10);
        });
      }),
    );
  });
  it('the score is the gradient of the log density, its divergence the Laplacian, by central differences', () => {
    const h = 1e-4;
    fc.assert(
      fc.property(anyPoint, fc.double({ min: 0.3, max: 3, noNaN: true }), (x, sigma) => {
        const at = (y: readonly number[]): number => logDensity(plane, y, sigma)[0] ?? NaN;
        const s = score(plane, x, sigma);
        let laplacian = 0;
        x.forEach((_, c) => {
          const [up, down] = [at(moved(x, c, h)), at(moved(x, c, -h))];
          expect(Math.abs((s[c] ?? NaN) - (up - down) / (2 * h))).toBeLessThan(1e-5);
          const [sUp, sDown] = [score(plane, moved(x, c, h), sigma)[c], score(plane, moved(x, c, -h), sigma)[c]];
          laplacian += ((sUp ?? NaN) - (sDown ?? NaN)) / (2 * h);
        });
        expect(Math.abs((scoreDivergence(plane, x, sigma)[0] ?? NaN) - laplacian)).toBeLessThan(1e-4);
      }),
    );
  });
  it('the three second-order forms agree: scale ∇·D = d + spread² ∇·score, ∇·D = scale tr Cov/spread², to 10⁻¹⁰', () => {
    fc.assert(
      fc.property(anyPoint, anyLevel, (x, level) => {
        const [v] = posteriorVariance(plane, x, level);
        const [div] = denoiserDivergence(plane, x, level);
        const [laplacian] = scoreDivergence(plane, x, level);
        const { scale, spread } = level;
        expect(Math.abs((scale * (v ?? NaN)) / spread ** 2 - (div ?? NaN))).toBeLessThan(1e-10);
        expect(Math.abs(scale * (div ?? NaN) - 2 - spread ** 2 * (laplacian ?? NaN))).toBeLessThan(1e-10);
      }),
    );
  });
  it('the posterior mean is E[x₀ | x] by quadrature of Bayes’ rule, and the density integrates to 1', () => {
    const level: Level = { scale: 0.7, spread: 0.6 };
    const step = 1e-3;
    const grid = Float64Array.from({ length: 12_001 }, (_, i) => -6 + i * step);
    const prior = density(bumps, grid);
    for (const x of [-2, -0.4, 0.3, 1.9]) {
      const joint = grid.map(
        (x0, i) => (prior[i] ?? NaN) * Math.exp(-((x - level.scale * x0) ** 2) / (2 * level.spread ** 2)),
      );
      const total = joint.reduce((sum, y) => sum + y, 0);
      const mean = joint.reduce((sum, y, i) => sum + y * (grid[i] ?? NaN), 0) / total;
      const square = joint.reduce((sum, y, i) => sum + y * ((grid[i] ?? NaN) - mean) ** 2, 0) / total;
      expect(Math.abs((posteriorMean(bumps, [x], level)[0] ?? NaN) - mean)).toBeLessThan(1e-10);
      expect(Math.abs((posteriorVariance(bumps, [x], level)[0] ?? NaN) - square)).toBeLessThan(1e-10);
      const marginal = (total * step) / (level.spread * Math.sqrt(2 * Math.PI));
      expect(Math.abs((density(bumps, [x], level)[0] ?? NaN) - marginal)).toBeLessThan(1e-10);
    }
    expect(Math.abs(prior.reduce((sum, y) => sum + y * step, 0) - 1)).toBeLessThan(1e-10);
  });
  it('marginal variance is scale² Var x₀ + spread², and samples have these moments at any level', () => {
    const level: Level = { scale: 0.6, spread: 0.8 };
    const [clean, noisy] = [moments(plane), moments(plane, level)];
    clean.variance.forEach((v, c) => {
      expect(Math.abs((noisy.variance[c] ?? NaN) - (0.36 * v + 0.64))).toBeLessThan(1e-10);
    });
    const n = 40_000;
    const x = sampleMixture(seededRandom(5), plane, n, level);
    [0, 1].forEach((c) => {
      const own = x.filter((_, i) => i % 2 === c);
      const mean = own.reduce((sum, y) => sum + y, 0) / n;
      const variance = own.reduce((sum, y) => sum + (y - mean) ** 2, 0) / n;
      const expected = noisy.variance[c] ?? NaN;
      expect(Math.abs(mean - (noisy.mean[c] ?? NaN))).toBeLessThan(4 * Math.sqrt(expected / n));
      expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    });
    expect(sampleMixture(seededRandom(5), plane, 9, level)).toEqual(sampleMixture(seededRandom(5), plane, 9, level));
  });
  it('a cloud’s denoiser is attention over its points: near pure noise their mean, near none the nearest', () => {
    const points = cloud(3, 12, 2);
    const x = [0.3, -0.4];
    const { mean } = moments(points);
    close(posteriorMean(points, x, 1e6), mean, 1e-5);
    close(posteriorMean(points, x, { scale: 0, spread: 1 }), mean, 1e-14);
    const nearest = Array.from({ length: 12 }, (_, k) => points.means.subarray(2 * k, 2 * k + 2)).sort(
      (a, b) => Math.hypot((a[0] ?? 0) - 0.3, (a[1] ?? 0) + 0.4) - Math.hypot((b[0] ?? 0) - 0.3, (b[1] ?? 0) + 0.4),
    )[0];
    close(posteriorMean(points, x, 1e-3), nearest ?? [], 1e-12);
    // Far away every exponential underflows; the largest still stands.
    expect(responsibilities(points, [1e4, 1e4], 0.01).reduce((sum, r) => sum + r, 0)).toBeCloseTo(1, 12);
    expect(Number.isFinite(logDensity(points, [1e4, 1e4], 0.01)[0])).toBe(true);
  });
});

describe('on the line', () => {
  const anyMixture = fc.constantFrom(bumps, cloud(4, 30, 1, 0.05), mixture([{ weight: 1, mean: [3], sd: 2 }]));
  it('the quantile undoes the distribution function, in the gaps and in both tails', () => {
    fc.assert(
      fc.property(anyMixture, fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), anyLevel, (m, u, level) => {
        for (const at of [0, level]) {
          const x = mixtureQuantile(m, u, at);
          expect(Math.abs(mixtureCdf(m, x, at) - u)).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 50 },
    );
    // Near the empty gap between two bumps 35 standard deviations apart.
    const far = mixture([
      { weight: 0.5, mean: [0], sd: 0.1 },
      { weight: 0.5, mean: [7], sd: 0.1 },
    ]);
    expect(Math.abs(mixtureCdf(far, mixtureQuantile(far, 0.5 - 1e-12)) - 0.5 + 1e-12)).toBeLessThan(1e-15);
  });
  it('the distribution function has the density as slope and is the slope of the shortfall', () => {
    const h = 1e-4;
    fc.assert(
      fc.property(anyMixture, fc.double({ min: -3, max: 4, noNaN: true }), anyLevel, (m, x, level) => {
        const slope = (f: (y: number) => number): number => (f(x + h) - f(x - h)) / (2 * h);
        expect(slope((y) => mixtureCdf(m, y, level))).toBeCloseTo(density(m, [x], level)[0] ?? NaN, 4);
        expect(slope((y) => mixtureShortfall(m, y, level))).toBeCloseTo(mixtureCdf(m, x, level), 5);
        const [mean] = moments(m, level).mean;
        expect(mixtureShortfall(m, x, level) - mixtureExcess(m, x, level)).toBeCloseTo(x - (mean ?? NaN), 12);
        expect(mixtureSurvival(m, x, level) + mixtureCdf(m, x, level)).toBeCloseTo(1, 14);
      }),
    );
  });
  it('transport keeps quantiles and comes back', () => {
    const level: Level = { scale: 0.0065715873, spread: 0.9999784 };
    for (let x = -2.4; x <= 2; x += 0.1) {
      const code = transport(bumps, x, 0, level);
      expect(Math.abs(mixtureCdf(bumps, x) - mixtureCdf(bumps, code, level))).toBeLessThan(1e-12);
      expect(Math.abs(transport(bumps, code, level, 0) - x)).toBeLessThan(1e-6);
    }
    // A Gaussian in its far upper tail, where 1 − F has no digits left: (x − mean)/sd is kept.
    expect(transport(mixture([{ weight: 1, mean: [1], sd: 2 }]), 41, 0, { scale: 1, spread: 1.5 })).toBeCloseTo(51, 9);
  });
});

describe('on tensors', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  const cases: readonly [string, Mixture][] = [
    ['bumps', bumps],
    ['plane', plane],
    ['cloud', cloud(6, 40, 2)],
    ['smoothed cloud', cloud(7, 40, 2, 0.1)],
  ];
  const levels: readonly (number | Level)[] = [0.3, 1, 40, { scale: 0.5, spread: 0.8 }];

  it.each(cases)('%s: all closed forms agree with float64, and no tensor is left', async (_, m) => {
    const x = normals(seededRandom(8), 64 * m.d).map((y) => Math.fround(1.5 * y));
    const { leaked } = await countingLeaks(tf, async () => {
      const uploaded = onTensors.uploadMixture(tf, m);
      const points = tf.tensor2d(Float32Array.from(x), [64, m.d]);
      for (const level of levels) {
        const pairs = [
          [onTensors.score, score, 3e-5],
          [onTensors.posteriorMean, posteriorMean, 3e-5],
          [onTensors.logDensity, logDensity, 3e-5],
          [onTensors.responsibilities, responsibilities, 3e-5],
          [onTensors.scoreDivergence, scoreDivergence, 2e-4],
          [onTensors.denoiserDivergence, denoiserDivergence, 2e-4],
        ] as const;
        for (const [tensorForm, reference, tolerance] of pairs) {
          const result = tensorForm(tf, uploaded, points, level);
          close(await result.data(), reference(m, x, level), tolerance);
          result.dispose();
        }
      }
      onTensors.disposeMixture(tf, uploaded);
      points.dispose();
    });
    expect(leaked).toBe(0);
  });
  it('takes a level per row', async () => {
    const sigmas = Float64Array.from({ length: 64 }, (_, i) => Math.fround(0.05 * 1.1 ** i));
    const x = normals(seededRandom(9), 128).map(Math.fround);
    const result = tf.tidy(() => {
      const [scale, spread] = [tf.fill([64, 1], 1), tf.tensor2d(Float32Array.from(sigmas), [64, 1])];
      const uploaded = onTensors.uploadMixture(tf, plane);
      const points = tf.tensor2d(Float32Array.from(x), [64, 2]);
      return [onTensors.posteriorMean, onTensors.score].map((form) => form(tf, uploaded, points, { scale, spread }));
    });
    const [means, scores] = await Promise.all(result.map((tensor) => tensor.data()));
    sigmas.forEach((sigma, i) => {
      const row = x.subarray(2 * i, 2 * i + 2);
      close(means?.slice(2 * i, 2 * i + 2) ?? [], posteriorMean(plane, row, sigma), 3e-5);
      close(scores?.slice(2 * i, 2 * i + 2) ?? [], score(plane, row, sigma), 3e-4);
    });
    tf.dispose(result);
  });
});

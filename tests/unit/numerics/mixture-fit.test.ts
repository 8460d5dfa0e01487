/** Mixtures fitted by EM, kernel density estimates, and the junk bound; tensors held to float64. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as fit from '../../../src/numerics/mixture-fit.ts';
import * as onTensors from '../../../src/numerics/mixture-fit.tensor.ts';
import { cloudNames, pointCloud } from '../../../src/numerics/point-clouds.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const floor = 1e-3;
const cloud = fc
  .record({ name: fc.constantFrom(...cloudNames), n: fc.integer({ min: 20, max: 80 }), seed: fc.nat(0xffffffff) })
  .map(({ name, n, seed }) => pointCloud(name, n, seededRandom(seed)));
/** A mixture of K components somewhere among the points. */
const mixtureOf = (K: number, seed: number): fit.PlanarMixture => {
  const random = seededRandom(seed);
  const raw = Array.from({ length: K }, () => 0.2 + random());
  const total = raw.reduce((sum, w) => sum + w, 0);
  return {
    weights: Float64Array.from(raw, (w) => w / total),
    means: normals(random, 2 * K),
    covariances: Float64Array.from(
      Array.from({ length: K }, () => {
        const [a, b, c] = [0.2 + random(), random() - 0.5, 0.2 + random()];
        return [a * a, a * b, b * b + c * c];
      }).flat(),
    ),
  };
};
const mixture = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(0xffffffff)).map(([K, seed]) => mixtureOf(K, seed));
const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (x, i) => Math.abs(x - (b[i] ?? NaN)) / Math.max(1, Math.abs(b[i] ?? NaN))));
};

describe('mixtures in float64', () => {
  it('log p integrates to 1 over the plane', () => {
    const p = mixtureOf(3, 5);
    const grid = Array.from({ length: 161 * 161 }, (_, i) => [
      -8 + (i % 161) / 10,
      -8 + Math.floor(i / 161) / 10,
    ]).flat();
    const sum = fit.logDensities(p, grid).reduce((total, value) => total + Math.exp(value) / 100, 0);
    expect(sum).toBeCloseTo(1, 6);
  });
  it('a standard Gaussian at its middle: −log 2π; a correlated one by its determinant', () => {
    const at0 = (covariances: number[]): number =>
      fit.logDensities(
        { weights: Float64Array.of(1), means: Float64Array.of(0, 0), covariances: Float64Array.from(covariances) },
        [0, 0],
      )[0] ?? NaN;
    expect(at0([1, 0, 1])).toBeCloseTo(-Math.log(2 * Math.PI), 12);
    expect(at0([2, 1, 3])).toBeCloseTo(-Math.log(2 * Math.PI) - Math.log(5) / 2, 12);
  });
  it('responsibilities are non-negative and sum to 1, however far the point', () => {
    fc.assert(
      fc.property(mixture, cloud, (p, points) => {
        const [K, shares] = [p.weights.length, fit.responsibilities(p, [...points, 300, -300])];
        for (let i = 0; i < shares.length; i += K) {
          const row = shares.subarray(i, i + K);
          expect(row.every((share) => share >= 0)).toBe(true);
          expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        }
      }),
    );
  });
  it('EM never lowers the likelihood, whether the floor is touched or not', () => {
    fc.assert(
      fc.property(mixture, cloud, fc.constantFrom(1e-5, floor, 0.1), (start, points, least) => {
        let [p, before] = [start, -Infinity];
        // The first step may have to raise a covariance of the start to the floor.
        p = fit.emStep(p, points, least).mixture;
        for (let i = 0; i < 20; i++) {
          const step = fit.emStep(p, points, least);
          expect(step.logLikelihood).toBeGreaterThanOrEqual(before - 1e-10);
          [p, before] = [step.mixture, step.logLikelihood];
        }
      }),
      { numRuns: 40 },
    );
  });
  it('one component is the moments of the points, and EM leaves it alone', () => {
    const points = [0, 0, 2, 0, 0, 2, 2, 2];
    const one = fit.singleGaussian(points, floor);
    expect([...one.means, ...one.covariances]).toEqual([1, 1, 1, 0, 1]);
    expect(largest(fit.emStep(one, points, floor).mixture.covariances, one.covariances)).toBeLessThan(1e-12);
  });
  it('the floor raises eigenvalues and leaves larger ones alone', () => {
    expect(fit.floorCovariance([1, 0, 1e-9], 0.25)).toEqual([1, 0, 0.25]);
    const [xx, xy, yy] = fit.floorCovariance([1, 1, 1], 0.5);
    expect([xx, xy, yy].map((v) => Number(v.toFixed(12)))).toEqual([1.25, 0.75, 1.25]);
    expect(fit.floorCovariance([0, 0, 0], 0.3)).toEqual([0.3, 0, 0.3]);
  });
  it('a cut component keeps its mean, its weight and its covariance', () => {
    fc.assert(
      fc.property(mixture, (p) => {
        const cut = fit.splitComponent(p, 0, 1e-12);
        const last = cut.weights.length - 1;
        const w = [cut.weights[0] ?? NaN, cut.weights[last] ?? NaN];
        expect((w[0] ?? NaN) + (w[1] ?? NaN)).toBeCloseTo(p.weights[0] ?? NaN, 12);
        const middle = [0, 1].map((c) => ((cut.means[c] ?? NaN) + (cut.means[2 * last + c] ?? NaN)) / 2);
        expect(largest(middle, p.means.subarray(0, 2))).toBeLessThan(1e-12);
        const [dx, dy] = [0, 1].map((c) => ((cut.means[c] ?? NaN) - (cut.means[2 * last + c] ?? NaN)) / 2) as [
          number,
          number,
        ];
        const total = [dx * dx, dx * dy, dy * dy].map((v, i) => v + (cut.covariances[i] ?? NaN));
        expect(largest(total, p.covariances.subarray(0, 3))).toBeLessThan(1e-12);
      }),
    );
  });
  it('more components fit the training points better, on every cloud', () => {
    for (const name of cloudNames) {
      const points = pointCloud(name, 150, seededRandom(1));
      const values = fit.fitNested(points, 8, 60, floor).map((p) => fit.mean(fit.logDensities(p, points)));
      values.slice(1).forEach((value, i) => {
        expect(value).toBeGreaterThan(values[i] ?? NaN);
      });
    }
  });
  it('fits whatever is drawn: one point, one point many times, a line', () => {
    for (const points of [
      [0.5, 0.5],
      Array.from({ length: 40 }, () => 1),
      Array.from({ length: 40 }, (_, i) => Math.floor(i / 2) / 10),
    ]) {
      for (const p of fit.fitNested(points, 12, 20, floor)) {
        expect([...p.weights, ...p.means, ...p.covariances].every(Number.isFinite)).toBe(true);
        expect(fit.logDensities(p, points).every(Number.isFinite)).toBe(true);
      }
    }
  });
});

describe('kernel density estimates', () => {
  it('of one point is a Gaussian around it; of two the mean of two', () => {
    const value = fit.logKernelDensities([1, 0], 0.5, [1, 0])[0] ?? NaN;
    expect(value).toBeCloseTo(-Math.log(2 * Math.PI * 0.25), 12);
    expect(fit.logKernelDensities([1, 0, 500, 0], 0.5, [1, 0])[0]).toBeCloseTo(value - Math.LN2, 12);
  });
});

describe('junk', () => {
  it('costs at most −log(1 − ε), at every point and for any junk', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -700, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 1e-9, max: 10, noNaN: true }),
        (log, share, junk) => {
          const slack = fit.logWithJunk(log, share, junk) - log - Math.log1p(-share);
          expect(slack).toBeGreaterThanOrEqual(-1e-12 * Math.max(1, Math.abs(log)));
        },
      ),
    );
  });
  it('of 99 % costs at most ln 100 = 4.605170 nats, which at 784 dimensions are 0.008474 bits each (Theis et al. 2016, arXiv 1511.01844)', () => {
    expect(-Math.log1p(-0.99)).toBeCloseTo(4.60517, 6);
    expect(Math.log(100) / (784 * Math.LN2)).toBeCloseTo(0.008474, 6);
    // Where the junk has no density the bound is reached.
    expect(fit.logWithJunk(0, 0.99, 1e-300)).toBeCloseTo(-4.60517, 6);
  });
});

describe('on tensors', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });
  const read = async (work: () => import('@tensorflow/tfjs-core').Tensor): Promise<ArrayLike<number>> => {
    const { result, leaked } = await countingLeaks(tf, async () => {
      const values = tf.tidy(work);
      const data = await values.data();
      values.dispose();
      return data;
    });
    expect(leaked).toBe(0);
    return result;
  };

  it('joint densities, kernel estimates and junk agree with float64', async () => {
    await fc.assert(
      fc.asyncProperty(mixture, cloud, async (p, points) => {
        const upload = () => onTensors.pointTensors(tf, points);
        const joint = await read(() => onTensors.logJoint(tf, onTensors.mixtureTensors(tf, p), upload()));
        expect(largest(joint, fit.logJoint(p, points))).toBeLessThan(1e-5);
        const kernel = await read(() => onTensors.logKernelDensities(tf, upload(), 0.1, upload()));
        expect(largest(kernel, fit.logKernelDensities(points, 0.1, points))).toBeLessThan(1e-5);
        const log = fit.logDensities(p, points);
        for (const share of [0, 0.5, 0.99]) {
          const mixed = await read(() => onTensors.logWithJunk(tf, tf.tensor1d(Float32Array.from(log)), share, 1 / 16));
          expect(
            largest(
              mixed,
              log.map((value) => fit.logWithJunk(value, share, 1 / 16)),
            ),
          ).toBeLessThan(1e-5);
        }
      }),
      { numRuns: 10 },
    );
  });
  it('the grid of a kernel estimate is its density at each place', async () => {
    const points = pointCloud('spiral', 30, seededRandom(2));
    const axis = [-1, 0, 0.5];
    const grid = await read(() => {
      const line = tf.tensor2d(axis.map((x) => [x]));
      return onTensors.kernelDensityGrid(tf, onTensors.pointTensors(tf, points), 0.2, line, line);
    });
    const places = axis.flatMap((y) => axis.flatMap((x) => [x, y]));
    expect(largest(grid, fit.logKernelDensities(points, 0.2, places).map(Math.exp))).toBeLessThan(1e-5);
  });
  it('a step of EM is the step in float64, with and without the floor', async () => {
    for (const [K, least] of [
      [1, 1e-9],
      [3, 1e-3],
      [3, 0.2],
    ] as const) {
      const [start, points] = [mixtureOf(K, 3), pointCloud('moons', 60, seededRandom(4))];
      const expected = fit.emStep(start, points, least);
      const found = await read(() => {
        const { state, logLikelihood } = onTensors.emStep(
          tf,
          onTensors.emState(tf, start),
          onTensors.pointTensors(tf, points),
          least,
        );
        return tf.concat([
          ...[state.weights, state.x, state.y, state.xx, state.xy, state.yy].map((t) => tf.reshape(t, [-1])),
          tf.reshape(logLikelihood, [1]),
        ]);
      });
      const { weights, means, covariances } = expected.mixture;
      const column = (values: Float64Array, width: number, c: number): number[] =>
        [...values].filter((_, i) => i % width === c);
      const wanted = [
        ...weights,
        ...column(means, 2, 0),
        ...column(means, 2, 1),
        ...column(covariances, 3, 0),
        ...column(covariances, 3, 1),
        ...column(covariances, 3, 2),
        expected.logLikelihood,
      ];
      expect(largest(found, wanted)).toBeLessThan(1e-5);
    }
  });
  it('60 steps of EM in single precision end where float64 ends, for three components on two moons', async () => {
    const points = pointCloud('moons', 150, seededRandom(1));
    const start = fit.splitComponent(fit.splitComponent(fit.singleGaussian(points, floor), 0, floor), 0, floor);
    const found = await read(() => {
      const upload = onTensors.pointTensors(tf, points);
      let state = onTensors.emState(tf, start);
      for (let i = 0; i < 60; i++) state = onTensors.emStep(tf, state, upload, floor).state;
      return tf.concat([state.x, state.y], 1);
    });
    const { means } = fit.runEm(start, points, 60, floor);
    const wanted = [0, 1].flatMap((c) => [...means].filter((_, i) => i % 2 === c));
    expect(largest(found, wanted)).toBeLessThan(1e-3);
  });
});

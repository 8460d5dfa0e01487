/** Objectives of a score on the line: known minima, equal gradients, tensors against float64. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { mixture, pointCloud } from '../../../src/numerics/gaussian-mixture.ts';
import {
  denoisingFloor,
  implicitGradient,
  implicitObjective,
  noisyNodes,
  normalNodes,
  scoresAt,
  squaredGradient,
  squaredObjective,
  type Cubic,
} from '../../../src/numerics/score-matching.ts';
import * as onTensors from '../../../src/numerics/score-matching.tensor.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const cubics = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -0.3, max: 0.3, noNaN: true }));
const noise = fc.double({ min: 0.5, max: 1.5, noNaN: true });

describe('normal nodes', () => {
  it('give the moments 1, 0, 1, 0, 3, 0, 15 of N(0, 1)', () => {
    const { x, weights } = normalNodes();
    [1, 0, 1, 0, 3, 0, 15].forEach((moment, power) => {
      const found = x.reduce((sum, z, i) => sum + (weights[i] ?? NaN) * z ** power, 0);
      expect(found).toBeCloseTo(moment, 10);
    });
  });
});

describe('objectives', () => {
  const nodes = normalNodes();

  it('Hyvärinen’s objective of −x/v on N(0, 1) is 1/2v² − 1/v, least at v = 1 (derived in the article)', () => {
    for (const v of [0.5, 0.8, 1, 1.3, 2]) {
      expect(implicitObjective([-1 / v, 0], nodes)).toBeCloseTo(1 / (2 * v ** 2) - 1 / v, 10);
      expect(implicitObjective([-1 / v, 0], nodes)).toBeGreaterThanOrEqual(-0.5 - 1e-12);
    }
    const slopes = implicitGradient([-1, 0], nodes);
    for (const slope of slopes) expect(slope).toBeCloseTo(0, 10);
  });

  it('the least denoising loss of N(0, 1) with σ = 1 is a half (derived in the article)', () => {
    const normal = mixture([{ weight: 1, mean: [0], sd: 1 }]);
    // x = x₀ + ε has variance 2: nodes of N(0, 1) times √2.
    const noisy = { x: nodes.x.map((z) => z * Math.SQRT2), weights: nodes.weights };
    expect(denoisingFloor(noisy, scoresAt(noisy, normal, 1), 1)).toBeCloseTo(0.5, 10);
  });

  it('denoising and explicit objectives differ by the same constant for every model, as do implicit and explicit ones', () => {
    fc.assert(
      fc.property(cubics, cubics, noise, (one, other, sigma) => {
        const noisy = noisyNodes([-1, 1], sigma);
        const scores = scoresAt(noisy, pointCloud([-1, 1], 1), sigma);
        const gap = (model: Cubic): number =>
          squaredObjective(model, noisy, noisy.targets) - squaredObjective(model, noisy, scores);
        const rest = (model: Cubic): number => implicitObjective(model, noisy) - squaredObjective(model, noisy, scores);
        expect(gap(one)).toBeCloseTo(gap(other), 8);
        expect(gap(one)).toBeCloseTo(denoisingFloor(noisy, scores, sigma) / 2, 8);
        expect(rest(one)).toBeCloseTo(rest(other), 8);
      }),
      { numRuns: 20 },
    );
  });

  it('gradients are those of the objectives, by central differences', () => {
    fc.assert(
      fc.property(cubics, noise, ([a, b], sigma) => {
        const noisy = noisyNodes([-1, 1], sigma);
        const h = 1e-5;
        const slopes = (of: (model: Cubic) => number): number[] => [
          (of([a + h, b]) - of([a - h, b])) / (2 * h),
          (of([a, b + h]) - of([a, b - h])) / (2 * h),
        ];
        const close = (found: Cubic, wanted: number[]): void => {
          found.forEach((slope, i) => {
            expect(Math.abs(slope - (wanted[i] ?? NaN))).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
          });
        };
        close(
          squaredGradient([a, b], noisy, noisy.targets),
          slopes((model) => squaredObjective(model, noisy, noisy.targets)),
        );
        close(
          implicitGradient([a, b], noisy),
          slopes((model) => implicitObjective(model, noisy)),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('on tensors agree with float64 and leave nothing behind', async () => {
    const noisy = noisyNodes([-1, 1], 0.8);
    const model: Cubic = [-0.4, 0.1];
    const { result, leaked } = await countingLeaks(tf, async () => {
      const found = [
        onTensors.squaredGradient(tf, model, noisy, noisy.targets),
        onTensors.implicitGradient(tf, model, noisy),
      ];
      const values = await Promise.all(found.map((tensor) => tensor.data()));
      tf.dispose(found);
      return values;
    });
    expect(leaked).toBe(0);
    const wanted = [squaredGradient(model, noisy, noisy.targets), implicitGradient(model, noisy)];
    wanted.forEach((pair, k) => {
      pair.forEach((slope, i) => expect(result[k]?.[i]).toBeCloseTo(slope, 3));
    });
  });
});

/** Small denoisers: the float64 twin, the loss and its weights, training. */
import { beforeAll, describe, expect, it } from 'vitest';
import { cosineDecay } from '../../../src/numerics/adam.ts';
import { Optimizer, readFigures } from '../../../src/numerics/adam.tensor.ts';
import * as onTensors from '../../../src/numerics/denoiser-network.tensor.ts';
import {
  denoiserLoss,
  denoiserModel,
  denoiserWeights,
  drawBatch,
  edmFeatures,
  featureRows,
  featureWidth,
  flowFeatures,
  fourierFeatures,
  logNormalLevels,
  logUniformLevels,
  uniformTimeLevels,
  type DenoiserDesign,
} from '../../../src/numerics/denoiser-network.ts';
import { ddim, levelsAt, probabilityFlowSteps } from '../../../src/numerics/diffusion-samplers.ts';
import { pointCloud, posteriorMean } from '../../../src/numerics/gaussian-mixture.ts';
import { silu } from '../../../src/numerics/multilayer.ts';
import * as multilayerTensors from '../../../src/numerics/multilayer.tensor.ts';
import { levelOf } from '../../../src/numerics/noise-level.ts';
import { uniformGrid } from '../../../src/numerics/noise-grids.ts';
import { denoiserWeight, predictions, type Prediction } from '../../../src/numerics/noise-predictions.ts';
import { flowMatching, variancePreserving } from '../../../src/numerics/noise-schedules.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { sample } from '../../../src/numerics/sampler-step.ts';
import { sample as sampleTensors } from '../../../src/numerics/sampler-step.tensor.ts';
import { countWeights } from '../../../src/numerics/weights.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

/** A ring of 120 points. */
const ring = Float64Array.from({ length: 240 }, (_, i) => {
  const angle = (2 * Math.PI * Math.floor(i / 2)) / 120;
  return 0.7 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
});
const design = (prediction: Prediction): DenoiserDesign => ({
  d: 2,
  prediction,
  dataSd: 0.5,
  features: edmFeatures(0.5),
  level: logNormalLevels(),
});
const flow: DenoiserDesign = {
  d: 2,
  prediction: 'flow',
  dataSd: 0.5,
  features: flowFeatures,
  level: uniformTimeLevels(flowMatching()),
};

describe('inputs and targets', () => {
  it('score matching’s features are 15: c, sin and cos of c, 2c, 4c, and ln σ', () => {
    const features = fourierFeatures([1, 2, 4]);
    expect(featureWidth(features, 2)).toBe(15);
    const row = featureRows(features, [3, -1], 2, () => levelOf(2));
    const c = [3 / Math.sqrt(5), -1 / Math.sqrt(5)];
    const waves = [1, 2, 4].flatMap((k) => [...c.map((y) => Math.sin(k * y)), ...c.map((y) => Math.cos(k * y))]);
    expect([...row]).toEqual([...c, ...waves, Math.log(2)]);
  });
  it('EDM’s inputs and targets have unit variance at every level, on data of variance σ_d²', () => {
    const cloud = normals(seededRandom(1), 4000).map((z) => 0.5 * z);
    for (const sigma of [0.01, 0.5, 80]) {
      const fixed = { ...design('edm'), level: () => levelOf(sigma) };
      const { inputs, targets } = drawBatch(seededRandom(2), fixed, cloud, 4000);
      const variance = (values: Float64Array): number => values.reduce((sum, y) => sum + y * y, 0) / values.length;
      expect(Math.abs(variance(inputs.filter((_, i) => i % 3 < 2)) - 1)).toBeLessThan(0.06);
      expect(Math.abs(variance(targets) - 1)).toBeLessThan(0.06);
    }
  });
  it('levels: σ log-normal or log-uniform, t uniform on a schedule', () => {
    const draw = (level: DenoiserDesign['level']): number[] => {
      const random = seededRandom(3);
      return Array.from({ length: 4000 }, () => {
        const { scale, spread } = level(random);
        return Math.log(spread / scale);
      });
    };
    const mean = (values: readonly number[]): number => values.reduce((sum, y) => sum + y, 0) / values.length;
    const normal = draw(logNormalLevels());
    expect(Math.abs(mean(normal) + 1.2)).toBeLessThan(0.08);
    expect(Math.abs(Math.sqrt(mean(normal.map((y) => (y - mean(normal)) ** 2))) - 1.2)).toBeLessThan(0.06);
    const uniform = draw(logUniformLevels(0.05, 3));
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(Math.log(0.05));
    expect(Math.max(...uniform)).toBeLessThanOrEqual(Math.log(3));
    expect(Math.abs(mean(uniform) - Math.log(0.05 * 3) / 2)).toBeLessThan(0.08);
    const vp = variancePreserving();
    const times = draw(uniformTimeLevels(vp)).map((y) => vp.time(Math.exp(y)));
    expect(Math.abs(mean(times) - 0.5)).toBeLessThan(0.02);
  });
  it.each(predictions)('the loss of %s is that of its denoiser with the weight of the level', (prediction) => {
    const fixed = { ...design(prediction), level: () => levelOf(0.8) };
    const weights = denoiserWeights(seededRandom(4), fixed, [8]);
    const cloud = ring.subarray(0, 2);
    const batch = drawBatch(seededRandom(5), fixed, cloud, 50);
    // Undo the features to have the noisy points back.
    const noisy = Float64Array.from(
      { length: 100 },
      (_, i) => (batch.inputs[Math.floor(i / 2) * 3 + (i % 2)] ?? NaN) * Math.hypot(0.8, 0.5),
    );
    const d = denoiserModel(fixed, weights).data(noisy, levelOf(0.8));
    const error = d.reduce((sum, y, i) => sum + (y - (cloud[i % 2] ?? NaN)) ** 2, 0) / 50;
    expect(Math.abs((denoiserWeight(prediction, 0.8) * error) / denoiserLoss(weights, batch) - 1)).toBeLessThan(1e-10);
  });
  it('the same seed draws the same batch, and `chosen` names the points', () => {
    const [a, b] = [1, 1].map((seed) => drawBatch(seededRandom(seed), flow, ring, 32));
    expect(a).toEqual(b);
    expect(a?.chosen.every((k) => k >= 0 && k < 120)).toBe(true);
    const clear = { ...design('data'), level: () => levelOf(1e-3) };
    const { targets, chosen } = drawBatch(seededRandom(6), clear, ring, 32);
    targets.forEach((y, i) => expect(y).toBe(ring[2 * (chosen[Math.floor(i / 2)] ?? NaN) + (i % 2)]));
  });
});

describe('on tensors', () => {
  it('SiLU and its gradient', async () => {
    const x = [-30, -3, -1, 0, 0.5, 2, 30];
    const input = tf.tensor1d(x);
    const [value, slope] = tf.tidy(() => [
      multilayerTensors.silu(tf, input),
      tf.grad((y) => multilayerTensors.silu(tf, y))(input),
    ]) as [typeof input, typeof input];
    (await value.data()).forEach((y: number, i: number) => expect(y).toBeCloseTo(silu(x[i] ?? NaN), 5));
    (await slope.data()).forEach((y: number, i: number) => {
      const [at, h] = [x[i] ?? NaN, 1e-5];
      expect(y).toBeCloseTo((silu(at + h) - silu(at - h)) / (2 * h), 5);
    });
    tf.dispose([input, value, slope]);
  });

  it.each([
    ...predictions.map(design),
    flow,
    { ...design('noise'), features: fourierFeatures([1, 2, 4]), weight: () => 2 },
  ])('loss, denoiser and score of a network agree with float64 ($prediction)', async (one) => {
    const initial = denoiserWeights(seededRandom(7), one, [16, 16]);
    const batch = drawBatch(seededRandom(8), one, ring, 24);
    const x = normals(seededRandom(9), 48).map(Math.fround);
    const level = one === flow ? { scale: 0.3, spread: 0.7 } : levelOf(0.8);
    const { leaked } = await countingLeaks(tf, async () => {
      const optimizer = new Optimizer(tf, initial, { learningRate: 0.01 });
      const model = onTensors.denoiserModel(tf, one, () => optimizer.weights);
      const twin = denoiserModel(one, initial);
      const points = tf.tensor2d(Float32Array.from(x), [24, 2]);
      for (const wanted of ['data', 'score'] as const) {
        const found = model[wanted](points, level);
        const expected = twin[wanted](x, level);
        (await found.data()).forEach((y: number, i: number) =>
          expect(Math.abs(y - (expected[i] ?? NaN))).toBeLessThan(1e-4),
        );
        found.dispose();
      }
      const { loss } = await readFigures(onTensors.trainStep(tf, optimizer, batch));
      const expected = denoiserLoss(initial, batch);
      expect(Math.abs(loss / expected - 1)).toBeLessThan(1e-4);
      points.dispose();
      optimizer.dispose();
    });
    expect(leaked).toBe(0);
  });

  it('flow matching, 3-64-64-64-2, batch 256: training brings the denoiser near the exact one, and samples near the ring', async () => {
    const initial = denoiserWeights(seededRandom(10), flow, [64, 64, 64]);
    expect(countWeights(initial)).toBe(3 * 64 + 64 + 2 * (64 * 64 + 64) + 64 * 2 + 2);
    const { leaked } = await countingLeaks(tf, async () => {
      const steps = 80;
      const random = seededRandom(11);
      const optimizer = new Optimizer(tf, initial, { learningRate: cosineDecay(0.01, steps) });
      const model = onTensors.denoiserModel(tf, flow, () => optimizer.weights);
      const x = tf.tensor2d(Float32Array.from(normals(seededRandom(12), 200)), [100, 2]);
      const error = async (): Promise<number> => {
        const found = model.data(x, { scale: 0.3, spread: 0.7 });
        const exact = posteriorMean(pointCloud(ring, 2), await x.data(), { scale: 0.3, spread: 0.7 });
        const values = await found.data();
        found.dispose();
        return Math.sqrt(exact.reduce((sum, y, i) => sum + (y - (values[i] ?? NaN)) ** 2, 0) / exact.length);
      };
      const before = await error();
      for (let step = 0; step < steps; step++)
        onTensors.trainStep(tf, optimizer, drawBatch(random, flow, ring, 256)).dispose();
      const after = await error();
      expect(after).toBeLessThan(0.25);
      expect(after).toBeLessThan(before / 2);
      const end = sampleTensors(tf, probabilityFlowSteps(flowMatching(), uniformGrid(1, 0, 20)), model, x);
      const ends = await end.data();
      const off = Array.from({ length: 100 }, (_, i) =>
        Math.abs(Math.hypot(ends[2 * i] ?? NaN, ends[2 * i + 1] ?? NaN) - 0.7),
      );
      expect(off.reduce((sum, y) => sum + y, 0) / 100).toBeLessThan(0.3); // 0.6 for the noise itself
      // The same network in float64, sampled by DDIM on the same grid: the same points.
      const twin = denoiserModel(flow, await optimizer.read());
      const reference = sample(
        ddim(levelsAt(flowMatching(), uniformGrid(1, 0, 20))),
        twin,
        Float64Array.from(await x.data()),
      );
      reference.forEach((y, i) => expect(Math.abs(y - (ends[i] ?? NaN))).toBeLessThan(1e-3));
      tf.dispose([x, end]);
      optimizer.dispose();
    });
    expect(leaked).toBe(0);
  });
});

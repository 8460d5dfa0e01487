/** A denoiser that is told a class: what guidance makes of it, tensors against float64, training. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Optimizer, readFigures } from '../../../src/numerics/adam.tensor.ts';
import { uploadWeights } from '../../../src/numerics/autoencoder.tensor.ts';
import * as onTensors from '../../../src/numerics/conditional-denoiser.tensor.ts';
import {
  conditionalModel,
  conditionalWeights,
  dropLabels,
  guidedModelOf,
} from '../../../src/numerics/conditional-denoiser.ts';
import { squaredError, uploadBatch } from '../../../src/numerics/denoiser-network.tensor.ts';
import { drawBatch } from '../../../src/numerics/denoiser-network.ts';
import { latentDesign, latentGrid, latentSigmas, latentSteps } from '../../../src/numerics/digit-denoiser.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { countEvaluations } from '../../../src/numerics/sampler-step.ts';
import { countWeights } from '../../../src/numerics/weights.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const design = latentDesign(4);
const weights = conditionalWeights(seededRandom(1), design, [16, 16], 3, 5);
const labels = Int32Array.of(0, 1, 2, 0, 3, 1);
const x = normals(seededRandom(2), 6 * 4);
const level = { scale: 1, spread: 0.7 };
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN))));

describe('a conditional denoiser', () => {
  it('has 33·128 + 128·128 + 128·16 weights, biases and class vectors: 23,104 for digits', () => {
    expect(countWeights(conditionalWeights(seededRandom(1), latentDesign(16), [128, 128], 10, 16))).toBe(23_104);
  });

  it('answers each row by its own label', () => {
    const all = conditionalModel(design, weights, labels).data(x, level);
    labels.forEach((label, i) => {
      const alone = conditionalModel(design, weights, [label]).data(x.slice(4 * i, 4 * i + 4), level);
      expect(difference(alone, all.subarray(4 * i, 4 * i + 4))).toBeLessThan(1e-14);
    });
  });

  it('guided with w = 0 does not hear the labels, with w = 1 it is the conditional model', () => {
    const other = Int32Array.from(labels, (label) => (label + 1) % 3);
    const unheard = guidedModelOf(design, weights, labels, 0).data(x, level);
    expect(difference(unheard, guidedModelOf(design, weights, other, 0).data(x, level))).toBe(0);
    const heard = guidedModelOf(design, weights, labels, 1).data(x, level);
    expect(difference(heard, conditionalModel(design, weights, labels).data(x, level))).toBe(0);
  });

  it.each([0, 1, 2.5, 8])('guided by w = %f is the same on tensors', async (w) => {
    const { result, leaked } = await countingLeaks(tf, async () => {
      const answer = tf.tidy(() =>
        onTensors
          .guidedModelOf(tf, design, uploadWeights(tf, weights), labels, w)
          .data(tf.tensor2d(Float32Array.from(x), [6, 4]), level),
      );
      const values = await answer.data();
      answer.dispose();
      return values;
    });
    expect(leaked).toBe(0);
    expect(difference(result, guidedModelOf(design, weights, labels, w).data(x, level))).toBeLessThan(1e-5);
  });

  it('learns: 150 steps on three points with labels halve the loss, and labels do drop', async () => {
    const random = seededRandom(3);
    const cloud = Float64Array.of(1, 1, 0, 0, -1, 1, 0, 1, 0, -1, 1, -1);
    const optimizer = new Optimizer(tf, conditionalWeights(random, design, [32], 3, 5), { learningRate: 0.01 });
    const losses: number[] = [];
    for (let step = 0; step < 150; step++) {
      const batch = drawBatch(random, design, cloud, 64);
      const tensors = uploadBatch(tf, batch);
      const rows = onTensors.labelRows(tf, dropLabels(random, batch.chosen, 0.1, 3), 4);
      const figures = optimizer.step((own) =>
        squaredError(tf, onTensors.conditionalOutput(tf, own, tensors.inputs, rows), tensors),
      );
      losses.push((await readFigures(figures)).loss);
      tf.dispose([tensors.inputs, tensors.targets, rows]);
    }
    optimizer.dispose();
    const mean = (part: readonly number[]): number => part.reduce((sum, loss) => sum + loss, 0) / part.length;
    expect(mean(losses.slice(-20))).toBeLessThan(mean(losses.slice(0, 5)) / 2);
    const dropped = dropLabels(random, new Int32Array(10_000), 0.1, 3).filter((label) => label === 3).length;
    expect(dropped / 10_000).toBeCloseTo(0.1, 1);
  });
});

describe('the sampler of latent digits', () => {
  it('goes from σ = 20 to 0.02 in 18 steps of two evaluations', () => {
    const sigmas = latentSigmas();
    expect([sigmas[0], sigmas.at(-1), sigmas.length]).toEqual([latentGrid.from, latentGrid.to, 19]);
    expect(countEvaluations(latentSteps())).toBe(36);
  });

  it('stands still when it starts where it ends', () => {
    for (const { next } of latentSteps(latentGrid.to)) {
      expect(next.own + next.predicted.reduce((sum, one) => sum + Math.abs(one), 0)).toBeCloseTo(1, 12);
    }
  });
});

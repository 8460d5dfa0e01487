import type { Scalar } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { adamStart, adamStep, cosineDecay } from '../../../src/numerics/adam.ts';
import { Optimizer, readFigures } from '../../../src/numerics/adam.tensor.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import type { Tf as NamedTf } from '../../../src/numerics/tf.tensor.ts';
import { constantWeight, countWeights, normalWeight } from '../../../src/numerics/weights.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const curvature = Float64Array.of(1, 4, 0.25, 9, 2, 0.5);
const start = (): Float64Array => normals(seededRandom(3), 6);
const quadratic = (t: NamedTf) => (w: { a: unknown; b: unknown }) => {
  const flat = t.concat([t.reshape(w.a as never, [-1]), t.reshape(w.b as never, [-1])]);
  return t.mul(0.5, t.sum(t.mul(t.square(flat), Float32Array.from(curvature))));
};

describe('Adam', () => {
  it('follows its float64 twin and the library, 60 steps down a quadratic', async () => {
    const options = { learningRate: 0.05 };
    let twin = adamStart(start());
    const initial = {
      a: { values: start().slice(0, 4), shape: [2, 2] },
      b: { values: start().slice(4), shape: [2] },
    };
    const { leaked } = await countingLeaks(tf, async () => {
      const optimizer = new Optimizer(tf, initial, options);
      const variable = tf.tidy(() => tf.variable(tf.tensor1d(Float32Array.from(start()))));
      const library = tf.train.adam(0.05, 0.9, 0.999, 1e-8);
      for (let step = 0; step < 60; step++) {
        const gradient = twin.weights.map((w, i) => w * (curvature[i] ?? 0));
        const { loss, gradientNorm } = await readFigures(optimizer.step(quadratic(tf)));
        expect(loss).toBeCloseTo(0.5 * twin.weights.reduce((sum, w, i) => sum + w * w * (curvature[i] ?? 0), 0), 4);
        expect(gradientNorm).toBeCloseTo(Math.hypot(...gradient), 4);
        twin = adamStep(twin, gradient, options);
        library.minimize(() =>
          tf.sum<Scalar>(tf.mul(tf.square(variable), Float32Array.from(curvature.map((c) => c / 2)))),
        );
      }
      expect(optimizer.steps).toBe(60);
      const { a, b } = await optimizer.read();
      const flat = [...a.values, ...b.values];
      const theirs = await variable.data();
      flat.forEach((w, i) => {
        expect(w).toBeCloseTo(twin.weights[i] ?? NaN, 4);
        expect(w).toBeCloseTo(theirs[i] ?? NaN, 4);
      });
      optimizer.dispose();
      library.dispose();
      variable.dispose();
    });
    expect(leaked).toBe(0);
  });

  it('starts with a step of the size of the learning rate against the sign of each gradient', () => {
    const { weights } = adamStep(adamStart(new Float64Array(3)), [5, -0.01, 2], { learningRate: 0.1 });
    [-0.1, 0.1, -0.1].forEach((expected, i) => expect(weights[i]).toBeCloseTo(expected, 6));
  });

  it('takes the learning rate of a schedule', () => {
    const decay = cosineDecay(0.2, 10);
    expect(decay(0)).toBe(0.2);
    expect(decay(5)).toBeCloseTo(0.1, 12);
    expect(decay(10)).toBeCloseTo(0, 12);
    const { weights } = adamStep(adamStart(new Float64Array(1)), [1], { learningRate: decay });
    expect(weights[0]).toBeCloseTo(-0.2, 6);
  });
});

describe('initial weights', () => {
  it('have the variance that keeps a signal’s size, and are the same for the same seed', () => {
    const { values } = normalWeight(seededRandom(1), [400, 50]);
    const variance = values.reduce((sum, x) => sum + x * x, 0) / values.length;
    expect(variance * 400).toBeGreaterThan(0.97);
    expect(variance * 400).toBeLessThan(1.03);
    expect(normalWeight(seededRandom(1), [400, 50]).values).toEqual(values);
    expect(countWeights({ a: constantWeight([3, 2]), b: constantWeight([5], 1) })).toBe(11);
  });
});

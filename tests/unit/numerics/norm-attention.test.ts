import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../src/numerics/array.ts';
import {
  locality,
  meanLocality,
  middleRows,
  reach,
  uniformLocality,
} from '../../../src/numerics/attention-locality.ts';
import { attentionWeights, matrixProduct, softmaxAttention } from '../../../src/numerics/attention.ts';
import { causalMask } from '../../../src/numerics/character-model.tensor.ts';
import { blocks, diagAttention, diagWeights } from '../../../src/numerics/diag-attention.ts';
import * as diagOnTensors from '../../../src/numerics/diag-attention.tensor.ts';
import { singularValues } from '../../../src/numerics/linear-attention-rank.ts';
import { featureMap, normalizeRows } from '../../../src/numerics/linear-attention.ts';
import { causalMask as seenMask } from '../../../src/numerics/linear-attention.tensor.ts';
import * as norm from '../../../src/numerics/norm-attention.ts';
import * as normOnTensors from '../../../src/numerics/norm-attention.tensor.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { mean, relativeDeviation, runningMean } from '../../../src/numerics/training-statistics.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});
const [n, d] = [22, 8];
const draw = (seed: number, count: number): Float64Array => normals(seededRandom(seed), count);
const inputs = [draw(1, n * d), draw(2, n * d), draw(3, n * d)] as const;
const tensors = () =>
  inputs.map((x) => tf.tensor2d(Float32Array.from(x), [n, d])) as [
    ReturnType<Tf['tensor2d']>,
    ReturnType<Tf['tensor2d']>,
    ReturnType<Tf['tensor2d']>,
  ];

describe('NormAttention', () => {
  it('has outputs of mean square 1 whatever the scale of the features, as long as ε is small beside them', () => {
    const [q, k, v] = inputs;
    const [fq, fk] = [featureMap(q), featureMap(k)];
    const outputs = norm.normAttention(fq, fk, v, d, 1e-12);
    const scaled = norm.normAttention(
      fq.map((x) => 100 * x),
      fk,
      v,
      d,
      1e-12,
    );
    for (let i = 0; i < n; i++) expect(norm.meanSquare(outputs.subarray(i * d, (i + 1) * d))).toBeCloseTo(1, 9);
    outputs.forEach((x, i) => expect(at(scaled, i)).toBeCloseTo(x, 9));
  });

  it('the norm’s Jacobian has singular values 1/√(σ² + ε), and once ε/(σ² + ε) of it', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.constantFrom(1e-6, 1e-3, 1),
        fc.constantFrom(1e-3, 1, 30),
        (seed, epsilon, scale) => {
          const t = draw(seed, d).map((x) => scale * x);
          const square = norm.meanSquare(t) + epsilon;
          const values = singularValues(norm.rmsNormJacobian(t, epsilon), d);
          const across = 1 / Math.sqrt(square);
          for (let i = 0; i < d - 1; i++) expect(at(values, i) / across).toBeCloseTo(1, 9);
          expect(at(values, d - 1) / across).toBeCloseTo(epsilon / square, 9);
          expect(at(values, 0)).toBeLessThanOrEqual(1 / Math.sqrt(epsilon));
        },
      ),
    );
  });

  it('tensors agree with float64, causal ones with the masked sum; nothing is left behind', async () => {
    const [q, k, v] = inputs;
    const { result, leaked } = await countingLeaks(tf, async () => {
      const found = tf.tidy(() => {
        const [tq, tk, tv] = tensors();
        const [fq, fk] = [tf.add(tf.elu(tq), 1), tf.add(tf.elu(tk), 1)];
        return tf.stack([
          normOnTensors.normAttention(tf, fq, fk, tv, 1e-6),
          normOnTensors.causalNormAttention(tf, fq, fk, tv, seenMask(tf, n), 1e-6),
        ]);
      });
      const data = await found.data();
      found.dispose();
      return data;
    });
    expect(leaked).toBe(0);
    const [fq, fk] = [featureMap(q), featureMap(k)];
    const all = norm.normAttention(fq, fk, v, d, 1e-6);
    for (let i = 0; i < n; i++) {
      const upTo = (i + 1) * d;
      const seen = norm.normAttention(fq.slice(i * d, upTo), fk.slice(0, upTo), v.slice(0, upTo), d, 1e-6);
      for (let c = 0; c < d; c++) {
        expect(at(result, i * d + c)).toBeCloseTo(at(all, i * d + c), 4);
        expect(at(result, n * d + i * d + c)).toBeCloseTo(at(seen, c), 4);
      }
    }
  });
});

describe('DiagAttention', () => {
  const [q, k, v] = inputs;
  it('is block-diagonal, its rows sum to 1, and its outputs are its weights times V', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: n + 3 }), (w) => {
        const weights = diagWeights(q, k, d, w);
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let j = 0; j < n; j++) {
            sum += at(weights, i * n + j);
            if (Math.floor(i / w) !== Math.floor(j / w)) expect(at(weights, i * n + j)).toBe(0);
          }
          expect(sum).toBeCloseTo(1, 12);
        }
        const outputs = diagAttention(q, k, v, d, w);
        matrixProduct(weights, v, n).forEach((x, i) => expect(at(outputs, i)).toBeCloseTo(x, 12));
      }),
    );
  });
  it('one block is softmax attention; blocks of 1 return V', () => {
    const whole = softmaxAttention(q, k, v, d);
    diagAttention(q, k, v, d, n).forEach((x, i) => expect(x).toBeCloseTo(at(whole, i), 12));
    diagAttention(q, k, v, d, 1).forEach((x, i) => expect(x).toBeCloseTo(at(v, i), 12));
    expect(blocks(10, 4)).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 8 },
      { from: 8, to: 10 },
    ]);
  });
  it('tensors agree with float64, also where w does not divide n, and causally; nothing is left behind', async () => {
    for (const w of [1, 5, 11, n, 40]) {
      const { result, leaked } = await countingLeaks(tf, async () => {
        const found = tf.tidy(() => diagOnTensors.diagAttention(tf, ...tensors(), w));
        const data = await found.data();
        found.dispose();
        return data;
      });
      expect(leaked).toBe(0);
      diagAttention(q, k, v, d, w).forEach((x, i) => expect(at(result, i)).toBeCloseTo(x, 5));
    }
    const causal = tf.tidy(() => diagOnTensors.causalDiagAttention(tf, ...tensors(), causalMask(tf, 11)));
    const data = await causal.data();
    causal.dispose();
    diagAttention(q, k, v, d, 11, { causal: true }).forEach((x, i) => expect(at(data, i)).toBeCloseTo(x, 5));
  });
});

describe('locality', () => {
  it('of uniform weights is (2⌊rn/2⌋ + 1)/n inside: 0.258 at r = 0.25 of 128 tokens', () => {
    expect(reach(128, 0.25)).toBe(16);
    const uniform = new Float64Array(128 * 128).fill(1 / 128);
    expect(locality(uniform, 128, 64, 0.25)).toBeCloseTo(33 / 128, 12);
    expect(at(uniformLocality(128), 16)).toBeCloseTo(0.258, 3);
  });
  it('rises to 1, and is 1 at once for the identity', () => {
    const weights = attentionWeights(draw(4, 40 * d), draw(5, 40 * d), d);
    const curve = meanLocality(weights, 40);
    for (let t = 1; t < curve.length; t++) expect(at(curve, t)).toBeGreaterThanOrEqual(at(curve, t - 1));
    expect(at(curve, curve.length - 1)).toBeGreaterThan(0.9);
    const identity = Float64Array.from({ length: 1600 }, (_, i) => (i % 41 === 0 ? 1 : 0));
    meanLocality(identity, 40).forEach((x) => expect(x).toBeCloseTo(1, 12));
  });
  it('takes the rows of the middle eighth, and works for the shortest texts', () => {
    expect(middleRows(128)).toEqual(Array.from({ length: 16 }, (_, i) => 56 + i));
    expect([...meanLocality(normalizeRows(Float64Array.of(1, 1, 1, 1), 2), 2)]).toEqual([0.5, 1]);
    expect([...meanLocality(Float64Array.of(1), 1)]).toEqual([1]);
  });
});

describe('figures of a run', () => {
  it('means and scatter', () => {
    expect(runningMean([1, 2, 3, 4], 2)).toEqual([1, 1.5, 2.5, 3.5]);
    expect(mean([2, 4])).toBe(3);
    expect(relativeDeviation([1, 3])).toBeCloseTo(0.5, 14);
    expect(relativeDeviation([5])).toBeNaN();
  });
});

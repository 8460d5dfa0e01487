/** The gated attention unit, its weights and counts; the two small models; tensors held to float64. */
import fc from 'fast-check';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Optimizer, readFigures } from '../../../src/numerics/adam.tensor.ts';
import { attentionWeights, matrixProduct, softmaxRows } from '../../../src/numerics/attention.ts';
import { corpusOf, sampleWindows } from '../../../src/numerics/character-corpus.ts';
import {
  causalMask,
  nextCharacterLoss,
  positions,
  uploadWindows,
} from '../../../src/numerics/character-model.tensor.ts';
import {
  blockModelWeights,
  layerCount,
  unitAttentions,
  unitModelWeights,
} from '../../../src/numerics/gated-attention-model.ts';
import { blockLayers, unitLayers } from '../../../src/numerics/gated-attention-model.tensor.ts';
import * as unit from '../../../src/numerics/gated-attention-unit.ts';
import * as tensor from '../../../src/numerics/gated-attention-unit.tensor.ts';
import { causalMask as zeroOne } from '../../../src/numerics/linear-attention.tensor.ts';
import { chunkMasks } from '../../../src/numerics/mixed-chunk-attention.tensor.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import type { Weight, Weights } from '../../../src/numerics/weights.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (x, i) => Math.abs(x - (b[i] ?? NaN))));
};
const layer = fc
  .record({
    n: fc.integer({ min: 1, max: 12 }),
    d: fc.integer({ min: 1, max: 10 }),
    e: fc.integer({ min: 1, max: 14 }),
    s: fc.integer({ min: 1, max: 6 }),
    seed: fc.nat(0xffffffff),
  })
  .map(({ n, d, e, s, seed }) => {
    const random = seededRandom(seed);
    const shape = { d, e, s };
    const x = normals(random, n * d);
    return {
      n,
      shape,
      x,
      weights: unit.unitWeights(random, shape),
      q: normals(random, n * s),
      k: normals(random, n * s),
    };
  });
const upload = <Name extends string>(weights: Weights<Name>): Record<Name, Tensor> =>
  Object.fromEntries(
    Object.entries<Weight>(weights).map(([name, { values, shape }]) => [
      name,
      tf.tensor(Float32Array.from(values), [...shape]),
    ]),
  ) as Record<Name, Tensor>;

describe('a gated attention unit in float64', () => {
  it('SiLU: x σ(x), 0 at 0, nearly x far to the right', () => {
    expect(unit.silu(0)).toBe(0);
    expect(unit.silu(1)).toBeCloseTo(0.731058578630005, 12);
    expect(unit.silu(40)).toBeCloseTo(40, 12);
  });
  it('with A = I is a gated linear unit', () => {
    fc.assert(
      fc.property(layer, ({ n, shape, x, weights }) => {
        const identity = Float64Array.from({ length: n * n }, (_, i) => Number(Math.floor(i / n) === i % n));
        const [gau, glu] = [unit.gatedAttention(x, identity, weights, shape), unit.gatedLinearUnit(x, weights, shape)];
        expect(largest(gau, glu)).toBeLessThan(1e-12);
      }),
    );
  });
  it('with gate 1 is attention by one head: A V times the output matrix', () => {
    fc.assert(
      fc.property(layer, ({ n, shape: { d, e, s }, x, weights, q, k }) => {
        const map = attentionWeights(q, k, s);
        const mixed = matrixProduct(map, unit.activated(x, weights.value.values, d), n);
        const open = unit.gatedOutput(new Float64Array(n * e).fill(1), mixed, weights.output.values, e);
        expect(largest(open, matrixProduct(mixed, weights.output.values, e))).toBe(0);
      }),
    );
  });
  it('a gated linear unit never lets a row look at another', () => {
    fc.assert(
      fc.property(layer, ({ n, shape, x, weights }) => {
        if (n < 2) return;
        const other = x.map((value, i) => (i >= shape.d ? value + 1 : value));
        const row = (input: Float64Array): Float64Array =>
          unit.gatedLinearUnit(input, weights, shape).subarray(0, shape.d);
        expect(largest(row(other), row(x))).toBe(0);
      }),
    );
  });
  it('relu² weights: keys do not compete; one key changed changes one column', () => {
    fc.assert(
      fc.property(layer, ({ n, shape: { s }, q, k }) => {
        const changed = k.map((x, i) => (i < s ? x + 1 : x));
        const [before, after] = [unit.squaredReluWeights(q, k, s), unit.squaredReluWeights(q, changed, s)];
        before.forEach((w, index) => {
          if (index % n !== 0) expect(after[index]).toBe(w);
          expect(w).toBeGreaterThanOrEqual(0);
        });
        unit.squaredReluWeights(q, k, s, { causal: true }).forEach((w, index) => {
          expect(w).toBe(index % n > Math.floor(index / n) ? 0 : before[index]);
        });
      }),
    );
  });
});

describe('participation', () => {
  it('is 1 for equal weights, 1/n for one alone, 0 for none', () => {
    expect(unit.participationRatio([0.2, 0.2, 0.2])).toBeCloseTo(1, 12);
    expect(unit.participationRatio([0, 5, 0, 0])).toBe(0.25);
    expect(unit.participationRatio([0, 0])).toBe(0);
  });
  it('Monte Carlo, 10⁶ draws: mean of relu² ½ within 0.005, half the draws zero, ratios 1/6 and 1/e within 0.01', () => {
    const draws = normals(seededRandom(1), 1_000_000);
    const squares = draws.map(unit.squaredRelu);
    expect(Math.abs(squares.reduce((sum, a) => sum + a, 0) / 1e6 - unit.meanSquaredRelu(1))).toBeLessThan(0.005);
    expect(squares.filter((a) => a === 0).length / 1e6).toBeCloseTo(0.5, 2);
    expect(Math.abs(unit.participationRatio(squares) - 1 / 6)).toBeLessThan(0.01);
    expect(Math.abs(unit.participationRatio(draws.map(Math.exp)) - 1 / Math.E)).toBeLessThan(0.01);
  });
  it('its limits: 1/6 whatever σ; e^(−σ²), 0.367879 at σ = 1', () => {
    expect(unit.participationLimit.squaredRelu()).toBeCloseTo(1 / 6, 15);
    expect(unit.participationLimit.softmax(1)).toBeCloseTo(0.367879, 6);
    expect(unit.participationLimit.softmax(3)).toBeLessThan(0.00013);
    const row = normals(seededRandom(2), 500);
    const at = (sigma: number): number => unit.participationRatio(row.map((x) => unit.squaredRelu(sigma * x)));
    expect(at(3)).toBeCloseTo(at(0.2), 12);
  });
  it('rows of 64 are above the limits: 0.185 and 0.434; rows of 1024 within 0.01', () => {
    const random = seededRandom(3);
    const mean = (n: number, rows: number): readonly [number, number] => {
      let [relu, soft] = [0, 0];
      for (let row = 0; row < rows; row++) {
        const x = normals(random, n);
        relu += unit.participationRatio(x.map(unit.squaredRelu)) / rows;
        soft += unit.participationRatio(softmaxRows(x, n)) / rows;
      }
      return [relu, soft];
    };
    const short = mean(64, 4000);
    expect(short[0]).toBeCloseTo(0.185, 2);
    expect(short[1]).toBeCloseTo(0.434, 2);
    const long = mean(1024, 400);
    expect(Math.abs(long[0] - 1 / 6)).toBeLessThan(0.01);
    expect(Math.abs(long[1] - 1 / Math.E)).toBeLessThan(0.012);
  });
});

describe('counts of weights', () => {
  it('d = 768, e = 2d, s = 128: two units 7,274,496, a block 7,077,888, ratio 1.0278 (Hua et al. 2022, Section 3)', () => {
    const two = 2 * unit.unitParameters({ d: 768, e: 1536, s: 128 });
    expect(two).toBe(7_274_496);
    expect(unit.blockParameters(768)).toBe(7_077_888);
    expect(two / unit.blockParameters(768)).toBeCloseTo(1.0278, 4);
  });
  it('of the models that are trained: 29,312 in two units, 29,440 with mixed chunks, 27,648 in a block', () => {
    const shape = { d: 48, e: 96, s: 16 };
    const counts = unitAttentions.map((attention) => layerCount(unitModelWeights(1, 30, shape, attention)));
    expect(counts).toEqual([29_312, 29_312, 29_440]);
    expect(layerCount(blockModelWeights(1, 30, 48))).toBe(27_648);
  });
});

describe('on tensors', () => {
  it('units and weights follow their float64 twins', async () => {
    await fc.assert(
      fc.asyncProperty(layer, async ({ n, shape, x, weights, q, k }) => {
        const { d, s } = shape;
        const { result, leaked } = await countingLeaks(tf, async () => {
          const read = tf.tidy(() => {
            const own = upload(weights);
            const input = tf.tensor2d(Float32Array.from(x), [n, d]);
            const [query, key] = [q, k].map((m) => tf.tensor2d(Float32Array.from(m), [n, s])) as [Tensor, Tensor];
            const map = tensor.squaredReluWeights(tf, query, key, zeroOne(tf, n));
            const parts = [
              map,
              tensor.gatedAttention(tf, input, map, own),
              tensor.gatedLinearUnit(tf, input, own),
              tensor.participationRatio(tf, map),
            ];
            return tf.concat(parts.map((part) => tf.reshape(part, [-1])));
          });
          const numbers = await read.data();
          read.dispose();
          return numbers;
        });
        expect(leaked).toBe(0);
        const map = unit.squaredReluWeights(q, k, s, { causal: true });
        const rows = Array.from({ length: n }, (_, i) => unit.participationRatio(map.subarray(i * n, (i + 1) * n)));
        const expected = [
          ...map,
          ...unit.gatedAttention(x, map, weights, shape),
          ...unit.gatedLinearUnit(x, weights, shape),
          ...rows,
        ];
        expect(largest(result, expected)).toBeLessThan(1e-4);
      }),
      { numRuns: 25 },
    );
  });

  const small = { d: 8, e: 16, s: 4 };
  const n = 12;
  const seen = () => ({
    additive: causalMask(tf, n),
    causal: zeroOne(tf, n),
    chunks: chunkMasks(tf, n, { size: 4, causal: true }),
    size: 4,
  });

  it.each([...unitAttentions, 'block'] as const)(
    'the model with %s sees nothing later, learns, and leaves no tensor',
    async (kind) => {
      const corpus = corpusOf('abacabadabacabae'.repeat(6));
      const vocabulary = corpus.characters.length;
      const { leaked } = await countingLeaks(tf, async () => {
        const visible = seen();
        const place = positions(tf, n, small.d);
        const weights =
          kind === 'block' ? blockModelWeights(1, vocabulary, small.d) : unitModelWeights(1, vocabulary, small, kind);
        const optimizer = new Optimizer<string>(tf, weights, { learningRate: 0.01 });
        const layers = (x: Tensor): Tensor =>
          kind === 'block'
            ? blockLayers(tf, x, optimizer.weights, visible).output
            : unitLayers(tf, x, optimizer.weights, kind, visible).output;
        const outputs = tf.tidy(() => {
          const input = tf.tensor3d(Float32Array.from(normals(seededRandom(4), n * small.d)), [1, n, small.d]);
          const later = tf.concat([tf.slice(input, [0, 0, 0], [1, 9, -1]), tf.ones([1, 3, small.d])], 1);
          const before = (x: Tensor): Tensor => tf.slice(layers(x), [0, 0, 0], [1, 9, -1]);
          return tf.max(tf.abs(tf.sub(before(later), before(input))));
        });
        expect((await outputs.data())[0]).toBe(0);
        outputs.dispose();
        const random = seededRandom(2);
        const losses: number[] = [];
        for (let step = 0; step < 40; step++) {
          const batch = uploadWindows(tf, sampleWindows(random, corpus, 4, n), n, vocabulary);
          const figures = optimizer.step((own) =>
            nextCharacterLoss(tf, own, batch, place, (x) =>
              kind === 'block' ? blockLayers(tf, x, own, visible).output : unitLayers(tf, x, own, kind, visible).output,
            ),
          );
          losses.push((await readFigures(figures)).loss);
          tf.dispose([batch.inputs, batch.targets]);
        }
        expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] ?? 0));
        optimizer.dispose();
        tf.dispose([place, visible.additive, visible.causal, visible.chunks.inside, visible.chunks.across]);
      });
      expect(leaked).toBe(0);
    },
  );
  it('both models begin with the same embedding and head', () => {
    const [units, block] = [unitModelWeights(5, 9, small, 'mixed'), blockModelWeights(5, 9, small.d)];
    expect(units.embedding).toEqual(block.embedding);
    expect(units.head).toEqual(block.head);
    expect(units['first.gate']).not.toEqual(units['second.gate']);
  });
});

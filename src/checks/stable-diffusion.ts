/** The claims of the article on Stable Diffusion, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../numerics/array.ts';
import { attentionWeights, matrixProduct } from '../numerics/attention.ts';
import { attentionWeights as weightsTensor } from '../numerics/attention.tensor.ts';
import { heunSigma } from '../numerics/diffusion-samplers.ts';
import { gaussianModel } from '../numerics/gaussian-diffusion.ts';
import { guidedModel, type Guidance } from '../numerics/guided-gaussian.ts';
import { geometricGrid } from '../numerics/noise-grids.ts';
import { principalComponents } from '../numerics/principal-components.ts';
import { normals, type Random } from '../numerics/random.ts';
import { guide, sample } from '../numerics/sampler-step.ts';
import { guide as guideTensors, type ModelTensors } from '../numerics/sampler-step.tensor.ts';
import { check, type Checks, type Tf } from './check.ts';

const largest = (values: Iterable<number>): number => {
  let top = 0;
  for (const value of values) top = Math.max(top, Math.abs(value));
  return top;
};
const upload = (tf: Tf, matrix: Float64Array, columns: number): Tensor =>
  tf.tensor(Float32Array.from(matrix), [matrix.length / columns, columns]);

/** Reads one number off the device; everything else that `work` made is disposed of. */
async function readScalar(tf: Tf, work: () => Tensor): Promise<number> {
  const result = tf.tidy(work);
  try {
    return at(await result.data(), 0);
  } finally {
    result.dispose();
  }
}

/** Data of falling variance [200, 24], and its eight principal components. */
interface Coded {
  readonly x: Float64Array;
  readonly mean: Float64Array;
  readonly basis: Float64Array;
}
const [width, k] = [24, 8];
const transposed = (matrix: Float64Array, columns: number): Float64Array => {
  const rows = matrix.length / columns;
  return Float64Array.from({ length: matrix.length }, (_, i) =>
    at(matrix, (i % rows) * columns + Math.floor(i / rows)),
  );
};
/** Decoding and encoding over and over: G(E(x)), then G(E(G(E(x)))). */
const projected = (x: Float64Array, { mean, basis }: Coded): Float64Array =>
  matrixProduct(
    matrixProduct(
      x.map((value, i) => value - at(mean, i % width)),
      basis,
      width,
    ),
    transposed(basis, k),
    k,
  ).map((value, i) => value + at(mean, i % width));

const latent = check<Coded>({
  claim: {
    en: 'A linear autoencoder of 8 principal components: columns of G are orthonormal, and what was decoded once is encoded and decoded again without change. Largest deviation, 200 rows of 24 numbers.',
    zh: '8 个主成分的线性自编码器：G 的各列标准正交；解码过的结果再编码、再解码不再改变。取最大偏差，数据为 200 行，每行 24 个数。',
  },
  sample: (random) => {
    const x = normals(random, 200 * width).map((value, i) => value / (1 + (i % width)));
    const { mean, basis } = principalComponents(x, width, k);
    return { x, mean, basis };
  },
  error: (coded) => {
    const gram = matrixProduct(transposed(coded.basis, k), coded.basis, width);
    const once = projected(coded.x, coded);
    const twice = projected(once, coded);
    return Math.max(
      largest(gram.map((value, i) => value - (i % (k + 1) === 0 ? 1 : 0))),
      largest(twice.map((value, i) => value - at(once, i))),
    );
  },
  tolerance: 1e-10,
  onDevice: {
    error: ({ x, mean, basis }, tf) =>
      readScalar(tf, () => {
        const [g, m] = [upload(tf, basis, k), upload(tf, mean, width)];
        const pass = (rows: Tensor): Tensor => tf.add(tf.matMul(tf.matMul(tf.sub(rows, m), g), g, false, true), m);
        const once = pass(upload(tf, x, width));
        const gram = tf.sub(tf.matMul(g, g, true, false), tf.eye(k));
        return tf.maximum(tf.max(tf.abs(gram)), tf.max(tf.abs(tf.sub(pass(once), once))));
      }),
    tolerance: 1e-4,
  },
});

/** Queries of 48 cells, keys and values of 7 tokens, width 8; values of 5 numbers. */
interface Attended {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
}
const [d, tokens, valueWidth] = [8, 7, 5];
/** Smallest and largest value of each column of V. */
const rangesOf = (v: Float64Array): { low: Float64Array; high: Float64Array } => {
  const column = (c: number): Float64Array => v.filter((_, i) => i % valueWidth === c);
  return {
    low: Float64Array.from({ length: valueWidth }, (_, c) => Math.min(...column(c))),
    high: Float64Array.from({ length: valueWidth }, (_, c) => Math.max(...column(c))),
  };
};
const attention = check<Attended>({
  claim: {
    en: 'Each position’s weights over the tokens sum to 1, and its output stays between the smallest and the largest value in each coordinate: the worse of both, 48 positions, 7 tokens.',
    zh: '每个位置对各词元的权重之和为 1，输出的每个分量都介于值的最小与最大之间：取两者中较差者，48 个位置，7 个词元。',
  },
  sample: (random) => ({
    q: normals(random, 48 * d).map((x) => 3 * x),
    k: normals(random, tokens * d),
    v: normals(random, tokens * valueWidth),
  }),
  error: ({ q, k, v }) => {
    const weights = attentionWeights(q, k, d);
    const outputs = matrixProduct(weights, v, tokens);
    const { low, high } = rangesOf(v);
    const sums = Array.from({ length: 48 }, (_, i) =>
      weights.subarray(i * tokens, (i + 1) * tokens).reduce((sum, weight) => sum + weight, 0),
    );
    const outside = outputs.map((value, i) =>
      Math.max(0, at(low, i % valueWidth) - value, value - at(high, i % valueWidth)),
    );
    return Math.max(largest(sums.map((sum) => sum - 1)), largest(outside));
  },
  tolerance: 1e-12,
  onDevice: {
    error: ({ q, k, v }, tf) =>
      readScalar(tf, () => {
        const weights = weightsTensor(tf, upload(tf, q, d), upload(tf, k, d));
        const outputs = tf.matMul(weights, upload(tf, v, valueWidth));
        const { low, high } = rangesOf(v);
        const sums = tf.max(tf.abs(tf.sub(tf.sum(weights, 1), 1)));
        const outside = tf.maximum(
          tf.max(tf.sub(upload(tf, low, valueWidth), outputs)),
          tf.max(tf.sub(outputs, upload(tf, high, valueWidth))),
        );
        return tf.maximum(sums, outside);
      }),
    tolerance: 1e-5,
  },
});

interface Parts {
  readonly x: Float64Array;
  readonly mean: number;
  readonly sd: number;
  readonly sigma: number;
}
const broad = 2;
const parts = (random: Random): Parts => ({
  x: normals(random, 64).map((z) => 4 * z),
  mean: 3 * random(),
  sd: 0.3 + 1.2 * random(),
  sigma: 10 ** (3 * random() - 1.5),
});
const guidance = check<Parts>({
  claim: {
    en: 'Guidance with w = 0 is the unconditional score and with w = 1 the conditional one, exactly: largest difference, 64 points, two Gaussians, one random noise level.',
    zh: 'w = 0 的引导就是无条件分数，w = 1 就是条件分数，分毫不差：最大差，64 个点，两个高斯分布，一个随机噪声水平。',
  },
  sample: parts,
  error: ({ x, mean, sd, sigma }) => {
    const [without, given] = [gaussianModel({ mean: 0, sd: broad }), gaussianModel({ mean, sd })];
    const level = { scale: 1, spread: sigma };
    const off = (weight: number, part: typeof given): number => {
      const guided = guide(without, given, weight).score(x, level);
      const own = part.score(x, level);
      return largest(guided.map((value, i) => value - at(own, i)));
    };
    return Math.max(off(0, without), off(1, given));
  },
  tolerance: 0,
  onDevice: {
    error: ({ x, mean, sd, sigma }, tf) =>
      readScalar(tf, () => {
        const level = { scale: 1, spread: sigma };
        const model = (center: number, spread: number): ModelTensors => {
          const variance = spread ** 2 + sigma ** 2;
          const score = (y: Tensor): Tensor => tf.mul(tf.sub(center, y), 1 / variance);
          return { score, data: (y) => tf.add(y, tf.mul(score(y), sigma ** 2)) };
        };
        const [without, given] = [model(0, broad), model(mean, sd)];
        const y = upload(tf, x, 1);
        const off = (weight: number, part: ModelTensors): Tensor =>
          tf.max(tf.abs(tf.sub(guideTensors(tf, without, given, weight).score(y, level), part.score(y, level))));
        return tf.maximum(off(0, without), off(1, given));
      }),
    tolerance: 1e-6,
  },
});

const grid = { from: 1000, to: 1e-4, steps: 2000 } as const;
const steps = heunSigma(geometricGrid(grid.from, grid.to, grid.steps));
const slope = check<Guidance>({
  claim: {
    en: 'Two starts of the guided equation end s^w S^(1−w)/σ_max as far apart as they began: relative difference, 2,000 steps of Heun’s method from σ = 1000 to 10⁻⁴, w from 0 to 3.',
    zh: '引导方程的两个起点，终点间距是起点间距的 s^w S^(1−w)/σ_max 倍：相对误差，Heun 法 2000 步，σ 从 1000 到 10⁻⁴，w 取 0 到 3。',
  },
  sample: (random) => ({
    mean: 3 * random(),
    sd: 0.7 + 0.7 * random(),
    broad: 1.6 + 0.8 * random(),
    weight: 3 * random(),
  }),
  error: (one) => {
    const [left = 0, right = 0] = sample(steps, guidedModel(one), Float64Array.of(-grid.from, grid.from));
    const found = (right - left) / (2 * grid.from);
    const expected = (one.sd ** one.weight * one.broad ** (1 - one.weight)) / grid.from;
    return Math.abs(found / expected - 1);
  },
  tolerance: 1e-4,
});

export default {
  'eq-latent': latent,
  'eq-cross': attention,
  'eq-guidance': guidance,
  'eq-narrow': slope,
} satisfies Checks;

/** The claims of the article on linear attention, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../numerics/array.ts';
import { predictedAccuracy } from '../numerics/associative-memory-capacity.ts';
import * as memory from '../numerics/associative-memory.ts';
import { recallPrefixes } from '../numerics/associative-memory.tensor.ts';
import { attentionWeights as softmaxWeights, matrixProduct } from '../numerics/attention.ts';
import { attentionWeights as softmaxWeightsTensor } from '../numerics/attention.tensor.ts';
import * as causal from '../numerics/linear-attention-causal.ts';
import { singularValues } from '../numerics/linear-attention-rank.ts';
import * as linear from '../numerics/linear-attention.ts';
import * as onTensors from '../numerics/linear-attention.tensor.ts';
import { normals, type Random } from '../numerics/random.ts';
import { check, type Checks, type Tf } from './check.ts';

const largest = (values: Iterable<number>): number => {
  let top = 0;
  for (const value of values) top = Math.max(top, Math.abs(value));
  return top;
};
const difference = (a: Float64Array, b: ArrayLike<number>): number => largest(a.map((x, i) => x - at(b, i)));
/** Largest |a − b| over the largest |b|. */
const relative = (a: Float64Array, b: Float64Array): number => difference(a, b) / largest(b);

const upload = (tf: Tf, matrix: Float64Array, columns: number): Tensor =>
  tf.tensor(Float32Array.from(matrix), [matrix.length / columns, columns]);
const apart = (tf: Tf, a: Tensor, b: Tensor): Tensor => tf.max(tf.abs(tf.sub(a, b)));

/** Reads one number off the device; `work` must return a scalar, and everything else it made is disposed of. */
async function readScalar(tf: Tf, work: () => Tensor): Promise<number> {
  const result = tf.tidy(work);
  try {
    return at(await result.data(), 0);
  } finally {
    result.dispose();
  }
}

/** Queries, keys and values with N(0, 1) entries, each row-major [n, d]. */
interface Sequence {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
}
const sequence =
  (n: number, d: number) =>
  (random: Random): Sequence => ({ q: normals(random, n * d), k: normals(random, n * d), v: normals(random, n * d) });
const tensorsOf = (tf: Tf, { q, k, v }: Sequence, d: number): [Tensor, Tensor, Tensor] => [
  upload(tf, q, d),
  upload(tf, k, d),
  upload(tf, v, d),
];
const [n, d] = [48, 16];

const order = check<Sequence>({
  claim: {
    en: '(QKᵀ)V and Q(KᵀV) are one matrix: largest difference of an entry over the largest entry, n = 128, d = 32, entries N(0, 1).',
    zh: '(QKᵀ)V 与 Q(KᵀV) 是同一个矩阵：元素的最大差除以最大元素，n = 128，d = 32，元素服从 N(0, 1)。',
  },
  sample: sequence(128, 32),
  error: ({ q, k, v }) => {
    const quadratic = matrixProduct(linear.featureScores(q, k, 32), v, 128);
    return relative(matrixProduct(q, matrixProduct(linear.transposed(k, 32), v, 128), 32), quadratic);
  },
  tolerance: 1e-13,
  onDevice: {
    error: (input, tf) =>
      readScalar(tf, () => {
        const [q, k, v] = tensorsOf(tf, input, 32);
        const quadratic = tf.matMul(tf.matMul(q, k, false, true), v);
        const linearly = tf.matMul(q, tf.matMul(k, v, true, false));
        return tf.div(apart(tf, linearly, quadratic), tf.max(tf.abs(quadratic)));
      }),
    tolerance: 1e-5,
  },
});

/** How far a matrix is from weights: the largest |row sum − 1|, or the most negative entry. */
const notWeights = (matrix: Float64Array, width: number): number => {
  const sums = matrixProduct(matrix, new Float64Array(width).fill(1), width);
  return Math.max(difference(sums, new Float64Array(sums.length).fill(1)), ...matrix.map((w) => -w));
};
const notWeightsTensor = (tf: Tf, matrix: Tensor): Tensor =>
  tf.maximum(apart(tf, tf.sum(matrix, 1), tf.scalar(1)), tf.max(tf.neg(matrix)));

const weights = check<Sequence>({
  claim: {
    en: 'Weights are non-negative and sum to 1 in each row, for the softmax and for φ = elu + 1: the worse of |row sum − 1| and of minus an entry; n = 48, d = 16.',
    zh: '无论用 softmax 还是 φ = elu + 1，权重都非负且每行之和为 1：取 |行和 − 1| 与负元素绝对值中较差者；n = 48，d = 16。',
  },
  sample: sequence(n, d),
  error: ({ q, k }) => {
    const scores = linear.featureScores(linear.featureMap(q), linear.featureMap(k), d);
    return Math.max(notWeights(softmaxWeights(q, k, d), n), notWeights(linear.normalizeRows(scores, n), n));
  },
  tolerance: 1e-12,
  onDevice: {
    error: (input, tf) =>
      readScalar(tf, () => {
        const [q, k] = tensorsOf(tf, input, d);
        const scores = tf.matMul(onTensors.featureMap(tf, q), onTensors.featureMap(tf, k), false, true);
        const rows = tf.div(scores, tf.sum(scores, 1, true));
        return tf.maximum(notWeightsTensor(tf, softmaxWeightsTensor(tf, q, k)), notWeightsTensor(tf, rows));
      }),
    tolerance: 1e-5,
  },
});

const efficient = check<Sequence>({
  claim: {
    en: 'softmax_d(Q) softmax_n(K)ᵀ has non-negative entries and rows that sum to 1: the worse of both; n = 48, d = 16.',
    zh: 'softmax_d(Q) softmax_n(K)ᵀ 元素非负，每行之和为 1：取两者中较差者；n = 48，d = 16。',
  },
  sample: sequence(n, d),
  error: ({ q, k }) => {
    const { query, key } = linear.efficientFactors(q, k, d);
    return notWeights(linear.featureScores(query, key, d), n);
  },
  tolerance: 1e-12,
  onDevice: {
    error: (input, tf) =>
      readScalar(tf, () => {
        const [q, k] = tensorsOf(tf, input, d);
        return notWeightsTensor(tf, onTensors.efficientWeights(tf, q, k));
      }),
    tolerance: 1e-5,
  },
});

const recurrent = check<Sequence>({
  claim: {
    en: 'The recurrence gives what the masked matrix gives: largest difference of an output, n = 48, d = 16, φ = elu + 1.',
    zh: '递推与带掩码的矩阵给出相同的输出：最大绝对差，n = 48，d = 16，φ = elu + 1。',
  },
  sample: sequence(n, d),
  error: ({ q, k, v }) => {
    const [fq, fk] = [linear.featureMap(q), linear.featureMap(k)];
    return difference(causal.causalRecurrent(fq, fk, v, d).outputs, causal.causalParallel(fq, fk, v, d));
  },
  tolerance: 1e-12,
  onDevice: { error: (input, tf) => chunkErrors(tf, input, [1]), tolerance: 1e-4 },
});

/** Largest difference between the chunked and the parallel outputs on tensors, over some sizes of chunks. */
const chunkErrors = (tf: Tf, input: Sequence, sizes: readonly number[]): Promise<number> =>
  readScalar(tf, () => {
    const [q, k, v] = tensorsOf(tf, input, d);
    const [fq, fk] = [onTensors.featureMap(tf, q), onTensors.featureMap(tf, k)];
    const parallel = onTensors.causalParallel(tf, fq, fk, v);
    const errors = sizes.map((size) => apart(tf, onTensors.causalChunked(tf, fq, fk, v, size).outputs, parallel));
    return tf.max(tf.stack(errors));
  });

const chunked = check<Sequence>({
  claim: {
    en: 'Chunks of 1, 8 and n tokens give what the masked matrix gives: largest difference of an output, n = 48, d = 16, φ = elu + 1.',
    zh: '分块长度取 1、8、n，都与带掩码的矩阵给出相同的输出：最大绝对差，n = 48，d = 16，φ = elu + 1。',
  },
  sample: sequence(n, d),
  error: ({ q, k, v }) => {
    const [fq, fk] = [linear.featureMap(q), linear.featureMap(k)];
    const parallel = causal.causalParallel(fq, fk, v, d);
    return largest([1, 8, n].map((size) => difference(causal.causalChunked(fq, fk, v, d, size), parallel)));
  },
  tolerance: 1e-12,
  onDevice: { error: (input, tf) => chunkErrors(tf, input, [1, 8, n]), tolerance: 1e-4 },
});

interface WithGradient extends Sequence {
  /** ∂L/∂u, [n, d]. */
  readonly g: Float64Array;
}
const backward = check<WithGradient>({
  claim: {
    en: 'Two cumulative sums give the gradients of the numerators that the masked matrix gives (on this device: that automatic differentiation gives): largest difference over the largest entry, n = 48, d = 16.',
    zh: '两个累积和给出的分子梯度，与带掩码的矩阵给出的（在本机上：自动微分给出的）相同：最大差除以最大元素，n = 48，d = 16。',
  },
  sample: (random) => ({ ...sequence(n, d)(random), g: normals(random, n * d) }),
  error: ({ q, k, v, g }) => {
    const [fq, fk] = [linear.featureMap(q), linear.featureMap(k)];
    const [sums, full] = [causal.causalGradients(fq, fk, v, g, d), causal.causalGradientsQuadratic(fq, fk, v, g, d)];
    return largest((['fq', 'fk', 'v'] as const).map((part) => relative(sums[part], full[part])));
  },
  tolerance: 1e-12,
  onDevice: {
    gradients: true,
    error: ({ q, k, v, g }, tf) =>
      readScalar(tf, () => {
        const [fq, fk] = [linear.featureMap(q), linear.featureMap(k)];
        const sums = causal.causalGradients(fq, fk, v, g, d);
        const loss = (a: Tensor, b: Tensor, c: Tensor): Tensor =>
          tf.sum(tf.mul(onTensors.causalNumerators(tf, a, b, c), upload(tf, g, d)));
        const automatic = tf.grads(loss)([fq, fk, v].map((x) => upload(tf, x, d)));
        const errors = [sums.fq, sums.fk, sums.v].map((expected, i) => {
          const found = automatic[i];
          if (!found) throw new Error('three inputs have three gradients');
          return tf.div(apart(tf, found, upload(tf, expected, d)), tf.scalar(largest(expected)));
        });
        return tf.max(tf.stack(errors));
      }),
    tolerance: 1e-5,
  },
});

const rank = check<Sequence>({
  claim: {
    en: 'Singular value D + 1 of φ(Q)φ(K)ᵀ over the first is 0: n = 64, D = 8, φ = elu + 1.',
    zh: 'φ(Q)φ(K)ᵀ 的第 D + 1 个奇异值与第一个之比为 0：n = 64，D = 8，φ = elu + 1。',
  },
  sample: sequence(64, 8),
  error: ({ q, k }) => {
    const values = singularValues(linear.featureScores(linear.featureMap(q), linear.featureMap(k), 8), 64);
    return at(values, 8) / at(values, 0);
  },
  tolerance: 1e-10,
});

/** Keys of length 1 [m, 32] and values of ±1 [m, 16]. */
interface Pairs {
  readonly keys: Float64Array;
  readonly values: Float64Array;
}
const [keyWidth, bits] = [32, 16];
const pairs =
  (m: number) =>
  (random: Random): Pairs => ({
    keys: memory.unitKeys(random, m, keyWidth),
    values: memory.randomBits(random, m * bits),
  });

const recall = check<Pairs>({
  claim: {
    en: 'What a stored key recalls is its value plus the other values, each times the overlap of the keys: largest difference, 40 pairs, d = 32.',
    zh: '用存过的键去取，得到的是它的值，加上其余各值乘以键的内积：最大绝对差，40 对，d = 32。',
  },
  sample: pairs(40),
  error: ({ keys, values }) => {
    const overlaps = linear.featureScores(keys, keys, keyWidth).map((x, index) => (index % 41 === 0 ? 0 : x));
    const noise = matrixProduct(overlaps, values, 40);
    return difference(
      memory.recallAll('sum', keys, values, keyWidth),
      values.map((x, i) => x + at(noise, i)),
    );
  },
  tolerance: 1e-12,
  onDevice: {
    error: ({ keys, values }, tf) =>
      readScalar(tf, () => {
        const [k, v] = [upload(tf, keys, keyWidth), upload(tf, values, bits)];
        const overlaps = tf.sub(tf.matMul(k, k, false, true), tf.eye(40));
        return apart(tf, recallPrefixes(tf, 'sum', k, v, keys, [40]), tf.add(v, tf.matMul(overlaps, v)));
      }),
    tolerance: 1e-4,
  },
});

/** Memories of 33 pairs; m − 1 = d. */
const memories = 40;
const capacity = check<readonly Pairs[]>({
  claim: {
    en: 'Bit accuracy of 40 memories with 33 random pairs each, d = 32, against Φ(1) = 0.841: absolute difference. Sampling alone makes about 0.003.',
    zh: '40 个记忆，各存 33 对随机键值，d = 32：按位准确率与 Φ(1) = 0.841 之差的绝对值。仅抽样误差就约有 0.003。',
  },
  sample: (random) => Array.from({ length: memories }, () => pairs(keyWidth + 1)(random)),
  error: (draws) => {
    const each = draws.map(({ keys, values }) =>
      memory.bitAccuracy(memory.recallAll('sum', keys, values, keyWidth), values),
    );
    const mean = each.reduce((sum, x) => sum + x, 0) / each.length;
    return Math.abs(mean - predictedAccuracy(keyWidth + 1, keyWidth));
  },
  tolerance: 0.02,
  onDevice: {
    error: async (draws, tf) => {
      const right = await readScalar(tf, () => {
        const stacked = (part: keyof Pairs, width: number): Tensor =>
          tf.stack(draws.map((draw) => upload(tf, draw[part], width)));
        const [k, v] = [stacked('keys', keyWidth), stacked('values', bits)];
        const recalled = tf.matMul(k, tf.matMul(k, v, true, false)); // [40, 33, 16]
        return tf.mean(tf.cast(tf.greater(tf.mul(recalled, v), tf.scalar(0)), 'float32'));
      });
      return Math.abs(right - predictedAccuracy(keyWidth + 1, keyWidth));
    },
    tolerance: 0.02,
  },
});

const delta = check<Pairs>({
  claim: {
    en: 'After a write by the delta rule its key recalls its value exactly: largest difference for the last of 40 pairs, d = 32.',
    zh: '按增量规则写入之后，用该键取回的正是该值：40 对中最后一对的最大绝对差，d = 32。',
  },
  sample: pairs(40),
  error: ({ keys, values }) =>
    difference(memory.recallAll('delta', keys, values, keyWidth).subarray(-bits), values.subarray(-bits)),
  tolerance: 1e-12,
  onDevice: {
    error: ({ keys, values }, tf) =>
      readScalar(tf, () => {
        const [k, v] = [upload(tf, keys, keyWidth), upload(tf, values, bits)];
        const last = (x: Tensor): Tensor => tf.slice(x, [39, 0], [1, bits]);
        return apart(tf, last(recallPrefixes(tf, 'delta', k, v, keys, [40])), last(v));
      }),
    tolerance: 1e-4,
  },
});

export default {
  'eq-order': order,
  'eq-weights': weights,
  'eq-efficient': efficient,
  'eq-recurrent': recurrent,
  'eq-chunked': chunked,
  'eq-backward': backward,
  'eq-rank': rank,
  'eq-recall': recall,
  'eq-capacity': capacity,
  'eq-delta': delta,
} satisfies Checks;

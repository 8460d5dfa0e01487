/** The claims of the article on autoregressive models, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { bitsOf, shortestCode } from '../numerics/arithmetic-code.ts';
import { at } from '../numerics/array.ts';
import { chainRule, orders, shares } from '../numerics/bit-orders.ts';
import { integer, type Random } from '../numerics/random.ts';
import * as sbn from '../numerics/sigmoid-belief-network.ts';
import * as onTensors from '../numerics/sigmoid-belief-network.tensor.ts';
import { check, type Checks, type Tf } from './check.ts';

const largest = (values: Iterable<number>): number => {
  let top = 0;
  for (const value of values) top = Math.max(top, Math.abs(value));
  return top;
};
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  largest(Array.from(a, (x, i) => x - at(b, i)));

const rowsOn = (tf: Tf, x: Float64Array, n: number): Tensor => tf.tensor2d(Float32Array.from(x), [x.length / n, n]);

/** Reads a tensor off the device; everything else that `work` made is disposed of. */
async function read(tf: Tf, work: () => Tensor): Promise<Float32Array> {
  const result = tf.tidy(work);
  try {
    return Float32Array.from(await result.data());
  } finally {
    result.dispose();
  }
}
/** log p of rows on tensors, [rows]. */
function logDensityOn(tf: Tf, network: sbn.SigmoidBeliefNetwork, x: Float64Array): Tensor {
  const { w, b } = onTensors.uploadNetwork(tf, network);
  return onTensors.logDensity(tf, rowsOn(tf, x, network.n), w, b, onTensors.strictMask(tf, network.n));
}

interface Table {
  /** A joint distribution over 2⁶ vectors, all of them possible. */
  readonly p: Float64Array;
  readonly order: readonly number[];
}
const chain = check<Table>({
  claim: {
    en: 'A random table over {0, 1}⁶ is the product of its conditionals in a random order: largest difference of log p(x) over all 64 vectors.',
    zh: '{0, 1}⁶ 上的随机概率表等于按随机次序的各条件概率之积：64 个向量上 log p(x) 的最大绝对差。',
  },
  sample: (random) => {
    const all = orders(6);
    return {
      p: shares(Array.from({ length: 64 }, () => 0.01 + random() ** 3)),
      order: all[integer(random, 0, all.length - 1)] ?? [0, 1, 2, 3, 4, 5],
    };
  },
  error: ({ p, order }) => difference(chainRule(p, order), p.map(Math.log)),
  tolerance: 1e-12,
});

const normalised = check<sbn.SigmoidBeliefNetwork>({
  claim: {
    en: 'The probabilities of all 2ⁿ vectors sum to 1 for weights and biases from N(0, 1), n from 1 to 12: |sum − 1|.',
    zh: '权重与偏置取自 N(0, 1)，n 从 1 到 12：全部 2ⁿ 个向量的概率之和为 1，取 |和 − 1|。',
  },
  sample: (random) => sbn.randomNetwork(random, integer(random, 1, 12)),
  error: (network) => Math.abs(sbn.allDensities(network).reduce((sum, p) => sum + p, 0) - 1),
  tolerance: 1e-12,
  onDevice: {
    error: async (network, tf) => {
      const sum = await read(tf, () => tf.sum(tf.exp(logDensityOn(tf, network, sbn.allBits(network.n)))));
      return Math.abs(at(sum, 0) - 1);
    },
    tolerance: 1e-5,
  },
});

interface Rows {
  readonly network: sbn.SigmoidBeliefNetwork;
  /** Random bits, [rows, n]. */
  readonly x: Float64Array;
}
const rows =
  (n: number, count: number, size: number) =>
  (random: Random): Rows => ({
    network: sbn.randomNetwork(random, n, size),
    x: Float64Array.from({ length: count * n }, () => (random() < 0.5 ? 0 : 1)),
  });

const density = check<Rows>({
  claim: {
    en: 'The masked product gives the log density that a loop over the bits gives: largest difference over 256 random vectors, n = 32, weights N(0, ¼).',
    zh: '带掩码的矩阵乘积与逐位循环给出相同的对数密度：256 个随机向量上的最大绝对差，n = 32，权重服从 N(0, ¼)。',
  },
  sample: rows(32, 256, 0.5),
  error: ({ network, x }) => difference(sbn.logDensity(network, x), sbn.logDensityByBits(network, x)),
  tolerance: 1e-10,
  onDevice: {
    error: async ({ network, x }, tf) =>
      difference(await read(tf, () => logDensityOn(tf, network, x)), sbn.logDensityByBits(network, x)),
    tolerance: 1e-4,
  },
});

/** Central differences of the negative log-likelihood in every weight above the diagonal, less the formula. */
function gradientError({ network, x }: Rows, rowWeights: readonly number[]): number {
  const formula = sbn.likelihoodGradient(network, x, rowWeights).weights;
  const step = 1e-5;
  const moved = (index: number, by: number): number =>
    sbn.negativeLogLikelihood(
      { ...network, weights: network.weights.map((w, other) => (other === index ? w + by : w)) },
      x,
      rowWeights,
    );
  return largest(formula.map((slope, index) => slope - (moved(index, step) - moved(index, -step)) / (2 * step)));
}
const even = (count: number): number[] => Array.from({ length: count }, () => 1 / count);
const gradient = check<Rows>({
  claim: {
    en: 'The mean of (pᵢ − xᵢ)xⱼ is the gradient of the loss by central differences (on this device: by automatic differentiation): largest difference, n = 7, 64 random vectors.',
    zh: '(pᵢ − xᵢ)xⱼ 的平均就是中心差分给出的损失梯度（在本机上：与自动微分比较）：最大绝对差，n = 7，64 个随机向量。',
  },
  sample: rows(7, 64, 1),
  error: (input) => gradientError(input, even(64)),
  tolerance: 1e-8,
  onDevice: {
    gradients: true,
    error: async ({ network, x }, tf) => {
      const automatic = await read(tf, () => {
        const { w, b } = onTensors.uploadNetwork(tf, network);
        const [data, mask] = [rowsOn(tf, x, 7), onTensors.strictMask(tf, 7)];
        const weights = tf.tensor1d(Float32Array.from(even(64)));
        const loss = (tensor: Tensor): Tensor =>
          onTensors.negativeLogLikelihood(tf, onTensors.logDensity(tf, data, tensor, b, mask), weights);
        return tf.grad(loss)(w);
      });
      return difference(automatic, sbn.likelihoodGradient(network, x, even(64)).weights);
    },
    tolerance: 1e-5,
  },
});

const adder = check<number>({
  claim: {
    en: 'With the logit K(2a + 2b − 4c − 1), K from 1 to 20, the sum bit of a half adder is missed by less than e⁻ᴷ: largest |σ − s| less e⁻ᴷ over the four inputs; 0 or less means that it holds.',
    zh: '取逻辑值 K(2a + 2b − 4c − 1)，K 从 1 到 20，半加器和位的误差小于 e⁻ᴷ：四种输入上 |σ − s| 的最大值减去 e⁻ᴷ，不大于 0 即成立。',
  },
  sample: (random) => 1 + 19 * random(),
  error: (k) =>
    Math.max(
      ...[0, 1, 2, 3].map((input) => {
        const [a, b] = [input >> 1, input & 1];
        const [c, s] = [a & b, a ^ b];
        const z = k * (2 * a + 2 * b - 4 * c - 1);
        // 1 − σ(z) = σ(−z), without the cancellation.
        return sbn.sigmoid(s === 1 ? -z : z) - Math.exp(-k);
      }),
    ),
  tolerance: 0,
});

const points = 2 ** 12;
/** Midpoints of 2¹² equal parts of [0, 1). */
const midpoints = (): Float64Array => Float64Array.from({ length: points }, (_, k) => (k + 0.5) / points);
/** Largest |count − 2¹² p(x)| over all x, from the index of the vector that each u gave. */
function countError(network: sbn.SigmoidBeliefNetwork, indices: ArrayLike<number>): number {
  const counts = new Float64Array(2 ** network.n);
  for (let k = 0; k < points; k++) counts[at(indices, k)] = at(counts, at(indices, k)) + 1;
  return difference(
    counts,
    sbn.allDensities(network).map((p) => points * p),
  );
}
const interval = check<sbn.SigmoidBeliefNetwork>({
  claim: {
    en: 'Of 2¹² numbers spread evenly over [0, 1), 2¹² p(x) take the splits to x: largest |count − 2¹² p(x)| over all 2⁵ vectors; a count is a whole number, so 1 is allowed, and 2 in single precision.',
    zh: '在 [0, 1) 上均匀取 2¹² 个数，逐次分割后到达 x 的有 2¹² p(x) 个：2⁵ 个向量上 |计数 − 2¹² p(x)| 的最大值；计数是整数，允许差 1，单精度允许差 2。',
  },
  sample: (random) => sbn.randomNetwork(random, 5),
  error: (network) =>
    countError(
      network,
      midpoints().map((u) => sbn.nestedSteps(network, u).reduce((index, { bit }) => 2 * index + bit, 0)),
    ),
  tolerance: 1,
  onDevice: {
    error: async (network, tf) => {
      const { n } = network;
      const indices = await read(tf, () => {
        const { w, b } = onTensors.uploadNetwork(tf, network);
        const x = onTensors.nestedSamples(tf, w, b, tf.tensor1d(Float32Array.from(midpoints())), n);
        const powers = tf.tensor2d(
          Float32Array.from({ length: n }, (_, i) => 2 ** (n - 1 - i)),
          [n, 1],
        );
        return tf.round(tf.matMul(x, powers));
      });
      return countError(network, indices);
    },
    tolerance: 2,
  },
});

const code = check<sbn.SigmoidBeliefNetwork>({
  claim: {
    en: 'Every interval of a random network, n = 7, holds a binary fraction of at most ⌈−log₂ p⌉ + 1 digits whose continuations stay inside: most digits beyond that bound; 0 or less means that it holds.',
    zh: '随机网络（n = 7）的每个区间里都有一个至多 ⌈−log₂ p⌉ + 1 位的二进制小数，其后无论接什么都不出区间：超出该界的最多位数，不大于 0 即成立。',
  },
  sample: (random) => sbn.randomNetwork(random, 7),
  error: (network) => {
    let low = 0;
    let worst = -Infinity;
    for (const p of sbn.allDensities(network)) {
      const high = low + p;
      worst = Math.max(worst, shortestCode(low, high).length - Math.ceil(bitsOf(high - low)) - 1);
      low = high;
    }
    return worst;
  },
  tolerance: 0,
});

export default {
  'eq-chain': chain,
  'eq-normalised': normalised,
  'eq-density': density,
  'eq-gradient': gradient,
  'eq-adder': adder,
  'eq-interval': interval,
  'eq-code': code,
} satisfies Checks;

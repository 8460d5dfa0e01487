/** The claims of the article on efficient attention, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../numerics/array.ts';
import {
  attentionScores,
  attentionWeights,
  matrixProduct,
  softmaxAttention,
  softmaxRows,
} from '../numerics/attention.ts';
import { softmaxAttention as softmaxAttentionTensor } from '../numerics/attention.tensor.ts';
import { characterFeatures, halfWidth } from '../numerics/character-features.ts';
import * as lowRank from '../numerics/low-rank-attention.ts';
import * as lowRankTensors from '../numerics/low-rank-attention.tensor.ts';
import { integer, normals, type Random } from '../numerics/random.ts';
import { sameSideProbability, sameSideShare } from '../numerics/sparse-attention-hashing.ts';
import * as reach from '../numerics/sparse-attention-reach.ts';
import * as sparse from '../numerics/sparse-attention.ts';
import * as sparseTensors from '../numerics/sparse-attention.tensor.ts';
import { check, type Checks, type Tf } from './check.ts';

const largest = (values: Iterable<number>): number => {
  let top = 0;
  for (const value of values) top = Math.max(top, Math.abs(value));
  return top;
};
const difference = (a: Float64Array, b: ArrayLike<number>): number => largest(a.map((x, i) => x - at(b, i)));
const upload = (tf: Tf, matrix: ArrayLike<number>, columns: number): Tensor =>
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

const [n, d, dv] = [32, 2 * halfWidth, 16];
/** A random text of 32 of eight letters: queries and keys [32, 32] of length 1, values [32, 16], and a sharpness of at most 8. */
interface Text {
  readonly x: Float64Array;
  readonly v: Float64Array;
  readonly beta: number;
}
function text(random: Random): Text {
  const letters = Array.from({ length: n }, () => 'abcdefgh'.charAt(integer(random, 0, 7))).join('');
  const mix = integer(random, 0, 10) / 10;
  const { features } = characterFeatures(letters, mix, integer(random, 0, 1e6), n);
  return { x: features, v: normals(random, n * dv), beta: 2 ** integer(random, 0, 3) };
}
const exactOutput = ({ x, v, beta }: Text): Float64Array => softmaxAttention(x, x, v, d, { scale: beta });
const exactTensor = (tf: Tf, x: Tensor, v: Tensor, beta: number): Tensor => softmaxAttentionTensor(tf, x, x, v, beta);

/** A text and a random mask of it: every row has a key, but for one that has none. */
interface MaskedText extends Text {
  readonly mask: sparse.Mask;
  readonly empty: number;
}
function maskedText(random: Random): MaskedText {
  const empty = integer(random, 0, n - 1);
  const mask = sparse.union(sparse.randomMask(random, n, integer(random, 1, n)), sparse.localMask(n, 2));
  mask.fill(0, empty * n, (empty + 1) * n);
  return { ...text(random), mask, empty };
}
const masked = check<MaskedText>({
  claim: {
    en: 'Masked rows sum to 1, and to 0 where no key is allowed; with every pair allowed the output is that of softmax: the worst of all, n = 32, β ≤ 8.',
    zh: '带掩码的各行之和为 1，无键可读的一行和为 0；允许所有对时，输出与 softmax 相同：取其中最大的误差，n = 32，β ≤ 8。',
  },
  sample: maskedText,
  error: (input) => {
    const { x, v, beta, mask, empty } = input;
    const weights = sparse.maskedSoftmax(attentionScores(x, x, d, { scale: beta }), mask, n);
    const sums = matrixProduct(weights, new Float64Array(n).fill(1), n);
    const rows = sums.map((sum, i) => sum - (i === empty ? 0 : 1));
    const full = sparse.maskedAttention(x, x, v, d, new Uint8Array(n * n).fill(1), beta);
    return Math.max(largest(rows), difference(full, exactOutput(input)));
  },
  tolerance: 1e-12,
  onDevice: {
    error: ({ x, v, beta, mask, empty }, tf) =>
      readScalar(tf, () => {
        const [q, values] = [upload(tf, x, d), upload(tf, v, dv)];
        const scores = tf.mul(tf.matMul(q, q, false, true), tf.scalar(beta));
        const sums = tf.sum(sparseTensors.maskedSoftmax(tf, scores, sparseTensors.maskTensor(tf, mask)), 1, true);
        const wished = Float32Array.from({ length: n }, (_, i) => (i === empty ? 0 : 1));
        const full = sparseTensors.maskedAttention(tf, q, q, values, tf.ones([n, n]), beta);
        return tf.maximum(apart(tf, sums, upload(tf, wished, 1)), apart(tf, full, exactTensor(tf, q, values, beta)));
      }),
    tolerance: 1e-5,
  },
});

/** 300,000 random planes in space, [planes, 3], and vectors at 30°, 60° and 90° to the first axis. */
const planeDimension = 3;
const axis = [1, 0, 0] as const;
const radians = [30, 60, 90].map((degrees) => (degrees * Math.PI) / 180);
const turned = radians.map((angle) => [Math.cos(angle), Math.sin(angle), 0]);
const expected = radians.map(sameSideProbability);
const hash = check<Float64Array>({
  claim: {
    en: 'Share of 300,000 random planes with both vectors on one side against 1 − θ/π, for θ = 30°, 60°, 90°: largest difference. Sampling alone has a standard error of up to 0.0009.',
    zh: '30 万个随机平面中两个向量位于同侧的比例，与 1 − θ/π 比较，θ = 30°、60°、90°：最大差。仅抽样的标准误差就可达 0.0009。',
  },
  sample: (random) => normals(random, 3e5 * planeDimension),
  error: (planes) => largest(turned.map((vector, i) => sameSideShare(planes, axis, vector) - at(expected, i))),
  tolerance: 0.005,
  onDevice: {
    error: (planes, tf) =>
      readScalar(tf, () => {
        const shares = sparseTensors.sameSideShares(tf, upload(tf, planes, planeDimension), axis, turned);
        return apart(tf, shares, tf.tensor(Float32Array.from(expected)));
      }),
    tolerance: 0.005,
  },
});

const linformer = check<Text>({
  claim: {
    en: 'With k = n and E = F = I the output is that of softmax: largest difference, n = 32, β ≤ 8.',
    zh: 'k = n 且 E = F = I 时，输出与 softmax 相同：最大差，n = 32，β ≤ 8。',
  },
  sample: text,
  error: (input) => {
    const E = lowRank.segmentMeans(n, n);
    const { x, v, beta } = input;
    return difference(lowRank.projectedAttention(x, x, v, d, { E, F: E, scale: beta }), exactOutput(input));
  },
  tolerance: 1e-10,
  onDevice: {
    error: ({ x, v, beta }, tf) =>
      readScalar(tf, () => {
        const [q, values] = [upload(tf, x, d), upload(tf, v, dv)];
        const E = upload(tf, lowRank.segmentMeans(n, n), n);
        const output = tf.matMul(lowRankTensors.projectedWeights(tf, q, q, E, beta), tf.matMul(E, values));
        return apart(tf, output, exactTensor(tf, q, values, beta));
      }),
    tolerance: 1e-4,
  },
});

/** Steps until no singular value above rounding is left damped. */
const patient = 60;
const nystrom = check<Text>({
  claim: {
    en: 'With every token a landmark the output is that of softmax: largest difference, n = 32, β ≤ 8, 60 Newton–Schulz steps (24 on the device, where more only amplify rounding).',
    zh: '每个词元都是地标时，输出与 softmax 相同：最大差，n = 32，β ≤ 8，Newton–Schulz 迭代 60 步（在本机上 24 步，更多只会放大舍入误差）。',
  },
  sample: text,
  error: (input) => {
    const { x, v, beta } = input;
    const factors = lowRank.nystromFactors(x, x, d, n, { scale: beta, steps: patient });
    return difference(lowRank.nystromAttention(factors, v), exactOutput(input));
  },
  tolerance: 1e-6,
  onDevice: {
    error: ({ x, v, beta }, tf) =>
      readScalar(tf, () => {
        const [q, values] = [upload(tf, x, d), upload(tf, v, dv)];
        const factors = lowRankTensors.nystromFactors(tf, q, q, n, { scale: beta, steps: 24 });
        return apart(tf, lowRankTensors.nystromAttention(tf, factors, values), exactTensor(tf, q, values, beta));
      }),
    tolerance: 5e-3,
  },
});

const perplexity = check<{ readonly m: number; readonly scores: Float64Array }>({
  claim: {
    en: 'm equal weights have perplexity m, and any weights on n keys one between 1 and n: the worse of both, n = 64.',
    zh: 'm 个相等的权重困惑度为 m；n 个键上的任意权重，困惑度都在 1 与 n 之间：取较差者，n = 64。',
  },
  sample: (random) => ({ m: integer(random, 1, 64), scores: normals(random, 64).map((x) => 4 * x) }),
  error: ({ m, scores }) => {
    const equal = Float64Array.from({ length: 64 }, (_, j) => (j < m ? 1 / m : 0));
    const any = at(lowRank.perplexities(softmaxRows(scores, 64), 64), 0);
    return Math.max(Math.abs(at(lowRank.perplexities(equal, 64), 0) - m), 1 - any, any - 64);
  },
  tolerance: 1e-11,
  onDevice: {
    error: ({ scores }, tf) =>
      readScalar(tf, () => {
        const s = upload(tf, scores, 64);
        const entropy = tf.sub(tf.logSumExp(s), tf.sum(tf.mul(tf.softmax(s), s)));
        const expected = at(lowRank.perplexities(softmaxRows(scores, 64), 64), 0);
        return tf.abs(tf.sub(tf.div(tf.exp(entropy), tf.scalar(expected)), tf.scalar(1)));
      }),
    tolerance: 1e-4,
  },
});

/** A text, a budget, a mask with that many random keys per row, and a random matrix of that rank. */
interface Budgeted extends Text {
  readonly k: number;
  readonly mask: sparse.Mask;
  readonly matrix: Float64Array;
}
function budgeted(random: Random): Budgeted {
  const k = integer(random, 2, 12);
  const matrix = matrixProduct(normals(random, n * k), normals(random, k * n), k).map((entry) => entry / n);
  return { ...text(random), k, mask: sparse.randomMask(random, n, k), matrix };
}

const mass = check<Budgeted>({
  claim: {
    en: 'No mask with k keys per row holds more weight than the k largest entries: most by which a random mask or a window does, n = 32 (0 or less: never).',
    zh: '每行 k 个键的任何掩码，所含权重都不超过最大的 k 个：随机掩码与窗口至多超出多少，n = 32（不大于 0 即从不超出）。',
  },
  sample: budgeted,
  error: ({ x, beta, k, mask }) => {
    const weights = attentionWeights(x, x, d, { scale: beta });
    const held = (allowed: sparse.Mask, i: number): number =>
      weights.subarray(i * n, (i + 1) * n).reduce((sum, weight, j) => sum + weight * at(allowed, i * n + j), 0);
    const top = sparse.topMask(weights, n, k);
    const others = [mask, sparse.localMask(n, 2 * Math.floor((k - 1) / 2))];
    return Math.max(...others.flatMap((other) => Array.from({ length: n }, (_, i) => held(other, i) - held(top, i))));
  },
  tolerance: 1e-12,
});

const svd = check<Budgeted>({
  claim: {
    en: 'The truncated SVD misses P by the root of the sum of the other σ², and no rank-k method misses it by less: the larger of the difference and of the most by which Linformer, Nyström or a random matrix does; n = 32.',
    zh: '截断的 SVD 与 P 之差等于其余 σ² 之和的平方根，而且没有哪个秩 k 的方法比它更近：取前者之差与 Linformer、Nyström、随机矩阵至多胜出多少中较大者；n = 32。',
  },
  sample: budgeted,
  error: ({ x, beta, k, matrix }) => {
    const P = attentionWeights(x, x, d, { scale: beta });
    const distance = (B: Float64Array): number => Math.hypot(...P.map((weight, i) => weight - at(B, i)));
    const { left, right, values } = lowRank.truncatedSvd(P, n, k);
    const best = distance(matrixProduct(left, right, k));
    const E = lowRank.segmentMeans(n, k);
    const factors = lowRank.nystromFactors(x, x, d, k, { scale: beta });
    const others = [
      matrixProduct(lowRank.projectedWeights(x, x, d, E, beta), E, k),
      matrixProduct(factors.left, matrixProduct(factors.inverse, factors.right, k), k),
      matrix,
    ];
    return Math.max(Math.abs(best - Math.hypot(...values.slice(k))), ...others.map((B) => best - distance(B)));
  },
  tolerance: 1e-10,
});

/** Whether key j can be reached from query i by exactly `steps` allowed pairs: every path is tried. */
const pathExists = (mask: sparse.Mask, size: number, i: number, j: number, steps: number): boolean =>
  steps === 0
    ? i === j
    : Array.from({ length: size }, (_, m) => m).some(
        (m) => at(mask, i * size + m) === 1 && pathExists(mask, size, m, j, steps - 1),
      );
const wrong = (powers: readonly sparse.Mask[], mask: sparse.Mask, size: number): number => {
  let count = 0;
  powers.forEach((power, index) => {
    power.forEach((reached, cell) => {
      const found = pathExists(mask, size, Math.floor(cell / size), cell % size, index + 1);
      if (found !== (reached === 1)) count++;
    });
  });
  return count;
};
const reached = check<sparse.Mask>({
  claim: {
    en: 'Boolean powers of a random sparse mask against a search through all paths of 1, 2 and 3 layers: entries that differ, n = 16.',
    zh: '随机稀疏掩码的布尔幂，与穷举 1、2、3 层的所有路径相比：不同的元素个数，n = 16。',
  },
  sample: (random) => reach.withResidual(sparse.randomMask(random, 16, 2)),
  error: (mask) => wrong(reach.reachByLayer(mask, 3), mask, 16),
  tolerance: 0,
  onDevice: {
    error: async (mask, tf) => {
      const powers = tf.tidy(() => sparseTensors.reachByLayer(tf, sparseTensors.maskTensor(tf, mask), 3));
      try {
        const numbers = Uint8Array.from(await powers.data());
        return wrong(
          [0, 1, 2].map((layer) => numbers.slice(layer * 256, (layer + 1) * 256)),
          mask,
          16,
        );
      } finally {
        powers.dispose();
      }
    },
    tolerance: 0,
  },
});

const layers = check<{ readonly tokens: number; readonly w: number; readonly stride: number }>({
  claim: {
    en: 'Layers counted by search against ⌈2(n − 1)/w⌉ for a window, and against 2 for a window of 2(s − 1) with stride s: the larger difference, 24 ≤ n ≤ 64.',
    zh: '用搜索数出的层数，与窗口的 ⌈2(n − 1)/w⌉ 以及窗口 2(s − 1) 加步幅 s 的 2 层相比：取较大的差，24 ≤ n ≤ 64。',
  },
  sample: (random) => ({
    tokens: integer(random, 24, 64),
    w: 2 * integer(random, 1, 10),
    stride: integer(random, 2, 10),
  }),
  error: ({ tokens, w, stride }) => {
    const all = new Uint8Array(tokens * tokens).fill(1);
    const count = (mask: sparse.Mask): number => reach.layersUntil(mask, all) ?? Infinity;
    const local = count(sparse.localMask(tokens, w)) - reach.localLayers(tokens, w);
    return Math.max(Math.abs(local), Math.abs(count(sparse.stridedMask(tokens, 2 * (stride - 1), stride)) - 2));
  },
  tolerance: 0,
});

export default {
  'eq-masked': masked,
  'eq-hash': hash,
  'eq-linformer': linformer,
  'eq-nystrom': nystrom,
  'eq-perplexity': perplexity,
  'eq-mass': mass,
  'eq-svd': svd,
  'eq-reach': reached,
  'eq-layers': layers,
} satisfies Checks;

/** The claims of the article on FlashAttention, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Checks, Tf } from './check.ts';
import { check } from './check.ts';
import { at } from '../numerics/array.ts';
import { softmaxAttention } from '../numerics/attention.ts';
import type { LoopOrder, Tiling } from '../numerics/flash-attention.ts';
import {
  attentionGradients,
  causalFraction,
  flashBackward,
  flashForward,
  keysOutsideTraffic,
  queriesOutsideTraffic,
  schedule,
} from '../numerics/flash-attention.ts';
import * as flashTensor from '../numerics/flash-attention.tensor.ts';
import type { SoftmaxState } from '../numerics/online-softmax.ts';
import { answer, emptyState, fixedPass, merge, onlinePass, safeAverage } from '../numerics/online-softmax.ts';
import type { RowStates } from '../numerics/online-softmax.tensor.ts';
import { emptyStates, mergeStates, onlineAverages } from '../numerics/online-softmax.tensor.ts';
import type { Random } from '../numerics/random.ts';
import { integer, normals } from '../numerics/random.ts';

const many = <T>(count: number, draw: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => draw(i));
const largest = (values: Iterable<number>): number => {
  let top = 0;
  for (const value of values) top = Math.max(top, Number.isNaN(value) ? Infinity : Math.abs(value));
  return top;
};
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  largest(Array.from(a, (x, i) => x - at(b, i)));

/** Reads one number off the device; everything else that `work` made is disposed of. */
async function readScalar(tf: Tf, work: () => Tensor): Promise<number> {
  const result = tf.tidy(work);
  try {
    return at(await result.data(), 0);
  } finally {
    result.dispose();
  }
}
const upload = (tf: Tf, matrix: Float64Array, width: number): Tensor =>
  tf.tensor(Float32Array.from(matrix), [matrix.length / width, width]);
const farthest = (tf: Tf, a: Tensor, b: Tensor): Tensor => tf.max(tf.abs(tf.sub(a, b)));

/** Rows of logits and of scalar values, row-major [rows, length]. */
interface Rows {
  readonly x: Float64Array;
  readonly v: Float64Array;
}
const rowCount = 50;
const rowLength = 64;
const drawRows = (random: Random, spread: number): Rows => ({
  x: normals(random, rowCount * rowLength).map((z) => spread * z),
  v: normals(random, rowCount * rowLength),
});
const rowOf = (matrix: Float64Array, row: number): Float64Array =>
  matrix.subarray(row * rowLength, (row + 1) * rowLength);
const perRow = ({ x, v }: Rows, error: (x: Float64Array, v: Float64Array) => number): number =>
  largest(many(rowCount, (row) => error(rowOf(x, row), rowOf(v, row))));

/** softmax(x) weighting v in every row, [rows, 1], by the library's own (safe) softmax. */
const softmaxAverages = (tf: Tf, x: Tensor, v: Tensor): Tensor => tf.sum(tf.mul(tf.softmax(x), v), 1, true);

const safe = check<Rows>({
  claim: {
    en: 'Taking the largest logit off changes nothing: largest |naive − safe| over 50 rows of 64 logits x ~ N(0, 3²) and values v ~ N(0, 1).',
    zh: '减去最大值不改变结果：50 行、每行 64 个 logit x ~ N(0, 3²)、值 v ~ N(0, 1)，“朴素”与“安全”之差的最大绝对值。',
  },
  sample: (random) => drawRows(random, 3),
  error: (rows) => perRow(rows, (x, v) => answer(fixedPass(x, v, 0).at(-1) ?? emptyState) - safeAverage(x, v)),
  tolerance: 1e-13,
  onDevice: {
    error: ({ x, v }, tf) =>
      readScalar(tf, () => {
        const [logits, values] = [upload(tf, x, rowLength), upload(tf, v, rowLength)];
        const powers = tf.exp(logits);
        const naive = tf.div(tf.sum(tf.mul(powers, values), 1, true), tf.sum(powers, 1, true));
        return farthest(tf, naive, softmaxAverages(tf, logits, values));
      }),
    tolerance: 1e-5,
  },
});

const online = check<Rows>({
  claim: {
    en: 'One pass gives what the safe softmax gives: largest absolute difference of o/ℓ over 50 rows of 64 logits x ~ N(0, 10²), values v ~ N(0, 1).',
    zh: '只读一遍，结果与安全 softmax 相同：50 行、每行 64 个 logit x ~ N(0, 10²)、值 v ~ N(0, 1)，o/ℓ 的最大绝对差。',
  },
  sample: (random) => drawRows(random, 10),
  error: (rows) => perRow(rows, (x, v) => answer(onlinePass(x, v).at(-1) ?? emptyState) - safeAverage(x, v)),
  tolerance: 1e-13,
  onDevice: {
    error: ({ x, v }, tf) =>
      readScalar(tf, () => {
        const [logits, values] = [upload(tf, x, rowLength), upload(tf, v, rowLength)];
        return farthest(tf, onlineAverages(tf, logits, values), softmaxAverages(tf, logits, values));
      }),
    tolerance: 1e-5,
  },
});

/** Three states per row. */
type Triple = readonly [SoftmaxState, SoftmaxState, SoftmaxState];
const drawState = (random: Random): SoftmaxState => {
  const [max = 0, weighted = 0] = normals(random, 2);
  return { max: 10 * max, sum: 1 + 9 * random(), weighted: 10 * weighted };
};
const stateError = (a: SoftmaxState, b: SoftmaxState): number => {
  const off = (x: number, y: number): number => Math.abs(x - y) / Math.max(1, Math.abs(y));
  return Math.max(off(a.max, b.max), off(a.sum, b.sum), off(a.weighted, b.weighted));
};
/** One of the three of every row, as tensors. */
function uploadStates(tf: Tf, states: readonly SoftmaxState[]): RowStates {
  const column = (value: (state: SoftmaxState) => number): Tensor =>
    tf.tensor(Float32Array.from(states, value), [states.length, 1]);
  return { max: column((s) => s.max), sum: column((s) => s.sum), weighted: column((s) => s.weighted) };
}
/** Largest relative difference of two lists of states, a scalar. */
function statesApart(tf: Tf, a: RowStates, b: RowStates): Tensor {
  const off = (x: Tensor, y: Tensor): Tensor =>
    tf.max(tf.div(tf.abs(tf.sub(x, y)), tf.maximum(tf.abs(y), tf.scalar(1))));
  return tf.max(tf.stack([off(a.max, b.max), off(a.sum, b.sum), off(a.weighted, b.weighted)]));
}

const merging = check<readonly Triple[]>({
  claim: {
    en: '⊕ is associative and commutative, and (−∞, 0, 0) changes nothing: largest difference of m, ℓ or o, relative to sizes above 1, over 200 random triples.',
    zh: '⊕ 满足结合律与交换律，(−∞, 0, 0) 是单位元：200 组随机三元组上 m、ℓ、o 的最大差（绝对值大于 1 时取相对差）。',
  },
  sample: (random) => many(200, () => [drawState(random), drawState(random), drawState(random)] as const),
  error: (triples) =>
    largest(
      triples.flatMap(([a, b, c]) => [
        stateError(merge(merge(a, b), c), merge(a, merge(b, c))),
        stateError(merge(a, b), merge(b, a)),
        stateError(merge(a, emptyState), a),
        stateError(merge(emptyState, a), a),
      ]),
    ),
  tolerance: 1e-13,
  onDevice: {
    error: (triples, tf) =>
      readScalar(tf, () => {
        const part = (index: 0 | 1 | 2): RowStates =>
          uploadStates(
            tf,
            triples.map((triple) => triple[index]),
          );
        const [a, b, c] = [part(0), part(1), part(2)];
        const none = emptyStates(tf, triples.length, 1);
        return tf.max(
          tf.stack([
            statesApart(tf, mergeStates(tf, mergeStates(tf, a, b), c), mergeStates(tf, a, mergeStates(tf, b, c))),
            statesApart(tf, mergeStates(tf, a, b), mergeStates(tf, b, a)),
            statesApart(tf, mergeStates(tf, a, none), a),
          ]),
        );
      }),
    tolerance: 1e-5,
  },
});

/** Inputs of attention, row-major [n, d], and the tiling that the device tries. */
interface Attention {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
  readonly tiling: Tiling;
}
const sizes = [1, 7, 16, 50] as const;
const pick = <T>(random: Random, from: readonly T[]): T => from[integer(random, 0, from.length - 1)] as T;
function drawAttention(random: Random, n: number, d: number, onDevice: readonly number[]): Attention {
  const orders: readonly LoopOrder[] = ['keys', 'queries'];
  return {
    q: normals(random, n * d),
    k: normals(random, n * d),
    v: normals(random, n * d),
    tiling: {
      rows: pick(random, onDevice),
      columns: pick(random, onDevice),
      order: pick(random, orders),
      causal: random() < 0.5,
    },
  };
}
const inputsOf = (tf: Tf, { q, k, v }: Attention, d: number): flashTensor.Inputs => ({
  q: upload(tf, q, d),
  k: upload(tf, k, d),
  v: upload(tf, v, d),
});

const tileWidth = 16;
const tile = check<Attention>({
  claim: {
    en: 'Attention in tiles equals attention at once: largest absolute difference of an output, N = 50, d = 16, random Q, K, V ~ N(0, I), with and without causal mask; all Bᵣ, B_c ∈ {1, 7, 16, 50} in float64, one pair drawn from {7, 16, 50} on tensors.',
    zh: '分块计算与一次算完的注意力相同：输出的最大绝对差，N = 50，d = 16，Q、K、V ~ N(0, I) 随机，带与不带因果掩码；float64 遍历 Bᵣ、B_c ∈ {1, 7, 16, 50}，张量从 {7, 16, 50} 中抽取一对。',
  },
  sample: (random) => drawAttention(random, 50, tileWidth, [7, 16, 50]),
  error: ({ q, k, v, tiling: { order } }) =>
    largest(
      [false, true].flatMap((causal) => {
        const direct = softmaxAttention(q, k, v, tileWidth, { causal });
        return sizes.flatMap((rows) =>
          sizes.map((columns) =>
            difference(flashForward(q, k, v, tileWidth, { rows, columns, order, causal }).output, direct),
          ),
        );
      }),
    ),
  tolerance: 1e-12,
  onDevice: {
    error: (input, tf) =>
      readScalar(tf, () => {
        const inputs = inputsOf(tf, input, tileWidth);
        const { output } = flashTensor.flashForward(tf, inputs, input.tiling);
        return farthest(tf, output, flashTensor.directAttention(tf, inputs, input.tiling.causal));
      }),
    tolerance: 1e-5,
  },
});

interface Sizes {
  readonly n: number;
  readonly d: number;
  readonly rows: number;
  readonly columns: number;
}
const movedBy = ({ n, d, rows, columns }: Sizes, order: LoopOrder): number =>
  schedule(n, d, { rows, columns, order, causal: false }).reduce((sum, step) => sum + step.moved, 0);
const traffic = check<Sizes>({
  claim: {
    en: 'The two formulas for tiles equal the counters that add up every read and write, exactly; N = 64–1024, d = 16–128, Bᵣ, B_c = 16–128, also where they do not divide N.',
    zh: '两种分块方案的公式，与逐次读写累加的计数器完全相等；N 为 64–1024，d 为 16–128，Bᵣ、B_c 为 16–128，不整除 N 时也成立。',
  },
  sample: (random) => ({
    n: 64 * integer(random, 1, 16),
    d: 16 * integer(random, 1, 8),
    rows: 16 * integer(random, 1, 8),
    columns: 16 * integer(random, 1, 8),
  }),
  error: (size) =>
    largest([
      movedBy(size, 'queries') - queriesOutsideTraffic(size.n, size.d, size.rows),
      movedBy(size, 'keys') - keysOutsideTraffic(size.n, size.d, size.columns),
    ]),
  // Counts are integers: this means equal. (A tolerance of 0 would announce an inequality.)
  tolerance: 1e-15,
});

const backWidth = 8;
interface Backward extends Attention {
  /** dO, [n, d]. */
  readonly upstream: Float64Array;
}
const backward = check<Backward>({
  claim: {
    en: 'dQ, dK, dV from L and O alone equal those from the stored P (float64) and those of automatic differentiation (tensors): largest absolute difference, N = 32, d = 8, random Q, K, V, dO ~ N(0, I), tiles of 8 to 32, with or without causal mask.',
    zh: '只用 L 和 O 求得的 dQ、dK、dV，与存下 P 求得的（float64）、与自动微分求得的（张量）相同：最大绝对差，N = 32，d = 8，Q、K、V、dO ~ N(0, I) 随机，块长 8 到 32，带或不带因果掩码。',
  },
  sample: (random) => ({
    ...drawAttention(random, 32, backWidth, [8, 12, 32]),
    upstream: normals(random, 32 * backWidth),
  }),
  error: ({ q, k, v, upstream, tiling }) => {
    const stored = attentionGradients(q, k, v, upstream, backWidth, { causal: tiling.causal });
    const forward = flashForward(q, k, v, backWidth, tiling);
    const again = flashBackward({ q, k, v }, upstream, forward, backWidth, tiling);
    return Math.max(
      difference(again.query, stored.query),
      difference(again.key, stored.key),
      difference(again.value, stored.value),
    );
  },
  tolerance: 1e-12,
  onDevice: {
    error: (input, tf) =>
      readScalar(tf, () => {
        const inputs = inputsOf(tf, input, backWidth);
        const upstream = upload(tf, input.upstream, backWidth);
        const loss = (q: Tensor, k: Tensor, v: Tensor): Tensor =>
          tf.sum(tf.mul(flashTensor.directAttention(tf, { q, k, v }, input.tiling.causal), upstream));
        const automatic = tf.grads(loss)([inputs.q, inputs.k, inputs.v]);
        const forward = flashTensor.flashForward(tf, inputs, input.tiling);
        const ours = flashTensor.flashBackward(tf, inputs, upstream, forward, input.tiling);
        return farthest(tf, tf.stack(ours), tf.stack(automatic));
      }),
    tolerance: 1e-4,
    gradients: true,
  },
});

const causal = check<{ readonly tiles: number; readonly size: number }>({
  claim: {
    en: 'Of T × T square tiles a causal mask leaves the part (T + 1)/2T: difference from counting them, T = 1–40.',
    zh: 'T × T 个方块中，因果掩码留下的比例是 (T + 1)/2T：与逐块计数之差，T 为 1–40。',
  },
  sample: (random) => ({ tiles: integer(random, 1, 40), size: integer(random, 1, 64) }),
  error: ({ tiles, size }) => {
    const left = schedule(tiles * size, 8, { rows: size, columns: size, order: 'queries', causal: true }).length;
    return Math.abs(left / tiles ** 2 - causalFraction(tiles));
  },
  tolerance: 1e-15,
});

export default {
  'eq-safe': safe,
  'eq-online': online,
  'eq-merge': merging,
  'eq-tile': tile,
  'eq-traffic': traffic,
  'eq-backward': backward,
  'eq-causal': causal,
} satisfies Checks;

/** The claims of the article on rotary position embedding, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Checks, Tf } from './check.ts';
import { check } from './check.ts';
import { at } from '../numerics/array.ts';
import { rotaryLinearAttention, rotaryLinearAttentionQuadratic } from '../numerics/linear-attention.ts';
import * as linearTensor from '../numerics/linear-attention.tensor.ts';
import type { Random } from '../numerics/random.ts';
import { integer, normals } from '../numerics/random.ts';
import { interpolate, ntkFrequencies, yarnFrequencies } from '../numerics/rope-extension.ts';
import { decayBound, frequencies, relativeScore, rotate, rotationMatrix, score, turns } from '../numerics/rope.ts';
import { decayBounds, rotateRows, rotaryEmbedding, angleTables, rowScores } from '../numerics/rope.tensor.ts';

/** Dimension and base of every case but those of the extension. */
const d = 64;
const theta = frequencies(d, 1e4);

const many = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const largest = (values: Iterable<number>): number => {
  let top = -Infinity;
  for (const value of values) top = Math.max(top, value);
  return top;
};
const rowOf = (matrix: Float64Array, row: number): Float64Array => matrix.subarray(row * d, (row + 1) * d);

/** Reads one number off the device; `work` must return a scalar, and everything else it made is disposed of. */
async function readScalar(tf: Tf, work: () => Tensor): Promise<number> {
  const result = tf.tidy(work);
  try {
    return at(await result.data(), 0);
  } finally {
    result.dispose();
  }
}

/** Pairs of vectors, row-major [rows, d], and a pair of positions for each. */
interface Pairs {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly m: readonly number[];
  readonly n: readonly number[];
}
function drawPairs(random: Random, rows: number, maxPosition: number): Pairs {
  return {
    q: normals(random, rows * d),
    k: normals(random, rows * d),
    m: many(rows, () => integer(random, 0, maxPosition)),
    n: many(rows, () => integer(random, 0, maxPosition)),
  };
}
const onTensor = (tf: Tf, matrix: Float64Array): Tensor => tf.tensor(Float32Array.from(matrix), [matrix.length / d, d]);

/** ‖R_mᵀR_n − R_{n−m}‖_F, from the matrices written out. */
function compositionError(m: number, n: number): number {
  const [a, b, c] = [rotationMatrix(m, theta), rotationMatrix(n, theta), rotationMatrix(n - m, theta)];
  let sum = 0;
  for (let row = 0; row < d; row++) {
    for (let column = 0; column < d; column++) {
      let entry = 0;
      for (let i = 0; i < d; i++) entry += at(a, i * d + row) * at(b, i * d + column);
      sum += (entry - at(c, row * d + column)) ** 2;
    }
  }
  return Math.sqrt(sum);
}

interface Positions {
  readonly m: readonly number[];
  readonly n: readonly number[];
}
const rotation = check<Positions>({
  claim: {
    en: '‖RₘᵀRₙ − Rₙ₋ₘ‖ (Frobenius norm) is 0: the largest of 8 pairs of positions below 4096, d = 64.',
    zh: '‖RₘᵀRₙ − Rₙ₋ₘ‖（Frobenius 范数）为 0：取 8 对小于 4096 的位置中的最大值，d = 64。',
  },
  sample: (random) => ({ m: many(8, () => integer(random, 0, 4095)), n: many(8, () => integer(random, 0, 4095)) }),
  error: ({ m, n }) => largest(m.map((position, row) => compositionError(position, at(n, row)))),
  tolerance: 1e-11,
  onDevice: {
    error: ({ m, n }, tf) =>
      readScalar(tf, () => {
        const identity = tf.expandDims(tf.eye(d), 0);
        // Rows of the result are R e_j: the transposed matrices, [pairs, d, d].
        const transposed = (positions: readonly number[]): Tensor => {
          const { cos, sin } = angleTables(positions, theta);
          const shape = [positions.length, 1, d / 2];
          const vectors = tf.tile(identity, [positions.length, 1, 1]);
          return rotaryEmbedding(tf, vectors, tf.tensor(cos, shape), tf.tensor(sin, shape));
        };
        const product = tf.matMul(transposed(m), transposed(n), false, true); // R_mᵀ R_n
        const expected = tf.transpose(transposed(m.map((position, row) => at(n, row) - position)), [0, 2, 1]);
        return tf.max(tf.sqrt(tf.sum(tf.square(tf.sub(product, expected)), [1, 2])));
      }),
    tolerance: 1e-4,
  },
});

interface ShiftedPairs extends Pairs {
  /** How far both positions of a row move together. */
  readonly shift: readonly number[];
}
const relative = check<ShiftedPairs>({
  claim: {
    en: 'The score is the sum over pairs at distance m − n, and stays when both positions move by the same amount: largest absolute difference over 100 pairs of random q, k ~ N(0, I), d = 64, m, n and the shift up to 1000.',
    zh: '得分等于按距离 m − n 写出的各对之和，且两个位置一同平移时不变：100 对随机 q、k ~ N(0, I) 上的最大绝对差，d = 64，m、n 与平移量不超过 1000。',
  },
  sample: (random) => ({ ...drawPairs(random, 100, 1000), shift: many(100, () => integer(random, 1, 1000)) }),
  error: ({ q, k, m, n, shift }) =>
    largest(
      shift.flatMap((by, row) => {
        const [x, y, a, b] = [rowOf(q, row), rowOf(k, row), at(m, row), at(n, row)];
        const here = score(x, y, a, b, theta);
        return [
          Math.abs(here - relativeScore(x, y, a - b, theta)),
          Math.abs(here - score(x, y, a + by, b + by, theta)),
        ];
      }),
    ),
  tolerance: 1e-11,
  onDevice: {
    error: ({ q, k, m, n, shift }, tf) =>
      readScalar(tf, () => {
        const [x, y] = [onTensor(tf, q), onTensor(tf, k)];
        const moved = (positions: readonly number[]): number[] => positions.map((p, row) => p + at(shift, row));
        const here = rowScores(tf, x, y, m, n, theta);
        const there = rowScores(tf, x, y, moved(m), moved(n), theta);
        return tf.max(tf.abs(tf.sub(here, there)));
      }),
    tolerance: 1e-4,
  },
});

const norm = check<Pairs>({
  claim: {
    en: 'Rotation keeps the Euclidean norm: largest |‖Rₘq‖ / ‖q‖ − 1| over 100 random q ~ N(0, I), d = 64, m below 4096.',
    zh: '旋转不改变欧氏范数：100 个随机 q ~ N(0, I) 上 |‖Rₘq‖ / ‖q‖ − 1| 的最大值，d = 64，m 小于 4096。',
  },
  sample: (random) => drawPairs(random, 100, 4095),
  error: ({ q, m }) =>
    largest(
      m.map((position, row) =>
        Math.abs(Math.hypot(...rotate(rowOf(q, row), position, theta)) / Math.hypot(...rowOf(q, row)) - 1),
      ),
    ),
  tolerance: 1e-13,
  onDevice: {
    error: ({ q, m }, tf) =>
      readScalar(tf, () => {
        const x = onTensor(tf, q);
        const size = (rows: Tensor): Tensor => tf.sqrt(tf.sum(tf.square(rows), 1));
        return tf.max(tf.abs(tf.sub(tf.div(size(rotateRows(tf, x, m, theta)), size(x)), tf.scalar(1))));
      }),
    tolerance: 1e-5,
  },
});

const decay = check<Pairs>({
  claim: {
    en: '|score| stays within the bound for 1,000 random q, k ~ N(0, I), d = 64, at distances up to 4095: largest |score| / bound − 1, so that anything not above 0 is no violation.',
    zh: '对 1000 组随机 q、k ~ N(0, I)（d = 64，距离不超过 4095），|得分| 都不超过上界：给出 |得分| / 上界 − 1 的最大值，不大于 0 即无一违反。',
  },
  sample: (random) => drawPairs(random, 1000, 4095),
  error: ({ q, k, m, n }) =>
    largest(
      m.map((position, row) => {
        const [x, y, distance] = [rowOf(q, row), rowOf(k, row), position - at(n, row)];
        return Math.abs(relativeScore(x, y, distance, theta)) / decayBound(x, y, distance, theta) - 1;
      }),
    ),
  tolerance: 0,
  onDevice: {
    error: ({ q, k, m, n }, tf) =>
      readScalar(tf, () => {
        const [x, y] = [onTensor(tf, q), onTensor(tf, k)];
        const distances = m.map((position, row) => position - at(n, row));
        const sizes = tf.abs(rowScores(tf, x, y, m, n, theta));
        return tf.max(tf.sub(tf.div(sizes, decayBounds(tf, x, y, distances, theta)), tf.scalar(1)));
      }),
    tolerance: 0,
  },
});

/** Queries, keys and values, row-major [64, d]; row m stands at position m. */
interface Sequence {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
}
const linear = check<Sequence>({
  claim: {
    en: 'Summing keys and values first gives what the n×n form gives: largest absolute difference of an output, n = 64, d = 64, random q, k, v ~ N(0, I), φ = elu + 1.',
    zh: '先对键与值求和，与 n×n 形式结果相同：输出的最大绝对差，n = 64，d = 64，q、k、v ~ N(0, I) 随机，φ = elu + 1。',
  },
  sample: (random) => ({ q: normals(random, 64 * d), k: normals(random, 64 * d), v: normals(random, 64 * d) }),
  error: ({ q, k, v }) => {
    const full = rotaryLinearAttentionQuadratic(q, k, v, theta);
    return largest(rotaryLinearAttention(q, k, v, theta).map((x, i) => Math.abs(x - at(full, i))));
  },
  tolerance: 1e-11,
  onDevice: {
    error: ({ q, k, v }, tf) =>
      readScalar(tf, () => {
        const [x, y, z] = [onTensor(tf, q), onTensor(tf, k), onTensor(tf, v)];
        const associative = linearTensor.rotaryLinearAttention(tf, x, y, z, theta);
        const full = linearTensor.rotaryLinearAttentionQuadratic(tf, x, y, z, theta);
        return tf.max(tf.abs(tf.sub(associative, full)));
      }),
    tolerance: 1e-4,
  },
});

interface Stretch {
  readonly d: number;
  readonly base: number;
  readonly L: number;
  readonly s: number;
}
const off = (value: number, expected: number): number => Math.abs(value / expected - 1);

/** YaRN with the paper's ramp: pairs of at least 32 turns keep their frequency, pairs of at most one are divided by s. */
function yarnErrors(theta0: Float64Array, L: number, s: number): number[] {
  const stretched = yarnFrequencies(theta0, L, s, 'paper');
  return [...turns(theta0, L)].flatMap((r, i) => {
    if (r >= 32) return [off(at(stretched, i), at(theta0, i))];
    return r <= 1 ? [off(at(stretched, i), at(theta0, i) / s)] : [];
  });
}

const extension = check<Stretch>({
  claim: {
    en: 'Ends of the three methods: interpolation divides every θ by s; NTK keeps θ₀ and divides the last by s; YaRN keeps pairs of 32 turns or more and divides those of one or less. Largest relative difference; d 4–256, base 10–10⁶, L 256–32768, s 1–16.',
    zh: '三种方法的两端：内插把每个 θ 除以 s；NTK 保持 θ₀ 不变，最末一个恰好除以 s；YaRN 保持转满 32 圈的坐标对，不满一圈的除以 s。取最大相对差；d 为 4–256，底数 10–10⁶，L 为 256–32768，s 为 1–16。',
  },
  sample: (random) => ({
    d: 2 * integer(random, 2, 128),
    base: 10 ** (1 + 5 * random()),
    L: integer(random, 256, 32768),
    s: 1 + 15 * random(),
  }),
  error: ({ d: dimension, base, L, s }) => {
    const original = frequencies(dimension, base);
    const last = original.length - 1;
    const ntk = ntkFrequencies(dimension, base, s);
    const pi = interpolate(original, s);
    return largest([
      ...pi.map((x, i) => off(x * s, at(original, i))),
      off(at(ntk, 0), at(original, 0)),
      off(at(ntk, last), at(original, last) / s),
      ...yarnErrors(original, L, s),
    ]);
  },
  tolerance: 1e-14,
});

export default {
  'eq-rotation': rotation,
  'eq-relative': relative,
  'eq-norm': norm,
  'eq-decay': decay,
  'eq-linear': linear,
  'eq-extension': extension,
} satisfies Checks;

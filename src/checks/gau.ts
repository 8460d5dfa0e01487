/** The claims of the article on gated attention units, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../numerics/array.ts';
import { matrixProduct } from '../numerics/attention.ts';
import * as unit from '../numerics/gated-attention-unit.ts';
import * as unitOnTensors from '../numerics/gated-attention-unit.tensor.ts';
import { mixedChunked, mixedChunkMap, mixedCost, type MixedPaths } from '../numerics/mixed-chunk-attention.ts';
import * as mixedOnTensors from '../numerics/mixed-chunk-attention.tensor.ts';
import { integer, normals, type Random } from '../numerics/random.ts';
import { blockWeights } from '../numerics/transformer-block.ts';
import { countWeights, type Weight, type Weights } from '../numerics/weights.ts';
import { check, type Checks, type Tf } from './check.ts';

const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let top = 0;
  for (let i = 0; i < a.length; i++) top = Math.max(top, Math.abs(at(a, i) - at(b, i)));
  return top;
};
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

const shape = { d: 24, e: 48, s: 8 } as const;
const n = 32;

interface Case {
  /** [n, d] */
  readonly x: Float64Array;
  readonly weights: Weights<unit.UnitWeight>;
}
const sample = (random: Random): Case => ({
  x: normals(random, n * shape.d),
  weights: unit.unitWeights(random, shape),
});
const identity = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
const tensorsOf = <Name extends string>(tf: Tf, weights: Weights<Name>): Record<Name, Tensor> =>
  Object.fromEntries(
    Object.entries<Weight>(weights).map(([name, { values, shape: size }]) => [
      name,
      tf.tensor(Float32Array.from(values), [...size]),
    ]),
  ) as Record<Name, Tensor>;

const gau = check<Case>({
  claim: {
    en: 'With A = I a gated attention unit is a gated linear unit: largest difference of an output, n = 32, d = 24, e = 48.',
    zh: 'A = I 时，门控注意力单元就是门控线性单元：输出的最大绝对差，n = 32，d = 24，e = 48。',
  },
  sample,
  error: ({ x, weights }) =>
    difference(unit.gatedAttention(x, identity, weights, shape), unit.gatedLinearUnit(x, weights, shape)),
  tolerance: 1e-12,
  onDevice: {
    error: ({ x, weights }, tf) =>
      readScalar(tf, () => {
        const [input, own] = [upload(tf, x, shape.d), tensorsOf(tf, weights)];
        const attended = unitOnTensors.gatedAttention(tf, input, tf.eye(n), own);
        return apart(tf, attended, unitOnTensors.gatedLinearUnit(tf, input, own));
      }),
    tolerance: 1e-6,
  },
});

interface Scaled {
  /** [n, s] each. */
  readonly q: Float64Array;
  readonly k: Float64Array;
  /** Positive. */
  readonly factor: number;
}
const weights = check<Scaled>({
  claim: {
    en: 'Queries t times as long make relu² weights t² times as large, with the same zeros: largest difference of an entry, n = 32, s = 8, t from ½ to 2.',
    zh: '查询放大 t 倍，relu² 权重就放大 t² 倍，零的位置不变：元素的最大绝对差，n = 32，s = 8，t 取 ½ 到 2。',
  },
  sample: (random) => ({
    q: normals(random, n * shape.s),
    k: normals(random, n * shape.s),
    factor: 2 ** (2 * random() - 1),
  }),
  error: ({ q, k, factor }) =>
    difference(
      unit.squaredReluWeights(
        q.map((x) => factor * x),
        k,
        shape.s,
      ),
      unit.squaredReluWeights(q, k, shape.s).map((a) => factor ** 2 * a),
    ),
  tolerance: 1e-12,
  onDevice: {
    error: ({ q, k, factor }, tf) =>
      readScalar(tf, () => {
        const [query, key] = [upload(tf, q, shape.s), upload(tf, k, shape.s)];
        const scaled = unitOnTensors.squaredReluWeights(tf, tf.mul(query, factor), key);
        return apart(tf, scaled, tf.mul(unitOnTensors.squaredReluWeights(tf, query, key), factor ** 2));
      }),
    tolerance: 1e-5,
  },
});

/** Widths, in steps of 8, and the seed's stream for the weights. */
interface Counted {
  readonly widths: unit.UnitShape;
  readonly unit: Weights<unit.UnitWeight>;
  readonly block: Weights;
}
/** Scales and offsets of queries and keys, which the count leaves out. */
const offsets = (widths: unit.UnitShape): number => 4 * widths.s;
const miscounted = ({ widths }: Counted, own: number, block: number): number =>
  Math.abs(own - offsets(widths) - unit.unitParameters(widths)) + Math.abs(block - unit.blockParameters(widths.d));
const parameters = check<Counted>({
  claim: {
    en: 'Entries of all weight matrices, counted: 3de + ds in a unit, and 12d² in a block; d, e and s at random. Differences added up.',
    zh: '数出所有权重矩阵的元素：一个单元 3de + ds 个，一个块 12d² 个；d、e、s 随机。两处差值之和。',
  },
  sample: (random) => {
    const width = (): number => 8 * integer(random, 1, 8);
    const widths = { d: width(), e: width(), s: width() };
    return { widths, unit: unit.unitWeights(random, widths), block: blockWeights(random, widths.d) };
  },
  error: (input) => miscounted(input, countWeights(input.unit), countWeights(input.block)),
  tolerance: 0,
  onDevice: {
    error: (input, tf) => {
      const entries = (all: Weights): number => {
        const tensors = Object.values(tensorsOf(tf, all));
        const size = tensors.reduce((sum, tensor) => sum + tensor.size, 0);
        tf.dispose(tensors);
        return size;
      };
      return Promise.resolve(miscounted(input, entries(input.unit), entries(input.block)));
    },
    tolerance: 0,
  },
});

/** Draws behind each estimate of a mean. */
const many = 1_000_000;
/** (Σa)²/(n Σa²) from sums. */
const ratioOnDevice = (tf: Tf, a: Tensor): Tensor => tf.div(tf.square(tf.mean(a)), tf.mean(tf.square(a)));

const squared = check<Float64Array>({
  claim: {
    en: 'Over 10⁶ draws from N(0, 1), the mean of relu² is ½ and the participation ratio 1/6: the larger difference. Sampling alone makes about 0.001.',
    zh: '10⁶ 个 N(0, 1) 样本上，relu² 的均值为 ½，参与率为 1/6：取两个差中较大者。仅抽样误差就约有 0.001。',
  },
  sample: (random) => normals(random, many),
  error: (draws) => {
    const a = draws.map(unit.squaredRelu);
    const mean = a.reduce((sum, value) => sum + value, 0) / many;
    return Math.max(
      Math.abs(mean - unit.meanSquaredRelu(1)),
      Math.abs(unit.participationRatio(a) - unit.participationLimit.squaredRelu()),
    );
  },
  tolerance: 0.005,
  onDevice: {
    error: (draws, tf) =>
      readScalar(tf, () => {
        const a = unitOnTensors.squaredRelu(tf, upload(tf, draws, 1000));
        return tf.maximum(
          tf.abs(tf.sub(tf.mean(a), unit.meanSquaredRelu(1))),
          tf.abs(tf.sub(ratioOnDevice(tf, a), unit.participationLimit.squaredRelu())),
        );
      }),
    tolerance: 0.005,
  },
});

interface Spread {
  readonly draws: Float64Array;
  readonly sigma: number;
}
const softmaxLimit = check<Spread>({
  claim: {
    en: 'Over 10⁶ draws from N(0, σ²), the participation ratio of the exponentials is e^(−σ²): difference, σ from 0.2 to 1.',
    zh: '10⁶ 个 N(0, σ²) 样本取指数，其参与率为 e^(−σ²)：差的绝对值，σ 取 0.2 到 1。',
  },
  sample: (random) => ({ sigma: 0.2 + 0.8 * random(), draws: normals(random, many) }),
  error: ({ draws, sigma }) =>
    Math.abs(unit.participationRatio(draws.map((x) => Math.exp(sigma * x))) - unit.participationLimit.softmax(sigma)),
  tolerance: 0.015,
  onDevice: {
    error: ({ draws, sigma }, tf) =>
      readScalar(tf, () => {
        const a = tf.exp(tf.mul(upload(tf, draws, 1000), sigma));
        return tf.abs(tf.sub(ratioOnDevice(tf, a), unit.participationLimit.softmax(sigma)));
      }),
    tolerance: 0.015,
  },
});

/** Four readings [64, 16] and values [64, 24], N(0, 1). */
interface Mixed {
  readonly paths: MixedPaths;
  readonly v: Float64Array;
}
const [length, s, e] = [64, 16, 24];
const mixed = (random: Random): Mixed => {
  const matrix = (): Float64Array => normals(random, length * s);
  return {
    paths: { quadraticQuery: matrix(), quadraticKey: matrix(), linearQuery: matrix(), linearKey: matrix() },
    v: normals(random, length * e),
  };
};
const chunkings = [1, 4, 16, 64].flatMap((size) => [true, false].map((causal) => ({ size, causal })));
const pathTensors = (tf: Tf, paths: MixedPaths): mixedOnTensors.MixedPathTensors => ({
  quadraticQuery: upload(tf, paths.quadraticQuery, s),
  quadraticKey: upload(tf, paths.quadraticKey, s),
  linearQuery: upload(tf, paths.linearQuery, s),
  linearKey: upload(tf, paths.linearKey, s),
});

const chunk = check<Mixed>({
  claim: {
    en: 'Chunks with a state give what the dense map gives, for C = 1, 4, 16, 64, causal and not: largest difference of an output, n = 64, s = 16, e = 24.',
    zh: '分块加状态，与稠密注意力图给出相同的输出，C = 1、4、16、64，因果与非因果：最大绝对差，n = 64，s = 16，e = 24。',
  },
  sample: mixed,
  error: ({ paths, v }) =>
    Math.max(
      ...chunkings.map((how) =>
        difference(mixedChunked(paths, v, s, how).outputs, matrixProduct(mixedChunkMap(paths, s, how), v, length)),
      ),
    ),
  tolerance: 1e-12,
  onDevice: {
    error: ({ paths, v }, tf) =>
      readScalar(tf, () => {
        const [given, values] = [pathTensors(tf, paths), upload(tf, v, e)];
        const errors = chunkings.map((how) => {
          const map = mixedOnTensors.mixedChunkMap(tf, given, mixedOnTensors.chunkMasks(tf, length, how), how.size);
          return apart(tf, mixedOnTensors.mixedChunked(tf, given, values, how).outputs, tf.matMul(map, values));
        });
        return tf.max(tf.stack(errors));
      }),
    tolerance: 1e-4,
  },
});

interface Changed extends Mixed {
  /** The token that is changed, and everything that it carries. */
  readonly j: number;
  readonly other: Mixed;
}
/** The case with row j of every matrix taken from the other one. */
function replaced({ paths, v, j, other }: Changed): Mixed {
  const swap = (mine: Float64Array, theirs: Float64Array): Float64Array => {
    const width = mine.length / length;
    return mine.map((x, index) => (Math.floor(index / width) === j ? at(theirs, index) : x));
  };
  return {
    paths: {
      quadraticQuery: swap(paths.quadraticQuery, other.paths.quadraticQuery),
      quadraticKey: swap(paths.quadraticKey, other.paths.quadraticKey),
      linearQuery: swap(paths.linearQuery, other.paths.linearQuery),
      linearKey: swap(paths.linearKey, other.paths.linearKey),
    },
    v: swap(v, other.v),
  };
}
const causalChunks = { size: 16, causal: true } as const;
const causal = check<Changed>({
  claim: {
    en: 'With causal chunks of 16, another token j leaves the outputs before it exactly as they are: largest difference, n = 64.',
    zh: '块长 16 的因果分块中，换掉词元 j，它之前的输出分毫不变：最大绝对差，n = 64。',
  },
  sample: (random) => ({ ...mixed(random), j: integer(random, 1, length - 1), other: mixed(random) }),
  error: (input) => {
    const outputs = ({ paths, v }: Mixed): Float64Array =>
      mixedChunked(paths, v, s, causalChunks).outputs.subarray(0, input.j * e);
    return difference(outputs(replaced(input)), outputs(input));
  },
  tolerance: 0,
  onDevice: {
    error: (input, tf) =>
      readScalar(tf, () => {
        const outputs = ({ paths, v }: Mixed): Tensor =>
          tf.slice(
            mixedOnTensors.mixedChunked(tf, pathTensors(tf, paths), upload(tf, v, e), causalChunks).outputs,
            [0, 0],
            [input.j, e],
          );
        return apart(tf, outputs(replaced(input)), outputs(input));
      }),
    tolerance: 0,
  },
});

/** Chunks, their length, and both widths. */
interface Priced {
  readonly chunks: number;
  readonly size: number;
  readonly s: number;
  readonly e: number;
}
const cost = check<Priced>({
  claim: {
    en: 'Multiply-adds added up chunk by chunk are nC(s + e) + 2nse, and 2Cse fewer with a causal mask: difference, sizes at random.',
    zh: '逐块累加的乘加次数等于 nC(s + e) + 2nse，有因果掩码时再少 2Cse：差的绝对值，各尺寸随机。',
  },
  sample: (random) => ({
    chunks: integer(random, 1, 32),
    size: integer(random, 1, 256),
    s: integer(random, 1, 128),
    e: integer(random, 1, 1024),
  }),
  error: ({ chunks, size, s: narrow, e: wide }) => {
    const tokens = chunks * size;
    const formula = tokens * size * (narrow + wide) + 2 * tokens * narrow * wide;
    const counted = [false, true].map((hidden) => {
      const { quadratic, linear } = mixedCost(tokens, { size, causal: hidden }, narrow, wide);
      return quadratic + linear;
    });
    return Math.abs(at(counted, 0) - formula) + Math.abs(formula - at(counted, 1) - 2 * size * narrow * wide);
  },
  tolerance: 0,
});

export default {
  'eq-gau': gau,
  'eq-weights': weights,
  'eq-parameters': parameters,
  'eq-squared': squared,
  'eq-softmax-limit': softmaxLimit,
  'eq-chunk': chunk,
  'eq-causal': causal,
  'eq-cost': cost,
} satisfies Checks;

/** The claims of the article on the defects of linear Transformers, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../numerics/array.ts';
import { locality } from '../numerics/attention-locality.ts';
import { softmaxAttention } from '../numerics/attention.ts';
import { softmaxAttention as softmaxOnTensors } from '../numerics/attention.tensor.ts';
import { rmsNorm as rmsNormOnTensors } from '../numerics/character-model.tensor.ts';
import { diagAttention } from '../numerics/diag-attention.ts';
import { diagAttention as diagOnTensors } from '../numerics/diag-attention.tensor.ts';
import * as dual from '../numerics/dual.ts';
import { queryGradient } from '../numerics/feature-score-gradient.ts';
import { queryJacobians } from '../numerics/feature-score-gradient.tensor.ts';
import { singularValues } from '../numerics/linear-attention-rank.ts';
import { featureMap } from '../numerics/linear-attention.ts';
import { featureMap as featureMapOnTensors } from '../numerics/linear-attention.tensor.ts';
import * as norm from '../numerics/norm-attention.ts';
import * as normOnTensors from '../numerics/norm-attention.tensor.ts';
import { integer, normals, type Random } from '../numerics/random.ts';
import { equalScores, scoreJacobian, type Normalizer } from '../numerics/score-normalization.ts';
import * as scoresOnTensors from '../numerics/score-normalization.tensor.ts';
import { check, type Checks, type Tf } from './check.ts';

const largest = (values: Iterable<number>): number => {
  let top = 0;
  for (const value of values) top = Math.max(top, Math.abs(value));
  return top;
};
/** Largest |a − b| over the largest |b|. */
const relative = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  largest(Array.from(a, (x, i) => x - at(b, i))) / largest(Array.from(b));

const matrix = (tf: Tf, values: Float64Array, columns: number): Tensor =>
  tf.tensor2d(Float32Array.from(values), [values.length / columns, columns]);

/** Reads what `work` returns; everything else it made is disposed of. */
async function read(tf: Tf, work: () => Tensor): Promise<Float32Array> {
  const result = tf.tidy(work);
  try {
    return Float32Array.from(await result.data());
  } finally {
    result.dispose();
  }
}

/** A row of positive scores in each case, uniform in [0.1, 3]. */
const rows = 200;
const n = 8;
type Row = Float64Array;
const scoreRow = (random: Random): Row => Float64Array.from({ length: n }, () => 0.1 + 2.9 * random());
const normalizers = ['exp', 'identity'] as const satisfies readonly Normalizer[];

/** p as a function of dual numbers, written as the definition has it. */
const weightsOfDuals =
  (kind: Normalizer) =>
  (s: readonly dual.Dual[]): dual.Dual[] => {
    const f = kind === 'exp' ? s.map(dual.exp) : s;
    return f.map((x) => dual.div(x, dual.sum(f)));
  };

const jacobian = check<readonly Row[]>({
  claim: {
    en: 'The formula gives what automatic differentiation gives, for the softmax and for f(s) = s: largest difference over the largest entry, 200 rows of 8 scores from 0.1 to 3 (on this device: 8 rows).',
    zh: '公式与自动微分一致，softmax 与 f(s) = s 都是如此：最大差除以最大元素，200 行，每行 8 个得分，取值 0.1 到 3（本机上 8 行）。',
  },
  sample: (random) => Array.from({ length: rows }, () => scoreRow(random)),
  error: (cases) =>
    largest(
      cases.flatMap((s) =>
        normalizers.map((kind) => relative(scoreJacobian(s, kind), dual.jacobian(weightsOfDuals(kind), s))),
      ),
    ),
  tolerance: 1e-11,
  onDevice: {
    gradients: true,
    error: async (cases, tf) => {
      const errors: number[] = [];
      for (const s of cases.slice(0, 8)) {
        for (const kind of normalizers) {
          const found = await read(tf, () =>
            scoresOnTensors.jacobian(tf, (x) => scoresOnTensors.normalizedScores(tf, x, kind), matrix(tf, s, n), n),
          );
          errors.push(relative(found, scoreJacobian(s, kind)));
        }
      }
      return largest(errors);
    },
    tolerance: 1e-4,
  },
});

/** n equal scores of size ε. */
interface Equal {
  readonly n: number;
  readonly epsilon: number;
}
const equal = check<Equal>({
  claim: {
    en: 'With n equal scores ε of linear attention the entries are (1 − 1/n)/(εn) and −1/(εn²): largest difference over the largest entry, n from 2 to 16, ε from 10⁻⁴ to 1.',
    zh: '线性注意力的 n 个得分都等于 ε 时，元素为 (1 − 1/n)/(εn) 与 −1/(εn²)：最大差除以最大元素，n 取 2 到 16，ε 取 10⁻⁴ 到 1。',
  },
  sample: (random) => ({ n: integer(random, 2, 16), epsilon: 10 ** (-4 * random()) }),
  error: (given) => relative(dual.jacobian(weightsOfDuals('identity'), equalRow(given)), equalJacobian(given)),
  tolerance: 1e-12,
  onDevice: {
    gradients: true,
    error: async (given, tf) => {
      const found = await read(tf, () =>
        scoresOnTensors.jacobian(
          tf,
          (x) => scoresOnTensors.normalizedScores(tf, x, 'identity'),
          matrix(tf, equalRow(given), given.n),
          given.n,
        ),
      );
      return relative(found, equalJacobian(given));
    },
    tolerance: 1e-4,
  },
});
const equalRow = ({ n: count, epsilon }: Equal): Float64Array => new Float64Array(count).fill(epsilon);
const equalJacobian = ({ n: count, epsilon }: Equal): Float64Array => {
  const { diagonal, other } = equalScores(count, epsilon);
  return Float64Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? diagonal : other));
};

/** A query [4] and keys [6, 4], each N(0, 1) times a scale between 1/10 and 10. */
interface Query {
  readonly q: Float64Array;
  readonly k: Float64Array;
}
const d = 4;
const query = (random: Random): Query => {
  const scaled = (count: number): Float64Array => {
    const scale = 10 ** (2 * random() - 1);
    return normals(random, count).map((x) => scale * x);
  };
  return { q: scaled(d), k: scaled(6 * d) };
};
/** How far any |∂p_j/∂q_i| exceeds p_j(1 − p_j): positive means a violation. */
function excess(weights: ArrayLike<number>, slopes: ArrayLike<number>): number {
  return Math.max(
    ...Array.from(slopes, (slope, index) => {
      const p = at(weights, Math.floor(index / d));
      return Math.abs(slope) - p * (1 - p);
    }),
  );
}
const inQuery = check<readonly Query[]>({
  claim: {
    en: 'With φ = elu + 1, no |∂p_j/∂q_i| exceeds p_j(1 − p_j), so none exceeds 1/4: largest excess over 500 random queries and keys of scales 1/10 to 10 (on this device: 50).',
    zh: 'φ = elu + 1 时，|∂p_j/∂q_i| 都不超过 p_j(1 − p_j)，因而不超过 1/4：500 组随机查询与键，尺度从 1/10 到 10，取最大超出量（本机上 50 组）。',
  },
  sample: (random) => Array.from({ length: 500 }, () => query(random)),
  error: (cases) =>
    Math.max(
      0,
      ...cases.map(({ q, k }) => {
        const { weights, jacobian: slopes } = queryGradient(q, k, 'elu');
        return excess(weights, slopes);
      }),
    ),
  tolerance: 1e-15,
  onDevice: {
    gradients: true,
    error: async (cases, tf) => {
      let top = 0;
      for (const { q, k } of cases.slice(0, 50)) {
        const slopes = await read(tf, () =>
          tf.reshape(queryJacobians(tf, matrix(tf, q, d), matrix(tf, k, d), 'elu'), [-1]),
        );
        top = Math.max(top, excess(queryGradient(q, k, 'elu').weights, slopes));
      }
      return top;
    },
    tolerance: 1e-5,
  },
});

interface Sequence {
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
}
const [tokens, width] = [32, 8];
const sequence = (random: Random): Sequence => ({
  q: normals(random, tokens * width),
  k: normals(random, tokens * width),
  v: normals(random, tokens * width),
});
const normAttention = check<Sequence>({
  claim: {
    en: 'The n × n order and the linear order give the same normed outputs: largest difference over the largest entry, n = 32, d = 8, ε = 10⁻⁶.',
    zh: '先算 n × n 得分与先算 d × d 状态，归一化后的输出相同：最大差除以最大元素，n = 32，d = 8，ε = 10⁻⁶。',
  },
  sample: sequence,
  error: ({ q, k, v }) => {
    const [fq, fk] = [featureMap(q), featureMap(k)];
    return relative(norm.normAttention(fq, fk, v, width, 1e-6), norm.normAttentionQuadratic(fq, fk, v, width, 1e-6));
  },
  tolerance: 1e-12,
  onDevice: {
    error: async ({ q, k, v }, tf) => {
      const found = await read(tf, () => {
        const [fq, fk] = [q, k].map((x) => featureMapOnTensors(tf, matrix(tf, x, width))) as [Tensor, Tensor];
        return normOnTensors.normAttention(tf, fq, fk, matrix(tf, v, width), 1e-6);
      });
      return relative(found, norm.normAttentionQuadratic(featureMap(q), featureMap(k), v, width, 1e-6));
    },
    tolerance: 1e-4,
  },
});

/** A vector t of any size between 10⁻⁴ and 10, and ε between 10⁻⁶ and 10⁻². */
interface Normed {
  readonly t: Float64Array;
  readonly epsilon: number;
}
const normed = (random: Random): Normed => {
  const scale = 10 ** (5 * random() - 4);
  return { t: normals(random, width).map((x) => scale * x), epsilon: 10 ** (-6 + 4 * random()) };
};
const normOfDuals =
  (epsilon: number) =>
  (t: readonly dual.Dual[]): dual.Dual[] => {
    const squares = dual.sum(t.map((x) => dual.mul(x, x)));
    const root = dual.sqrt(dual.add(dual.div(squares, dual.constant(t.length)), dual.constant(epsilon)));
    return t.map((x) => dual.div(x, root));
  };
/** How far the largest singular value exceeds ε^(−1/2), as a share of it; below 0 where it does not. */
const normExcess = (entries: ArrayLike<number>, epsilon: number): number =>
  at(singularValues(entries, width), 0) * Math.sqrt(epsilon) - 1;
const normJacobian = check<Normed>({
  claim: {
    en: 'The formula gives what automatic differentiation gives, and its largest singular value is at most 1/√ε: the worse of the largest difference over the largest entry and of the relative excess, d = 8.',
    zh: '公式与自动微分一致，且最大奇异值不超过 1/√ε：取“最大差除以最大元素”与“相对超出量”中较差者，d = 8。',
  },
  sample: normed,
  error: ({ t, epsilon }) => {
    const formula = norm.rmsNormJacobian(t, epsilon);
    return Math.max(relative(formula, dual.jacobian(normOfDuals(epsilon), t)), normExcess(formula, epsilon));
  },
  tolerance: 1e-10,
  onDevice: {
    gradients: true,
    error: async ({ t, epsilon }, tf) => {
      const found = await read(tf, () =>
        scoresOnTensors.jacobian(tf, (x) => rmsNormOnTensors(tf, x, epsilon), matrix(tf, t, width), width),
      );
      return Math.max(relative(found, norm.rmsNormJacobian(t, epsilon)), normExcess(found, epsilon));
    },
    tolerance: 1e-4,
  },
});

/** Scores [6], values [6, 8], a gradient of the loss in the output [8], and ε. */
interface Chain {
  readonly s: Float64Array;
  readonly v: Float64Array;
  readonly g: Float64Array;
  readonly epsilon: number;
}
const keys = 6;
/** Largest |∂L/∂s_j| √ε/(‖g‖‖v_j‖) − 1: above 0 where the bound is broken. */
const chainExcess = ({ v, g, epsilon }: Chain, slopes: ArrayLike<number>): number =>
  Math.max(
    ...Array.from(slopes, (slope, j) => {
      const bound = (Math.hypot(...g) * Math.hypot(...v.subarray(j * width, (j + 1) * width))) / Math.sqrt(epsilon);
      return Math.abs(slope) / bound - 1;
    }),
  );
const chain = check<Chain>({
  claim: {
    en: 'No gradient in a score exceeds the bound, with scores from 10⁻⁶ to 1 and ε from 10⁻⁶ to 10⁻²: largest relative excess, 6 keys, d = 8.',
    zh: '得分上的梯度都不超过这个界，得分取 10⁻⁶ 到 1，ε 取 10⁻⁶ 到 10⁻²：最大相对超出量，6 个键，d = 8。',
  },
  sample: (random) => {
    const scale = 10 ** (-6 * random());
    return {
      s: normals(random, keys).map((x) => scale * Math.exp(x)),
      v: normals(random, keys * width),
      g: normals(random, width),
      epsilon: 10 ** (-6 + 4 * random()),
    };
  },
  error: (given) => {
    const { s, v, g, epsilon } = given;
    const entries = norm.normScoreJacobian(s, v, epsilon); // [width, keys]
    const slopes = s.map((_, j) => g.reduce((sum, x, c) => sum + x * at(entries, c * keys + j), 0));
    return Math.max(0, chainExcess(given, slopes));
  },
  tolerance: 1e-12,
  onDevice: {
    gradients: true,
    error: async (given, tf) => {
      const { s, v, g, epsilon } = given;
      const slopes = await read(tf, () => {
        const [values, above] = [matrix(tf, v, width), matrix(tf, g, width)];
        return tf.grad((x: Tensor) => tf.sum(tf.mul(normOnTensors.normOutput(tf, x, values, epsilon), above)))(
          matrix(tf, s, keys),
        );
      });
      return Math.max(0, chainExcess(given, slopes));
    },
    tolerance: 1e-4,
  },
});

/** n and r with both ends of the window inside, for the row in the middle. */
interface Window {
  readonly n: number;
  readonly r: number;
}
const near = check<Window>({
  claim: {
    en: 'With uniform weights the middle row has ℓ within 1/n of r: |ℓ − r| − 1/n where positive, n odd from 9 to 255, r from 0 to 0.9.',
    zh: '权重均匀时，中间一行的 ℓ 与 r 相差不超过 1/n：取 |ℓ − r| − 1/n 的正部，n 为 9 到 255 的奇数，r 取 0 到 0.9。',
  },
  sample: (random) => ({ n: 2 * integer(random, 4, 127) + 1, r: 0.9 * random() }),
  error: ({ n: length, r }) => {
    const uniform = new Float64Array(length * length).fill(1 / length);
    const found = locality(uniform, length, (length - 1) / 2, r);
    return Math.max(0, Math.abs(found - r) - 1 / length);
  },
  tolerance: 1e-12,
});

const diag = check<Sequence>({
  claim: {
    en: 'One block of n tokens is softmax attention, and blocks of one token return V: the worse of both largest differences, n = 32, d = 8.',
    zh: '一块含全部 n 个词元，就是 softmax 注意力；每块一个词元，输出就是 V：取两个最大差中较差者，n = 32，d = 8。',
  },
  sample: sequence,
  error: ({ q, k, v }) =>
    Math.max(
      relative(diagAttention(q, k, v, width, tokens), softmaxAttention(q, k, v, width)),
      relative(diagAttention(q, k, v, width, 1), v),
    ),
  tolerance: 1e-12,
  onDevice: {
    error: async ({ q, k, v }, tf) => {
      const found = await read(tf, () => {
        const inputs = [q, k, v].map((x) => matrix(tf, x, width)) as [Tensor, Tensor, Tensor];
        const whole = tf.sub(diagOnTensors(tf, ...inputs, tokens), softmaxOnTensors(tf, ...inputs));
        const single = tf.sub(diagOnTensors(tf, ...inputs, 1), inputs[2]);
        return tf.maximum(tf.max(tf.abs(whole)), tf.max(tf.abs(single)));
      });
      return at(found, 0);
    },
    tolerance: 1e-6,
  },
});

export default {
  'eq-jacobian': jacobian,
  'eq-equal': equal,
  'eq-query': inQuery,
  'eq-norm-attention': normAttention,
  'eq-norm-jacobian': normJacobian,
  'eq-norm-bound': chain,
  'eq-locality': near,
  'eq-diag': diag,
} satisfies Checks;

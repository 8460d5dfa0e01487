/** The claims of the article on the random walk, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../numerics/array.ts';
import { heatKernel, recurrenceDefect } from '../numerics/heat-kernel.ts';
import { meanVisits, meanVisitsClosed } from '../numerics/lattice-return.ts';
import { persistentVariance } from '../numerics/persistent-walk.ts';
import * as walk from '../numerics/random-walk.ts';
import * as onTensors from '../numerics/random-walk.tensor.ts';
import { integer, type Random } from '../numerics/random.ts';
import { check, type Checks, type Tf } from './check.ts';

const largest = (values: Iterable<number>): number => {
  let top = 0;
  for (const value of values) top = Math.max(top, Math.abs(value));
  return top;
};
const difference = (a: Float64Array, b: ArrayLike<number>): number => largest(a.map((x, i) => x - at(b, i)));
const upload = (tf: Tf, values: ArrayLike<number>): Tensor => tf.tensor1d(Float32Array.from(values));
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

/** The whole numbers low, low + 1, …, and functions of them, as many as a power has coefficients. */
const along = (law: walk.Law, n: number, value: (k: number) => number): Float64Array =>
  Float64Array.from({ length: n * (law.coefficients.length - 1) + 1 }, (_, i) => value(n * law.low + i));

interface Coin {
  readonly n: number;
  readonly p: number;
}
const byFormula = ({ n, p }: Coin): Float64Array => along(walk.coinLaw(p), n, (k) => walk.coinProbability(n, k, p));

const power = check<Coin>({
  claim: {
    en: 'Repeated squaring and Fourier samples give the binomial probabilities: largest difference of a probability, random p and n ≤ 200.',
    zh: '反复平方与傅里叶采样都给出二项概率：概率的最大绝对差，p 随机，n ≤ 200。',
  },
  sample: (random) => ({ n: integer(random, 1, 200), p: 0.05 + 0.9 * random() }),
  error: (coin) => {
    const [law, formula] = [walk.coinLaw(coin.p), byFormula(coin)];
    return Math.max(
      difference(formula, walk.power(law, coin.n).coefficients),
      difference(formula, walk.powerByFourier(law, coin.n).coefficients),
    );
  },
  tolerance: 1e-12,
  onDevice: {
    error: (coin, tf) =>
      readScalar(tf, () => {
        const [law, formula] = [walk.coinLaw(coin.p), upload(tf, byFormula(coin))];
        return tf.maximum(
          apart(tf, onTensors.power(tf, onTensors.uploadLaw(tf, law), coin.n), formula),
          apart(tf, onTensors.powerByFourier(tf, law, coin.n), formula),
        );
      }),
    tolerance: 1e-5,
  },
});

interface Walk {
  readonly law: walk.Law;
  readonly n: number;
}
const anyWalk =
  (most: number) =>
  (random: Random): Walk => ({ law: walk.randomLaw(random), n: integer(random, 1, most) });

const moments = check<Walk>({
  claim: {
    en: 'Mean and variance of Gⁿ are n times those of G: larger difference, divided by n, a random law on −2 … 2, n ≤ 100.',
    zh: 'Gⁿ 的均值与方差是 G 的 n 倍：两者差中的较大者除以 n，−2 … 2 上的随机分布，n ≤ 100。',
  },
  sample: anyWalk(100),
  error: ({ law, n }) => {
    const [one, all] = [walk.moments(law), walk.moments(walk.power(law, n))];
    return Math.max(Math.abs(all.mean / n - one.mean), Math.abs(all.variance / n - one.variance));
  },
  tolerance: 1e-12,
  onDevice: {
    error: ({ law, n }, tf) =>
      readScalar(tf, () => {
        const { mean, variance } = walk.moments(law);
        const probabilities = onTensors.power(tf, onTensors.uploadLaw(tf, law), n);
        const expected = (value: (k: number) => number): Tensor =>
          tf.sum(tf.mul(probabilities, upload(tf, along(law, n, value))));
        return tf.maximum(
          tf.abs(expected((k) => k / n - mean)),
          tf.abs(
            tf.sub(
              expected((k) => (k - n * mean) ** 2 / n),
              tf.scalar(variance),
            ),
          ),
        );
      }),
    tolerance: 1e-4,
  },
});

const sign = (k: number): number => (k % 2 === 0 ? 1 : -1);
const parity = check<Walk>({
  claim: {
    en: 'Even minus odd probability after n steps is G(−1)ⁿ: difference, a random law on −2 … 2, n ≤ 200.',
    zh: 'n 步后偶数与奇数位置的概率之差等于 G(−1)ⁿ：差，−2 … 2 上的随机分布，n ≤ 200。',
  },
  sample: anyWalk(200),
  error: ({ law, n }) => Math.abs(walk.evenMinusOdd(walk.power(law, n)) - walk.evenMinusOdd(law) ** n),
  tolerance: 1e-12,
  onDevice: {
    error: ({ law, n }, tf) =>
      readScalar(tf, () => {
        const probabilities = onTensors.power(tf, onTensors.uploadLaw(tf, law), n);
        const found = tf.sum(tf.mul(probabilities, upload(tf, along(law, n, sign))));
        return tf.abs(tf.sub(found, tf.scalar(walk.evenMinusOdd(law) ** n)));
      }),
    tolerance: 1e-5,
  },
});

const quarters: walk.Law = { low: -1, coefficients: Float64Array.of(0.25, 0.5, 0.25) };
const lazyFormula = (n: number): Float64Array => along(quarters, n, (k) => walk.binomial(2 * n, n + k) / 4 ** n);
const lazy = check<number>({
  claim: {
    en: 'Steps −1, 0, 1 with ¼, ½, ¼: n of them are 2n half steps of a coin; largest difference of a probability, n ≤ 100.',
    zh: '步长 −1、0、1 的概率为 ¼、½、¼：n 步就是抛 2n 次硬币、每次走半格；概率的最大绝对差，n ≤ 100。',
  },
  sample: (random) => integer(random, 1, 100),
  error: (n) => difference(lazyFormula(n), walk.power(quarters, n).coefficients),
  tolerance: 1e-13,
  onDevice: {
    error: (n, tf) =>
      readScalar(tf, () =>
        apart(tf, onTensors.power(tf, onTensors.uploadLaw(tf, quarters), n), upload(tf, lazyFormula(n))),
      ),
    tolerance: 1e-6,
  },
});

const fourier = check<Walk>({
  claim: {
    en: 'Samples of the Fourier transform give back the coefficients of Gⁿ: largest difference from squaring, a random law on −2 … 2, n ≤ 100.',
    zh: '由傅里叶变换的采样能还原 Gⁿ 的系数：与反复平方的最大绝对差，−2 … 2 上的随机分布，n ≤ 100。',
  },
  sample: anyWalk(100),
  error: ({ law, n }) => difference(walk.power(law, n).coefficients, walk.powerByFourier(law, n).coefficients),
  tolerance: 1e-12,
  onDevice: {
    error: ({ law, n }, tf) =>
      readScalar(tf, () =>
        apart(tf, onTensors.power(tf, onTensors.uploadLaw(tf, law), n), onTensors.powerByFourier(tf, law, n)),
      ),
    tolerance: 1e-5,
  },
});

/** The local limit where n + k is even, 0 elsewhere. */
const limits = (n: number): Float64Array =>
  along(walk.coinLaw(), n, (k) => ((n + k) % 2 === 0 ? walk.localLimit(n, k) : 0));
const local = check<number>({
  claim: {
    en: 'No probability is farther than 0.21 n^(−3/2) from the local limit: n^(3/2) times the largest difference, minus 0.21; 2 ≤ n ≤ 200.',
    zh: '每个概率与局部极限之差都不超过 0.21 n^(−3/2)：最大差乘以 n^(3/2) 再减 0.21；2 ≤ n ≤ 200。',
  },
  sample: (random) => integer(random, 2, 200),
  error: (n) => n ** 1.5 * difference(limits(n), walk.power(walk.coinLaw(), n).coefficients) - 0.21,
  tolerance: 0,
  onDevice: {
    error: async (n, tf) => {
      const gap = await readScalar(tf, () =>
        apart(tf, onTensors.power(tf, onTensors.uploadLaw(tf, walk.coinLaw()), n), upload(tf, limits(n))),
      );
      return n ** 1.5 * gap - 0.21;
    },
    tolerance: 0,
  },
});

interface Persistent {
  readonly n: number;
  readonly a: number;
}
const persistent = check<Persistent>({
  claim: {
    en: 'The closed form is the double sum of correlations (1 − 2a)^|i−j|: difference over n, random 0.05 ≤ a ≤ 1, n ≤ 200.',
    zh: '闭式等于相关系数 (1 − 2a)^|i−j| 的二重和：差除以 n，a 在 0.05 与 1 之间随机，n ≤ 200。',
  },
  sample: (random) => ({ n: integer(random, 1, 200), a: 0.05 + 0.95 * random() }),
  error: ({ n, a }) => {
    let sum = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += (1 - 2 * a) ** Math.abs(i - j);
    return Math.abs(sum - persistentVariance(n, a)) / n;
  },
  tolerance: 1e-11,
  onDevice: {
    error: ({ n, a }, tf) =>
      readScalar(tf, () => {
        const correlations = Float32Array.from(
          { length: n * n },
          (_, index) => (1 - 2 * a) ** Math.abs(Math.floor(index / n) - (index % n)),
        );
        // Row by row: a single running sum of 40,000 numbers would lose a digit to rounding.
        const sum = tf.sum(tf.sum(tf.tensor2d(correlations, [n, n]), 1));
        return tf.div(tf.abs(tf.sub(sum, tf.scalar(persistentVariance(n, a)))), tf.scalar(n));
      }),
    tolerance: 1e-4,
  },
});

interface Medium {
  readonly D: number;
  readonly t: number;
}
const diffusion = check<Medium>({
  claim: {
    en: 'The defect of the heat kernel in the recurrence shrinks as δ²: its ratio at δ = 0.1√(2Dt) and at half of that, minus 4; x = 0, random D and t.',
    zh: '热核代入递推的误差按 δ² 缩小：δ = 0.1√(2Dt) 与其一半处的误差之比减 4；x = 0，D、t 随机。',
  },
  sample: (random) => ({ D: 0.1 + random(), t: 0.5 + random() }),
  error: ({ D, t }) => {
    const delta = 0.1 * Math.sqrt(2 * D * t);
    return Math.abs(recurrenceDefect(delta, 0, t, D) / recurrenceDefect(delta / 2, 0, t, D) - 4);
  },
  tolerance: 0.1,
});

interface Wave {
  readonly m: number;
  readonly xi: number;
}
const scaling = check<Wave>({
  claim: {
    en: 'cosᵐ(ξ/√m) is within 0.2/m of e^(−ξ²/2): m times the difference, minus 0.2; random |ξ| ≤ 4, 16 ≤ m ≤ 400.',
    zh: 'cosᵐ(ξ/√m) 与 e^(−ξ²/2) 之差不超过 0.2/m：差乘以 m 再减 0.2；|ξ| ≤ 4 随机，16 ≤ m ≤ 400。',
  },
  sample: (random) => ({ m: integer(random, 16, 400), xi: 8 * random() - 4 }),
  error: ({ m, xi }) => m * Math.abs(Math.cos(xi / Math.sqrt(m)) ** m - Math.exp(-(xi ** 2) / 2)) - 0.2,
  tolerance: 0,
});

const kernel = check<Medium>({
  claim: {
    en: 'The kernel has mass 1 and variance 2Dt: larger error, sums over 401 points out to 8 standard deviations, variance divided by 2Dt.',
    zh: '热核的总质量为 1，方差为 2Dt：两个误差中的较大者，在 8 倍标准差之内取 401 点求和，方差除以 2Dt。',
  },
  sample: (random) => ({ D: 0.1 + random(), t: 0.1 + 2 * random() }),
  error: ({ D, t }) => {
    const { x, u, h } = sampledKernel(D, t);
    const mass = u.reduce((sum, value) => sum + h * value, 0);
    const variance = u.reduce((sum, value, i) => sum + h * value * at(x, i) ** 2, 0);
    return Math.max(Math.abs(mass - 1), Math.abs(variance / (2 * D * t) - 1));
  },
  tolerance: 1e-12,
  onDevice: {
    error: ({ D, t }, tf) =>
      readScalar(tf, () => {
        const { x, h } = sampledKernel(D, t);
        const places = upload(tf, x);
        const u = tf.mul(
          tf.exp(tf.div(tf.neg(tf.square(places)), tf.scalar(4 * D * t))),
          tf.scalar(h / Math.sqrt(4 * Math.PI * D * t)),
        );
        const variance = tf.div(tf.sum(tf.mul(u, tf.square(places))), tf.scalar(2 * D * t));
        return tf.max(tf.abs(tf.sub(tf.stack([tf.sum(u), variance]), tf.scalar(1))));
      }),
    tolerance: 1e-5,
  },
});
/** The kernel at 401 equally spaced points. */
function sampledKernel(D: number, t: number): { x: Float64Array; u: Float64Array; h: number } {
  const h = Math.sqrt(2 * D * t) / 25;
  const x = Float64Array.from({ length: 401 }, (_, i) => h * (i - 200));
  return { x, u: x.map((place) => heatKernel(place, t, D)), h };
}

const returns = check<number>({
  claim: {
    en: 'First returns found from U = 1 + FU sum to 1 − u₂ₙ: difference, n ≤ 100.',
    zh: '由 U = 1 + FU 解出的首次返回概率之和等于 1 − u₂ₙ：差，n ≤ 100。',
  },
  sample: (random) => integer(random, 1, 100),
  error: (n) => {
    const u = walk.returnProbabilities(n);
    const back = walk.firstReturns(u).reduce((sum, f) => sum + f, 0);
    return Math.abs(back - (1 - at(u, n)));
  },
  tolerance: 1e-12,
  onDevice: {
    error: (n, tf) =>
      readScalar(tf, () => {
        const u = walk.returnProbabilities(n);
        const back = tf.cumsum(upload(tf, walk.firstReturns(u)), 0);
        return apart(tf, back, tf.sub(tf.scalar(1), upload(tf, u)));
      }),
    tolerance: 1e-5,
  },
});

const polya = check<number>({
  claim: {
    en: 'The integral of (e^(−t/3) I₀(t/3))³, by Simpson’s rule with 400 to 800 panels, is the product of gamma functions: difference.',
    zh: '用辛普森公式（400 至 800 段）算出的 (e^(−t/3) I₀(t/3))³ 的积分，等于伽马函数之积：差。',
  },
  sample: (random) => 2 * integer(random, 200, 400),
  error: (panels) => Math.abs(meanVisits(3, panels) - meanVisitsClosed()),
  tolerance: 1e-8,
});

export default {
  'eq-power': power,
  'eq-moments': moments,
  'eq-parity': parity,
  'eq-lazy': lazy,
  'eq-fourier': fourier,
  'eq-local': local,
  'eq-persistent': persistent,
  'eq-diffusion': diffusion,
  'eq-scaling': scaling,
  'eq-kernel': kernel,
  'eq-returns': returns,
  'eq-polya': polya,
} satisfies Checks;

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../src/numerics/array.ts';
import * as dual from '../../../src/numerics/dual.ts';
import { queryGradient, type Feature } from '../../../src/numerics/feature-score-gradient.ts';
import { queryJacobians } from '../../../src/numerics/feature-score-gradient.tensor.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import {
  columnMaxima,
  equalScores,
  normalizedScores,
  scoreBounds,
  scoreJacobian,
  type Normalizer,
} from '../../../src/numerics/score-normalization.ts';
import * as onTensors from '../../../src/numerics/score-normalization.tensor.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const kinds: readonly Normalizer[] = ['exp', 'identity', 'damped'];
const rows = fc.array(fc.double({ min: 1e-4, max: 10, noNaN: true }), { minLength: 2, maxLength: 8 });
const epsilons = fc.constantFrom(1e-6, 1e-3, 1e-1);

describe('dual numbers', () => {
  it('differentiate what they are made of', () => {
    const x = { value: 0.7, slope: 1 };
    expect(dual.mul(x, dual.exp(x)).slope).toBeCloseTo(1.7 * Math.exp(0.7), 14);
    expect(dual.div(dual.constant(1), x).slope).toBeCloseTo(-1 / 0.49, 14);
    expect(dual.sqrt(x).slope).toBeCloseTo(0.5 / Math.sqrt(0.7), 14);
    expect([dual.relu(x).slope, dual.relu({ value: -1, slope: 1 }).slope]).toEqual([1, 0]);
    expect(dual.eluPlusOne({ value: -2, slope: 1 })).toEqual({ value: Math.exp(-2), slope: Math.exp(-2) });
    expect([...dual.jacobian(([a, b]) => (a && b ? [dual.mul(a, b)] : []), [2, 5])]).toEqual([5, 2]);
  });
});

describe('weights from scores', () => {
  it('rows of the Jacobian sum to 0 for the softmax, and times the scores for the sum: neither sees shift or scale', () => {
    fc.assert(
      fc.property(rows, (row) => {
        const s = Float64Array.from(row);
        const [soft, linear] = [scoreJacobian(s, 'exp'), scoreJacobian(s, 'identity')];
        for (let j = 0; j < s.length; j++) {
          const along = (matrix: Float64Array, direction: (k: number) => number): number =>
            row.reduce((sum, _, k) => sum + at(matrix, j * s.length + k) * direction(k), 0);
          expect(along(soft, () => 1)).toBeCloseTo(0, 13);
          expect(along(linear, (k) => at(s, k))).toBeCloseTo(0, 12);
        }
      }),
    );
  });

  it('no column exceeds its bound', () => {
    fc.assert(
      fc.property(rows, epsilons, fc.constantFrom(...kinds), (row, epsilon, kind) => {
        const s = Float64Array.from(row);
        const bounds = scoreBounds(s, kind, epsilon);
        columnMaxima(scoreJacobian(s, kind, epsilon), s.length).forEach((top, k) =>
          expect(top).toBeLessThanOrEqual(at(bounds, k) * (1 + 1e-12)),
        );
      }),
    );
  });

  it('ten times smaller scores have the same linear weights and ten times larger derivatives; the softmax stays below 1/4', () => {
    fc.assert(
      fc.property(rows, (row) => {
        const [s, small] = [Float64Array.from(row), Float64Array.from(row, (x) => x / 10)];
        const largest = (x: Float64Array, kind: Normalizer): number =>
          Math.max(...scoreJacobian(x, kind).map(Math.abs));
        normalizedScores(small, 'identity').forEach((p, j) =>
          expect(p).toBeCloseTo(at(normalizedScores(s, 'identity'), j), 12),
        );
        expect(largest(small, 'identity') / largest(s, 'identity')).toBeCloseTo(10, 8);
        expect(largest(small, 'exp')).toBeLessThanOrEqual(0.25);
      }),
    );
  });

  it('four scores of a thousandth: 187.5 on the diagonal and −62.5 beside it', () => {
    expect(equalScores(4, 1e-3)).toEqual({ diagonal: 187.5, other: -62.5 });
    const found = scoreJacobian(new Float64Array(4).fill(1e-3), 'identity');
    found.forEach((x, i) => expect(x).toBeCloseTo(i % 5 === 0 ? 187.5 : -62.5, 9));
  });

  it('tensors agree with float64, and leave no tensor', async () => {
    const s = normals(seededRandom(2), 6).map(Math.exp);
    for (const kind of kinds) {
      const { result, leaked } = await countingLeaks(tf, async () => {
        const x = tf.tensor2d(Float32Array.from(s), [1, 6]);
        const found = onTensors.jacobian(tf, (y) => onTensors.normalizedScores(tf, y, kind, 0.1), x, 6);
        const data = await found.data();
        tf.dispose([x, found]);
        return data;
      });
      expect(leaked).toBe(0);
      scoreJacobian(s, kind, 0.1).forEach((expected, i) => expect(at(result, i)).toBeCloseTo(expected, 5));
    }
  });
});

describe('weights as functions of the query', () => {
  const draw = (seed: number): { q: Float64Array; k: Float64Array } => {
    const random = seededRandom(seed);
    const scaled = (count: number): Float64Array => {
      const scale = 10 ** (2 * random() - 1);
      return normals(random, count).map((x) => scale * x);
    };
    return { q: scaled(4), k: scaled(24) };
  };
  const largest = ({ jacobian }: { jacobian: Float64Array }): number => Math.max(...jacobian.map(Math.abs));

  it('with elu + 1 no derivative in 5,000 random queries and keys exceeds p(1 − p); with ReLU some exceed 1', () => {
    let [excess, relu] = [-Infinity, 0];
    for (let seed = 0; seed < 5000; seed++) {
      const { q, k } = draw(seed);
      const { weights, jacobian } = queryGradient(q, k, 'elu');
      jacobian.forEach((slope, index) => {
        const p = at(weights, index >> 2);
        excess = Math.max(excess, Math.abs(slope) - p * (1 - p));
      });
      const rough = queryGradient(q, k, 'relu');
      if (rough.jacobian.every(Number.isFinite)) relu = Math.max(relu, largest(rough));
    }
    expect(excess).toBeLessThanOrEqual(1e-15);
    expect(relu).toBeGreaterThan(1);
  });

  it('with ReLU a query ten times smaller has derivatives ten times larger; with elu + 1 they stay below 1/4', () => {
    const { q, k } = { q: Float64Array.of(0.3, 1, 0.2, 2), k: draw(3).k.map(Math.abs) };
    const small = q.map((x) => x / 10);
    expect(largest(queryGradient(small, k, 'relu')) / largest(queryGradient(q, k, 'relu'))).toBeCloseTo(10, 8);
    expect(largest(queryGradient(small, k, 'elu'))).toBeLessThan(0.25);
  });

  it('the formula agrees with dual numbers and with tensors', async () => {
    const { q, k } = { q: Float64Array.of(0.3, -1, 0.2, 2), k: draw(9).k };
    for (const kind of ['elu', 'relu'] as const satisfies readonly Feature[]) {
      const phi = kind === 'elu' ? dual.eluPlusOne : dual.relu;
      const weights = (x: readonly dual.Dual[]): dual.Dual[] => {
        const scores = Array.from({ length: 6 }, (_, j) =>
          dual.sum(x.map((qi, i) => dual.mul(phi(qi), phi(dual.constant(at(k, j * 4 + i)))))),
        );
        return scores.map((score) => dual.div(score, dual.sum(scores)));
      };
      const { jacobian } = queryGradient(q, k, kind);
      dual.jacobian(weights, q).forEach((expected, i) => expect(at(jacobian, i)).toBeCloseTo(expected, 13));
      const { result, leaked } = await countingLeaks(tf, async () => {
        const inputs = [q, k].map((x) => tf.tensor2d(Float32Array.from(x), [x.length / 4, 4]));
        const [query, keys] = inputs;
        if (!query || !keys) throw new Error('two went in');
        const found = queryJacobians(tf, query, keys, kind);
        const data = await found.data();
        tf.dispose([...inputs, found]);
        return data;
      });
      expect(leaked).toBe(0);
      jacobian.forEach((expected, i) => expect(at(result, i)).toBeCloseTo(expected, 5));
    }
  });
});

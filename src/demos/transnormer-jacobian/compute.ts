/**
 * Six scores and the Jacobian of what is made of them, by automatic differentiation: weights by softmax, by a sum, by a sum plus ε, or the
 * normed output of NormAttention (Eqs. (2) and (6) of the article). Beside it, the largest derivative of a weight in the query, Eq. (4).
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { queryGradient, type Feature } from '../../numerics/feature-score-gradient.ts';
import { queryJacobians } from '../../numerics/feature-score-gradient.tensor.ts';
import { normOutput, normScoreJacobian } from '../../numerics/norm-attention.ts';
import * as normOnTensors from '../../numerics/norm-attention.tensor.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import { columnMaxima, normalizedScores, scoreBounds, scoreJacobian } from '../../numerics/score-normalization.ts';
import * as onTensors from '../../numerics/score-normalization.tensor.ts';
import { d, n, scoresOf, type Params } from './params.ts';

export const gradients = true;

/** Factors at which the query's derivative is drawn: 10⁻³ to 1 in equal ratios. */
export const factors: readonly number[] = Array.from({ length: 25 }, (_, i) => 10 ** (-3 + i / 8));
export const maps = ['elu', 'relu'] as const satisfies readonly Feature[];

type Numbers = Float32Array | Float64Array;
export interface Frame {
  /** Weights p, [6]; of NormAttention the output o, [4]. */
  readonly outputs: Numbers;
  /** ∂p_j/∂s_k, [6, 6], or ∂o_c/∂s_k, [4, 6], row-major, divided by its largest modulus. */
  readonly jacobian: Numbers;
  /** log₁₀ of that modulus. */
  readonly largest: number;
  /** What no modulus of column k exceeds, [6]: 1/4; 1/(4 s_k); the smaller of that and 1/ε; ‖v_k‖/√ε. */
  readonly bounds: Float64Array;
  /** log₁₀ max |∂p_j/∂q_i| over 6 keys and 4 coordinates at `factors`, and last at the chosen factor. */
  readonly query: Readonly<Record<Feature, readonly number[]>>;
}

interface Setting {
  readonly scores: Float64Array;
  readonly epsilon: number;
  /** Values of NormAttention, [6, 4]; a query with positive entries, [4], before the factor; keys, [6, 4]. */
  readonly v: Float64Array;
  readonly q: Float64Array;
  readonly k: Float64Array;
  /** Factors on the query: `factors`, then the chosen one. */
  readonly queryFactors: readonly number[];
}
function settingOf(params: Params): Setting {
  const random = seededRandom(params.seed);
  const [v, q, k] = [normals(random, n * d), normals(random, d).map(Math.abs), normals(random, n * d)];
  return {
    scores: scoresOf(params),
    epsilon: 10 ** params.epsilon,
    v,
    q,
    k,
    queryFactors: [...factors, params.scale],
  };
}

const largestModulus = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((top, x) => Math.max(top, Math.abs(x)), 0);

function boundsOf({ kind }: Params, { scores, epsilon, v }: Setting): Float64Array {
  if (kind !== 'norm') return scoreBounds(scores, kind, epsilon);
  return scores.map((_, k) => Math.hypot(...v.subarray(k * d, (k + 1) * d)) / Math.sqrt(epsilon));
}

interface Parts {
  readonly outputs: Numbers;
  readonly jacobian: Numbers;
  /** [factors + 1, 6 · 4] each. */
  readonly query: Readonly<Record<Feature, Numbers>>;
}
function frameOf(params: Params, setting: Setting, { outputs, jacobian, query }: Parts): Frame {
  const top = largestModulus(jacobian);
  const logs = (values: Numbers): number[] =>
    setting.queryFactors.map((_, f) => Math.log10(largestModulus(values.subarray(f * n * d, (f + 1) * n * d))));
  return {
    outputs,
    jacobian: jacobian.map((x) => x / top),
    largest: Math.log10(top),
    bounds: boundsOf(params, setting),
    query: { elu: logs(query.elu), relu: logs(query.relu) },
  };
}

/** Outputs, Jacobian and both queries' Jacobians one after the other, so that the device is read once. */
function work(tf: Tf, { kind }: Params, { scores, epsilon, v, q, k, queryFactors }: Setting): Tensor {
  return tf.tidy(() => {
    const matrix = (values: Float64Array, columns: number): Tensor =>
      tf.tensor2d(Float32Array.from(values), [values.length / columns, columns]);
    const values = matrix(v, d);
    const f = (rows: Tensor): Tensor =>
      kind === 'norm'
        ? normOnTensors.normOutput(tf, rows, values, epsilon)
        : onTensors.normalizedScores(tf, rows, kind, epsilon);
    const s = matrix(scores, n);
    const queries = matrix(Float64Array.from(queryFactors.flatMap((factor) => [...q].map((x) => factor * x))), d);
    const query = maps.map((map) => queryJacobians(tf, queries, matrix(k, d), map));
    const parts = [f(s), onTensors.jacobian(tf, f, s, kind === 'norm' ? d : n), ...query];
    return tf.concat(parts.map((part) => tf.reshape(part, [part.size])));
  });
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const setting = settingOf(params);
  const rows = params.kind === 'norm' ? d : n;
  const all = work(tf, params, setting);
  try {
    const numbers = Float32Array.from(await all.data());
    let from = 0;
    const take = (length: number): Float32Array => numbers.slice(from, (from += length));
    const [outputs, jacobian] = [take(rows), take(rows * n)];
    const size = setting.queryFactors.length * n * d;
    return frameOf(params, setting, { outputs, jacobian, query: { elu: take(size), relu: take(size) } });
  } finally {
    all.dispose();
  }
}

export function reference(params: Params): Frame {
  const setting = settingOf(params);
  const { scores, epsilon, v, q, k, queryFactors } = setting;
  const inQuery = (map: Feature): Float64Array =>
    Float64Array.from(
      queryFactors.flatMap((factor) => [
        ...queryGradient(
          q.map((x) => factor * x),
          k,
          map,
        ).jacobian,
      ]),
    );
  const { kind } = params;
  return frameOf(params, setting, {
    outputs: kind === 'norm' ? normOutput(scores, v, epsilon) : normalizedScores(scores, kind, epsilon),
    jacobian: kind === 'norm' ? normScoreJacobian(scores, v, epsilon) : scoreJacobian(scores, kind, epsilon),
    query: { elu: inQuery('elu'), relu: inQuery('relu') },
  });
}

/** Largest modulus in each column of the Jacobian itself, [6]. */
export const columnsOf = ({ jacobian, largest }: Frame): Float64Array =>
  columnMaxima(jacobian, n).map((share) => share * 10 ** largest);

/** The largest modulus of the whole Jacobian, and the largest derivative in the query at the chosen factor. */
export const largestOf = ({ largest }: Frame): number => 10 ** largest;
export const queryNow = ({ query }: Frame, map: Feature): number => 10 ** at(query[map], factors.length);

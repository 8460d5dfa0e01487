/** Turns of every pair in training and beyond, and two measures of decay against distance. Eqs. (3) and (5) of the article. */
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { extendedFrequencies } from '../../numerics/rope-extension.ts';
import { frequencies, meanCosine, meanPartialSum, turns } from '../../numerics/rope.ts';
import { angleTables, spectrum } from '../../numerics/rope.tensor.ts';
import type { Curve } from './distances.ts';
import { bins, gather, spectrumDistances } from './distances.ts';
import type { Params } from './params.ts';

/** Both curves of one set of frequencies. */
export interface Decay {
  /** (1/(d/2)) Σ_j |S_j| divided by its value (d/2 + 1)/2 at distance 0; in [0, 1]. */
  readonly envelope: Curve;
  /** g(r) = (2/d) Σ cos rθ_i; in [−1, 1]. */
  readonly cosine: Curve;
}
export interface Frame {
  /** Turns of each pair in training, Lθ_i/2π, [d/2]. */
  readonly turns: Float64Array;
  /** Turns of each pair over s·L positions with the frequencies in force, sLθ_i′/2π, [d/2]. */
  readonly reached: Float64Array;
  /** Distance of each plotted point in tokens, from 1 to s·L: the geometric middle of its bin, [points ≤ 96]. */
  readonly distance: Float64Array;
  /** With the trained frequencies. */
  readonly trained: Decay;
  /** With the frequencies in force; absent when no method is chosen. */
  readonly stretched?: Decay;
}

/** What does not depend on who computes. */
function setting({ d, logBase, L: wished, s, method }: Params) {
  const [base, L] = [10 ** logBase, Math.round(wished)];
  const theta = frequencies(d, base);
  // The ramp of the authors' code, as in the other demo.
  const inForce = extendedFrequencies(method, { d, base, L, s }, 'code');
  const distances = spectrumDistances(s * L);
  const edges = bins(distances);
  const distance = Float64Array.from({ length: edges.length - 1 }, (_, point) =>
    Math.sqrt(at(distances, at(edges, point)) * at(distances, at(edges, point + 1) - 1)),
  );
  return { theta, inForce, distances, edges, distance, turns: turns(theta, L), reached: turns(inForce, s * L) };
}

/** The value of the mean of |S_j| at distance 0, where |S_j| = j. */
const atZero = (pairs: number): number => (pairs + 1) / 2;

async function decayOn(tf: Tf, theta: Float64Array, distances: Float64Array, edges: readonly number[]): Promise<Decay> {
  const result = tf.tidy(() => {
    const curves = spectrum(tf, angleTables(distances, theta)); // two [distances]
    return tf.stack([tf.div(curves.envelope, tf.scalar(atZero(theta.length))), curves.cosine]);
  });
  try {
    const numbers = await result.data();
    const n = distances.length;
    return { envelope: gather(numbers.subarray(0, n), edges), cosine: gather(numbers.subarray(n, 2 * n), edges) };
  } finally {
    result.dispose();
  }
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const { theta, inForce, distances, edges, ...rest } = setting(params);
  const trained = await decayOn(tf, theta, distances, edges);
  if (params.method === 'none') return { ...rest, trained };
  return { ...rest, trained, stretched: await decayOn(tf, inForce, distances, edges) };
}

function decayReference(theta: Float64Array, distances: Float64Array, edges: readonly number[]): Decay {
  const top = atZero(theta.length);
  return {
    envelope: gather(
      distances.map((r) => meanPartialSum(r, theta) / top),
      edges,
    ),
    cosine: gather(
      distances.map((r) => meanCosine(r, theta)),
      edges,
    ),
  };
}

export function reference(params: Params): Frame {
  const { theta, inForce, distances, edges, ...rest } = setting(params);
  const trained = decayReference(theta, distances, edges);
  if (params.method === 'none') return { ...rest, trained };
  return { ...rest, trained, stretched: decayReference(inForce, distances, edges) };
}

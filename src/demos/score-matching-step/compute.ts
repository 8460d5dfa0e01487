/** Chains of unadjusted Langevin on N(0, 1), all from 0: their variance as it grows, and where they end. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { langevinVariance, sampledMoments } from '../../numerics/gaussian-diffusion.ts';
import { langevin } from '../../numerics/diffusion-samplers.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import { chains, every, nodes, reach, steps, type Params } from './params.ts';

export interface Frame {
  readonly epsilon: number;
  /** Mean of x² over the chains after 0, 10, …, 400 steps, [41]. */
  readonly measured: readonly number[];
  /** The same by the recursion v ← (1 − ε/2)² v + ε from 0, [41]. */
  readonly predicted: readonly number[];
  /** 1/(1 − ε/4); null from ε = 4 on, where there is none. */
  readonly limit: number | null;
  /** Density of the chains' ends at the nodes of [−6, 6], each end shared between the two nodes beside it, [49]. */
  readonly density: readonly number[];
  /** Share of chains that end outside. */
  readonly outside: number;
}

let known: { readonly seed: number; readonly noise: Float32Array } | undefined;

/** All noise of a seed, [400, 4096], drawn once: the slider moves the chains and keeps their noise. */
function noiseOf(seed: number): Float32Array {
  if (known?.seed !== seed) known = { seed, noise: Float32Array.from(normals(seededRandom(seed), steps * chains)) };
  return known.noise;
}

/** The variance of exact chains, by the moments of the sampler's own step. */
function recursion(epsilon: number): number[] {
  const step = langevin(0, epsilon);
  const data = { mean: 0, sd: 1 };
  let moments = { mean: 0, variance: 0 };
  const values = [0];
  for (let k = 1; k <= steps; k++) {
    moments = sampledMoments(step, data, moments);
    if (k % every === 0) values.push(moments.variance);
  }
  return values;
}

/** Shares of the ends at the nodes, by linear weights: a place that differs by rounding changes them by rounding. */
function spreadOut(ends: ArrayLike<number>): { density: number[]; outside: number } {
  const width = (2 * reach) / (nodes - 1);
  const density = new Array<number>(nodes).fill(0);
  let outside = 0;
  for (let i = 0; i < ends.length; i++) {
    const place = (at(ends, i) + reach) / width;
    const low = Math.floor(place);
    for (const [node, share] of [
      [low, 1 - (place - low)],
      [low + 1, place - low],
    ] as const) {
      if (node >= 0 && node < nodes) density[node] = (density[node] ?? 0) + share / (ends.length * width);
      else outside += share / ends.length;
    }
  }
  return { density, outside };
}

const frameOf = (epsilon: number, measured: readonly number[], ends: ArrayLike<number>): Frame => ({
  epsilon,
  measured,
  predicted: recursion(epsilon),
  limit: epsilon < 4 ? langevinVariance(epsilon) : null,
  ...spreadOut(ends),
});

export async function compute({ epsilon, seed }: Params, tf: Tf): Promise<Frame> {
  const noise = noiseOf(seed);
  const [squares, ends] = tf.tidy((): [Tensor, Tensor] => {
    let x: Tensor = tf.zeros([chains]);
    const squares: Tensor[] = [tf.mean(tf.square(x))];
    for (let k = 1; k <= steps; k++) {
      // One step and its noise at a time: 400 uploads of 16 kB.
      const next = tf.tidy(() => {
        const z = tf.tensor1d(noise.slice((k - 1) * chains, k * chains));
        return tf.add(tf.mul(x, 1 - epsilon / 2), tf.mul(z, Math.sqrt(epsilon)));
      });
      x.dispose();
      x = next;
      if (k % every === 0) squares.push(tf.mean(tf.square(x)));
    }
    return [tf.stack(squares), x];
  });
  try {
    return frameOf(epsilon, Array.from(await squares.data()), await ends.data());
  } finally {
    tf.dispose([squares, ends]);
  }
}

export function reference({ epsilon, seed }: Params): Frame {
  const noise = noiseOf(seed);
  let x = new Float64Array(chains);
  const meanSquare = (values: Float64Array): number => values.reduce((sum, value) => sum + value ** 2, 0) / chains;
  const measured = [0];
  for (let k = 1; k <= steps; k++) {
    const first = (k - 1) * chains;
    x = x.map((value, i) => (1 - epsilon / 2) * value + Math.sqrt(epsilon) * at(noise, first + i));
    if (k % every === 0) measured.push(meanSquare(x));
  }
  return frameOf(epsilon, measured, x);
}

/**
 * Forward and reverse KL of a Gaussian q from a two-mode target p: maps over (μ, log σ), gradients, and descents. Eqs. (2) to (4) of
 * the article.
 *
 * Maps, values and gradients come from tensors. The descents and the minima are float64 on every device: Adam divides by the size
 * of the gradient, so that on the ridge between two valleys rounding alone would choose the side.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import * as kl from '../../numerics/kl-divergence.ts';
import * as onTensors from '../../numerics/kl-divergence.tensor.ts';
import { descent, map, nodes, targetOf, type Direction, type Params } from './params.ts';

type Both<T> = Readonly<Record<Direction, T>>;
/** (μ, log σ). */
export type Spot = readonly [number, number];

export interface Frame {
  /** Divergences in nats over the map, rows from the largest σ down, [64, 64]. */
  readonly maps: Both<Float64Array>;
  /** In nats at the handle, and after the steps. */
  readonly start: Both<number>;
  readonly now: Both<number>;
  /** Slopes at the handle along μ and log σ. */
  readonly slopes: Both<readonly number[]>;
  /** Where the handle stands, inside the map, and the spots passed by 200 steps from there, [201]. */
  readonly handle: Spot;
  readonly paths: Both<readonly Spot[]>;
  /** The forward minimum, and the reverse ones from left to right. */
  readonly fit: kl.Minimum;
  readonly minima: readonly kl.Minimum[];
}

/** The slopes at the handle come from automatic differentiation. */
export const gradients = true;

const inside = ([low, high]: readonly [number, number], value: number): number => Math.min(high, Math.max(low, value));
const handleOf = ({ place }: Params): Spot => [inside(map.mean, at(place, 0)), inside(map.logDeviation, at(place, 1))];

const node = ([low, high]: readonly [number, number], i: number): number => low + ((high - low) * i) / (nodes - 1);
/** The spots of the map, row by row from the top. */
const spots: readonly Spot[] = Array.from({ length: nodes * nodes }, (_, i) => [
  node(map.mean, i % nodes),
  node(map.logDeviation, nodes - 1 - Math.floor(i / nodes)),
]);

/** What the handle does not change, kept while it is dragged. */
let known: { readonly key: string; readonly fit: kl.Minimum; readonly minima: readonly kl.Minimum[] } | undefined;
function minimaOf(target: kl.TwoModes): NonNullable<typeof known> {
  const key = JSON.stringify(target);
  if (known?.key !== key) {
    const moments = kl.mixtureMoments(target);
    known = { key, fit: { ...moments, kl: kl.forwardKl(target, moments) }, minima: kl.reverseMinima(target) };
  }
  return known;
}

function pathsOf(target: kl.TwoModes, handle: Spot): Both<Spot[]> {
  const descend = (gradient: (q: kl.Gaussian) => kl.Gradient): Spot[] =>
    kl.adamPath(gradient, handle, descent.steps, descent.learningRate);
  return {
    forward: descend((q) => kl.forwardGradient(target, q)),
    reverse: descend((q) => kl.reverseGradient(target, q)),
  };
}

/** A frame of what is float64 everywhere, and of divergences at the map's spots, the handle and the two spots reached. */
function frameOf(
  params: Params,
  measure: Both<ArrayLike<number>>,
  slopes: Both<readonly number[]>,
  paths: Both<readonly Spot[]>,
): Frame {
  const { fit, minima } = minimaOf(targetOf(params));
  const extra = (direction: Direction, i: number): number => at(measure[direction], spots.length + i);
  return {
    maps: {
      forward: Float64Array.from(measure.forward).subarray(0, spots.length),
      reverse: Float64Array.from(measure.reverse).subarray(0, spots.length),
    },
    start: { forward: extra('forward', 0), reverse: extra('reverse', 0) },
    now: { forward: extra('forward', 1), reverse: extra('reverse', 2) },
    slopes,
    handle: handleOf(params),
    paths,
    fit,
    minima,
  };
}

/** The map's spots, the handle, and where the forward and the reverse descent are after the steps. */
function placesOf(params: Params, paths: Both<readonly Spot[]>): Spot[] {
  const reached = (direction: Direction): Spot => paths[direction][params.steps] ?? handleOf(params);
  return [...spots, handleOf(params), reached('forward'), reached('reverse')];
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const [target, handle] = [targetOf(params), handleOf(params)];
  const paths = pathsOf(target, handle);
  const places = placesOf(params, paths);
  const results = tf.tidy(() => {
    const column = (c: 0 | 1): Tensor =>
      tf.tensor2d(
        Float32Array.from(places, (spot) => spot[c]),
        [places.length, 1],
      );
    const [mean, log] = [column(0), column(1)];
    const forward = onTensors.forwardKl(tf, target, mean, log);
    const reverse = onTensors.reverseKl(tf, (z) => onTensors.logMixture(tf, target, z), mean, log);
    return tf.concat([forward, reverse, onTensors.gradients(tf, target, ...handle)]);
  });
  try {
    const numbers = await results.data();
    const n = places.length;
    const slopes = Array.from(numbers.subarray(2 * n));
    return frameOf(
      params,
      { forward: numbers.subarray(0, n), reverse: numbers.subarray(n, 2 * n) },
      { forward: slopes.slice(0, 2), reverse: slopes.slice(2) },
      paths,
    );
  } finally {
    results.dispose();
  }
}

export function reference(params: Params): Frame {
  const [target, handle] = [targetOf(params), handleOf(params)];
  const paths = pathsOf(target, handle);
  const places = placesOf(params, paths).map(kl.gaussianAt);
  const entropy = kl.mixtureEntropy(target);
  const q = kl.gaussianAt(handle);
  return frameOf(
    params,
    {
      forward: places.map((place) => kl.forwardKl(target, place, entropy)),
      reverse: places.map((place) => kl.reverseKl((z) => kl.logMixture(target, z), place)),
    },
    { forward: kl.forwardGradient(target, q), reverse: kl.reverseGradient(target, q) },
    paths,
  );
}

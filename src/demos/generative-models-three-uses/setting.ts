/** The points, their halves, the fits and the samples: all that chance and decisions enter, in float64 on every device. */
import { at } from '../../numerics/array.ts';
import { choleskyFactors, fitNested, type PlanarMixture } from '../../numerics/mixture-fit.ts';
import { pointCloud } from '../../numerics/point-clouds.ts';
import { normals, seededRandom, type Random } from '../../numerics/random.ts';
import { cloudSize, fitting, most, reach, sampleCount, type Params } from './params.ts';

export interface Setting {
  /** All points, flat; even ones are fitted, odd ones held out. */
  readonly points: readonly number[];
  readonly train: readonly number[];
  readonly held: readonly number[];
  /** Mixtures with 1, 2, …, 12 components; none without points. */
  readonly fits: readonly PlanarMixture[];
}

/** The points of a cloud or of the drawing, flat. */
export const pointsOf = ({ cloud, drawing, seed }: Params): readonly number[] =>
  cloud === 'drawn' ? drawing : Array.from(pointCloud(cloud, cloudSize, seededRandom(seed)));

/** Every second point, from the first or from the second on. */
const half = (points: readonly number[], parity: 0 | 1): number[] =>
  points.filter((_, index) => Math.floor(index / 2) % 2 === parity);

let known: { readonly key: string; readonly setting: Setting } | undefined;

/** Fitted anew only when the points change: sliders leave it alone. */
export function settingOf(params: Params): Setting {
  const points = pointsOf(params);
  const key = points.join();
  if (known?.key !== key) {
    const train = half(points, 0);
    const fits = train.length === 0 ? [] : fitNested(train, most, fitting.steps, fitting.floor);
    known = { key, setting: { points, train, held: half(points, 1), fits } };
  }
  return known.setting;
}

export interface Samples {
  /** Flat, [300 · 2]. */
  readonly points: readonly number[];
  /** 1 where a sample is junk, [300]. */
  readonly junk: readonly number[];
}

/** A draw from a list of weights that sum to 1. */
function pick(weights: ArrayLike<number>, random: Random): number {
  let rest = random();
  for (let k = 0; k < weights.length - 1; k++) {
    rest -= at(weights, k);
    if (rest < 0) return k;
  }
  return weights.length - 1;
}

/** One sample of the mixture: a component, then a point of it. */
function fromMixture(mixture: PlanarMixture, factors: Float64Array, random: Random): readonly [number, number] {
  const k = pick(mixture.weights, random);
  const [u = 0, v = 0] = normals(random, 2);
  return [
    at(mixture.means, 2 * k) + at(factors, 3 * k) * u,
    at(mixture.means, 2 * k + 1) + at(factors, 3 * k + 1) * u + at(factors, 3 * k + 2) * v,
  ];
}

/** One sample of the kernel estimate: a training point, and noise of the kernel's width. */
function fromKernels(train: readonly number[], h: number, random: Random): readonly [number, number] {
  const i = Math.floor((random() * train.length) / 2);
  const [u = 0, v = 0] = normals(random, 2);
  return [at(train, 2 * i) + h * u, at(train, 2 * i + 1) + h * v];
}

/**
 * Samples of εr + (1 − ε)p. A sample's coin is the same for every ε, so that as ε grows samples turn into junk one after another and
 * the others stay.
 */
export function samplesOf(params: Params, { train }: Setting, mixture: PlanarMixture): Samples {
  const [random, coins] = [seededRandom(params.seed + 1), seededRandom(params.seed + 2)];
  const factors = choleskyFactors(mixture);
  const points: number[] = [];
  const junk: number[] = [];
  for (let i = 0; i < sampleCount; i++) {
    const own =
      params.model === 'kernel' ? fromKernels(train, params.h, random) : fromMixture(mixture, factors, random);
    const [coin, x, y] = [coins(), coins(), coins()];
    const isJunk = coin < params.junk;
    points.push(...(isJunk ? [reach * (2 * x - 1), reach * (2 * y - 1)] : own));
    junk.push(isJunk ? 1 : 0);
  }
  return { points, junk };
}

/**
 * A mixture and a kernel density estimate of points of the plane: densities on a grid, responsibilities, and mean log-likelihoods of
 * the fitted and the held-out half, for every number of components and with junk mixed in (Eq. (5) of the article).
 *
 * EM and the samples are float64 on every device (`setting.ts`): sixty steps in single precision may end elsewhere. All densities
 * that follow from the fits come from tensors.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import * as fit from '../../numerics/mixture-fit.ts';
import * as onTensors from '../../numerics/mixture-fit.tensor.ts';
import { junkDensity, most, nodes, reach, type Params } from './params.ts';
import { samplesOf, settingOf, type Samples, type Setting } from './setting.ts';

/** Means over the fitted and over the held-out points, in nats; NaN where there are none. */
export interface Halves<T = number> {
  readonly train: T;
  readonly held: T;
}
export interface Frame {
  /** All points, flat, [2N]; even ones are fitted, odd ones held out. */
  readonly points: readonly number[];
  /** The mixture of K components; absent without points. */
  readonly mixture: fit.PlanarMixture | undefined;
  /** Density of the model with its junk, rows from the top, [96, 96]. */
  readonly density: Float32Array | Float64Array;
  /** p(k | x) of every point under the mixture, [N, K]. */
  readonly shares: Float32Array | Float64Array;
  readonly samples: Samples;
  /** Mean log-likelihood of the mixtures with 1, …, 12 components, without junk, [12]. */
  readonly curve: Halves<readonly number[]>;
  /** The kernel estimate, and the chosen model without and with its junk. */
  readonly kernel: Halves;
  readonly plain: Halves;
  readonly now: Halves;
}

const axis: readonly number[] = Array.from({ length: nodes }, (_, i) => -reach + (2 * reach * i) / (nodes - 1));
/** The grid's places, row by row from the top, flat. */
const grid: readonly number[] = axis.toReversed().flatMap((y) => axis.flatMap((x) => [x, y]));

const nothing: Halves = { train: NaN, held: NaN };
const emptyFrame: Frame = {
  points: [],
  mixture: undefined,
  density: new Float64Array(nodes * nodes),
  shares: new Float64Array(0),
  samples: { points: [], junk: [] },
  curve: { train: [], held: [] },
  kernel: nothing,
  plain: nothing,
  now: nothing,
};

/** What is measured: by tensors or in float64. */
interface Measured {
  readonly density: Frame['density'];
  readonly shares: Frame['shares'];
  /** log p of every point: under mixtures of 1, …, 12 components [N, 12], kernels [N], and the chosen model with junk [N]. */
  readonly mixtures: ArrayLike<number>;
  readonly kernels: ArrayLike<number>;
  readonly mixed: ArrayLike<number>;
}

/** Mean of every second value, from the first or the second on. */
const halves = (values: readonly number[]): Halves => ({
  train: fit.mean(values.filter((_, i) => i % 2 === 0)),
  held: fit.mean(values.filter((_, i) => i % 2 === 1)),
});

function frameOf(params: Params, setting: Setting, mixture: fit.PlanarMixture, measured: Measured): Frame {
  const n = setting.points.length / 2;
  const curve = Array.from({ length: most }, (_, k) =>
    halves(Array.from({ length: n }, (_row, i) => at(measured.mixtures, i * most + k))),
  );
  const kernel = halves(Array.from(measured.kernels));
  return {
    points: setting.points,
    mixture,
    density: measured.density,
    shares: measured.shares,
    samples: samplesOf(params, setting, mixture),
    curve: { train: curve.map(({ train }) => train), held: curve.map(({ held }) => held) },
    kernel,
    plain: params.model === 'kernel' ? kernel : (curve[params.K - 1] ?? nothing),
    now: halves(Array.from(measured.mixed)),
  };
}

/** The mixtures at one width, so that they are one tensor: what is added weighs e⁻⁷⁰ and changes no digit. */
const padded = (mixture: fit.PlanarMixture): fit.PlanarMixture => {
  const missing = Array.from({ length: most - mixture.weights.length });
  return {
    weights: Float64Array.of(...mixture.weights, ...missing.map(() => 1e-30)),
    means: Float64Array.of(...mixture.means, ...missing.flatMap(() => [...mixture.means.subarray(0, 2)])),
    covariances: Float64Array.of(
      ...mixture.covariances,
      ...missing.flatMap(() => [...mixture.covariances.subarray(0, 3)]),
    ),
  };
};

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const setting = settingOf(params);
  const mixture = setting.fits[params.K - 1];
  if (!mixture) return emptyFrame;
  const { model, K, h, junk } = params;
  const n = setting.points.length / 2;
  const results = tf.tidy(() => {
    const points = onTensors.pointTensors(tf, setting.points);
    const train = onTensors.pointTensors(tf, setting.train);
    const one = onTensors.mixtureTensors(tf, mixture);
    const joint = onTensors.logJoint(tf, one, points);
    const all = onTensors.logJoint(tf, onTensors.mixtureTensors(tf, ...setting.fits.map(padded)), points);
    const mixtures = tf.logSumExp(tf.reshape(all, [n, most, most]), 2); // [N, 12]
    const kernels = onTensors.logKernelDensities(tf, train, h, points);
    const chosen = model === 'kernel' ? kernels : tf.logSumExp(joint, 1);
    const line = (values: readonly number[]): Tensor => tf.tensor2d([...values], [nodes, 1]);
    const clean =
      model === 'kernel'
        ? onTensors.kernelDensityGrid(tf, train, h, line(axis), line(axis.toReversed()))
        : tf.exp(tf.logSumExp(onTensors.logJoint(tf, one, onTensors.pointTensors(tf, grid)), 1));
    const density = tf.add(tf.mul(clean, 1 - junk), junk * junkDensity);
    const parts = [density, tf.softmax(joint), mixtures, kernels, onTensors.logWithJunk(tf, chosen, junk, junkDensity)];
    return tf.concat(parts.map((part) => tf.reshape(part, [-1])));
  });
  try {
    const numbers = Float32Array.from(await results.data());
    let from = 0;
    const take = (length: number): Float32Array => numbers.subarray(from, (from += length));
    const measured = {
      density: take(nodes * nodes),
      shares: take(n * K),
      mixtures: take(n * most),
      kernels: take(n),
      mixed: take(n),
    };
    return frameOf(params, setting, mixture, measured);
  } finally {
    results.dispose();
  }
}

export function reference(params: Params): Frame {
  const setting = settingOf(params);
  const mixture = setting.fits[params.K - 1];
  if (!mixture) return emptyFrame;
  const { points, train } = setting;
  const { model, h, junk } = params;
  const kernels = fit.logKernelDensities(train, h, points);
  const each = setting.fits.map((one) => fit.logDensities(one, points));
  const chosen = model === 'kernel' ? kernels : fit.logDensities(mixture, points);
  const clean = model === 'kernel' ? fit.logKernelDensities(train, h, grid) : fit.logDensities(mixture, grid);
  return frameOf(params, setting, mixture, {
    density: clean.map((log) => (1 - junk) * Math.exp(log) + junk * junkDensity),
    shares: fit.responsibilities(mixture, points),
    mixtures: Array.from({ length: (points.length / 2) * most }, (_, index) =>
      at(each[index % most] ?? [], Math.floor(index / most)),
    ),
    kernels,
    mixed: chosen.map((log) => fit.logWithJunk(log, junk, junkDensity)),
  });
}

/**
 * Points to codes and back along the probability-flow ODE of the exact score. Codes and densities of the data are tensors; the two
 * chosen points and all that is decoded are float64 on every device, for where a way back passes between two parts of the data,
 * rounding would choose the part.
 */
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { eulerMaruyama, probabilityFlowSteps } from '../../numerics/diffusion-samplers.ts';
import { logDensity, pointCloud } from '../../numerics/gaussian-mixture.ts';
import * as mixtureTensors from '../../numerics/gaussian-mixture.tensor.ts';
import { greatArc } from '../../numerics/great-arc.ts';
import { uniformGrid } from '../../numerics/noise-grids.ts';
import { variancePreserving } from '../../numerics/noise-schedules.ts';
import * as clouds from '../../numerics/point-clouds.ts';
import { seededRandom } from '../../numerics/random.ts';
import { classical } from '../../numerics/runge-kutta.ts';
import * as sampler from '../../numerics/sampler-step.ts';
import * as tensorSampler from '../../numerics/sampler-step.tensor.ts';
import { cloudModel } from '../../numerics/smoothed-cloud.ts';
import { attempts, cloudSize, cloudSteps, encoded, walked, width, type Params } from './params.ts';

export interface Frame {
  /** The points as given, flat; the smoothed cloud has one at the middle where nothing is drawn. */
  readonly points: readonly number[];
  /** Up to six of them, evenly chosen, and their codes, flat. */
  readonly chosen: ArrayLike<number>;
  readonly codes: ArrayLike<number>;
  /** Codes of all points, to three decimals, flat. */
  readonly cloudCodes: ArrayLike<number>;
  /** Codes of A and B, and where those are decoded to by the ODE, flat [2, 2]. */
  readonly ownCodes: ArrayLike<number>;
  readonly returned: ArrayLike<number>;
  /** The walk between the codes and what it is decoded to by the ODE, flat [walked, 2]; the same at the place asked for, [2]. */
  readonly arc: ArrayLike<number>;
  readonly decodedArc: ArrayLike<number>;
  readonly walkCode: ArrayLike<number>;
  readonly walkPoint: ArrayLike<number>;
  /** Where the code of A is decoded to by the reverse SDE, flat [attempts, 2]; empty for the ODE. */
  readonly astray: ArrayLike<number>;
  /** Root mean square distance from A of what its code is decoded to, by the chosen way. */
  readonly miss: number;
  /** log p at A, B and the chosen points: along the ODE with the prior N(0, I) at its end, and of the smoothed cloud, in nats. */
  readonly logFlow: ArrayLike<number>;
  readonly logTrue: ArrayLike<number>;
}

const schedule = variancePreserving();
const pointsOf = ({ cloud, drawing, seed }: Params): readonly number[] =>
  cloud === 'drawn' ? drawing : Array.from(clouds.pointCloud(cloud, cloudSize, seededRandom(seed)));

/** Every k-th point, at most `encoded` of them, flat. */
function chosenOf(points: readonly number[]): number[] {
  const n = points.length / 2;
  const count = Math.min(n, encoded);
  return Array.from({ length: count }, (_, i) => Math.floor((i * n) / count)).flatMap((i) => [
    at(points, 2 * i),
    at(points, 2 * i + 1),
  ]);
}

interface Setting {
  readonly points: readonly number[];
  /** Centres of the smoothed cloud, flat. */
  readonly centres: Float64Array;
  /** A, B and the chosen points, flat. */
  readonly asked: Float64Array;
  readonly toNoise: readonly sampler.Step[];
}
function settingOf(params: Params): Setting {
  const points = pointsOf(params);
  return {
    points,
    centres: Float64Array.from(points.length === 0 ? [0, 0] : points),
    asked: Float64Array.of(...params.a, ...params.b, ...chosenOf(points)),
    toNoise: probabilityFlowSteps(schedule, uniformGrid(0, 1, params.steps), classical, 'score'),
  };
}

/** log N(z; 0, I) of planar points, [n]. */
const logPrior = (z: ArrayLike<number>): Float64Array =>
  Float64Array.from(
    { length: z.length / 2 },
    (_, i) => -Math.log(2 * Math.PI) - (at(z, 2 * i) ** 2 + at(z, 2 * i + 1) ** 2) / 2,
  );

type OwnWays = Omit<Frame, 'points' | 'chosen' | 'codes' | 'cloudCodes' | 'logFlow' | 'logTrue'>;
let known: { readonly key: string; readonly ways: OwnWays } | undefined;
/** What is float64 on every device, kept until a parameter changes. */
function ownWaysOf(params: Params, setting: Setting): OwnWays {
  const key = JSON.stringify(params);
  if (known?.key !== key) known = { key, ways: ownWays(params, setting) };
  return known.ways;
}

function ownWays(params: Params, { centres, toNoise }: Setting): OwnWays {
  const model = cloudModel({ points: centres, d: 2, sd: width });
  const own = Float64Array.of(...params.a, ...params.b);
  const ownCodes = sampler.sample(toNoise, model, own);
  const [codeA, codeB] = [ownCodes.subarray(0, 2), ownCodes.subarray(2)];
  const codes = Array.from({ length: walked }, (_, i) => greatArc(codeA, codeB, i / (walked - 1)));
  const arc = Float64Array.from(codes.flatMap((code) => [...code]));
  const walkCode = greatArc(codeA, codeB, params.walk);
  const back = probabilityFlowSteps(schedule, uniformGrid(1, 0, params.steps), classical, 'score');
  const decoded = sampler.sample(back, model, Float64Array.of(...ownCodes, ...arc, ...walkCode));
  const returned = decoded.subarray(0, 4);
  const copies = Float64Array.from({ length: params.way === 'sde' ? 2 * attempts : 0 }, (_, i) => at(codeA, i % 2));
  const noisy = eulerMaruyama(schedule, uniformGrid(1, 0.001, params.steps), 1);
  const draw = sampler.normalDraws(seededRandom(params.seed + 1), copies.length);
  const astray = copies.length === 0 ? copies : sampler.sample(noisy, model, copies, draw);
  const ends = params.way === 'sde' ? astray : returned.subarray(0, 2);
  const squares = ends.reduce((sum, value, i) => sum + (value - at(params.a, i % 2)) ** 2, 0);
  return {
    ownCodes,
    returned,
    arc,
    decodedArc: decoded.subarray(4, 4 + arc.length),
    walkCode,
    walkPoint: decoded.subarray(4 + arc.length),
    astray,
    miss: Math.sqrt(squares / (ends.length / 2)),
  };
}

let knownCodes: { readonly key: string; readonly codes: Float64Array } | undefined;
/** Codes of all points, in float64 and with few steps, kept until the points change. */
function cloudCodesOf({ points, centres }: Setting): Float64Array {
  const key = points.join();
  if (knownCodes?.key !== key) {
    const steps = probabilityFlowSteps(schedule, uniformGrid(0, 1, cloudSteps), classical, 'score');
    const codes = sampler.sample(steps, cloudModel({ points: centres, d: 2, sd: width }), Float64Array.from(points));
    knownCodes = { key, codes: codes.map((value) => Number(value.toFixed(3)) + 0) };
  }
  return knownCodes.codes;
}

function frameOf(params: Params, setting: Setting, z: ArrayLike<number>, gained: ArrayLike<number>): Frame {
  return {
    points: setting.points,
    chosen: setting.asked.subarray(4),
    codes: Float64Array.from(z).subarray(4),
    cloudCodes: cloudCodesOf(setting),
    ...ownWaysOf(params, setting),
    logFlow: logPrior(z).map((log, i) => log + at(gained, i)),
    logTrue: logDensity(pointCloud(setting.centres, 2, width), setting.asked),
  };
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const setting = settingOf(params);
  const uploaded = mixtureTensors.uploadMixture(tf, pointCloud(setting.centres, 2, width));
  const start = tf.tensor2d(Float32Array.from(setting.asked), [setting.asked.length / 2, 2]);
  const model = mixtureTensors.mixtureModel(tf, uploaded);
  const end = tensorSampler.sampleWithDensity(tf, setting.toNoise, model, start);
  try {
    const [z, gained] = await Promise.all([end.x.data(), end.divergence.data()]);
    return frameOf(params, setting, Float64Array.from(z), Float64Array.from(gained));
  } finally {
    tf.dispose([start, end.x, end.divergence]);
    mixtureTensors.disposeMixture(tf, uploaded);
  }
}

export function reference(params: Params): Frame {
  const setting = settingOf(params);
  const model = cloudModel({ points: setting.centres, d: 2, sd: width });
  const { x, divergence } = sampler.sampleWithDensity(setting.toNoise, model, setting.asked, 2);
  return frameOf(params, setting, x, divergence);
}

/** The claims of the article on diffusion in continuous time, one per labelled equation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../numerics/array.ts';
import { probabilityFlowSteps } from '../numerics/diffusion-samplers.ts';
import { fokkerPlanck } from '../numerics/fokker-planck.ts';
import { mixtureCdf } from '../numerics/gaussian-mixture-1d.ts';
import { density, logDensity, mixture } from '../numerics/gaussian-mixture.ts';
import * as onTensors from '../numerics/gaussian-mixture.tensor.ts';
import { mixtureModel } from '../numerics/mixture-model.ts';
import { uniformGrid } from '../numerics/noise-grids.ts';
import { levelAt, linearBeta, variancePreserving } from '../numerics/noise-schedules.ts';
import type { Random } from '../numerics/random.ts';
import { classical } from '../numerics/runge-kutta.ts';
import { sample, sampleWithDensity, type Step } from '../numerics/sampler-step.ts';
import * as tensorSampler from '../numerics/sampler-step.tensor.ts';
import { check, type Checks, type Tf } from './check.ts';

const data = mixture([
  { weight: 0.25, mean: [-2], sd: 0.15 },
  { weight: 0.25, mean: [0], sd: 0.3 },
  { weight: 0.5, mean: [1.5], sd: 0.15 },
]);
const beta = linearBeta();
const schedule = variancePreserving(beta);
const prior = levelAt(schedule, 1);

const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((top, value) => Math.max(top, Math.abs(value)), 0);

/** One step of the classical Runge-Kutta method on m' = −½βm, v' = β(1 − v), for a state that `add` and `times` know how to combine. */
const stepMoments = <T>(
  state: T,
  t: number,
  h: number,
  slope: (t: number, y: T) => T,
  add: (y: T, k: T, h: number) => T,
): T => {
  const a = slope(t, state);
  const b = slope(t + h / 2, add(state, a, h / 2));
  const c = slope(t + h / 2, add(state, b, h / 2));
  const d = slope(t + h, add(state, c, h));
  return add(add(add(add(state, a, h / 6), b, h / 3), c, h / 3), d, h / 6);
};

interface Moments {
  /** Where the process starts, and the time at which its moments are compared. */
  readonly start: number;
  readonly t: number;
}
/** Mean and variance of the kernel at t from a point. */
const kernelMoments = ({ start, t }: Moments): readonly [number, number] => {
  const { scale, spread } = levelAt(schedule, t);
  return [scale * start, spread ** 2];
};

const kernels = check<Moments>({
  claim: {
    en: 'Mean and variance of the VP kernel solve m′ = −½βm, v′ = β(1 − v): larger difference from Runge–Kutta, 1,000 steps (60 on the device), random start and time.',
    zh: 'VP 核的均值与方差满足 m′ = −½βm、v′ = β(1 − v)：与龙格–库塔解之差的较大者，1,000 步（设备上 60 步），起点与时刻随机。',
  },
  sample: (random) => ({ start: 4 * random() - 2, t: 0.1 + 0.9 * random() }),
  error: (input) => {
    const steps = 1000;
    let state: readonly [number, number] = [input.start, 0];
    for (let i = 0; i < steps; i++)
      state = stepMoments(
        state,
        (i / steps) * input.t,
        input.t / steps,
        (t, [m, v]) => [-(beta.beta(t) / 2) * m, beta.beta(t) * (1 - v)] as const,
        ([m, v], [dm, dv], h) => [m + h * dm, v + h * dv] as const,
      );
    const [m, v] = kernelMoments(input);
    return Math.max(Math.abs(state[0] - m), Math.abs(state[1] - v));
  },
  tolerance: 1e-8,
  onDevice: {
    error: async (input, tf) => {
      const steps = 60;
      const result = tf.tidy(() => {
        const [target, rate] = [tf.tensor1d([0, 1]), tf.tensor1d([0.5, 1])];
        let state: Tensor = tf.tensor1d([input.start, 0]);
        for (let i = 0; i < steps; i++)
          state = stepMoments<Tensor>(
            state,
            (i / steps) * input.t,
            input.t / steps,
            (t, y) => tf.mul(tf.sub(target, tf.mul(rate, y)), beta.beta(t)),
            (y, k, h) => tf.add(y, tf.mul(k, h)),
          );
        return tf.max(tf.abs(tf.sub(state, tf.tensor1d([...kernelMoments(input)]))));
      });
      try {
        return at(await result.data(), 0);
      } finally {
        result.dispose();
      }
    },
    tolerance: 1e-4,
  },
});

interface Spot {
  readonly t: number;
  readonly lambda: number;
}
const anySpot = (random: Random): Spot => ({ t: 0.05 + 0.75 * random(), lambda: 1.5 * random() });
/** Largest residual over 61 places in [−3, 3], beside the largest |∂p/∂t|. */
function residual({ t, lambda }: Spot, which: 'forward' | 'reverse'): number {
  const found = Array.from({ length: 61 }, (_, i) => fokkerPlanck(data, schedule, -3 + i / 10, t, { lambda }));
  return largest(found.map((one) => one[which])) / largest(found.map(({ rate }) => rate));
}

const fokker = check<Spot>({
  claim: {
    en: 'The exact marginals of a three-bump mixture under VP obey the equation: largest residual by central differences at 61 places, over the largest |∂p/∂t|; random t in [0.05, 0.8].',
    zh: '三峰混合分布在 VP 下的精确边缘分布满足此方程：61 个点上用中心差分求得的最大残差，除以最大的 |∂p/∂t|；t 在 [0.05, 0.8] 内随机。',
  },
  sample: anySpot,
  error: (spot) => residual(spot, 'forward'),
  tolerance: 1e-4,
});
const reverse = check<Spot>({
  claim: {
    en: 'Run backward with any λ, the same marginals obey the Fokker–Planck equation of this process: largest residual over the largest |∂p/∂t|; random λ in [0, 1.5], t in [0.05, 0.8].',
    zh: '对任意 λ，同一族边缘分布满足这一逆向过程的福克–普朗克方程：最大残差除以最大的 |∂p/∂t|；λ 在 [0, 1.5]、t 在 [0.05, 0.8] 内随机。',
  },
  sample: anySpot,
  error: (spot) => residual(spot, 'reverse'),
  tolerance: 1e-4,
});

/** 45 starts, 0.1 apart, from a random place up to 0.1 above −2.4. */
const anyStarts = (random: Random): Float64Array => {
  const shift = random() / 10;
  return Float64Array.from({ length: 45 }, (_, i) => -2.4 + shift + (4.4 * i) / 45);
};
const flow = (from: number, to: number, steps: number): Step[] =>
  probabilityFlowSteps(schedule, uniformGrid(from, to, steps), classical, 'score');
const [shortWay, longWay, wayBack] = [flow(0, 1, 200), flow(0, 1, 400), flow(1, 0, 400)];
/**
 * The same for a device, where every step is a row of small calls: 48 steps, shorter near t = 0 where the data are narrow, err by less than
 * single precision does.
 */
const deviceTimes = Float64Array.from({ length: 49 }, (_, i) => (i / 48) ** 2);
const [deviceWay, deviceWayBack] = [deviceTimes, deviceTimes.toReversed()].map((times) =>
  probabilityFlowSteps(schedule, times, classical, 'score'),
) as [Step[], Step[]];
const model = mixtureModel(data);

/** Runs a solver on the device and reads the end points. */
async function endsOnDevice(tf: Tf, starts: Float64Array, steps: readonly Step[]): Promise<Float64Array> {
  const uploaded = onTensors.uploadMixture(tf, data);
  const start = tf.tensor2d(Float32Array.from(starts), [starts.length, 1]);
  const end = tensorSampler.sample(tf, steps, onTensors.mixtureModel(tf, uploaded), start);
  try {
    return Float64Array.from(await end.data());
  } finally {
    tf.dispose([start, end]);
    onTensors.disposeMixture(tf, uploaded);
  }
}

/** The same with the divergence gathered on the way. */
async function densityOnDevice(
  tf: Tf,
  starts: Float64Array,
  steps: readonly Step[],
): Promise<{ readonly x: Float64Array; readonly divergence: Float64Array }> {
  const uploaded = onTensors.uploadMixture(tf, data);
  const start = tf.tensor2d(Float32Array.from(starts), [starts.length, 1]);
  const end = tensorSampler.sampleWithDensity(tf, steps, onTensors.mixtureModel(tf, uploaded), start);
  try {
    const [x, divergence] = await Promise.all([end.x.data(), end.divergence.data()]);
    return { x: Float64Array.from(x), divergence: Float64Array.from(divergence) };
  } finally {
    tf.dispose([start, end.x, end.divergence]);
    onTensors.disposeMixture(tf, uploaded);
  }
}

const apart = (a: Float64Array, b: Float64Array): number => largest(a.map((value, i) => value - at(b, i)));

const thereAndBack = check<Float64Array>({
  claim: {
    en: 'The ODE there and back returns its start: largest distance over 45 starts, Runge–Kutta, 400 steps each way (on the device 48, and only starts with p₀ > 0.01).',
    zh: 'ODE 走一个来回会回到起点：45 个起点的最大距离，龙格–库塔，单程 400 步（设备上 48 步，且只取 p₀ > 0.01 的起点）。',
  },
  sample: anyStarts,
  error: (starts) => apart(sample(wayBack, model, sample(longWay, model, starts)), starts),
  tolerance: 1e-5,
  onDevice: {
    error: async (starts, tf) => {
      // The way back magnifies rounding by p₁/p₀: thousands between the bumps.
      const likely = starts.filter((start) => at(density(data, [start]), 0) > 0.01);
      return apart(await endsOnDevice(tf, likely, [...deviceWay, ...deviceWayBack]), likely);
    },
    tolerance: 1e-3,
  },
});

const logGap = (starts: Float64Array, x: Float64Array, divergence: Float64Array): number => {
  const end = logDensity(data, x, prior);
  return apart(
    end.map((log, i) => log + at(divergence, i)),
    logDensity(data, starts),
  );
};
const likelihood = check<Float64Array>({
  claim: {
    en: 'log p₁(x₁) plus the integral of ∇·v is the mixture’s own log-density: largest difference in nats over 45 starts, Runge–Kutta, 400 steps (48 on the device).',
    zh: 'log p₁(x₁) 加上 ∇·v 的积分等于混合分布本身的对数密度：45 个起点的最大差（奈特），龙格–库塔 400 步（设备上 48 步）。',
  },
  sample: anyStarts,
  error: (starts) => {
    const { x, divergence } = sampleWithDensity(longWay, model, starts, 1);
    return logGap(starts, x, divergence);
  },
  tolerance: 1e-4,
  onDevice: {
    error: async (starts, tf) => {
      const { x, divergence } = await densityOnDevice(tf, starts, deviceWay);
      return logGap(starts, x, divergence);
    },
    tolerance: 1e-2,
  },
});

const quantileGap = (starts: Float64Array, x: Float64Array): number =>
  largest(starts.map((start, i) => mixtureCdf(data, at(x, i), prior) - mixtureCdf(data, start)));
const quantile = check<Float64Array>({
  claim: {
    en: 'The ODE keeps F(x): largest |F₁(x₁) − F₀(x₀)| over 45 starts, Runge–Kutta, 200 steps (48 on the device).',
    zh: 'ODE 保持 F(x) 不变：45 个起点中最大的 |F₁(x₁) − F₀(x₀)|，龙格–库塔 200 步（设备上 48 步）。',
  },
  sample: anyStarts,
  error: (starts) => quantileGap(starts, sample(shortWay, model, starts)),
  tolerance: 1e-6,
  onDevice: {
    error: async (starts, tf) => quantileGap(starts, await endsOnDevice(tf, starts, deviceWay)),
    tolerance: 1e-3,
  },
});

export default {
  'eq-kernels': kernels,
  'eq-fokker-planck': fokker,
  'eq-reverse': reverse,
  'eq-flow': thereAndBack,
  'eq-likelihood': likelihood,
  'eq-quantile': quantile,
} satisfies Checks;

/** Particles that follow the exact score of two modes, plainly or through falling noise levels; noise is drawn from the seed. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Progress, Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { disposeMixture, mixtureModel, uploadMixture } from '../../numerics/gaussian-mixture.tensor.ts';
import { seededRandom } from '../../numerics/random.ts';
import { normalDraws } from '../../numerics/sampler-step.ts';
import { applyStep } from '../../numerics/sampler-step.tensor.ts';
import { drawn, type Params } from './params.ts';
import { exactShare, mixtureOf, plan, shareAtFirst, sigmaOfStep, startPlaces } from './setting.ts';

export interface Frame {
  /** The first 400 particles in hundredths, flat. */
  readonly places: Int16Array;
  /** Steps after which the share was taken, and the share of all particles nearer to the first mode. */
  readonly steps: readonly number[];
  readonly shares: readonly number[];
  /** That share in the distribution that the sampler aims at. */
  readonly exact: number;
  /** Noise level whose score is followed now. */
  readonly sigma: number;
  readonly progress: Progress;
}

/** Hundredths of the first particles, held within what an Int16 takes. */
const hundredths = (places: ArrayLike<number>): Int16Array =>
  Int16Array.from({ length: 2 * drawn }, (_, i) => Math.round(100 * Math.max(-300, Math.min(300, at(places, i)))));

export async function* simulate(params: Params, tf: Tf, signal: AbortSignal): AsyncGenerator<Frame, Frame> {
  const steps = plan(params);
  const random = seededRandom(params.seed);
  const start = startPlaces(random);
  const draw = normalDraws(random, start.length);
  let frame: Frame = {
    places: hundredths(start),
    steps: [0],
    shares: [shareAtFirst(start, params)],
    exact: exactShare(params),
    sigma: sigmaOfStep(steps[0]),
    progress: { done: 0, total: steps.length },
  };
  yield frame;
  const source = uploadMixture(tf, mixtureOf(params));
  let x: Tensor = tf.tensor2d(Float32Array.from(start), [start.length / 2, 2]);
  try {
    const model = mixtureModel(tf, source);
    const perFrame = Math.max(1, Math.round(steps.length / 100));
    for (let done = 0; done < steps.length && !signal.aborted;) {
      const some = steps.slice(done, done + perFrame);
      for (const step of some) {
        const next = applyStep(tf, step, model, x, draw);
        x.dispose();
        x = next;
      }
      done += some.length;
      const places = await x.data();
      frame = {
        ...frame,
        places: hundredths(places),
        steps: [...frame.steps, done],
        shares: [...frame.shares, shareAtFirst(places, params)],
        sigma: sigmaOfStep(some.at(-1)),
        progress: { done, total: steps.length },
      };
      yield frame;
    }
    return frame;
  } finally {
    x.dispose();
    disposeMixture(tf, source);
  }
}

/** A small network learns the score of a cloud at all noise levels; now and then samples are drawn with it, and once with the exact score. */
import type { Offer, Progress, Tf } from '../../lab/demo.ts';
import { median, nearestDistances, nearestNeighbours } from '../../numerics/nearest-points.ts';
import { training, type Params } from './params.ts';
import { Run } from './run.ts';
import { lowestLoss, pointsOf, scaleOf } from './setting.ts';

export const skipFrames = true;

/** Samples, and how far they lie from the points. */
export interface Samples {
  /** As drawn, in hundredths, flat. */
  readonly places: Int16Array;
  /** Median distance to the nearest training point, in units of the data's root mean square coordinate. */
  readonly distance: number;
  /** Training steps of the network that drew them; for the exact score 0. */
  readonly step: number;
}

export interface Frame {
  /** Flat, as drawn, and their root mean square coordinate. */
  readonly points: readonly number[];
  readonly scale: number;
  /** Median distance from a point to the nearest other, in that unit; null with fewer than two points. */
  readonly spacing: number | null;
  /** Mean over 10 batches of ‖F − ε‖², each before its step, [frames so far]. */
  readonly losses: readonly number[];
  /** The least that this loss can be on these points; null before the first step. */
  readonly floor: number | null;
  /** −F = σ s_θ, shortened, in hundredths, [10 levels, 121 places, 2]; empty without points. */
  readonly field: Int8Array;
  readonly network: Samples | null;
  readonly exact: Samples | null;
  readonly progress: Progress;
}

function samplesOf(places: ArrayLike<number>, points: readonly number[], scale: number, step: number): Samples {
  const scaled = points.map((value) => value / scale);
  const drawn = Int16Array.from(places, (value) => Math.round(100 * scale * Math.max(-100, Math.min(100, value))));
  return { places: drawn, distance: median(nearestDistances(places, scaled)), step };
}

function firstFrame(points: readonly number[], field: Int8Array, steps: number): Frame {
  const scale = scaleOf(points);
  return {
    points,
    scale,
    spacing: points.length < 4 ? null : median(nearestNeighbours(points)) / scale,
    losses: [],
    floor: null,
    field,
    network: null,
    exact: null,
    progress: { done: 0, total: steps },
  };
}

export async function* simulate(
  params: Params,
  tf: Tf,
  signal: AbortSignal,
  offer?: Offer,
): AsyncGenerator<Frame, Frame> {
  const points = pointsOf(params);
  if (points.length === 0) {
    const empty = firstFrame(points, new Int8Array(0), params.steps);
    yield empty;
    return empty;
  }
  const run = new Run(tf, params, points);
  try {
    let frame = firstFrame(points, await run.field(), params.steps);
    offer?.weights(() => run.weights());
    yield frame;
    const { scale } = frame;
    while (frame.progress.done < params.steps && !signal.aborted) {
      const first = frame.progress.done === 0;
      const loss = await run.train(training.perFrame);
      const done = frame.progress.done + training.perFrame;
      frame = { ...frame, losses: [...frame.losses, loss], progress: { done, total: params.steps } };
      if (first) {
        frame = {
          ...frame,
          floor: lowestLoss(points.map((value) => value / scale)),
          exact: samplesOf(await run.exactSamples(), points, scale, 0),
        };
      }
      if (first || done % training.perSampling === 0) {
        frame = { ...frame, network: samplesOf(await run.networkSamples(), points, scale, done) };
      }
      frame = { ...frame, field: await run.field() };
      yield frame;
    }
    return frame;
  } finally {
    run.dispose();
  }
}

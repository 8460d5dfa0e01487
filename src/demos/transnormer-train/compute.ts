/**
 * Small causal language models over the reader's characters, alike in everything but how tokens are mixed, trained side by side: the same
 * initial weights, the same windows at every step, Adam. The first frame is what is known before any step.
 */
import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { Offer, Progress, Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { Optimizer } from '../../numerics/adam.tensor.ts';
import { mixerModelWeights, type MixerModelShape, type MixerWeight } from '../../numerics/attention-mixers.ts';
import { disposeConstants, mixerConstants, mixerLoss } from '../../numerics/attention-mixers.tensor.ts';
import { corpusOf, sampleWindows, unigramEntropy, type Corpus } from '../../numerics/character-corpus.ts';
import { uploadWindows } from '../../numerics/character-model.tensor.ts';
import { seededRandom, type Random } from '../../numerics/random.ts';
import { countWeights, joinWeights } from '../../numerics/weights.ts';
import { chosen, mixersOf, size, type Params, type Variant } from './params.ts';

export const gradients = true;
/** Layers of every model. */
const layers = 2;
/** Steps of a model that a frame brings about: few, since a frame is what a pause waits for. */
const stepsPerFrame = 4;

/** What a model has shown, step by step. */
export interface Trace {
  readonly variant: Variant;
  /** Training loss of the step's batch, before the step, in nats per character. */
  readonly loss: readonly number[];
  /** Euclidean norm of its gradient over all weights. */
  readonly norm: readonly number[];
}
export interface Frame {
  /** Characters of the text, and how many are distinct. */
  readonly length: number;
  readonly vocabulary: number;
  /** Weights of one model. */
  readonly weights: number;
  /** ln of the vocabulary, and the entropy of single characters, in nats. */
  readonly uniform: number;
  readonly entropy: number;
  readonly traces: readonly Trace[];
  readonly progress: Progress;
}

interface Setting {
  readonly corpus: Corpus;
  readonly shape: MixerModelShape;
}
function settingOf({ text, block }: Params): Setting {
  const corpus = corpusOf(text);
  const { d, heads, n } = size;
  return { corpus, shape: { vocabulary: corpus.characters.length, d, heads, n, block: Number(block) } };
}
/** Streams of their own: weights do not depend on how many windows were drawn. */
const weightStream = (seed: number): Random => seededRandom(seed);
const windowStream = (seed: number): Random => seededRandom((seed ^ 0x9e3779b9) >>> 0);

/** The frame before any step. */
export function reference(params: Params): Frame {
  const { corpus, shape } = settingOf(params);
  return {
    length: corpus.tokens.length,
    vocabulary: shape.vocabulary,
    weights: countWeights(mixerModelWeights(weightStream(params.seed), shape, layers)),
    uniform: Math.log(shape.vocabulary),
    entropy: unigramEntropy(corpus),
    traces: chosen(params).map((variant) => ({ variant, loss: [], norm: [] })),
    progress: { done: 0, total: params.steps },
  };
}

/** Reads [loss, norm] of several steps at once, and frees them. */
async function readAll(tf: Tf, figures: readonly Tensor1D[]): Promise<Float32Array> {
  const joined = tf.tidy(() => tf.concat([...figures]));
  try {
    return Float32Array.from(await joined.data());
  } finally {
    tf.dispose([joined, ...figures]);
  }
}

/** The traces with what `rounds` steps of every model have shown: figures in the order of steps, models inside a step. */
function extended(traces: readonly Trace[], figures: Float32Array): Trace[] {
  const rounds = figures.length / (2 * Math.max(1, traces.length));
  return traces.map(({ variant, loss, norm }, index) => {
    const places = Array.from({ length: rounds }, (_, round) => 2 * (round * traces.length + index));
    return {
      variant,
      loss: [...loss, ...places.map((place) => at(figures, place))],
      norm: [...norm, ...places.map((place) => at(figures, place + 1))],
    };
  });
}

export const skipFrames = true;

export async function* simulate(
  params: Params,
  tf: Tf,
  signal: AbortSignal,
  offer?: Offer,
): AsyncGenerator<Frame, Frame> {
  let frame = reference(params);
  yield frame;
  const { corpus, shape } = settingOf(params);
  const running = chosen(params);
  if (running.length === 0) return frame;
  const windows = windowStream(params.seed);
  const constants = mixerConstants(tf, shape);
  const initial = mixerModelWeights(weightStream(params.seed), shape, layers);
  const models = running.map((variant) => ({
    variant,
    mixers: mixersOf[variant],
    optimizer: new Optimizer<MixerWeight>(tf, initial, { learningRate: params.rate }),
  }));
  offer?.weights(async () => {
    const read = models.map(async ({ variant, optimizer }) => [variant, await optimizer.read()] as const);
    return joinWeights(Object.fromEntries(await Promise.all(read)));
  });
  const perFrame = Math.max(1, Math.floor(stepsPerFrame / models.length));
  /** [loss, norm] of steps that have not been read yet. */
  const unread: Tensor1D[] = [];
  /** Every model a step further, on the same windows. */
  const round = (): void => {
    const drawn = sampleWindows(windows, corpus, size.batch, shape.n);
    const batch = uploadWindows(tf, drawn, shape.n, shape.vocabulary);
    try {
      for (const { mixers, optimizer } of models) {
        unread.push(optimizer.step((weights) => mixerLoss(tf, weights, mixers, batch, shape, constants)));
      }
    } finally {
      tf.dispose([batch.inputs, batch.targets]);
    }
  };
  try {
    while (frame.progress.done < params.steps && !signal.aborted) {
      const rounds = Math.min(perFrame, params.steps - frame.progress.done);
      for (let i = 0; i < rounds; i++) round();
      const figures = await readAll(tf, unread.splice(0));
      const done = frame.progress.done + rounds;
      frame = { ...frame, traces: extended(frame.traces, figures), progress: { done, total: params.steps } };
      yield frame;
    }
  } finally {
    for (const { optimizer } of models) optimizer.dispose();
    disposeConstants(tf, constants);
    tf.dispose(unread);
  }
  return frame;
}

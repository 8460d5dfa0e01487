/**
 * Two language models over the characters of a text, trained side by side with Adam: two gated attention units, and one Transformer block
 * of about as many weights. A seed gives both the same embedding and head to begin with and the same windows in every step.
 */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Offer, Progress, Tf } from '../../lab/demo.ts';
import { Optimizer, readFigures } from '../../numerics/adam.tensor.ts';
import { corpusOf, sampleWindows, unigramEntropy, type Corpus } from '../../numerics/character-corpus.ts';
import {
  causalMask,
  linear,
  nextCharacterLoss,
  positions,
  uploadWindows,
  type Batch,
} from '../../numerics/character-model.tensor.ts';
import {
  blockModelWeights,
  layerCount,
  unitModelWeights,
  type BlockModelWeight,
  type UnitModelWeight,
} from '../../numerics/gated-attention-model.ts';
import { blockLayers, unitLayers, type Pass, type Visibility } from '../../numerics/gated-attention-model.tensor.ts';
import { causalMask as zeroOne } from '../../numerics/linear-attention.tensor.ts';
import { chunkMasks } from '../../numerics/mixed-chunk-attention.tensor.ts';
import { seededRandom, type Random } from '../../numerics/random.ts';
import { joinWeights, type Weights } from '../../numerics/weights.ts';
import { rowLevels } from './levels.ts';
import { batch, chunk, d, n, shown, stepsPerFrame, unit, type Params } from './params.ts';

/** The two models: gated attention units, and the block. */
export const models = ['units', 'block'] as const;
export type Model = (typeof models)[number];

export interface Frame {
  /** Distinct characters of the text, and its length. */
  readonly vocabulary: number;
  readonly length: number;
  /** Entropy of single characters, nats. */
  readonly entropy: number;
  /** Weights of the layers, embedding and head left out. */
  readonly parameters: Readonly<Record<Model, number>>;
  /** Loss of each step's batch before the step, nats per character, [steps so far]. */
  readonly losses: Readonly<Record<Model, readonly number[]>>;
  /** The first characters of the text, [≤ 32]. */
  readonly tokens: readonly string[];
  /** Maps over them, of both units and of both heads: weights over the largest of their row in sixteenths, [shown, shown]. */
  readonly maps: Readonly<Record<Model, readonly Int8Array[]>>;
  readonly progress: Progress;
}

/** Everything that a run holds on the device. */
class Run {
  readonly corpus: Corpus;
  /** Columns of one-hot inputs: two at least, which is the fewest that the library makes. */
  readonly #vocabulary: number;
  readonly #tf: Tf;
  readonly #params: Params;
  readonly #units: Optimizer<UnitModelWeight>;
  readonly #block: Optimizer<BlockModelWeight>;
  readonly #seen: Visibility;
  readonly #place: Tensor;
  readonly #probe: Tensor;
  readonly #batches: Random;
  readonly parameters: Readonly<Record<Model, number>>;

  constructor(params: Params, tf: Tf) {
    this.#tf = tf;
    this.#params = params;
    this.corpus = corpusOf(params.text);
    const vocabulary = Math.max(2, this.corpus.characters.length);
    this.#vocabulary = vocabulary;
    const units = unitModelWeights(params.seed, vocabulary, unit, params.attention);
    const block = blockModelWeights(params.seed, vocabulary, d);
    this.parameters = { units: layerCount(units), block: layerCount(block) };
    const options = { learningRate: params.rate };
    this.#units = new Optimizer(tf, units, options);
    this.#block = new Optimizer(tf, block, options);
    this.#seen = {
      additive: causalMask(tf, n),
      causal: zeroOne(tf, n),
      chunks: chunkMasks(tf, n, { size: chunk, causal: true }),
      size: chunk,
    };
    this.#place = positions(tf, n, d);
    const { tokens } = this.corpus;
    const beginning = Int32Array.from({ length: n + 1 }, (_, i) => tokens[i % tokens.length] ?? 0);
    const { inputs, targets } = uploadWindows(tf, beginning, n, vocabulary);
    targets.dispose();
    this.#probe = inputs;
    // A stream apart from that of the weights, so that the same windows come whatever the models are.
    this.#batches = seededRandom((params.seed ^ 0x2545f491) >>> 0);
  }

  #unitPass(x: Tensor, weights: Optimizer<UnitModelWeight>['weights']): Pass {
    return unitLayers(this.#tf, x, weights, this.#params.attention, this.#seen);
  }

  /** Both models' weights as they are now. */
  async read(): Promise<Weights> {
    return joinWeights({ units: await this.#units.read(), block: await this.#block.read() });
  }

  /** One step of both models on the same windows: their figures on the device. */
  step(): readonly [Tensor1D, Tensor1D] {
    const tf = this.#tf;
    const windows = uploadWindows(tf, sampleWindows(this.#batches, this.corpus, batch, n), n, this.#vocabulary);
    const loss = (frame: Readonly<Record<'embedding' | 'head', Tensor>>, layers: (x: Tensor) => Pass, given: Batch) =>
      nextCharacterLoss(tf, frame, given, this.#place, (x) => layers(x).output);
    try {
      return [
        this.#units.step((weights) => loss(weights, (x) => this.#unitPass(x, weights), windows)),
        this.#block.step((weights) => loss(weights, (x) => blockLayers(tf, x, weights, this.#seen), windows)),
      ];
    } finally {
      tf.dispose([windows.inputs, windows.targets]);
    }
  }

  /** The maps over the beginning of the text, as sixteenths of the largest weight of each row. */
  async maps(): Promise<Record<Model, Int8Array[]>> {
    const tf = this.#tf;
    const stacked = tf.tidy(() => {
      const enter = (embedding: Tensor): Tensor => tf.add(linear(tf, this.#probe, embedding), this.#place);
      const [units, block] = [this.#units.weights, this.#block.weights];
      const passes = [
        this.#unitPass(enter(units.embedding), units),
        blockLayers(tf, enter(block.embedding), block, this.#seen),
      ];
      const corners = passes.flatMap(({ maps }) => maps.map((map) => tf.slice(map, [0, 0, 0], [1, shown, shown])));
      return tf.concat(corners, 0);
    });
    try {
      const numbers = await stacked.data();
      const size = shown * shown;
      const map = (index: number): Int8Array => rowLevels(numbers.slice(index * size, (index + 1) * size), shown);
      return { units: [map(0), map(1)], block: [map(2), map(3)] };
    } finally {
      stacked.dispose();
    }
  }

  dispose(): void {
    const { additive, causal, chunks } = this.#seen;
    this.#units.dispose();
    this.#block.dispose();
    this.#tf.dispose([additive, causal, chunks.inside, chunks.across, this.#place, this.#probe]);
  }
}

/** Reads the losses of some steps, one after the other in the order of the steps. */
async function readLosses(figures: readonly (readonly [Tensor1D, Tensor1D])[]): Promise<Record<Model, number[]>> {
  const read = await Promise.all(figures.map((pair) => Promise.all(pair.map(readFigures))));
  return { units: read.map(([units]) => units?.loss ?? NaN), block: read.map(([, block]) => block?.loss ?? NaN) };
}

/** Starts with both models as drawn; then a frame every few steps, the last one again at the end. */
export const skipFrames = true;

export async function* simulate(
  params: Params,
  tf: Tf,
  signal: AbortSignal,
  offer?: Offer,
): AsyncGenerator<Frame, Frame> {
  const run = new Run(params, tf);
  offer?.weights(() => run.read());
  const { corpus, parameters } = run;
  try {
    let frame: Frame = {
      vocabulary: corpus.characters.length,
      length: corpus.tokens.length,
      entropy: unigramEntropy(corpus),
      parameters,
      losses: { units: [], block: [] },
      tokens: Array.from(
        { length: Math.min(shown, corpus.tokens.length) },
        (_, i) => corpus.characters[corpus.tokens[i] ?? 0] ?? '',
      ),
      maps: await run.maps(),
      progress: { done: 0, total: params.steps },
    };
    yield frame;
    for (let done = 0; done < params.steps && !signal.aborted; done += stepsPerFrame) {
      const count = Math.min(stepsPerFrame, params.steps - done);
      const losses = await readLosses(Array.from({ length: count }, () => run.step()));
      frame = {
        ...frame,
        losses: {
          units: [...frame.losses.units, ...losses.units],
          block: [...frame.losses.block, ...losses.block],
        },
        maps: await run.maps(),
        progress: { done: done + count, total: params.steps },
      };
      yield frame;
    }
    return frame;
  } finally {
    run.dispose();
  }
}

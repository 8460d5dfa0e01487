/**
 * Maximum likelihood for networks side by side, one per order of the bits: full batches, Adam, all weights 0 at the start. The losses are
 * summed, and since the networks share no weight and Adam works entry by entry, each trains as if it were alone.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { Optimizer, type WeightTensors } from './adam.tensor.ts';
import { logDensity, negativeLogLikelihood, strictMask } from './sigmoid-belief-network.tensor.ts';
import type { Tf } from './tf.tensor.ts';
import { constantWeight, type Weights } from './weights.ts';

export interface TrainingTask {
  /** The rows as bits, columns in the order of each network, [rows, n] each. */
  readonly bits: readonly Float64Array[];
  readonly n: number;
  /** ω, [rows], summing to 1. */
  readonly rowWeights: ArrayLike<number>;
  readonly learningRate: number;
  /** λ of the penalty λ/2 (‖W‖² + ‖b‖²) on each network; 0 for none. */
  readonly lambda?: number;
}

export interface TrainingState {
  /** log p of every row under every network, [networks, rows], in nats. */
  readonly logDensities: Float32Array;
  /** Largest |weight| or |bias| of every network, [networks]. */
  readonly largest: Float32Array;
}

type Names = 'w' | 'b';

/** Networks in training. Free them with `dispose`. */
export class SideBySideTraining {
  readonly #tf: Tf;
  readonly #x: Tensor;
  readonly #rowWeights: Tensor;
  readonly #mask: Tensor;
  readonly #optimizer: Optimizer<Names>;
  readonly #lambda: number;

  constructor(tf: Tf, { bits, n, rowWeights, learningRate, lambda = 0 }: TrainingTask) {
    const networks = bits.length;
    this.#tf = tf;
    this.#lambda = lambda;
    this.#x = tf.tensor3d(Float32Array.from(bits.flatMap((rows) => [...rows])), [networks, rowWeights.length, n]);
    this.#rowWeights = tf.tensor1d(Float32Array.from(rowWeights));
    this.#mask = strictMask(tf, n);
    const initial = { w: constantWeight([networks, n, n]), b: constantWeight([networks, 1, n]) };
    this.#optimizer = new Optimizer<Names>(tf, initial, { learningRate });
  }

  get steps(): number {
    return this.#optimizer.steps;
  }

  #logDensities({ w, b }: WeightTensors<Names>): Tensor {
    return logDensity(this.#tf, this.#x, w, b, this.#mask);
  }

  /** One step of all networks. Nothing is read back. */
  step(): void {
    const tf = this.#tf;
    const figures = this.#optimizer.step((weights) => {
      const loss = tf.sum(negativeLogLikelihood(tf, this.#logDensities(weights), this.#rowWeights));
      if (this.#lambda === 0) return loss;
      const squares = tf.add(tf.sum(tf.square(weights.w)), tf.sum(tf.square(weights.b)));
      return tf.add(loss, tf.mul(this.#lambda / 2, squares));
    });
    figures.dispose();
  }

  /** All weights as they are now: w [networks, n, n] and b [networks, 1, n]. */
  readWeights(): Promise<Weights<Names>> {
    return this.#optimizer.read();
  }

  /** What the networks say now, in one reading. */
  async read(): Promise<TrainingState> {
    const tf = this.#tf;
    const [networks = 0, rows = 0] = this.#x.shape;
    const said = tf.tidy(() => {
      const { w, b } = this.#optimizer.weights;
      const largest = tf.maximum(tf.max(tf.abs(w), [1, 2]), tf.max(tf.abs(b), [1, 2]));
      return tf.concat([tf.reshape(this.#logDensities({ w, b }), [-1]), largest]);
    });
    try {
      const values = Float32Array.from(await said.data());
      return { logDensities: values.slice(0, networks * rows), largest: values.slice(networks * rows) };
    } finally {
      said.dispose();
    }
  }

  dispose(): void {
    this.#tf.dispose([this.#x, this.#rowWeights, this.#mask]);
    this.#optimizer.dispose();
  }
}

/** Steps after which a frame is shown: each of the first ones, where most happens, then every `every`-th, and the last. */
export const isShownStep = (step: number, total: number, singly = 20, every = 10): boolean =>
  step <= singly || step % every === 0 || step === total;

/** What a run of training has shown so far. */
export interface TrainingRecord {
  /** Steps at which losses were recorded, [records]. */
  readonly steps: readonly number[];
  /** The losses then, [records, networks]. */
  readonly losses: Float32Array;
  /** Probability of every row under every network now, [networks, rows]. */
  readonly model: Float32Array;
  /** Largest |weight| or |bias| of every network now, [networks]. */
  readonly largest: Float32Array;
  readonly progress: { readonly done: number; readonly total: number };
}

/**
 * Trains to the end of `first.progress`, and yields what it shows with each shown step's record added. `lossesOf` gives every network's
 * loss, [networks], from log densities in nats, [networks, rows]. Frees the networks when it ends, is aborted, or is left.
 */
export async function* recordTraining<F extends TrainingRecord>(
  first: F,
  training: SideBySideTraining,
  lossesOf: (logDensities: Float32Array) => readonly number[],
  signal: AbortSignal,
): AsyncGenerator<F, F> {
  let frame = first;
  const { total } = first.progress;
  try {
    for (let step = 1; step <= total && !signal.aborted; step++) {
      training.step();
      if (!isShownStep(step, total)) continue;
      const { logDensities, largest } = await training.read();
      frame = {
        ...frame,
        steps: [...frame.steps, step],
        losses: Float32Array.from([...frame.losses, ...lossesOf(logDensities)]),
        model: logDensities.map(Math.exp),
        largest,
        progress: { done: step, total },
      };
      yield frame;
    }
  } finally {
    training.dispose();
  }
  return frame;
}

/**
 * Adam on tensors; twin of adam.ts. All weights live in one vector, so that a step updates them with a dozen kernels however many
 * there are: on small networks the calls cost more than the arithmetic, and the library's optimizer makes a dozen for every tensor.
 */
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { adamDefaults, learningRateAt, type AdamOptions } from './adam.ts';
import type { Tf } from './tf.tensor.ts';
import type { Weight, Weights } from './weights.ts';

export type WeightTensors<Name extends string> = Readonly<Record<Name, Tensor>>;

/** What one step says of itself, to be read back when it is wanted: `Optimizer.step` returns it as one tensor, [2]. */
export interface StepFigures {
  /** The loss before the step. */
  readonly loss: number;
  /** Euclidean norm of the gradient of that loss over all weights. */
  readonly gradientNorm: number;
}

interface State {
  /** All weights, and the running means of the gradient and its square, [p]. */
  readonly flat: Tensor1D;
  readonly mean: Tensor1D;
  readonly square: Tensor1D;
  /** The weights one by one, in their shapes. */
  readonly pieces: readonly Tensor[];
}

/** A network in training. Free it with `dispose`. */
export class Optimizer<Name extends string> {
  readonly #tf: Tf;
  readonly #names: readonly Name[];
  readonly #shapes: readonly (readonly number[])[];
  readonly #options: AdamOptions;
  #state: State;
  #steps = 0;

  constructor(tf: Tf, initial: Weights<Name>, options: AdamOptions) {
    this.#tf = tf;
    this.#names = Object.keys(initial) as Name[];
    this.#shapes = this.#names.map((name) => initial[name].shape);
    this.#options = options;
    const values = this.#names.flatMap((name) => [...initial[name].values]);
    const flat = tf.tensor1d(Float32Array.from(values));
    this.#state = { flat, mean: tf.zerosLike(flat), square: tf.zerosLike(flat), pieces: this.#cut(flat) };
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** The weights as they are now; the next step replaces and frees them. */
  get weights(): WeightTensors<Name> {
    return this.#named(this.#state.pieces);
  }

  #named(pieces: readonly Tensor[]): WeightTensors<Name> {
    return Object.fromEntries(this.#names.map((name, i) => [name, pieces[i]])) as WeightTensors<Name>;
  }

  #cut(flat: Tensor1D): Tensor[] {
    const sizes = this.#shapes.map((shape) => shape.reduce((product, n) => product * n, 1));
    return this.#tf.tidy(() =>
      this.#tf.split(flat, sizes).map((piece, i) => this.#tf.reshape(piece, [...(this.#shapes[i] ?? [])])),
    );
  }

  /**
   * One step of Adam down the gradient of `loss`. Returns [loss, gradient norm], to be read back with `readFigures` or disposed of;
   * reading it waits for the device, so a run that reads every tenth step is faster.
   */
  step(loss: (weights: WeightTensors<Name>) => Tensor): Tensor1D {
    const tf = this.#tf;
    const { beta1, beta2, epsilon } = { ...adamDefaults, ...this.#options };
    const old = this.#state;
    const rate = learningRateAt(this.#options, this.#steps);
    const count = this.#steps + 1;
    const [figures, flat, mean, square] = tf.tidy((): [Tensor1D, Tensor1D, Tensor1D, Tensor1D] => {
      const evaluate = tf.valueAndGrads((...pieces) => tf.sum<Scalar>(loss(this.#named(pieces))));
      const { value, grads } = evaluate([...old.pieces]);
      const gradient = tf.concat<Tensor1D>(grads.map((grad) => tf.reshape(grad, [-1])));
      const squares = tf.square(gradient);
      const mean: Tensor1D = tf.add(tf.mul(old.mean, beta1), tf.mul(gradient, 1 - beta1));
      const square: Tensor1D = tf.add(tf.mul(old.square, beta2), tf.mul(squares, 1 - beta2));
      const root = tf.mul(tf.sqrt(square), 1 / Math.sqrt(1 - beta2 ** count));
      const change = tf.div(tf.mul(mean, rate / (1 - beta1 ** count)), tf.add(root, epsilon));
      const flat: Tensor1D = tf.sub(old.flat, change);
      const said = tf.stack([value, tf.sqrt(tf.sum(squares))]) as Tensor1D;
      return [said, flat, mean, square];
    });
    tf.dispose([old.flat, old.mean, old.square, ...old.pieces]);
    this.#state = { flat, mean, square, pieces: this.#cut(flat) };
    this.#steps = count;
    return figures;
  }

  /** All weights on the host, by name: for download, or to go on with elsewhere. */
  async read(): Promise<Weights<Name>> {
    const values = await Promise.all(this.#state.pieces.map((piece) => piece.data()));
    const read = this.#names.map((name, i): [Name, Weight] => [
      name,
      { values: Float64Array.from(values[i] ?? []), shape: this.#shapes[i] ?? [] },
    ]);
    return Object.fromEntries(read) as Record<Name, Weight>;
  }

  dispose(): void {
    const { flat, mean, square, pieces } = this.#state;
    this.#tf.dispose([flat, mean, square, ...pieces]);
  }
}

/** Reads the figures of a step and frees their tensor. */
export async function readFigures(figures: Tensor1D): Promise<StepFigures> {
  try {
    const [loss = NaN, gradientNorm = NaN] = await figures.data();
    return { loss, gradientNorm };
  } finally {
    figures.dispose();
  }
}

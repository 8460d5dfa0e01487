/** One run of a simulation: its generator, its latest frame, and what it offers for download. */
import * as tf from '../../numerics/tf.tensor.ts';
import type { Weights } from '../../numerics/weights.ts';
import type { BackendName } from '../backends.ts';
import type { Frame, Progress, SimulatedCompute } from '../demo.ts';
import type { AnyValues } from '../params.ts';
import type { TrainedWeights } from '../protocol.ts';

export interface RunOptions {
  readonly module: SimulatedCompute;
  readonly params: AnyValues;
  /** The how many-th run of its key it is. */
  readonly time: number;
  /** Where its tensors live: they die with it. */
  readonly backend: BackendName;
}

/** What an advance came to. */
export interface Advance {
  readonly frame: Frame;
  readonly done: boolean;
  /** Steps taken; none when the generator only ended. */
  readonly steps: number;
}

/** Milliseconds of steps before it is asked whether somebody waits. */
const unasked = 8;

export class Run {
  readonly options: RunOptions;
  readonly #skipFrames: boolean;
  readonly #stop = new AbortController();
  readonly #frames: AsyncGenerator<Frame>;
  #read: (() => Promise<Weights>) | undefined;
  #frame: Frame = {};
  /** Frames after the first. */
  #steps = -1;
  #done = false;
  /** True while a step is under way, and for ever when its device went meanwhile. */
  #stepping = false;

  constructor(options: RunOptions) {
    this.options = options;
    this.#skipFrames = options.module.skipFrames === true;
    this.#frames = options.module.simulate(options.params, tf, this.#stop.signal, {
      weights: (read) => {
        this.#read = read;
      },
    });
  }

  /** Whether its weights can be read now. */
  get offersWeights(): boolean {
    return this.#read !== undefined;
  }

  /**
   * On to the next frame; where frames may be skipped, on for as long as another step is likely to end within `slice` ms.
   * @param wanted whether somebody else waits: then no further step is begun. Asked every few milliseconds.
   */
  async advance(slice: number, wanted: () => Promise<boolean>): Promise<Advance> {
    const started = performance.now();
    let [steps, asked] = [0, started];
    for (;;) {
      if (await this.#step()) steps += 1;
      const now = performance.now();
      const elapsed = now - started;
      // A clock that was set back tells nothing of how long it took: the slice ends.
      const another =
        this.#skipFrames && !this.#done && slice > 0 && elapsed >= 0 && elapsed + elapsed / steps <= slice;
      const ask = another && now - asked >= unasked;
      if (ask) asked = now;
      if (!another || (ask && (await wanted()))) return { frame: this.#frame, done: this.#done, steps };
    }
  }

  /** One frame further; false when there was none. */
  async #step(): Promise<boolean> {
    if (this.#done) return false;
    this.#stepping = true;
    const result: IteratorResult<Frame, Frame | undefined> = await this.#frames.next();
    this.#stepping = false;
    // A generator that just ends has no frame of its own: its last one stays.
    this.#frame = result.value ?? this.#frame;
    this.#done = result.done === true;
    if (this.#done) {
      this.#read = undefined;
      return false;
    }
    this.#steps += 1;
    // Going on would free the weights. The run rests at its last step, so that they can be had for as long as it is shown.
    const { progress } = this.#frame as { progress?: Progress };
    if (this.#read && progress && progress.total !== null && progress.done >= progress.total) this.#done = true;
    return true;
  }

  /** Its weights as they are now; undefined when it offers none. */
  async weights(): Promise<TrainedWeights | undefined> {
    if (!this.#read) return undefined;
    const { progress } = this.#frame as { progress?: Progress };
    return { params: this.options.params, steps: progress?.done ?? this.#steps, weights: await this.#read() };
  }

  /** Ends it and frees what it holds. Turns are taken one after another, so that a step under way here is one that was given up. */
  async stop(): Promise<void> {
    this.#read = undefined;
    this.#stop.abort();
    // What it held may have died with its device.
    const returned = this.#frames.return(undefined).catch(() => undefined);
    // A step that waits for a lost device waits for ever, and so would whoever waited for its end.
    if (!this.#stepping) await returned;
  }
}

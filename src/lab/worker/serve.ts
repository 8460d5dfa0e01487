/**
 * The worker's side of the lab: demos and checks are carried out here, one call after another, on one backend. What demos and
 * checks there are is told by the caller, so that this room imports neither.
 */
import * as tf from '../../numerics/tf.tensor.ts';
import * as Comlink from 'comlink';
import type { BackendName } from '../backends.ts';
import { isSimulated, type ComputeModule, type Frame, type Tf } from '../demo.ts';
import { largestDifference } from '../difference.ts';
import type { AnyValues } from '../params.ts';
import type { BackendStatus, CheckResult, Comparison, ComputedFrame, Lab, SimulatedFrame } from '../protocol.ts';
import { BackendSwitch } from './backend-switch.ts';

/** An equation's check as the worker runs it (`src/checks` has the full type). */
export interface RunnableCheck {
  sample(this: void, random: () => number): unknown;
  error(this: void, input: unknown): number;
  readonly tolerance: number;
  readonly onDevice?: {
    error(this: void, input: unknown, tf: Tf): Promise<number>;
    readonly tolerance: number;
    readonly gradients?: boolean;
  };
}

/** Everything that the worker can be asked for, loaded when it is asked for. */
export interface Registry {
  readonly demo: (id: string) => Promise<ComputeModule>;
  readonly check: (slug: string, label: string) => Promise<RunnableCheck>;
  readonly random: (seed: number) => () => number;
}

interface Run {
  readonly demo: string;
  readonly params: AnyValues;
  readonly stop: AbortController;
  readonly frames: AsyncGenerator<Frame>;
  readonly backend: BackendName;
  /** The latest frame. */
  readonly frame: Frame;
}

/** Cases per press of a check: enough to be worth a claim, few enough to answer at once. */
const checkCases = 20;
const lockName = 'incoming-transmission-worker';

let gradientRules: Promise<unknown> | undefined;
const loadGradientRules = (): Promise<unknown> =>
  (gradientRules ??= import('@tensorflow/tfjs-core/dist/register_all_gradients'));

class LabServer implements Lab {
  readonly #registry: Registry;
  readonly #runs = new Map<string, Run>();
  #queue: Promise<unknown> = Promise.resolve();
  #switch = this.#newSwitch(() => undefined);

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** Calls wait for each other: TensorFlow.js has one engine, and its scopes must not interleave. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  #newSwitch(onChange: (status: BackendStatus) => void): BackendSwitch {
    return new BackendSwitch(onChange, (work) => this.#inTurn(work));
  }

  start(order: readonly BackendName[], onChange: (status: BackendStatus) => void): Promise<BackendStatus> {
    return this.#inTurn(async () => {
      this.#switch = this.#newSwitch(onChange);
      return this.#switch.start(order);
    });
  }

  use(backend: BackendName): Promise<BackendStatus> {
    return this.#inTurn(() => this.#switch.use(backend));
  }

  async #demo(id: string): Promise<ComputeModule> {
    const module = await this.#registry.demo(id);
    if (isSimulated(module) || module.gradients) await loadGradientRules();
    return module;
  }

  async #timed(work: () => Promise<Frame>): Promise<ComputedFrame> {
    const started = performance.now();
    const frame = await work();
    return {
      frame,
      backend: this.#switch.status.backend,
      ms: performance.now() - started,
      tensors: tf.memory().numTensors,
    };
  }

  compute(demo: string, params: AnyValues): Promise<ComputedFrame> {
    return this.#inTurn(async () => {
      const module = await this.#demo(demo);
      if (isSimulated(module)) throw new Error(`${demo} is a simulation: begin a run`);
      // Timed inside, so that a frame repeated on another backend shows that backend's own time.
      return this.#switch.run(() => this.#timed(() => module.compute(params, tf)));
    });
  }

  begin(run: string, demo: string, params: AnyValues): Promise<SimulatedFrame> {
    return this.#inTurn(async () => {
      await this.#stop(run);
      return this.#switch.run(() => this.#open(run, demo, params));
    });
  }

  async #open(run: string, demo: string, params: AnyValues): Promise<SimulatedFrame> {
    const module = await this.#demo(demo);
    if (!isSimulated(module)) throw new Error(`${demo} is no simulation: ask for a frame`);
    const stop = new AbortController();
    const frames = module.simulate(params, tf, stop.signal);
    this.#runs.set(run, { demo, params, stop, frames, backend: this.#switch.status.backend, frame: {} });
    return this.#advance(run);
  }

  async #advance(key: string): Promise<SimulatedFrame> {
    const run = this.#runs.get(key);
    if (!run) throw new Error('this run has ended');
    let done = false;
    const timed = await this.#timed(async () => {
      const result: IteratorResult<Frame, Frame | undefined> = await run.frames.next();
      done = result.done === true;
      // A generator that just ends has no frame of its own: its last one stays.
      return result.value ?? run.frame;
    });
    this.#runs.set(key, { ...run, frame: timed.frame });
    return { ...timed, done };
  }

  next(key: string): Promise<SimulatedFrame> {
    return this.#inTurn(() =>
      this.#switch.run(async () => {
        const run = this.#runs.get(key);
        // A run's tensors died with the backend that it began on: begin again from the same seed.
        if (run && run.backend !== this.#switch.status.backend) return this.#open(key, run.demo, run.params);
        return this.#advance(key);
      }),
    );
  }

  end(run: string): Promise<void> {
    return this.#inTurn(() => this.#stop(run));
  }

  async #stop(key: string): Promise<void> {
    const run = this.#runs.get(key);
    this.#runs.delete(key);
    run?.stop.abort();
    try {
      await run?.frames.return(undefined);
    } catch {
      // What it held may have died with its device.
    }
  }

  check(slug: string, label: string, seed: number): Promise<CheckResult> {
    return this.#inTurn(async () => {
      const check = await this.#registry.check(slug, label);
      if (check.onDevice?.gradients) await loadGradientRules();
      const random = this.#registry.random(seed);
      const inputs = Array.from({ length: checkCases }, () => check.sample(random));
      const float64 = Math.max(...inputs.map((input) => check.error(input)));
      const base = { cases: checkCases, float64: { error: float64, tolerance: check.tolerance } };
      const { onDevice } = check;
      if (!onDevice) return base;
      return this.#switch.run(async () => {
        let error = Number.NEGATIVE_INFINITY;
        for (const input of inputs) error = Math.max(error, await onDevice.error(input, tf));
        return { ...base, device: { error, tolerance: onDevice.tolerance, backend: this.#switch.status.backend } };
      });
    });
  }

  compare(demo: string, params: AnyValues): Promise<Comparison | undefined> {
    return this.#inTurn(async () => {
      const module = await this.#demo(demo);
      if (isSimulated(module)) return undefined;
      const frame = await this.#switch.run(() => module.compute(params, tf));
      return { error: largestDifference(frame, module.reference(params)), backend: this.#switch.status.backend };
    });
  }

  tensors(): Promise<number> {
    return this.#inTurn(() => Promise.resolve(tf.memory().numTensors));
  }
}

/**
 * Holds a lock for as long as this worker lives: when the worker dies, however it dies, the lock is free and the page, which
 * waits for it, knows at once. Resolves with the lock's name when it is held; undefined where there are no locks.
 */
function announceLife(): Promise<string | undefined> {
  if (!('locks' in navigator)) return Promise.resolve(undefined);
  const name = `${lockName}-${Math.random().toString(36).slice(2)}`;
  return new Promise((resolve) => {
    const forever = new Promise(() => undefined);
    navigator.locks
      .request(name, () => {
        resolve(name);
        return forever;
      })
      .catch(() => resolve(undefined));
  });
}

/** Starts serving. Called once, by the worker's entry. */
export function serve(registry: Registry): void {
  Comlink.expose(new LabServer(registry));
  void announceLife().then((lock) => self.postMessage({ ready: true, lock }));
}

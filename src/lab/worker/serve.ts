/**
 * The worker's side of the lab: demos and checks are carried out here, one call after another, on one backend. What demos and
 * checks there are is told by the caller, so that this room imports neither.
 */
import * as tf from '../../numerics/tf.tensor.ts';
import * as Comlink from 'comlink';
import type { BackendName } from '../backends.ts';
import { isSimulated, type ComputeModule, type Frame, type Tf } from '../demo.ts';
import { largestDifference } from '../difference.ts';
import { onceMore } from '../once-more.ts';
import type { AnyValues } from '../params.ts';
import type {
  BackendStatus,
  CheckResult,
  Comparison,
  ComputedFrame,
  Lab,
  SimulatedFrame,
  TrainedWeights,
} from '../protocol.ts';
import { BackendSwitch } from './backend-switch.ts';
import { describeDevice } from './device.ts';
import { Run, type RunOptions } from './run.ts';
import { breathe, Turns } from './turns.ts';

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

/** Cases per press of a check: enough to be worth a claim, few enough to answer at once. */
const checkCases = 20;
/** No frame and no slice takes so many ms. What seems to, or less than none, had a clock that was set, or a device that slept, in between. */
const longest = 60_000;
const lockName = 'incoming-transmission-worker';

let gradientRules: Promise<unknown> | undefined;
/** A failure is forgotten: what trains next asks again. */
const loadGradientRules = (): Promise<unknown> =>
  (gradientRules ??= onceMore(() => import('@tensorflow/tfjs-core/dist/register_all_gradients')).catch(
    (error: unknown) => {
      gradientRules = undefined;
      throw error;
    },
  ));

const ended = (): Error => new Error('this run has ended');

export class LabServer implements Lab {
  readonly #registry: Registry;
  readonly #runs = new Map<string, Run>();
  /** How often each run was begun or ended: a step that was asked for before is not for the run that is there now, or will be. */
  readonly #begun = new Map<string, number>();
  readonly #turns = new Turns();
  #switch = this.#newSwitch(() => undefined);

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  #newSwitch(onChange: (status: BackendStatus) => void): BackendSwitch {
    return new BackendSwitch(onChange, (work) => this.#turns.take(work));
  }

  start(order: readonly BackendName[], onChange: (status: BackendStatus) => void): Promise<BackendStatus> {
    return this.#turns.take(async () => {
      this.#switch = this.#newSwitch(onChange);
      return this.#switch.start(order);
    });
  }

  use(backend: BackendName): Promise<BackendStatus> {
    return this.#turns.take(() => this.#switch.use(backend));
  }

  async #demo(id: string): Promise<ComputeModule> {
    const module = await this.#registry.demo(id);
    if (isSimulated(module) || module.gradients) await loadGradientRules();
    return module;
  }

  async #timed(work: () => Promise<Frame>): Promise<ComputedFrame> {
    const started = performance.now();
    const frame = await work();
    const ms = performance.now() - started;
    return {
      frame,
      backend: this.#switch.status.backend,
      ms: ms >= 0 && ms < longest ? ms : undefined,
      tensors: tf.memory().numTensors,
    };
  }

  async compute(demo: string, params: AnyValues): Promise<ComputedFrame> {
    // Loaded outside its turn: others need not wait for the network.
    const module = await this.#demo(demo);
    if (isSimulated(module)) throw new Error(`${demo} is a simulation: begin a run`);
    // Timed inside, so that a frame repeated on another backend shows that backend's own time.
    return this.#turns.take(() => this.#switch.run(() => this.#timed(() => module.compute(params, tf))));
  }

  #renew(key: string): number {
    const times = (this.#begun.get(key) ?? 0) + 1;
    this.#begun.set(key, times);
    return times;
  }

  async begin(key: string, demo: string, params: AnyValues): Promise<SimulatedFrame> {
    const time = this.#renew(key);
    const module = await this.#demo(demo);
    if (!isSimulated(module)) throw new Error(`${demo} is no simulation: ask for a frame`);
    return this.#turns.take(async () => {
      await this.#stop(key);
      return this.#switch.run(() => this.#open(key, { module, params, time }));
    });
  }

  async #open(key: string, options: Omit<RunOptions, 'backend'>): Promise<SimulatedFrame> {
    const run = new Run({ ...options, backend: this.#switch.status.backend });
    this.#runs.set(key, run);
    return { ...(await this.#advance(run, 0)), steps: 0 };
  }

  async #advance(run: Run, slice: number): Promise<SimulatedFrame> {
    let [done, steps] = [false, 0];
    const timed = await this.#timed(async () => {
      const advanced = await run.advance(slice, async () => {
        await breathe();
        return this.#turns.asked;
      });
      ({ done, steps } = advanced);
      return advanced.frame;
    });
    const ms = timed.ms === undefined ? undefined : timed.ms / Math.max(1, steps);
    return { ...timed, ms, done, steps, weights: run.offersWeights };
  }

  next(key: string, slice = 0): Promise<SimulatedFrame> {
    const asked = this.#begun.get(key);
    return this.#turns.take(async () => {
      // Told here, it is not taken for a fault of the backend.
      if (asked === undefined || this.#begun.get(key) !== asked || this.#runs.get(key)?.options.time !== asked) {
        throw ended();
      }
      return this.#switch.run(async () => {
        const run = this.#runs.get(key);
        if (!run) throw ended();
        // A run's tensors died with the backend that it began on: begin again from the same seed.
        if (run.options.backend === this.#switch.status.backend) return this.#advance(run, slice);
        await run.stop();
        return this.#open(key, run.options);
      });
    }, 'step');
  }

  weights(key: string): Promise<TrainedWeights | undefined> {
    return this.#turns.take(() =>
      this.#switch.run(async () => {
        const run = this.#runs.get(key);
        return run?.options.backend === this.#switch.status.backend ? run.weights() : undefined;
      }),
    );
  }

  end(key: string): Promise<void> {
    this.#renew(key);
    return this.#turns.take(() => this.#stop(key));
  }

  async #stop(key: string): Promise<void> {
    const run = this.#runs.get(key);
    this.#runs.delete(key);
    await run?.stop();
  }

  check(slug: string, label: string, seed: number): Promise<CheckResult> {
    return this.#turns.take(async () => {
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

  compare(demo: string, params: AnyValues): Promise<Comparison> {
    return this.#turns.take(async () => {
      const module = await this.#demo(demo);
      if (isSimulated(module)) throw new Error(`${demo} is a simulation: it has no reference`);
      const frame = await this.#switch.run(() => module.compute(params, tf));
      return { error: largestDifference(frame, module.reference(params)), backend: this.#switch.status.backend };
    });
  }

  device(): Promise<string> {
    return this.#turns.take(() => describeDevice());
  }

  tensors(): Promise<number> {
    return this.#turns.take(() => Promise.resolve(tf.memory().numTensors));
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

/**
 * When a demo's work is timed on other backends: after its first live frame, once it has been heavy, while the reader lets it be.
 * Whatever the reader moves ends the timing; it is tried again a few times. Nothing is timed where the address or the reader has
 * chosen a backend, or where the reader saves data. Why and what: figures.ts.
 */
import { backendNames, type BackendName } from './backends.ts';
import { candidates, isComplete, isHeavy, median, type Figures } from './figures.ts';
import type { Labs } from './labs.ts';
import type { ComputedFrame, SimulatedFrame } from './protocol.ts';
import { backendMemory, wantedBackend } from './settings.ts';
import type { Subject } from './timing.ts';

export interface TuningOptions {
  readonly labs: Labs;
  readonly subject: () => Subject;
  /** Milliseconds of the present frame, computed once more: the first time compiles and warms up. Nothing where it can't be told. */
  readonly again: () => Promise<number>;
  /** Whether the reader can see the demo. */
  readonly awake: () => boolean;
  /** Called when the demo's figures are complete. */
  readonly onFigures: () => void;
}

/** Milliseconds without a change before a still demo is timed. */
const rest = 1000;
/** Times that a timing is begun on one page. */
const attempts = 3;
/** Steps of a run that are left out, and steps that are looked at before a run counts as heavy. */
const steps = { warm: 2, seen: 3 } as const;

const savesData = (): boolean =>
  (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;

export class Tuning {
  figures = $state.raw<Figures>({});
  readonly #options: TuningOptions;
  #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left = attempts;
  #busy = false;
  #steps: number[] = [];

  constructor(options: TuningOptions) {
    this.#options = options;
    this.figures = backendMemory.figures(options.subject().id);
  }

  /** The reader moved something, or the demo left. */
  disturbed(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#steps = [];
  }

  /** A frame has been drawn. */
  seen(result: ComputedFrame | SimulatedFrame): void {
    // What was remembered from an earlier visit is used at once, and looked at when there is time.
    if (Object.keys(this.figures).length > 0 && !wantedBackend()) void this.#settle().catch(() => undefined);
    if (this.#busy || this.#left === 0 || wantedBackend() || isComplete(this.figures) || savesData()) return;
    if (result.ms === undefined) return;
    if ('done' in result) this.#seenStep(result.steps, result.ms);
    else if (isHeavy(result.ms, false)) this.#tuneIn(rest);
  }

  #seenStep(taken: number, ms: number): void {
    if (taken > 0) this.#steps.push(ms);
    const seen = this.#steps.slice(steps.warm);
    if (seen.length < steps.seen) return;
    this.#steps = [];
    if (isHeavy(median(seen), true)) this.#tuneIn(0);
  }

  #tuneIn(ms: number): void {
    clearTimeout(this.#timer);
    const { signal } = this.#stop;
    this.#timer = setTimeout(() => {
      if (this.#options.awake()) void this.#tune(signal);
    }, ms);
  }

  async #tune(signal: AbortSignal): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#left -= 1;
    try {
      await this.#settle();
      if (!isComplete(this.figures) && (await this.#isReallyHeavy()) && !signal.aborted) {
        await this.time(candidates, signal);
      }
    } catch {
      // Disturbed, or a worker died: another time.
    } finally {
      this.#busy = false;
    }
  }

  /** A first frame may have been slow for its compiling alone. */
  async #isReallyHeavy(): Promise<boolean> {
    if (this.#options.subject().simulated) return true;
    const times = [await this.#options.again(), await this.#options.again()];
    return isHeavy(Math.min(...times), false);
  }

  #settled = false;
  /** Makes sure that the figures are of this device. */
  async #settle(): Promise<void> {
    if (this.#settled) return;
    this.#settled = true;
    const { labs, subject } = this.#options;
    const { id } = subject();
    await labs.settle(labs.for(id));
    this.figures = backendMemory.figures(id);
  }

  /**
   * Times the demo as it is now on some backends, one after another, and remembers what came out. Resolves to those that nothing came
   * out of: a file did not arrive.
   */
  async time(backends: readonly BackendName[], signal: AbortSignal): Promise<readonly BackendName[]> {
    const { labs, subject, onFigures } = this.#options;
    const what = subject();
    let figures: Figures = {};
    for (const backend of backends) {
      const figure = await labs.time(backend, what, signal);
      if (figure === undefined) continue;
      figures = { ...figures, [backend]: figure };
      this.figures = { ...this.figures, ...figures };
    }
    backendMemory.remember(what.id, this.figures);
    onFigures();
    return backends.filter((backend) => figures[backend] === undefined);
  }

  /** Times all four, because the reader asks. */
  async timeAll(): Promise<readonly BackendName[]> {
    await this.#settle().catch(() => undefined);
    return this.time(backendNames, new AbortController().signal);
  }
}

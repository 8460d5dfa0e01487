/** Which backend runs, and moving on when it fails. */
import { BackendError } from '../backend-trouble.ts';
import { backendOrder, type BackendName } from '../backends.ts';
import { ModelFileError } from '../model-file.ts';
import type { BackendFailure, BackendStatus } from '../protocol.ts';
import { removeBackend, startBackend, type RunningBackend } from './load-backend.ts';

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const failureOf = (backend: BackendName, error: unknown): BackendFailure => ({
  backend,
  reason: message(error),
  ...(error instanceof BackendError ? { trouble: error.trouble } : {}),
});

export class BackendSwitch {
  #order: readonly BackendName[] = [];
  #running: RunningBackend | undefined;
  #failures: BackendFailure[] = [];
  /** Fails the work under way. */
  #abandon: ((reason: Error) => void) | undefined;
  readonly #onChange: (status: BackendStatus) => void;
  readonly #inTurn: (work: () => Promise<void>) => Promise<void>;

  /**
   * @param onChange told of every change of backend
   * @param inTurn runs work when nothing else runs on the backend
   */
  constructor(onChange: (status: BackendStatus) => void, inTurn: (work: () => Promise<void>) => Promise<void>) {
    this.#onChange = onChange;
    this.#inTurn = inTurn;
  }

  get status(): BackendStatus {
    if (!this.#running) throw new Error('no backend runs');
    return { backend: this.#running.name, failures: [...this.#failures] };
  }

  /** Starts the first of `order` that works. Throws, naming every failure, when none does. */
  async start(order: readonly BackendName[]): Promise<BackendStatus> {
    this.#order = order;
    for (const name of order) {
      if (this.#failures.some((failure) => failure.backend === name)) continue;
      try {
        const running = await startBackend(name);
        this.#running = running;
        void running.whenLost.then((reason) => {
          // What waits for a lost device waits for ever, and with it everything that waits its turn.
          if (this.#running === running) this.#abandon?.(reason);
          return this.#inTurn(() => this.#leave(running, reason));
        });
        return this.status;
      } catch (error) {
        this.#failures.push(failureOf(name, error));
      }
    }
    throw new Error(this.#failures.map(({ backend, reason }) => `${backend}: ${reason}`).join('; '));
  }

  /** Moves to `name`, or back into the old order when it can't run here; a backend that failed before is tried again. */
  async use(name: BackendName): Promise<BackendStatus> {
    const before = this.#running?.name;
    if (before === name && !this.#running?.lost()) return this.status;
    this.#failures = this.#failures.filter((failure) => failure.backend !== name);
    const order = [
      name,
      ...(before ? [before] : []),
      ...this.#order.filter((other) => other !== name && other !== before),
    ];
    const status = await this.start(order);
    if (before && before !== status.backend) removeBackend(before);
    this.#onChange(status);
    return status;
  }

  /** Moves on from a backend whose device went, unless that has been noticed already. */
  async #leave(lost: RunningBackend, reason: BackendError): Promise<void> {
    if (this.#running === lost) await this.#moveOn(reason).catch(() => undefined);
  }

  /** Leaves the running backend for the next that works. */
  async #moveOn(reason: unknown): Promise<void> {
    const left = this.#running?.name;
    if (left) {
      this.#failures.push(failureOf(left, reason));
      removeBackend(left);
    }
    this.#running = undefined;
    const status = await this.start(this.#order.length > 0 ? this.#order : backendOrder(undefined));
    this.#onChange(status);
  }

  /** Whether an error is the backend's doing (a lost device, a trap, a missing kernel) rather than the demo's own. */
  #isBackendsFault(error: unknown): boolean {
    const name = this.#running?.name;
    if (name === 'cpu' || error instanceof ModelFileError) return false;
    if (name !== 'wasm') return true;
    return error instanceof WebAssembly.RuntimeError || /not registered|memory/i.test(message(error));
  }

  #untilLost<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#abandon = reject;
      work().then(resolve, reject);
    }).finally(() => {
      this.#abandon = undefined;
    });
  }

  /**
   * Runs `work` on the present backend. When its device is lost meanwhile, or the backend fails, the work is repeated on the
   * next backend; an error of the work's own is passed on.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#running?.lost();
    if (before !== undefined) await this.#moveOn(before);
    try {
      const result = await this.#untilLost(work);
      const lost = this.#running?.lost();
      if (lost === undefined) return result;
      await this.#moveOn(lost);
    } catch (error) {
      if (!this.#isBackendsFault(error)) throw error;
      await this.#moveOn(this.#running?.lost() ?? error);
    }
    return this.run(work);
  }
}

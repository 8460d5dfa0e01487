/**
 * The page's workers. There is one, on the backend that the reader wants or else the usual one; and one more for each other
 * backend that a demo of this page was measured to be clearly faster on. So the best backend is each demo's own, and a worker
 * still has only one: a demo that moves restarts nobody else's run, a lost GPU takes only its own demos along, and what is heavy on
 * the GPU leaves the other worker free. A page whose demos are light, or whose reader has chosen, has one worker as before.
 */
import { backendOrder, defaultOrder, type BackendName } from './backends.ts';
import { LabClient, WorkerDied } from './client.ts';
import { clearlyFastest, type Figure } from './figures.ts';
import type { BackendStatus } from './protocol.ts';
import { backendMemory, wantedBackend } from './settings.ts';
import { timeBackend, type Subject } from './timing.ts';

export class Labs {
  readonly #spawn: () => Worker;
  readonly #others = new Map<BackendName, LabClient>();
  readonly #listeners = new Set<() => void>();
  #timing: Promise<unknown> = Promise.resolve();
  /** What computes where nothing else is known; checks run here. */
  readonly main: LabClient;

  constructor(spawn: () => Worker) {
    this.#spawn = spawn;
    this.main = new LabClient(spawn, () => backendOrder(wantedBackend()));
  }

  /** Where a demo belongs, by what is wanted and measured now. */
  for(demo: string): LabClient {
    const best = wantedBackend() ? undefined : clearlyFastest(backendMemory.figures(demo));
    if (!best) return this.main;
    const found = this.#others.get(best) ?? new LabClient(this.#spawn, () => backendOrder(best));
    this.#others.set(best, found);
    return found;
  }

  /** Told when demos may belong elsewhere. Returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The reader's choice, for every demo of the page and from now on; undefined leaves it to measurement. Resolves to the backend
   * that runs then, and rejects when none does; the choice is kept in any case.
   */
  async choose(name: BackendName | undefined): Promise<BackendName | undefined> {
    backendMemory.choose(name);
    const backend = wantedBackend() ?? defaultOrder[0];
    try {
      return backend && (await this.#use(backend)).backend;
    } finally {
      this.#tell();
    }
  }

  /** Asked once more when the worker dies over it: its successor began with the choice, or knows why not. */
  #use(backend: BackendName): Promise<BackendStatus> {
    const use = (): Promise<BackendStatus> => this.main.call((lab) => lab.use(backend));
    return use().catch((error: unknown) => {
      if (error instanceof WorkerDied) return use();
      throw error;
    });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #settled: Promise<void> | undefined;
  /** Forgets, once per page, what was measured on another device; `on` is a worker that runs. */
  settle(on: LabClient): Promise<void> {
    this.#settled ??= on
      .call((lab) => lab.device())
      .then((device) => {
        if (backendMemory.settle(device)) this.#tell();
      });
    return this.#settled;
  }

  /** Times a demo's work on a backend, one timing at a time. */
  time(backend: BackendName, subject: Subject, signal: AbortSignal): Promise<Figure | undefined> {
    const timed = this.#timing.then(() => timeBackend(this.#spawn, backend, subject, signal));
    this.#timing = timed.catch(() => undefined);
    return timed;
  }

  /** Lets a page that gave up try again from nothing. */
  forgive(): void {
    for (const client of [this.main, ...this.#others.values()]) client.forgive();
  }
}

/**
 * The page's side of a worker: started when first needed, watched, and started again on the next backend when it
 * dies. Calls made to a worker that dies fail with `WorkerDied`; callers ask again.
 */
import * as Comlink from 'comlink';
import type { BackendName } from './backends.ts';
import { LabFailure } from './failure.ts';
import { isFileProgress, type FileProgress } from './model-file.ts';
import type { BackendStatus, Lab } from './protocol.ts';

export class WorkerDied extends LabFailure {
  constructor() {
    super('worker-died');
    this.name = 'WorkerDied';
  }
}

interface Started {
  readonly lab: Comlink.Remote<Lab>;
  readonly life: number;
  readonly died: Promise<never>;
}

/** The lab as callers see it: `start` belongs to the client. */
export type LabCalls = Omit<Lab, 'start'>;

/** How long a worker may take to load its first script before it counts as missing. */
const patience = 30_000;
/** A worker that dies this often on a page is not started again without the reader's asking. */
const mostDeaths = 4;

export class LabClient {
  readonly #spawn: () => Worker;
  readonly #order: () => readonly BackendName[];
  readonly #listeners = new Set<(status: BackendStatus, died: boolean) => void>();
  readonly #fileListeners = new Set<(file: FileProgress['file']) => void>();
  #worker: Worker | undefined;
  #started: Promise<Started> | undefined;
  #status: BackendStatus | undefined;
  #deaths = 0;
  /** The how many-th worker this is: what one knows, a run say, the next does not. */
  #life = 0;
  #avoid = new Set<BackendName>();

  /** @param order the backends to try when the worker starts */
  constructor(spawn: () => Worker, order: () => readonly BackendName[]) {
    this.#spawn = spawn;
    this.#order = order;
  }

  get status(): BackendStatus | undefined {
    return this.#status;
  }

  /** Told of every change of backend; `died` when a worker had to be replaced. Returns how to stop. */
  subscribe(listener: (status: BackendStatus, died: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Told how much of a demo's files has arrived. Returns how to stop. */
  onFile(listener: (file: FileProgress['file']) => void): () => void {
    this.#fileListeners.add(listener);
    return () => this.#fileListeners.delete(listener);
  }

  #tell(status: BackendStatus, died: boolean): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status, died);
  }

  /**
   * Calls the worker, starting it where needed. Rejects with `WorkerDied` when it dies before it answers.
   * @param work is told in which life it is carried out
   * @param only the life in which the call makes sense: the worker of another is not asked, and `WorkerDied` is thrown as well
   */
  async call<T>(work: (lab: Comlink.Remote<LabCalls>, life: number) => Promise<T>, only?: number): Promise<T> {
    this.#started ??= this.#start();
    const { lab, died, life } = await this.#started;
    if (only !== undefined && only !== life) throw new WorkerDied();
    return Promise.race([work(lab as unknown as Comlink.Remote<LabCalls>, life), died]);
  }

  /** Lets a page that gave up try again from nothing. */
  forgive(): void {
    this.#deaths = 0;
    this.#avoid.clear();
    this.#started = undefined;
    this.#worker?.terminate();
  }

  /** Ends the worker for good. Calls under way are never answered: their callers have given up. */
  dispose(): void {
    this.#deaths = mostDeaths;
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #start(): Promise<Started> {
    if (typeof Worker === 'undefined') throw new LabFailure('no-worker');
    if (this.#deaths >= mostDeaths) throw new LabFailure('worker-unstable');
    try {
      const worker = this.#spawn();
      this.#worker = worker;
      const life = (this.#life += 1);
      const lock = await this.#ready(worker);
      worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isFileProgress(data)) for (const listener of this.#fileListeners) listener(data.file);
      });
      const died = this.#watch(worker, lock);
      died.catch(() => undefined);
      const lab = Comlink.wrap<Lab>(worker);
      const order = this.#order();
      const cautious = [
        ...order.filter((name) => !this.#avoid.has(name)),
        ...order.filter((name) => this.#avoid.has(name)),
      ];
      const starting = lab
        .start(
          cautious,
          Comlink.proxy((changed: BackendStatus) => this.#tell(changed, false)),
        )
        .catch((error: unknown) => {
          throw new LabFailure('no-backend', error instanceof Error ? error.message : String(error));
        });
      const status = await Promise.race([starting, died]);
      this.#tell(status, this.#deaths > 0);
      return { lab, life, died };
    } catch (error) {
      this.#started = undefined;
      throw error;
    }
  }

  /** Resolves with the name of the lock that the worker holds, once its script runs. */
  #ready(worker: Worker): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const waiting = new AbortController();
      const settle = (done: () => void): void => {
        clearTimeout(timer);
        waiting.abort();
        done();
      };
      const fail = (reason: string): void => {
        settle(() => reject(new LabFailure('worker-silent', reason)));
        worker.terminate();
      };
      const timer = setTimeout(() => fail(''), patience);
      const { signal } = waiting;
      worker.addEventListener('error', (event) => fail(event.message), { signal });
      const listen = ({ data }: MessageEvent<{ ready?: boolean; lock?: string } | undefined>): void => {
        if (data?.ready) settle(() => resolve(data.lock));
      };
      worker.addEventListener('message', listen, { signal });
    });
  }

  /** Rejects when the worker dies: the lock that it holds for life becomes free. */
  #watch(worker: Worker, lock: string | undefined): Promise<never> {
    return new Promise((_, reject) => {
      if (lock === undefined) return;
      void navigator.locks.request(lock, () => {
        if (worker !== this.#worker) return;
        worker.terminate();
        this.#deaths += 1;
        if (this.#status) this.#avoid.add(this.#status.backend);
        this.#started = undefined;
        reject(new WorkerDied());
        // Demos on the page learn of it, and ask for their frames again.
        if (this.#deaths < mostDeaths) this.#started = this.#start();
        this.#started?.catch(() => undefined);
      });
    });
  }
}

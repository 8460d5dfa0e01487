/**
 * Whose turn it is in the worker. TensorFlow.js has one engine and its scopes must not interleave, so that work is done one piece
 * after another. What a reader waits for (a frame for a moved slider, the start of a run) goes before the steps of simulations,
 * which go round: each waits until all others that wait have had theirs.
 */

/** `answer`: somebody waits for it. `step`: a simulation goes on. */
export type Kind = 'answer' | 'step';

/** So many answers in a row at most while a step waits: a slider that never rests does not stop what trains. */
const answersInARow = 4;

/** Lets messages in that have arrived meanwhile: on WASM and CPU, where nothing is waited for, nothing else would. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

export class Turns {
  readonly #waiting: Readonly<Record<Kind, (() => Promise<void>)[]>> = { answer: [], step: [] };
  #running = false;
  #answered = 0;

  /** Whether somebody waits for an answer: what can be cut short should be. */
  get asked(): boolean {
    return this.#waiting.answer.length > 0;
  }

  /** Carries `work` out when its turn comes. */
  take<T>(work: () => Promise<T>, kind: Kind = 'answer'): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting[kind].push(async () => {
        await work().then(resolve, reject);
      });
      void this.#run();
    });
  }

  #next(): (() => Promise<void>) | undefined {
    const { answer, step } = this.#waiting;
    const stepIsDue = step.length > 0 && (answer.length === 0 || this.#answered >= answersInARow);
    this.#answered = stepIsDue ? 0 : this.#answered + 1;
    return stepIsDue ? step.shift() : answer.shift();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    // Calls that arrived with this one are let in first, so that answers can go first.
    await Promise.resolve();
    for (let next = this.#next(); next; next = this.#next()) {
      await next();
      await breathe();
    }
    this.#running = false;
  }
}

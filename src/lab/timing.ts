/** Timing a demo's own work on a backend, in a worker of its own: what is shown meanwhile is not held up, and no fault reaches it. */
import type { BackendName } from './backends.ts';
import { LabClient } from './client.ts';
import { isMissingFile, LabFailure } from './failure.ts';
import { median, type Figure } from './figures.ts';
import type { AnyValues } from './params.ts';
import type { ComputedFrame } from './protocol.ts';

/** The work that is timed. */
export interface Subject {
  readonly id: string;
  readonly simulated: boolean;
  readonly values: AnyValues;
}

/** Computations that are not counted (they compile and warm up) and that are; of a simulation, steps. */
const counts = { frame: { warm: 1, timed: 3 }, step: { warm: 2, timed: 5 } } as const;
/** After so many ms of work the times so far are enough. */
const enough = 1500;
/** A backend that has no figure after so many ms, its loading included, is given up. */
const patience = 12_000;

/** A file that did not arrive says nothing of the device. */
const isNetworks = (error: unknown): boolean =>
  isMissingFile(error) ||
  (error instanceof LabFailure &&
    (error.code === 'worker-silent' || /fetch|imported module|module script/i.test(error.message)));

async function work(client: LabClient, backend: BackendName, subject: Subject): Promise<Figure> {
  const { id, simulated, values } = subject;
  const { warm, timed } = simulated ? counts.step : counts.frame;
  const again = (): Promise<ComputedFrame & { readonly done?: boolean }> =>
    client.call((lab) => (simulated ? lab.next(id) : lab.compute(id, values)));
  if (simulated) await client.call((lab) => lab.begin(id, id, values));
  const times: number[] = [];
  const started = performance.now();
  for (let count = 0; count < warm + timed; count += 1) {
    const { ms, backend: on, done } = await again();
    // It failed over to no other: this worker knows only one. But a lost device may be noticed late.
    if (on !== backend) return 'unavailable';
    if (done === true) break;
    if (count >= warm && ms !== undefined) times.push(ms);
    if (times.length > 0 && performance.now() - started > enough) break;
  }
  return times.length > 0 ? median(times) : 'unavailable';
}

/**
 * Milliseconds per frame or step of `subject` on a backend, warm: the median of a few. Undefined when that can't be told now (a
 * file did not arrive). Rejects when `signal` aborts; the worker is gone in any case.
 */
export async function timeBackend(
  spawn: () => Worker,
  backend: BackendName,
  subject: Subject,
  signal: AbortSignal,
): Promise<Figure | undefined> {
  signal.throwIfAborted();
  const client = new LabClient(spawn, () => [backend]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'slow'>((resolve) => {
    timer = setTimeout(() => resolve('slow'), patience);
  });
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
  });
  try {
    return await Promise.race([work(client, backend, subject), late, stopped]);
  } catch (error) {
    signal.throwIfAborted();
    return isNetworks(error) ? undefined : 'unavailable';
  } finally {
    clearTimeout(timer);
    client.dispose();
  }
}

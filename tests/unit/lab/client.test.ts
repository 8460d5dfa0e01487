/** The page's side of a worker that dies, with a real session: what reaches the worker that replaces it, and in which order. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineDemo, type DemoDefinition } from '../../../src/lab/demo.ts';
import { Labs } from '../../../src/lab/labs.ts';
import { number } from '../../../src/lab/params.ts';
import { Session } from '../../../src/lab/session.svelte.ts';

const label = { en: 'x', zh: 'x' };
const rate = number({ label, min: 0, max: 9, step: 1, default: 1 });
const definition = defineDemo({ title: label, summary: label, params: { rate }, tolerance: 0 });

interface Call {
  readonly id: string;
  readonly path: readonly string[];
}
/** A worker that answers calls as Comlink does, frame by frame, until it is killed. */
class FakeWorker extends EventTarget {
  readonly asked: string[] = [];
  /** Calls of this name are never answered. */
  mute = '';
  #free: () => void = () => undefined;
  readonly held = new Promise<void>((resolve) => {
    this.#free = resolve;
  });
  #dead = false;
  #steps = 0;

  constructor() {
    super();
    // A script takes a while to load.
    setTimeout(() => this.#say({ ready: true, lock: this }), 30);
  }
  #say(data: unknown): void {
    if (!this.#dead) this.dispatchEvent(new MessageEvent('message', { data }));
  }
  #answer(name: string): unknown {
    if (name === 'start') return { backend: 'cpu', failures: [] };
    this.#steps = name === 'begin' ? 0 : this.#steps + 1;
    const frame = { progress: { done: this.#steps, total: null } };
    return { frame, backend: 'cpu', ms: 0, tensors: 0, done: false, steps: this.#steps, weights: false };
  }
  postMessage({ id, path }: Call): void {
    const [name = ''] = path;
    if (this.#dead) return;
    this.asked.push(name);
    if (name !== this.mute) setTimeout(() => this.#say({ id, type: 'RAW', value: this.#answer(name) }));
  }
  kill(): void {
    this.#dead = true;
    this.#free();
  }
  terminate(): void {
    this.#dead = true;
  }
}

let workers: FakeWorker[] = [];
let session: Session;
const last = (): FakeWorker => {
  const worker = workers.at(-1);
  if (!worker) throw new Error('no worker was started');
  return worker;
};
const steps = (): number => session.progress?.done ?? -1;

beforeEach(async () => {
  workers = [];
  vi.stubGlobal('location', new URL('http://localhost/?backend=cpu'));
  vi.stubGlobal('document', { visibilityState: 'visible' });
  vi.stubGlobal('requestAnimationFrame', (work: () => void) => setTimeout(work));
  vi.stubGlobal('Worker', FakeWorker);
  const request = (lock: FakeWorker, work: () => void): Promise<void> => lock.held.then(work);
  vi.stubGlobal('navigator', { locks: { request }, userAgent: '', hardwareConcurrency: 1 });
  const labs = new Labs(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  session = new Session({
    id: 'd',
    definition: definition as unknown as DemoDefinition,
    lang: 'en',
    labs,
    simulated: true,
    initial: { rate: 1 },
  });
  await session.start();
});
afterEach(async () => {
  session.stop();
  last().kill();
  // What was on its way arrives.
  await new Promise((resolve) => setTimeout(resolve, 30));
  vi.unstubAllGlobals();
});

describe('a worker that replaces a dead one', () => {
  const begins = async (): Promise<void> => {
    await vi.waitFor(() => expect(workers).toHaveLength(2));
    await vi.waitFor(() => expect(last().asked).toContain('begin'));
    await vi.waitFor(() => expect(steps()).toBe(0));
    expect(last().asked.slice(0, 2)).toEqual(['start', 'begin']);
  };

  it('is asked to begin the run first, when the other died over a step', async () => {
    session.toggle();
    await vi.waitFor(() => expect(steps()).toBeGreaterThan(2));
    last().kill();
    await begins();
    expect(session.playing).toBe(false);
  });

  it('also when the reader presses Play before it is there', async () => {
    session.toggle();
    await vi.waitFor(() => expect(steps()).toBeGreaterThan(2));
    last().kill();
    await vi.waitFor(() => expect(session.playing).toBe(false), { interval: 1 });
    session.toggle();
    expect(last().asked).toEqual([]);
    await begins();
  });

  it('also when the other died while the run was on its way to begin', async () => {
    session.toggle();
    await vi.waitFor(() => expect(steps()).toBeGreaterThan(2));
    last().mute = 'begin';
    void session.set({ rate: 2 });
    await vi.waitFor(() => expect(last().asked.at(-1)).toBe('begin'));
    last().kill();
    await begins();
    expect(session.values.rate).toBe(2);
  });

  it('goes on with the run that it began', async () => {
    last().kill();
    await begins();
    session.toggle();
    await vi.waitFor(() => expect(steps()).toBeGreaterThan(2));
    expect(session.playing).toBe(true);
    expect(last().asked.filter((name) => name === 'begin')).toHaveLength(1);
  });
});

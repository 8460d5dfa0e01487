/** The worker's side of the lab in Node, on the CPU backend: turns, slices of steps, runs begun anew, weights. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import type { ComputeModule, Frame, Offer, Progress, SimulatedCompute } from '../../../src/lab/demo.ts';
import { LabServer } from '../../../src/lab/worker/serve.ts';
import { Turns } from '../../../src/lab/worker/turns.ts';
import { seededRandom } from '../../../src/numerics/random.ts';

interface Counted extends Frame {
  readonly done: number;
  readonly progress: Progress;
}

/** Keeps the engine busy, as a kernel on WASM or CPU would. */
function work(ms: number): void {
  for (const started = performance.now(); performance.now() - started < ms;);
}
const order: string[] = [];

interface Made {
  readonly name?: string;
  readonly ms?: number;
  readonly total?: number;
  readonly skipFrames?: boolean;
  readonly offers?: boolean;
}
/** A simulation whose one weight is the number of its steps, plus its seed. */
function counting({ name = 'a', ms = 0, total = 1000, skipFrames = false, offers = false }: Made): SimulatedCompute {
  return {
    skipFrames,
    async *simulate({ seed = 0 }, _, signal, offer?: Offer) {
      yield { done: 0, progress: { done: 0, total } };
      let weight = tf.scalar(Number(seed));
      if (offers) {
        offer?.weights(async () => ({ count: { values: Float64Array.from(await weight.data()), shape: [] } }));
      }
      try {
        for (let done = 1; done <= total && !signal.aborted; done += 1) {
          order.push(name);
          work(ms);
          // As reading a tensor back would.
          await Promise.resolve();
          const next = tf.tidy(() => tf.add<tf.Scalar>(weight, 1));
          weight.dispose();
          weight = next;
          yield { done, progress: { done, total } };
        }
      } finally {
        weight.dispose();
      }
    },
  };
}
const still = (ms: number): ComputeModule => ({
  compute: () => {
    order.push('answer');
    work(ms);
    return Promise.resolve({ x: 1 });
  },
  reference: () => ({ x: 1 }),
});

async function serverOf(demos: Readonly<Record<string, ComputeModule>>): Promise<LabServer> {
  const server = new LabServer({
    demo: (id) => (demos[id] ? Promise.resolve(demos[id]) : Promise.reject(new Error(`no ${id}`))),
    check: () => Promise.reject(new Error('none')),
    random: seededRandom,
  });
  await server.start(['cpu'], () => undefined);
  order.length = 0;
  return server;
}
const counted = ({ frame }: { frame: Frame }): number => (frame as Counted).done;

describe('turns', () => {
  it('one piece of work at a time, in the order of asking, and a failure stops nobody else', async () => {
    const turns = new Turns();
    let inside = 0;
    const piece = (n: number) =>
      turns.take(async () => {
        expect((inside += 1)).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        inside -= 1;
        if (n === 1) throw new Error('one fails');
        return n;
      });
    const results = await Promise.allSettled([0, 1, 2].map(piece));
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
      0,
      'failed',
      2,
    ]);
  });
  it('answers go before steps, but never more than four while a step waits', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const say = (what: string, kind: 'answer' | 'step') =>
      turns.take(() => {
        seen.push(what);
        return Promise.resolve();
      }, kind);
    await Promise.all([
      say('s', 'step'),
      say('t', 'step'),
      ...Array.from({ length: 6 }, (_, i) => say(String(i), 'answer')),
    ]);
    expect(seen.join('')).toBe('0123s45t');
  });
  it('lets messages in between two pieces of work', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => void turns.take(() => Promise.resolve(void seen.push('message')));
    const step = (name: string) => turns.take(() => Promise.resolve(void seen.push(name)), 'step');
    port2.postMessage(0);
    await Promise.all([step('a'), step('b'), step('c')]);
    port1.close();
    expect(seen.indexOf('message')).toBeLessThan(2);
  });
});

describe('steps', () => {
  it('one at a time, unless the demo lets frames be skipped and a slice is given', async () => {
    const server = await serverOf({ every: counting({}), skips: counting({ skipFrames: true, ms: 1 }) });
    for (const id of ['every', 'skips']) expect(counted(await server.begin(id, id, {}))).toBe(0);
    expect(counted(await server.next('every', 20))).toBe(1);
    expect(counted(await server.next('skips'))).toBe(1);
    // Several, since any of them may be held up by the machine.
    let [done, most, fastest] = [1, 0, Number.POSITIVE_INFINITY];
    for (let slices = 0; slices < 20; slices += 1) {
      const slice = await server.next('skips', 20);
      expect(slice.steps).toBeLessThanOrEqual(20);
      expect(counted(slice)).toBe(done + slice.steps);
      [done, most, fastest] = [
        done + slice.steps,
        Math.max(most, slice.steps),
        Math.min(fastest, slice.ms ?? Infinity),
      ];
    }
    expect(most).toBeGreaterThan(3);
    expect(fastest, 'milliseconds per step').toBeLessThan(3);
    expect(counted(await server.next('skips'))).toBe(done + 1);
    await Promise.all([server.end('every'), server.end('skips')]);
  });
  it('a slice stops at the end of the run, and says so', async () => {
    const server = await serverOf({ short: counting({ skipFrames: true, total: 5 }) });
    await server.begin('r', 'short', {});
    expect(await server.next('r', 200)).toMatchObject({ done: true, steps: 5, frame: { done: 5 } });
    expect(await server.next('r', 200)).toMatchObject({ done: true, steps: 0, frame: { done: 5 } });
  });
  it('a step that was asked for before its run was begun anew is refused: the new run stands at its first frame', async () => {
    const server = await serverOf({ d: counting({}) });
    await server.begin('r', 'd', {});
    const late = server.next('r').catch((error: unknown) => String(error));
    const begun = server.begin('r', 'd', {});
    expect(await late).toContain('ended');
    expect(counted(await begun)).toBe(0);
    expect(counted(await server.next('r'))).toBe(1);
    await server.end('r');
    await expect(server.next('r')).rejects.toThrow('ended');
  });
  it('what is aborted leaves no tensor', async () => {
    const server = await serverOf({ d: counting({}) });
    const before = await server.tensors();
    await server.begin('r', 'd', {});
    await server.next('r');
    expect(await server.tensors()).toBe(before + 1);
    await server.end('r');
    expect(await server.tensors()).toBe(before);
  });
});

describe('times', () => {
  it('are told, but not where the clock was set meanwhile, on or back', async () => {
    const real = performance.now.bind(performance);
    let ahead = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + ahead);
    const jump: ComputeModule = {
      compute: ({ by }) => {
        ahead += Number(by);
        return Promise.resolve({ x: 1 });
      },
      reference: () => ({ x: 1 }),
    };
    const server = await serverOf({ jump });
    const timed: (number | undefined)[] = [];
    for (const by of [0, 3_600_000, -3_600_000, -60, 100_000]) timed.push((await server.compute('jump', { by })).ms);
    expect(timed.map((ms) => ms !== undefined && ms >= 0 && ms < 1000)).toEqual([true, false, false, false, false]);
    expect(timed.slice(1)).toEqual([undefined, undefined, undefined, undefined]);
    clock.mockRestore();
  });
});

describe('fairness', () => {
  /** Goes on with a run as a page does that plays it: the next slice is asked for when a frame has come. */
  async function play(server: LabServer, key: string, until: number): Promise<number> {
    let steps = 0;
    while (performance.now() < until) ({ steps } = { steps: steps + (await server.next(key, 14)).steps });
    return steps;
  }
  it('three simulations at once go forward alike, and the slow one gets its share of time', async () => {
    const demos = {
      a: counting({ name: 'a', ms: 1, skipFrames: true, total: 1e6 }),
      b: counting({ name: 'b', ms: 1, skipFrames: true, total: 1e6 }),
      slow: counting({ name: 'slow', ms: 10, skipFrames: true, total: 1e6 }),
    };
    const server = await serverOf(demos);
    const keys = Object.keys(demos);
    for (const key of keys) await server.begin(key, key, {});
    const until = performance.now() + 1200;
    const [a = 0, b = 0, slow = 0] = await Promise.all(keys.map((key) => play(server, key, until)));
    expect(a / b).toBeGreaterThan(0.6);
    expect(a / b).toBeLessThan(1.7);
    // Time is what is shared, not turns: by turns alone, the slow one would take as many steps as the others.
    expect(slow).toBeGreaterThan(5);
    expect(a).toBeGreaterThan(2 * slow);
    for (const key of keys) await server.end(key);
  });
  it('an answer waits for one slice at most, and an unending row of answers does not stop the steps', async () => {
    const server = await serverOf({
      train: counting({ name: 'step', ms: 3, skipFrames: true, total: 1e6 }),
      still: still(2),
    });
    await server.begin('r', 'train', {});
    const until = performance.now() + 800;
    const waits: number[] = [];
    const answers = async (): Promise<void> => {
      while (performance.now() < until) {
        const asked = performance.now();
        await server.compute('still', {});
        waits.push(performance.now() - asked);
      }
    };
    const [steps] = await Promise.all([play(server, 'r', until), answers(), answers()]);
    expect(steps).toBeGreaterThan(20);
    expect(waits.length).toBeGreaterThan(20);
    expect(order.join(' ')).not.toMatch(/(?:answer ){6}/);
    await server.end('r');
  });
});

describe('weights', () => {
  it('are read between two steps, with the step count and the parameters of their run', async () => {
    const server = await serverOf({ d: counting({ offers: true }), mute: counting({}) });
    expect(await server.begin('r', 'd', { seed: 5 })).toMatchObject({ weights: false });
    expect(await server.weights('r')).toBeUndefined();
    await server.next('r');
    // Asked for while a step waits: it goes first.
    const [second, read] = await Promise.all([server.next('r'), server.weights('r')]);
    expect(second).toMatchObject({ weights: true, frame: { done: 2 } });
    expect(read).toMatchObject({ params: { seed: 5 }, steps: 1 });
    expect(read?.weights['count']?.values).toEqual(Float64Array.of(6));
    expect(await server.weights('r')).toEqual({
      params: { seed: 5 },
      steps: 2,
      weights: { count: { values: Float64Array.of(7), shape: [] } },
    });
    await server.begin('m', 'mute', {});
    expect(await server.next('m')).toMatchObject({ weights: false });
    expect(await server.weights('m')).toBeUndefined();
    await Promise.all([server.end('r'), server.end('m')]);
    expect(await server.weights('r')).toBeUndefined();
  });
  it('a finished run holds them until it is begun anew; then nothing is left', async () => {
    const server = await serverOf({ d: counting({ offers: true, total: 3, skipFrames: true }) });
    const before = await server.tensors();
    await server.begin('r', 'd', { seed: 1 });
    expect(await server.next('r', 100)).toMatchObject({ done: true, weights: true, steps: 3 });
    expect(await server.next('r')).toMatchObject({ done: true, weights: true, steps: 0, frame: { done: 3 } });
    expect((await server.weights('r'))?.weights['count']?.values).toEqual(Float64Array.of(4));
    await server.end('r');
    expect(await server.tensors()).toBe(before);
  });
});

/** A run whose device goes or whose clock is set back. */
import { describe, expect, it, vi } from 'vitest';
import type { Frame, SimulatedCompute } from '../../../src/lab/demo.ts';
import { Run } from '../../../src/lab/worker/run.ts';

const runOf = (simulate: SimulatedCompute['simulate']): Run =>
  new Run({ module: { skipFrames: true, simulate }, params: {}, time: 1, backend: 'cpu' });
const nobody = (): Promise<boolean> => Promise.resolve(false);

describe('a run', () => {
  it('ends although its step waits for ever for a device that went', async () => {
    const run = runOf(async function* () {
      yield { x: 0 };
      await new Promise(() => undefined);
      yield { x: 1 };
    });
    await run.advance(0, nobody);
    void run.advance(0, nobody);
    await expect(run.stop()).resolves.toBeUndefined();
  });

  it('frees what it holds before its end is told', async () => {
    let freed = false;
    const run = runOf(async function* (): AsyncGenerator<Frame> {
      try {
        for (let x = 0; ; x += 1) yield await Promise.resolve({ x });
      } finally {
        freed = true;
      }
    });
    await run.advance(0, nobody);
    await run.stop();
    expect(freed).toBe(true);
  });

  it('ends its slice when the clock is set back', async () => {
    let now = 1e7;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const run = runOf(async function* () {
      for (let x = 0; x < 50; x += 1) {
        yield await Promise.resolve({ x });
        now -= 3_600_000;
      }
    });
    await run.advance(0, nobody);
    expect((await run.advance(20, nobody)).steps).toBe(1);
    clock.mockRestore();
  });
});

/** A simulation's run: what begins it anew and what only changes how it is shown. The worker is played by a counter. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LabClient } from '../../../src/lab/client.ts';
import { defineDemo, type DemoDefinition } from '../../../src/lab/demo.ts';
import type { Labs } from '../../../src/lab/labs.ts';
import { choice, number, sameRun, seed } from '../../../src/lab/params.ts';
import type { Lab, SimulatedFrame } from '../../../src/lab/protocol.ts';
import { Session } from '../../../src/lab/session.svelte.ts';

const label = { en: 'x', zh: 'x' };
const definition = defineDemo({
  title: label,
  summary: label,
  params: {
    rate: number({ label, min: 0, max: 9, step: 1, default: 1 }),
    look: choice({ label, options: { here: label, there: label }, default: 'here', keepsRun: true }),
    seed: seed(),
  },
  tolerance: 0,
});

// A page whose address names a backend: nothing is timed.
beforeEach(() => {
  vi.stubGlobal('location', new URL('http://localhost/?backend=cpu'));
});

/** Frames count the steps of a run; `begun` counts the runs. */
function played(): { session: Session; begun: () => number; step: () => number } {
  let [begun, steps] = [0, 0];
  const frame = (): Promise<SimulatedFrame> =>
    Promise.resolve({ frame: { steps }, backend: 'cpu', ms: 0, tensors: 0, done: false, steps, weights: false });
  const lab = {
    begin: () => {
      begun += 1;
      steps = 0;
      return frame();
    },
    next: () => {
      steps += 1;
      return frame();
    },
  } as unknown as Lab;
  const client = {
    call: (ask: (lab: Lab) => Promise<unknown>) => ask(lab),
    subscribe: () => () => undefined,
    onFile: () => () => undefined,
  } as unknown as LabClient;
  const labs = { for: () => client, subscribe: () => () => undefined } as unknown as Labs;
  const initial = { rate: 1, look: 'here', seed: 1 };
  const session = new Session({
    id: 'd',
    definition: definition as unknown as DemoDefinition,
    lang: 'en',
    labs,
    simulated: true,
    initial,
  });
  return { session, begun: () => begun, step: () => (session.frame as { steps: number }).steps };
}

describe('a parameter that only chooses what is shown', () => {
  it('keeps the run and its frame, and the picture gets it at once', async () => {
    const { session, begun, step } = played();
    await session.start();
    await session.step();
    await session.step();
    await session.set({ look: 'there' });
    expect([begun(), step(), session.frameValues.look, session.values.look]).toEqual([1, 2, 'there', 'there']);
    await session.step();
    expect([begun(), step(), session.frameValues.look]).toEqual([1, 3, 'there']);
  });
  it('is taken along when another one begins the run anew, and reset begins it anew in any case', async () => {
    const { session, begun, step } = played();
    await session.start();
    await session.step();
    await session.set({ look: 'there', rate: 2 });
    expect([begun(), step(), session.frameValues.look, session.frameValues.rate]).toEqual([2, 0, 'there', 2]);
    await session.set({ rate: 1 });
    await session.step();
    await session.reset();
    expect([begun(), step(), session.frameValues.look]).toEqual([4, 0, 'here']);
  });
  it('changed while a run is on its way to begin, it is not undone when the run arrives', async () => {
    const { session } = played();
    await session.start();
    const beginning = session.set({ rate: 3 });
    await session.set({ look: 'there' });
    await beginning;
    expect([session.frameValues.rate, session.frameValues.look]).toEqual([3, 'there']);
  });
  it('does not hold back a step that was asked for before it', async () => {
    const { session, step } = played();
    await session.start();
    const stepping = session.step();
    await session.set({ look: 'there' });
    await stepping;
    expect([step(), session.frameValues.look]).toEqual([1, 'there']);
  });
  it('says so of values: two sets ask for one run when they differ in nothing else', () => {
    const values = { rate: 1, look: 'here', seed: 1 };
    expect(sameRun(definition.params, values, { ...values, look: 'there' })).toBe(true);
    expect(sameRun(definition.params, values, { ...values, look: 'there', rate: 2 })).toBe(false);
    expect(sameRun(definition.params, values, values)).toBe(false);
  });
});

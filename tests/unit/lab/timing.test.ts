/** What a timing makes of work that fails. The worker is played over a message channel. */
import * as Comlink from 'comlink';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ModelFileError } from '../../../src/lab/model-file.ts';
import { timeBackend } from '../../../src/lab/timing.ts';

beforeEach(() => {
  vi.stubGlobal('Worker', EventTarget);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A worker that starts any backend and fails at any work. */
function failing(error: Error): Worker {
  const { port1, port2 } = new MessageChannel();
  const lab = { start: () => ({ backend: 'webgl', failures: [] }), compute: () => Promise.reject(error) };
  Comlink.expose(lab, port2);
  port1.start();
  port2.postMessage({ ready: true });
  const terminate = (): void => port1.close();
  return Object.assign(port1, { terminate }) as unknown as Worker;
}
const timed = (error: Error) =>
  timeBackend(() => failing(error), 'webgl', { id: 'd', simulated: false, values: {} }, new AbortController().signal);

it('a file that does not arrive says nothing of a backend, anything else that it does not run here', async () => {
  expect(await timed(new ModelFileError('network.bin: HTTP 404'))).toBeUndefined();
  expect(await timed(new TypeError('Failed to fetch dynamically imported module: compute.js'))).toBeUndefined();
  expect(await timed(new Error('Kernel not registered'))).toBe('unavailable');
});

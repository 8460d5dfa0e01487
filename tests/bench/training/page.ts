/** The page around the worker: `await window.train('wasm', 2000)`. */
import type { TrainedBackend } from './measured.ts';

declare global {
  interface Window {
    train: (backend: string, ms: number) => Promise<TrainedBackend>;
  }
}

window.train = (backend, ms) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'the worker did not start')));
    worker.addEventListener('message', ({ data }: MessageEvent<TrainedBackend>) => {
      worker.terminate();
      resolve(data);
    });
    worker.postMessage({ backend, ms });
  });

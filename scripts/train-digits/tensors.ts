/** TensorFlow.js for training in Node: WebAssembly, which is several times as fast there as the plain CPU backend. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as union from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { Tf } from '../../src/numerics/tf.tensor.ts';

export async function startTensors(): Promise<Tf> {
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(main)}/`);
  // One thread: the same sums in the same order on every machine.
  union.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await union.setBackend('wasm');
  await union.ready();
  return union;
}

/** TensorFlow.js for tests in Node: the union package on its plain CPU backend, typed as the core that demos see. */
import * as union from '@tensorflow/tfjs';

export type Tf = typeof import('@tensorflow/tfjs-core');

/** The ready CPU backend. The union package re-exports the core; only its declared type differs. */
export async function cpuTf(): Promise<Tf> {
  const tf = union as unknown as Tf;
  await tf.setBackend('cpu');
  await tf.ready();
  return tf;
}

/** Runs `work` and returns its result with the number of tensors it left behind. */
export async function countingLeaks<T>(tf: Tf, work: () => Promise<T>): Promise<{ result: T; leaked: number }> {
  const before = tf.memory().numTensors;
  const result = await work();
  return { result, leaked: tf.memory().numTensors - before };
}

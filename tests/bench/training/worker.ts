/** Trains the yardsticks on one backend, in a module worker as demos do, and tells how long it took. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { isBackendName } from '../../../src/lab/backends.ts';
import { startBackend } from '../../../src/lab/worker/load-backend.ts';
import { readFigures } from '../../../src/numerics/adam.tensor.ts';
import * as tf from '../../../src/numerics/tf.tensor.ts';
import type { TrainedBackend, TrainedYardstick } from './measured.ts';
import { yardsticks, type Training, type Yardstick } from './yardsticks.ts';

interface Order {
  readonly backend: string;
  /** Milliseconds of training per yardstick. */
  readonly ms: number;
}

/** Milliseconds per call of `work`, repeated for `ms` and at least five times; `end` waits for the device. */
async function timed(ms: number, work: () => unknown, end: () => Promise<unknown>): Promise<[number, number]> {
  const started = performance.now();
  let times = 0;
  while (times < 5 || performance.now() - started < ms) {
    await work();
    times += 1;
  }
  await end();
  return [(performance.now() - started) / times, times];
}
const nothing = (): Promise<void> => Promise.resolve();

/** Whether a kernel has run when its call returns: on WebGL and WebGPU it has only been launched. */
const isSynchronous = (): boolean => ['wasm', 'cpu'].includes(tf.getBackend());

/** So few numbers that nearly all a kernel costs is being called; on the GPU backends more than they leave to the CPU because they are few. */
const fewNumbers = (): Tensor => tf.tensor1d(new Float32Array(isSynchronous() ? 1 : 1024).fill(1));

/** A kernel on few numbers. Hundreds in a row, then one reading. */
async function kernelCost(): Promise<number> {
  const chain = 300;
  const run = async (): Promise<void> => {
    const result = tf.tidy(() => {
      let x = fewNumbers();
      for (let i = 0; i < chain; i++) x = tf.mul(x, 1.0001);
      return x;
    });
    await result.data();
    result.dispose();
  };
  await run();
  const [perRun] = await timed(300, run, nothing);
  return Math.max(0, perRun - (await readingCost())) / chain;
}

async function readingCost(): Promise<number> {
  const run = async (): Promise<void> => {
    const result = tf.tidy(() => tf.mul(fewNumbers(), 2));
    await result.data();
    result.dispose();
  };
  await run();
  return (await timed(200, run, nothing))[0];
}

/** How fast the backend multiplies when there is enough to multiply. */
async function arithmeticRate(): Promise<number> {
  const n = 512;
  const a = tf.randomUniform([n, n]);
  const run = async (): Promise<void> => {
    const product = tf.tidy(() => tf.slice(tf.matMul(a, a), [0, 0], [1, 1]));
    await product.data();
    product.dispose();
  };
  await run();
  const [ms] = await timed(400, run, nothing);
  a.dispose();
  return (2 * n ** 3) / ms;
}

/** Kernels of a step, and the time in each kind, from steps taken under TensorFlow.js's own profiler. */
async function profileSteps(training: Training): Promise<Pick<TrainedYardstick, 'kernels' | 'msByKernel'>> {
  // The clock of a worker ticks ten times a millisecond; over many steps the roundings cancel.
  const steps = 20;
  const synchronous = isSynchronous();
  const total: Record<string, number> = {};
  let kernels = 0;
  for (let step = 0; step < (synchronous ? steps : 1); step++) {
    const profile = await tf.engine().profile(() => {
      tf.dispose(training.step());
      return [];
    });
    kernels = profile.kernels.length;
    for (const { name, kernelTimeMs } of profile.kernels)
      if (synchronous && typeof kernelTimeMs === 'number') total[name] = (total[name] ?? 0) + kernelTimeMs / steps;
  }
  return { kernels, msByKernel: total };
}

async function measure({ name, batch, weights, start }: Yardstick, ms: number): Promise<TrainedYardstick> {
  const training = start(tf);
  for (let step = 0; step < 5; step++) await readFigures(training.step());
  let [last, taken] = [training.step(), 0];
  const [msPerStep, steps] = await timed(
    ms,
    async () => {
      last.dispose();
      last = training.step();
      taken += 1;
      // As demos do: figures are read now and then, and so the device never lies far behind.
      if (taken % 10 === 0) await last.data();
    },
    () => last.data(),
  );
  const { loss } = await readFigures(last);
  // Afterwards: the browser compiles what runs often, and the parts are to be those of the steps that were timed.
  const { kernels, msByKernel } = await profileSteps(training);
  const [msForming] = await timed(200, () => training.form(), nothing);
  training.dispose();
  const operations = 2 * 3 * weights * batch;
  return { name, batch, steps, msPerStep, msForming, kernels, msByKernel, operations, loss };
}

async function train({ backend, ms }: Order): Promise<TrainedBackend> {
  const none = { msPerKernel: NaN, msPerReading: NaN, operationsPerMs: NaN, yardsticks: [] };
  try {
    if (!isBackendName(backend)) throw new Error(`no backend “${backend}”`);
    await startBackend(backend);
  } catch (error) {
    return { ...none, failed: error instanceof Error ? error.message : String(error) };
  }
  await import('@tensorflow/tfjs-core/dist/register_all_gradients');
  const trained: TrainedYardstick[] = [];
  for (const yardstick of yardsticks) trained.push(await measure(yardstick, ms));
  // Afterwards, like the profiles.
  const [msPerKernel, msPerReading, operationsPerMs] = [
    await kernelCost(),
    await readingCost(),
    await arithmeticRate(),
  ];
  return { msPerKernel, msPerReading, operationsPerMs, yardsticks: trained };
}

self.addEventListener('message', ({ data }: MessageEvent<Order>) => {
  train(data).then(
    (answer) => self.postMessage(answer),
    (error: unknown) => self.postMessage({ failed: String(error), yardsticks: [] }),
  );
});

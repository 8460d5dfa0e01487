/** What limits a network in training. */
import { describe, expect, it } from 'vitest';
import { limitOf, yardstickRow } from '../../bench/training.ts';

const backend = { msPerKernel: 0.01, msPerReading: 0.1, operationsPerMs: 1e6, yardsticks: [] };
const yardstick = {
  name: 'a network',
  batch: 10,
  steps: 100,
  msPerStep: 10,
  msForming: 1,
  kernels: 100,
  operations: 6e6,
  loss: 1,
};

describe('a step of training', () => {
  it('is told apart by the profiler where kernels say how long they took', () => {
    const row = yardstickRow('wasm', backend, {
      ...yardstick,
      msByKernel: { BatchMatMul: 2, Sigmoid: 1, Multiply: 0.5 },
    });
    expect(row).toMatchObject({
      'steps/s': 100,
      'samples/s': 1000,
      launches: '10 %',
      'matrix products': '20 %',
      'other kernels': '15 %',
      'forming batches': '10 %',
      'largest part': 'between kernels',
    });
  });

  it('is told apart by counting where they do not', () => {
    const row = yardstickRow('webgl', backend, { ...yardstick, msByKernel: {} });
    expect(row).toMatchObject({ launches: '10 %', 'matrix products': '60 %', 'largest part': 'matrix products' });
    expect(row['other kernels']).toBe('');
  });

  it('is limited by its largest part', () => {
    expect(limitOf({ a: 4, b: 3 }, 10)).toBe('a');
    expect(limitOf({ a: 1, b: 3 }, 10)).toBe('between kernels');
  });
});

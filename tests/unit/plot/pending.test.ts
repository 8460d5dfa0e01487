import { expect, it } from 'vitest';
import { Pending } from '../../../src/lab/plot/pending.ts';

const near = (): Pending<number> => new Pending((a, b) => Math.abs(a - b) < 0.01);

it('awaits the last value asked for, however many frames were skipped', () => {
  const asked = near();
  [1, 2, 3].forEach((value) => asked.add(value));
  expect(asked.settle(1)).toBe(3);
  expect(asked.settle(3.001)).toBeUndefined();
});
it('gives way to a value that was not asked for here', () => {
  const asked = near();
  asked.add(1);
  expect(asked.settle(7)).toBeUndefined();
  expect(asked.settle(1)).toBeUndefined();
});

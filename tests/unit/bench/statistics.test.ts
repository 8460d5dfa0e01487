/** Summaries of measurements. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockingTime,
  cumulativeShift,
  growthExponent,
  largest,
  marginalCost,
  median,
  quantile,
  sum,
} from '../../bench/statistics.ts';

describe('the median', () => {
  it('is the middle value, or the mean of the middle two, in whatever order they came', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
    expect(median([])).toBeNaN();
  });

  it('has as many values below it as above', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
        const middle = median(values);
        expect(values.filter((value) => value < middle).length).toBe(values.filter((value) => value > middle).length);
      }),
    );
  });
});

describe('a quantile', () => {
  it('is a value that the share of values does not exceed, by nearest rank', () => {
    const values = Array.from({ length: 20 }, (_, i) => 20 - i);
    expect(quantile(values, 0.95)).toBe(19);
    expect(quantile(values, 1)).toBe(20);
    expect(quantile(values, 0)).toBe(1);
    expect(quantile([3], 0.95)).toBe(3);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

it('sums and largest values of nothing are 0', () => {
  expect([sum([]), largest([]), sum([1, 2, 3]), largest([1, 3, 2])]).toEqual([0, 0, 6, 3]);
});

describe('growth', () => {
  it('has the exponent of the power that costs follow', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (p, c) => {
          const at = (size: number): { size: number; cost: number } => ({ size, cost: c * size ** p });
          expect(growthExponent(at(10), at(1000))).toBeCloseTo(p, 8);
        },
      ),
    );
  });

  it('costs each further item the slope, whatever is fixed', () => {
    expect(marginalCost({ size: 10, cost: 25 }, { size: 110, cost: 75 })).toBe(0.5);
  });
});

describe('layout shift', () => {
  it('adds up within a session and takes the worst one', () => {
    const shifts = [
      { time: 100, value: 0.1 },
      { time: 900, value: 0.2 },
      { time: 2500, value: 0.25 },
    ];
    expect(cumulativeShift(shifts)).toBeCloseTo(0.3, 12);
    expect(cumulativeShift([])).toBe(0);
  });

  it('lets no session last for more than 5 s', () => {
    const shifts = Array.from({ length: 12 }, (_, i) => ({ time: i * 900, value: 1 }));
    expect(cumulativeShift(shifts)).toBe(6);
  });
});

it('blocking is what tasks take beyond 50 ms each', () => {
  expect(blockingTime([30, 50, 80, 250])).toBe(230);
});

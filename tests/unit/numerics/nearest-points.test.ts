/** Distances to the nearest points. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, nearestDistances, nearestNeighbours } from '../../../src/numerics/nearest-points.ts';

const flat = fc
  .array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 40 })
  .map((values) => values.slice(0, values.length - (values.length % 2)));

describe('nearest points', () => {
  it('known distances', () => {
    expect([...nearestDistances([0, 0, 3, 4], [0, 1, 3, 0])]).toEqual([1, 4]);
    expect([...nearestNeighbours([0, 0, 3, 4, 3, 3])]).toEqual([Math.hypot(3, 3), 1, 1]);
    expect([...nearestDistances([1, 1], [])]).toEqual([Infinity]);
  });

  it('points lie 0 from their own list, and no nearer to another with fewer points', () => {
    fc.assert(
      fc.property(flat, flat, (from, to) => {
        for (const distance of nearestDistances(from, from)) expect(distance).toBe(0);
        const all = nearestDistances(from, to);
        const fewer = nearestDistances(from, to.slice(2));
        all.forEach((distance, i) => expect(distance).toBeLessThanOrEqual(fewer[i] ?? NaN));
      }),
    );
  });

  it('medians of even and odd lists', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});

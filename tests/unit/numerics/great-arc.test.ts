import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greatArc } from '../../../src/numerics/great-arc.ts';

const coordinate = fc.integer({ min: -300, max: 300 }).map((n) => n / 100);
const code = fc.tuple(coordinate, coordinate, coordinate);
const share = fc.integer({ min: 0, max: 100 }).map((n) => n / 100);
const length = (x: ArrayLike<number>): number => Math.hypot(...Array.from(x));

describe('the great arc between two codes', () => {
  it('begins at one and ends at the other', () => {
    fc.assert(
      fc.property(code, code, (a, b) => {
        a.forEach((value, i) => expect(greatArc(a, b, 0)[i]).toBeCloseTo(value, 9));
        b.forEach((value, i) => expect(greatArc(a, b, 1)[i]).toBeCloseTo(value, 9));
      }),
    );
  });
  it('changes the length evenly and turns by equal angles', () => {
    fc.assert(
      fc.property(code, code, share, (a, b, s) => {
        const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
          Array.from(x).reduce((sum, value, i) => sum + value * (y[i] ?? NaN), 0);
        const angle = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
          Math.acos(Math.min(1, Math.max(-1, dot(x, y) / (length(x) * length(y)))));
        fc.pre(length(a) > 0.1 && length(b) > 0.1);
        const whole = angle(a, b);
        fc.pre(whole > 0.01 && whole < 3.13);
        const point = greatArc(a, b, s);
        expect(length(point)).toBeCloseTo((1 - s) * length(a) + s * length(b), 8);
        expect(angle(a, point)).toBeCloseTo(s * whole, 5);
      }),
    );
  });
  it('goes straight from or to 0, and through it between opposite codes', () => {
    expect([...greatArc([0, 0], [2, 0], 0.25)]).toEqual([0.5, 0]);
    expect([...greatArc([1, 0], [-1, 0], 0.5)]).toEqual([0, 0]);
  });
});

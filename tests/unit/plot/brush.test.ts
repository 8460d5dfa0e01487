/** Drawing points: what the brush adds and what the eraser takes. */
import fc from 'fast-check';
import { scaleLinear } from 'd3';
import { describe, expect, it } from 'vitest';
import { dab, erase, strokeDabs, type Place } from '../../../src/lab/plot/brush.ts';
import { dotsPath } from '../../../src/lab/plot/path.ts';

const place = fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }));
const drawing = fc.array(place, { maxLength: 60 }).map((pairs) => pairs.flat());
const brush = { radius: 0.1, perDab: 3 };
const pairsOf = (points: readonly number[]): Place[] =>
  Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i] ?? NaN, points[2 * i + 1] ?? NaN]);

describe('the brush', () => {
  it('adds points near its middle, keeps what was there, and stops at the limit', () => {
    fc.assert(
      fc.property(drawing, place, fc.integer({ min: 60, max: 64 }), (points, middle, most) => {
        const after = dab(points, middle, brush, most);
        expect(after.slice(0, points.length)).toEqual(points);
        expect(after.length / 2).toBe(Math.min(points.length / 2 + 3, most));
        for (const [x, y] of pairsOf(after.slice(points.length))) {
          expect(Math.hypot(x - middle[0], y - middle[1])).toBeLessThanOrEqual(brush.radius * (1 + 1e-9));
        }
      }),
    );
  });
  it('fills its disc: a hundred points of one spot leave no half of it empty', () => {
    const points = pairsOf(Array.from({ length: 34 }).reduce<number[]>((sum) => dab(sum, [0, 0], brush, 100), []));
    expect(points).toHaveLength(100);
    for (const side of [1, -1]) {
      for (const axis of [0, 1] as const) {
        expect(points.filter((point) => side * point[axis] > 0).length).toBeGreaterThan(35);
      }
    }
  });
  it('leaves no gap however fast the hand moves, and dabs are equally far apart', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        const dabs = strokeDabs(from, to, 0.06);
        [from, ...dabs].slice(1).forEach(([x, y], i) => {
          const [bx, by] = [from, ...dabs][i] ?? [NaN, NaN];
          expect(Math.hypot(x - bx, y - by)).toBeCloseTo(0.06, 9);
        });
        const [lx, ly] = dabs.at(-1) ?? from;
        expect(Math.hypot(to[0] - lx, to[1] - ly)).toBeLessThan(0.06 + 1e-9);
      }),
    );
  });
});

describe('the eraser', () => {
  it('takes exactly the points near its way', () => {
    fc.assert(
      fc.property(drawing, place, place, (points, from, to) => {
        const left = pairsOf(erase(points, from, to, 0.2));
        const way = Array.from({ length: 401 }, (_, i): Place => {
          const share = i / 400;
          return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
        });
        const distance = ([x, y]: Place): number => Math.min(...way.map(([wx, wy]) => Math.hypot(x - wx, y - wy)));
        for (const point of left) expect(distance(point)).toBeGreaterThan(0.2 - 1e-9);
        const gone = pairsOf(points).filter(([x, y]) => !left.some(([a, b]) => a === x && b === y));
        for (const point of gone) expect(distance(point)).toBeLessThan(0.2 + 0.01);
      }),
      { numRuns: 40 },
    );
  });
});

describe('many dots', () => {
  it('are one path, without what is not finite', () => {
    const scale = scaleLinear([-2, 2], [0, 100]);
    expect(dotsPath([0, 0, NaN, 1, 2, -2], scale, scale)).toBe('M50 50h0M100 0h0');
    expect(dotsPath([], scale, scale)).toBe('');
  });
});

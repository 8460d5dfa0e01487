import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaPath,
  clipBand,
  linePath,
  rectPath,
  round1,
  segments,
  simplify,
  type Point,
} from '../../../src/lab/plot/path.ts';

/** The points that path data of M, l and their numbers draws: one list per subpath. */
function replay(data: string): Point[][] {
  return (data.match(/M[^M]*/g) ?? []).map((part) => {
    const [head = '', ...steps] = (part.slice(1).match(/l|-?(?:\d+\.\d+|\.\d+|\d+)/g) ?? []).filter((t) => t !== 'l');
    const numbers = [head, ...steps].map(Number);
    let [x, y] = [0, 0];
    return Array.from({ length: numbers.length / 2 }, (_, i): Point => {
      x += numbers[2 * i] ?? NaN;
      y += numbers[2 * i + 1] ?? NaN;
      return [x, y];
    });
  });
}
const coordinate = fc.double({ min: -2000, max: 2000, noNaN: true });
const points = fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 60 });

describe('round1', () => {
  it('prints one decimal, no zeros to spare, no negative zero', () => {
    expect([12.04, -0.52, 0.96, -0.04, 100, -3.25].map(round1)).toEqual(['12', '-.5', '1', '0', '100', '-3.2']);
  });
  it('is within a twentieth of the number', () => {
    fc.assert(fc.property(coordinate, (x) => Math.abs(Number(round1(x)) - x) <= 0.05 + 1e-9));
  });
});

describe('linePath', () => {
  it('keeps every kept point within a twentieth, however long the line (rounding never accumulates)', () => {
    fc.assert(
      fc.property(points, (line) => {
        const drawn = replay(linePath(line)).flat();
        for (const [x, y] of drawn) expect(line.some(([px, py]) => Math.hypot(px - x, py - y) < 0.08)).toBe(true);
        for (const [px, py] of line) expect(drawn.some(([x, y]) => Math.hypot(px - x, py - y) < 0.08)).toBe(true);
      }),
    );
  });
  it('breaks at NaN and infinity', () => {
    expect(
      linePath([
        [0, 0],
        [1, 1],
        [2, NaN],
        [3, 3],
        [4, 2],
      ]),
    ).toBe('M0 0l1 1M3 3l1-1');
    expect(
      segments([
        [NaN, 0],
        [Infinity, 1],
      ]),
    ).toEqual([]);
  });
  it('draws a lone point as a dot and nothing as nothing', () => {
    expect(linePath([[5, 5]])).toBe('M5 5l0 0');
    expect(linePath([])).toBe('');
  });
});

describe('clipBand', () => {
  it('ends a curve where it crosses the edge', () => {
    expect(
      clipBand(
        [
          [0, 0],
          [2, 4],
          [4, 0],
        ],
        -1,
        2,
      ),
    ).toEqual([
      [
        [0, 0],
        [1, 2],
      ],
      [
        [3, 2],
        [4, 0],
      ],
    ]);
  });
  it('keeps a piece that only passes through the band', () => {
    expect(
      clipBand(
        [
          [0, -10],
          [10, 10],
        ],
        -1,
        1,
      ),
    ).toEqual([
      [
        [4.5, -1],
        [5.5, 1],
      ],
    ]);
  });
  it('stays in the band and on the curve', () => {
    fc.assert(
      fc.property(fc.array(coordinate, { minLength: 2, maxLength: 40 }), (ys) => {
        const runs = clipBand(
          ys.map((y, x): Point => [x, y]),
          -100,
          100,
        );
        for (const [x, y] of runs.flat()) {
          expect(Math.abs(y)).toBeLessThanOrEqual(100);
          const [a, b] = [ys[Math.floor(x)] ?? NaN, ys[Math.ceil(x)] ?? NaN];
          expect(Math.abs(a + (b - a) * (x - Math.floor(x)) - y)).toBeLessThan(1e-6);
        }
      }),
    );
  });
  it('leaves a curve inside the band alone', () => {
    const inside: Point[] = [
      [0, 0],
      [1, 0.5],
      [2, -0.5],
    ];
    expect(clipBand(inside, -1, 1)).toEqual([inside]);
  });
});

describe('simplify', () => {
  it('is never farther from the curve than the tolerance, and keeps the ends', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 2, maxLength: 80 }), (ys) => {
        const line = ys.map((y, x): Point => [x, y]);
        const kept = simplify(line, 0.5);
        expect(kept[0]).toEqual(line[0]);
        expect(kept.at(-1)).toEqual(line.at(-1));
        for (const [x, y] of line) {
          const after = Math.max(
            1,
            kept.findIndex(([kx]) => kx >= x),
          );
          const [a, b] = [kept[after - 1], kept[after]];
          if (a && b)
            expect(Math.abs(a[1] + ((b[1] - a[1]) * (x - a[0])) / (b[0] - a[0]) - y)).toBeLessThan(0.5 + 1e-9);
        }
      }),
    );
  });
  it('reduces a straight line to its ends', () => {
    expect(
      simplify(
        Array.from({ length: 100 }, (_, x): Point => [x, 2 * x]),
        0.1,
      ),
    ).toEqual([
      [0, 0],
      [99, 198],
    ]);
  });
});

it('rectangles and areas are closed', () => {
  expect(rectPath(1, 2, 3.04, 4)).toBe('M1 2h3v4h-3z');
  expect(
    areaPath(
      [
        [0, 0],
        [2, 0],
      ],
      [
        [0, 1],
        [2, 1],
      ],
    ),
  ).toBe('M0 0l2 0 0 1-2 0z');
  expect(areaPath([], [])).toBe('');
});

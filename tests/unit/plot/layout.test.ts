import { scaleLinear, scaleLog } from 'd3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridContours } from '../../../src/lab/plot/contours.ts';
import { moveByKey } from '../../../src/lab/plot/handle.ts';
import { heatLevels, levelOf, moveCell } from '../../../src/lab/plot/heatmap.ts';
import { legendHeight, legendWidth, placeLegend, swatch } from '../../../src/lab/plot/legend.ts';
import { fitText, textWidth } from '../../../src/lab/plot/measure.ts';
import { axisTicks } from '../../../src/lab/plot/ticks.ts';

describe('ticks', () => {
  const scale = fc.oneof(
    fc
      .tuple(
        fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        fc.integer({ min: 40, max: 640 }),
      )
      .map(([low, span, width]) => scaleLinear([low, low + span], [30, 30 + width])),
    fc
      .tuple(fc.integer({ min: -8, max: 3 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 40, max: 640 }))
      .map(([low, decades, width]) => scaleLog([10 ** low, 10 ** (low + decades)], [30, 30 + width])),
  );
  it('labels never touch, on any axis', () => {
    fc.assert(
      fc.property(scale, fc.integer({ min: 2, max: 12 }), (s, ticks) => {
        const labelled = axisTicks({ scale: s, ticks, format: undefined, horizontal: true, size: 12 }).filter(
          (t) => t.label,
        );
        const spans = labelled
          .map((t) => ({ from: t.position - textWidth(t.label, 12) / 2, to: t.position + textWidth(t.label, 12) / 2 }))
          .sort((a, b) => a.from - b.from);
        spans.forEach((span, i) => {
          expect(span.from).toBeGreaterThanOrEqual(spans[i - 1]?.to ?? -Infinity);
        });
      }),
    );
  });
  it('a log axis is labelled by decades, a short one also at 2 and 5', () => {
    const labels = (high: number): string[] =>
      axisTicks({ scale: scaleLog([1, high], [0, 500]), ticks: 6, format: undefined, horizontal: true, size: 12 })
        .map((t) => t.label)
        .filter(Boolean);
    expect(labels(1e4)).toEqual(['1', '10', '100', '10³', '10⁴']);
    expect(labels(50)).toEqual(['1', '2', '5', '10', '20', '50']);
  });
  it('given ticks are taken as they are', () => {
    const ticks = axisTicks({
      scale: scaleLinear([0, 256], [0, 500]),
      ticks: [0, 64, 128, 192, 256],
      format: String,
      horizontal: true,
      size: 12,
    });
    expect(ticks.map((t) => t.label)).toEqual(['0', '64', '128', '192', '256']);
  });
});

describe('legend', () => {
  const items = ['drawn', '拟合', 'a much longer entry'].map((label) => ({ label, tone: 'data' as const }));
  it('stays inside its width and never overlaps itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 150, max: 640 }), (width) => {
        const placed = placeLegend(items, width, 12);
        placed.forEach((item, i) => {
          const end = item.x + swatch.width + swatch.gap + textWidth(item.label, 12);
          expect(end).toBeLessThanOrEqual(Math.max(width, end * Number(item.x === 0)));
          const before = placed[i - 1];
          if (before?.y === item.y)
            expect(item.x).toBeGreaterThan(before.x + swatch.width + textWidth(before.label, 12));
        });
        expect(legendHeight(items, width, 12)).toBeGreaterThan(placed.at(-1)?.y ?? 0);
      }),
    );
    expect(legendHeight([], 100, 12)).toBe(0);
    expect(placeLegend(items, legendWidth(items, 12), 12).every((item) => item.y === 12)).toBe(true);
  });
});

describe('text', () => {
  it('is cut to a width, never inside a grapheme', () => {
    expect(fitText('mouse', 200, 12)).toBe('mouse');
    const family = '👩‍👩‍👧';
    expect(fitText(family.repeat(9), 60, 12)).toMatch(new RegExp(`^(${family})+…$`, 'u'));
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (s) => textWidth(fitText(s, 50, 12), 12) <= 50));
  });
});

describe('handle keys', () => {
  const range = { min: -2, max: 2, step: 0.1 };
  const press = (key: string, axis: 'x' | 'y' | 'xy' = 'xy', shift = false): readonly [number, number] | undefined =>
    moveByKey(key, shift, axis, [0.2, 1.95], range, range);
  it('move by a step, stay inside, and leave other keys alone', () => {
    expect(press('ArrowRight')).toEqual([0.3, 1.95]);
    expect(press('ArrowUp')).toEqual([0.2, 2]);
    expect(press('ArrowLeft', 'xy', true)).toEqual([-0.8, 1.95]);
    expect(press('PageDown')).toEqual([0.2, 0.95]);
    expect(press('End')).toEqual([2, 1.95]);
    expect(press('Tab')).toBeUndefined();
  });
  it('in one dimension every arrow changes the one coordinate', () => {
    expect(press('ArrowUp', 'x')).toEqual([0.3, 1.95]);
    expect(press('ArrowLeft', 'y')).toEqual([0.2, 1.85]);
    expect(press('Home', 'y')).toEqual([0.2, -2]);
  });
});

describe('heat map', () => {
  it('draws at most 16 paths, and nothing for nothing', () => {
    const values = Float64Array.from({ length: 24 * 24 }, (_, i) => (i * 0.37) % 1);
    const cells = { values, rows: 24, columns: 24, max: 1, x: 0, y: 0, cellWidth: 7.5, cellHeight: 7.5 };
    const shades = heatLevels(cells);
    expect(shades.length).toBeLessThanOrEqual(16);
    expect(shades.every(({ opacity }) => opacity > 0 && opacity <= 1)).toBe(true);
    expect(heatLevels({ ...cells, rows: 0, columns: 0, values: [] })).toEqual([]);
  });
  it('joins neighbours of one shade', () => {
    const shades = heatLevels({
      values: [1, 1, 0, 1],
      rows: 2,
      columns: 2,
      max: 1,
      x: 0,
      y: 0,
      cellWidth: 10,
      cellHeight: 10,
    });
    expect(shades).toEqual([{ opacity: 1, path: 'M0 0h20v10h-20zM10 10h10v10h-10z' }]);
  });
  it('shades are monotone, and hold for what is out of range', () => {
    expect([NaN, -1, 0, 0.5, 1, 7].map((v) => levelOf(v, 1))).toEqual([0, 0, 0, 8, 16, 16]);
    expect(levelOf(1, 0)).toBe(0);
  });
  it('keys stay inside', () => {
    expect(moveCell('ArrowUp', [0, 3], 5, 5)).toEqual([0, 3]);
    expect(moveCell('End', [2, 0], 5, 4)).toEqual([2, 3]);
    expect(moveCell('ArrowRight', [0, -1], 5, 5)).toEqual([0, 0]);
    expect(moveCell('a', [0, 0], 5, 5)).toBeUndefined();
  });
});

describe('contours', () => {
  /** x + y on a 21 by 21 grid over a box of 100 units; row 0 on top. */
  const values = Float64Array.from({ length: 441 }, (_, i) => (i % 21) / 20 + Math.floor(i / 21) / 20);
  const grid = { values, rows: 21, columns: 21, x: 10, y: 20, width: 100, height: 100 };
  const numbers = (path: string): number[] => (path.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number);

  it('a plane has straight ones, drawn with few vertices, inside the box', () => {
    const [shape, ...rest] = gridContours(grid, [1.5]);
    expect(rest).toEqual([]);
    // The corner beyond the line from (110, 70) to (60, 120).
    const [startX = NaN, startY = NaN, ...steps] = numbers(shape?.path ?? '');
    let at: [number, number] = [startX, startY];
    const corners = [at];
    for (let i = 0; i + 1 < steps.length; i += 2) {
      at = [at[0] + (steps[i] ?? NaN), at[1] + (steps[i + 1] ?? NaN)];
      corners.push(at);
    }
    expect(corners.length).toBeLessThan(8);
    for (const [px, py] of corners) {
      expect(px).toBeGreaterThan(59.5);
      expect(px).toBeLessThan(110.1);
      expect(py).toBeLessThan(120.1);
      expect(px + py).toBeGreaterThan(179);
    }
    expect(Math.min(...corners.map(([px]) => px))).toBeCloseTo(60, 0);
  });
  it('what is nowhere reached has none; what is everywhere reached is the box', () => {
    expect(gridContours(grid, [3])).toEqual([]);
    expect(gridContours(grid, [-1])[0]?.path).not.toBe('');
  });
});

/** Drawings of 28 × 28 bits: setting ink, and the form that MNIST has. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawingOf, drawingSide, isInk, normalizedDrawing, withInk } from '../../../src/numerics/digit-drawing.ts';

const blank = new Array<number>(drawingSide).fill(0);
const rectangle = (top: number, left: number, height: number, width: number): number[] =>
  withInk(blank, true, (row, column) => row >= top && row < top + height && column >= left && column < left + width);

/** Centre of mass, row and column. */
function centre(image: Float64Array): [number, number] {
  const mass = image.reduce((sum, value) => sum + value, 0);
  const along = (of: (i: number) => number): number => image.reduce((sum, value, i) => sum + value * of(i), 0) / mass;
  return [along((i) => Math.floor(i / drawingSide)), along((i) => i % drawingSide)];
}

describe('ink', () => {
  it('is where it was put, for any cells, and taken off leaves nothing', () => {
    const cell = fc.nat({ max: drawingSide ** 2 - 1 });
    fc.assert(
      fc.property(fc.uniqueArray(cell, { maxLength: 60 }), (cells) => {
        const drawing = withInk(blank, true, (row, column) => cells.includes(row * drawingSide + column));
        for (let i = 0; i < drawingSide ** 2; i++) {
          expect(isInk(drawing, Math.floor(i / drawingSide), i % drawingSide)).toBe(cells.includes(i));
        }
        expect(withInk(drawing, false, () => true)).toEqual(blank);
      }),
      { numRuns: 25 },
    );
  });

  it('is read from lines of text', () => {
    expect(drawingOf(['#', '.#'])).toEqual([2 ** 27, 2 ** 26, ...blank.slice(2)]);
  });
});

describe('a drawing as MNIST would have it', () => {
  it('has its centre of mass in the middle, whatever its size and place', () => {
    const cases = fc.record({
      top: fc.integer({ min: 0, max: 10 }),
      left: fc.integer({ min: 0, max: 10 }),
      height: fc.integer({ min: 3, max: 17 }),
      width: fc.integer({ min: 3, max: 17 }),
    });
    fc.assert(
      fc.property(cases, ({ top, left, height, width }) => {
        const [row, column] = centre(normalizedDrawing(rectangle(top, left, height, width)));
        expect(Math.abs(row - 13.5)).toBeLessThan(0.1);
        expect(Math.abs(column - 13.5)).toBeLessThan(0.1);
      }),
      { numRuns: 30 },
    );
  });

  it('is the same wherever it was drawn', () => {
    const [one, other] = [rectangle(1, 2, 9, 5), rectangle(14, 19, 9, 5)].map(normalizedDrawing);
    expect(Math.max(...Array.from(one ?? [], (value, i) => Math.abs(value - (other?.[i] ?? NaN))))).toBeLessThan(1e-9);
  });

  it('is 20 pixels on its longer side', () => {
    for (const drawing of [rectangle(3, 3, 10, 5), rectangle(0, 0, 28, 28), rectangle(9, 9, 4, 2)]) {
      const image = normalizedDrawing(drawing);
      const rowSums = Array.from({ length: drawingSide }, (_, row) =>
        Math.max(...image.subarray(row * drawingSide, (row + 1) * drawingSide)),
      );
      const length = rowSums.reduce((sum, value) => sum + value, 0);
      expect(length).toBeGreaterThan(17);
      expect(length).toBeLessThan(22);
    }
  });

  it('is empty when nothing was drawn', () => {
    expect(Math.max(...normalizedDrawing(blank))).toBe(0);
  });
});

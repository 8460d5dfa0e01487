/** Grey pictures as PNG files, and sheets of them; strokes on a grid of cells. */
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cellsOfStroke, distanceToStroke } from '../../../src/lab/plot/cell-pad.ts';
import { greyPng } from '../../../src/lab/plot/grey-png.ts';
import { gapPixels, tileSheet } from '../../../src/lab/plot/tiles.ts';

describe('grey pictures', () => {
  it.each([
    [1, 1],
    [28, 28],
    [7, 3],
    [598, 260],
  ])('of %i by %i pixels are read back by another program, to 1/30', async (width, height) => {
    const values = Float64Array.from({ length: width * height }, (_, i) => ((i * 7919) % 101) / 100);
    const url = greyPng(values, width, height);
    expect(url).toMatch(/^data:image\/png;base64,/);
    const png = sharp(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
    const { data, info } = await png.greyscale().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([width, height, 1]);
    for (let i = 0; i < values.length; i++) {
      expect(Math.abs((data[i] ?? NaN) / 255 - (values[i] ?? NaN))).toBeLessThanOrEqual(1 / 30 + 1e-9);
    }
  });

  it('cut values outside [0, 1]', () => {
    expect(greyPng([-3, 7], 2, 1)).toBe(greyPng([0, 1], 2, 1));
  });

  it('stand in rows with a gap between', () => {
    const { values, width, height } = tileSheet(Float64Array.of(1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1), 2, 2);
    expect([width, height]).toEqual([4 + gapPixels, 4 + gapPixels]);
    expect([...values.subarray(0, width)]).toEqual([1, 1, 0, 0, 0.5, 0.5]);
    expect([...values.subarray(4 * width, 5 * width)]).toEqual([1, 1, 0, 0, 0, 0]);
  });
});

describe('strokes on cells', () => {
  it('pass through neighbouring cells only, from the first to the last', () => {
    const place = fc.tuple(
      fc.double({ min: 0, max: 11.9, noNaN: true }),
      fc.double({ min: 0, max: 11.9, noNaN: true }),
    );
    fc.assert(
      fc.property(place, place, (from, to) => {
        const cells = cellsOfStroke(from, to, 12, 12);
        expect(cells[0]).toEqual(from.map(Math.floor));
        expect(cells).toContainEqual(to.map(Math.floor));
        cells.slice(1).forEach(([row, column], i) => {
          const [lastRow = NaN, lastColumn = NaN] = cells[i] ?? [];
          expect(Math.max(Math.abs(row - lastRow), Math.abs(column - lastColumn))).toBe(1);
        });
      }),
    );
  });

  it('distances are from the middle of a cell to the nearest point of the stroke', () => {
    expect(distanceToStroke(0, 0, [0.5, 0.5], [0.5, 0.5])).toBe(0);
    expect(distanceToStroke(0, 5, [3.5, 0.5], [3.5, 9.5])).toBe(3);
    expect(distanceToStroke(3, 12, [3.5, 0.5], [3.5, 9.5])).toBe(3);
  });
});

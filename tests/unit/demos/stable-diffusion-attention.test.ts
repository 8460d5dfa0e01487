/** What the article promises of the demo of words that attend to a picture. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reference, type Frame } from '../../../src/demos/stable-diffusion-attention/compute.ts';
import definition, { type Params } from '../../../src/demos/stable-diffusion-attention/params.ts';
import { colourAt, example, painted, side } from '../../../src/demos/stable-diffusion-attention/picture.ts';
import { keyOf, meaningOf } from '../../../src/demos/stable-diffusion-attention/vocabulary.ts';
import { defaultValues } from '../../../src/lab/params.ts';

const base = defaultValues(definition.params, 'en');
const frame = (patch: Partial<Params> = {}): Frame => reference({ ...base, ...patch });
/** Cells of the example in a colour: 4 red, 1 blue, 7 white, 2 green. */
const cellsOf = (colour: number): number[] =>
  Array.from({ length: side * side }, (_, i) => i).filter(
    (i) => colourAt(example, Math.floor(i / side), i % side) === colour,
  );
const share = ({ weights, words }: Frame, cell: number, word: number): number =>
  weights[cell * words.length + word] ?? NaN;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('words that attend to a picture', () => {
  it('red cells give “red” 99% of their attention at sharpness 6, and 31% at sharpness 1', () => {
    expect(mean(cellsOf(4).map((cell) => share(frame(), cell, 0)))).toBeCloseTo(0.989, 3);
    expect(mean(cellsOf(4).map((cell) => share(frame({ sharpness: 1 }), cell, 0)))).toBeCloseTo(0.3065, 3);
  });

  it('the output repeats the picture at sharpness 6, and tends to one colour at sharpness 1', () => {
    const error = ({ output }: Frame): number =>
      Math.max(
        ...Array.from({ length: side * side }, (_, i) => {
          const colour = colourAt(example, Math.floor(i / side), i % side);
          return Math.max(
            ...[4, 2, 1].map((bit, c) => Math.abs((output[3 * i + c] ?? NaN) - (Math.floor(colour / bit) % 2))),
          );
        }),
      );
    expect(error(frame())).toBeLessThan(0.06);
    const { output } = frame({ sharpness: 1 });
    const red = cellsOf(4)[0] ?? 0;
    const green = cellsOf(2)[0] ?? 0;
    expect(Math.abs((output[3 * red] ?? NaN) - (output[3 * green] ?? NaN))).toBeLessThan(0.3);
  });

  it('a word with another value repaints its cells and leaves every map as it was', () => {
    const [before, after] = [frame(), frame({ edit: 1 })];
    expect(after.weights).toEqual(before.weights);
    for (const cell of cellsOf(4)) expect(after.output[3 * cell + 1] ?? NaN).toBeGreaterThan(0.95);
    for (const cell of cellsOf(7)) {
      for (const c of [0, 1, 2]) {
        expect(Math.abs((after.output[3 * cell + c] ?? NaN) - (before.output[3 * cell + c] ?? NaN))).toBeLessThan(0.02);
      }
    }
  });

  it('“left” claims the left edge, whatever is painted there, and makes it grey', () => {
    const { output, ...rest } = frame({ words: 'red blue left white' });
    for (const row of [0, 5, 11]) {
      const at = (column: number): number => share({ output, ...rest }, row * side + column, 2);
      expect(at(0)).toBeGreaterThan(at(6));
      expect(at(6)).toBeGreaterThan(at(11));
    }
    // The ground, which no colour word names, is grey at its left end.
    for (const c of [0, 1, 2]) expect(output[3 * (11 * side) + c]).toBeCloseTo(0.5, 1);
  });

  it('a colour’s key scores 1 on its colour and 2/3 less for each channel that differs', () => {
    for (let colour = 0; colour < 8; colour++) {
      const key = keyOf({ kind: 'colour', colour });
      for (let other = 0; other < 8; other++) {
        const channels = [4, 2, 1].map((bit) => Math.floor(other / bit) % 2);
        const query = [...channels, 0.3, -0.2, 1];
        const differing = [4, 2, 1].filter(
          (bit) => Math.floor(other / bit) % 2 !== Math.floor(colour / bit) % 2,
        ).length;
        expect(query.reduce((sum, value, i) => sum + value * (key[i] ?? NaN), 0)).toBeCloseTo(
          1 - (2 / 3) * differing,
          12,
        );
      }
    }
  });

  it('the sentence to begin with has eight words in both languages, four of them colours of the picture', () => {
    for (const lang of ['en', 'zh'] as const) {
      const { words, meanings } = reference(defaultValues(definition.params, lang));
      expect(words).toHaveLength(8);
      expect(meanings.map(({ kind }) => kind)).toEqual(
        Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? 'colour' : 'neutral')),
      );
    }
  });

  it('knows colours and directions in both languages, and nothing else', () => {
    for (const [a, b] of [
      ['red', '红色'],
      ['Magenta', '紫'],
      ['left', '左边'],
      ['top', '上'],
    ] as const) {
      expect(meaningOf(a)).toEqual(meaningOf(b));
      expect(meaningOf(a).kind).not.toBe('neutral');
    }
    for (const word of ['horse', '天空', 'constructor', '__proto__']) expect(meaningOf(word).kind).toBe('neutral');
  });

  it('painting sets the cells that were asked for and no others, for any picture', () => {
    const cell = fc.tuple(fc.nat({ max: 11 }), fc.nat({ max: 11 }));
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 20 }), fc.nat({ max: 7 }), (cells, colour) => {
        const next = painted(example, cells, colour);
        for (let i = 0; i < side * side; i++) {
          const [row, column] = [Math.floor(i / side), i % side];
          const asked = cells.some(([r, c]) => r === row && c === column);
          expect(colourAt(next, row, column)).toBe(asked ? colour : colourAt(example, row, column));
        }
      }),
    );
  });
});

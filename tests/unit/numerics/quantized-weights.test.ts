/** Weights as files of small integers: what is lost, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedSize, packWeights, unpackWeights, type Bits } from '../../../src/numerics/quantized-weights.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import type { Weight } from '../../../src/numerics/weights.ts';

const matrix = (seed: number, rows: number, columns: number): Weight => ({
  // Columns of very different sizes, as weights have.
  values: normals(seededRandom(seed), rows * columns).map((x, i) => x * 10 ** ((i % columns) - 1)),
  shape: [rows, columns],
});
const cases = fc.record({
  seed: fc.nat(),
  rows: fc.integer({ min: 1, max: 9 }),
  columns: fc.integer({ min: 1, max: 5 }),
  bits: fc.constantFrom<Bits>(8, 16),
});

describe('packed weights', () => {
  it('come back within half a step of their column, whatever the sizes of other columns', () => {
    fc.assert(
      fc.property(cases, ({ seed, rows, columns, bits }) => {
        const weight = matrix(seed, rows, columns);
        const { bytes, tensors } = packWeights({ weight }, () => bits);
        const back = unpackWeights(bytes.buffer, tensors)['weight'];
        for (let c = 0; c < columns; c++) {
          const column = (of: Weight | undefined): number[] =>
            Array.from(of?.values ?? []).filter((_, i) => i % columns === c);
          const top = Math.max(...column(weight).map(Math.abs));
          const half = top / (2 ** (bits - 1) - 1) / 2;
          column(back).forEach((value, i) => {
            expect(Math.abs(value - (column(weight)[i] ?? NaN))).toBeLessThanOrEqual(half * 1.0001);
          });
        }
      }),
    );
  });

  it('are the same when packed again, so that figures of the file are figures of what is shipped', () => {
    const weights = { a: matrix(3, 7, 4), b: matrix(4, 1, 6) };
    const bits = (name: string): Bits => (name === 'a' ? 8 : 16);
    const once = packWeights(weights, bits);
    const twice = packWeights(unpackWeights(once.bytes.buffer, once.tensors), bits);
    expect(twice.bytes).toEqual(once.bytes);
  });

  it('take 1 or 2 bytes a number and 4 a column, and a file of another length is refused', () => {
    expect(packedSize({ shape: [784, 64], bits: 8 })).toBe(784 * 64 + 4 * 64);
    expect(packedSize({ shape: [16, 128], bits: 16 })).toBe(2 * 16 * 128 + 4 * 128);
    const { bytes, tensors } = packWeights({ a: matrix(1, 3, 2) }, () => 16);
    expect(() => unpackWeights(bytes.buffer.slice(1), tensors)).toThrow(RangeError);
  });

  it('keep a column of zeros', () => {
    const zeros = { values: new Float64Array(6), shape: [3, 2] };
    const { bytes, tensors } = packWeights({ zeros }, () => 8);
    expect(unpackWeights(bytes.buffer, tensors)['zeros']?.values).toEqual(zeros.values);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backendOrder } from '../../../src/lab/backends.ts';
import { largestDifference } from '../../../src/lab/difference.ts';
import { shortFloat32, stateAsJson, tableAsCsv, weightsAsJson } from '../../../src/lab/download.ts';
import { powerOfTen } from '../../../src/lab/scientific.ts';
import { labStrings } from '../../../src/lab/strings.ts';

describe('the order of backends', () => {
  it('puts the one asked for first and keeps every other once', () => {
    expect(backendOrder('cpu')).toEqual(['cpu', 'wasm', 'webgl', 'webgpu']);
  });
});

describe('the difference of two frames', () => {
  it('is relative above one and absolute below', () => {
    expect(largestDifference({ a: 0.5, b: [200] }, { a: 0.4, b: [100] })).toBe(1);
    expect(largestDifference({ a: 0.5 }, { a: 0.4 })).toBeCloseTo(0.1, 12);
  });
  it('is infinite where shapes, words or finiteness differ', () => {
    expect(largestDifference({ a: [1, 2] }, { a: [1] })).toBe(Infinity);
    expect(largestDifference({ a: 'x' }, { a: 'y' })).toBe(Infinity);
    expect(largestDifference({ a: NaN }, { a: 1 })).toBe(Infinity);
    expect(largestDifference(new Float32Array([1, NaN]), new Float64Array([1, 1]))).toBe(Infinity);
  });
  it('compares typed arrays of different kinds by value', () => {
    expect(largestDifference({ a: new Float32Array([0.5, 2]) }, { a: new Float64Array([0.5, 2]) })).toBe(0);
  });
});

describe('downloads', () => {
  it('quote what CSV needs quoted and disarm what a spreadsheet would run', () => {
    expect(
      tableAsCsv({
        columns: ['a', 'b,c'],
        rows: [
          [1, 'say "hi"'],
          [-2, '=SUM(A1)'],
        ],
      }),
    ).toBe(`a,"b,c"\r\n1,"say ""hi"""\r\n-2,'=SUM(A1)\r\n`);
  });
  it('write typed arrays as arrays', () => {
    expect(JSON.parse(stateAsJson('d', 'l', { m: 1 }, { x: new Float32Array([1, 2]) }))).toEqual({
      demo: 'd',
      link: 'l',
      parameters: { m: 1 },
      frame: { x: [1, 2] },
    });
  });
});

describe('weights as a file', () => {
  it('carry single precision in the fewest digits that restore it', () => {
    expect([0.1, 1 / 3, -2, 0, 1e-30].map(shortFloat32)).toEqual([0.1, 0.33333334, -2, 0, 1e-30]);
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        // JSON has no minus zero.
        expect(Math.fround(shortFloat32(value)) === value).toBe(true);
        expect(
          String(shortFloat32(value))
            .replace(/e.*|[-.]/g, '')
            .replace(/^0+|0+$/g, '').length,
        ).toBeLessThanOrEqual(9);
      }),
    );
  });
  it('say what they are of: shapes, values, parameters, seed and steps', () => {
    const weights = {
      'a "layer"': { values: Float64Array.of(0.1, 0.2, 1 / 3, 4), shape: [2, 2] },
      bias: { values: new Float64Array(0), shape: [0] },
    };
    const text = weightsAsJson('demo', 'https://x/?demo.seed=7', 7, { params: { seed: 7, n: 2 }, steps: 40, weights });
    expect(JSON.parse(text)).toEqual({
      demo: 'demo',
      link: 'https://x/?demo.seed=7',
      parameters: { seed: 7, n: 2 },
      seed: 7,
      steps: 40,
      weights: {
        'a "layer"': { shape: [2, 2], values: [0.1, 0.2, 0.33333334, 4] },
        bias: { shape: [0], values: [] },
      },
    });
    expect(text.split('\n').filter((line) => line.includes('"shape"'))).toHaveLength(2);
  });
});

describe('what the reader is told', () => {
  it('small numbers carry one digit and a power of ten', () => {
    expect([3e-7, 1e-5, 0, Infinity].map(powerOfTen)).toEqual(['3·10⁻⁷', '10⁻⁵', '0', '∞']);
  });
  it('names every dropped or clamped value in both languages', () => {
    const issues = [
      { name: 'm', problem: 'clamped', given: '999', used: '200' },
      { name: 'zzz', problem: 'unknown', given: '1' },
    ] as const;
    for (const lang of ['en', 'zh'] as const) {
      const said = labStrings(lang).issues(issues);
      for (const part of ['m', '999', '200', 'zzz']) expect(said).toContain(part);
    }
  });
});

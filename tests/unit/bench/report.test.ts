/** Tables of the bench. */
import { describe, expect, it } from 'vitest';
import { partOf } from '../../bench/demos.ts';
import { formatTable } from '../../bench/report.ts';

describe('a table', () => {
  it('aligns words to the left and numbers to the right, and leaves gaps where a row has nothing', () => {
    const rows = [
      { page: '/', bytes: 1234 },
      { page: '/rope/', bytes: 5, failed: 'no answer' },
    ];
    expect(formatTable(rows).split('\n')).toEqual([
      'page    bytes  failed',
      '/        1234',
      '/rope/      5  no answer',
    ]);
  });
});

describe('the files that a demo fetches', () => {
  it.each([
    ['compute-BqJ0Xj7_.js', 'export const compute=1', 'own'],
    ['View.DUzYgwEn.js', 'export default 1', 'own'],
    ['Heatmap.N5pxVe_K.js', 'export default 1', 'shared'],
    ['wasm-DF4niDPi.js', '{kernelName:"Abs"}', 'tensors'],
    ['tfjs-backend-wasm-simd-BrM3BlWr.wasm', '', 'binary'],
    ['linear-8.abc.bin', '', 'model'],
  ])('%s is told by name and text', (name, text, part) => {
    expect(partOf(name, text)).toBe(part);
  });
});

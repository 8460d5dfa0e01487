/** Text fragments: the directive must find the selected words again, where they stand, and nothing before them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textDirective } from '../../../src/components/select-link-fragment.ts';
import type { Run } from '../../../src/components/select-link-fragment.ts';

const plain = (text: string, block: number): Run => ({ text, opaque: false, block });
const maths = (text: string, block: number): Run => ({ text, opaque: true, block });
const page: Run[] = [
  plain('A rotation keeps lengths.', 0),
  plain('The slow clocks turn. A rotation keeps ', 1),
  maths('xxx', 1),
  plain(' lengths, by construction - always.', 1),
  plain('按位置旋转每个向量，内积只取决于相对位置。', 2),
];
const at = (run: number, words: string): [{ run: number; offset: number }, { run: number; offset: number }] => {
  const start = page[run]?.text.indexOf(words) ?? -1;
  return [
    { run, offset: start },
    { run, offset: start + words.length },
  ];
};

describe('text directives', () => {
  it('quote short selections in full, in whole words', () => {
    expect(textDirective(page, ...at(1, 'low clocks tur'), 'en')).toBe('text=slow%20clocks%20turn');
  });
  it('add words before or after when the words occur earlier', () => {
    expect(textDirective(page, ...at(1, 'A rotation keeps'), 'en')).toBe('text=turn.-,A%20rotation%20keeps');
  });
  it('encode what the syntax uses', () => {
    expect(textDirective(page, ...at(3, 'construction - always'), 'en')).toBe('text=construction%20%2D%20always');
    expect(textDirective(page, ...at(3, 'lengths, by'), 'en')).toBe('text=lengths%2C%20by');
  });
  it('reach over formulas and blocks without naming what is in them', () => {
    const [start] = at(1, 'slow');
    const [, end] = at(3, 'construction');
    expect(textDirective(page, start, end, 'en')).toBe('text=slow%20clocks%20turn.%20A,lengths%2C%20by%20construction');
  });
  it('cut Chinese at words', () => {
    expect(decodeURIComponent(textDirective(page, ...at(4, '内积只取决于'), 'zh') ?? '')).toBe('text=内积只取决于');
  });
  it('name nothing when only a formula is selected', () => {
    expect(textDirective(page, { run: 2, offset: 0 }, { run: 2, offset: 3 }, 'en')).toBeUndefined();
  });

  it('find a selection of several words again, for any text', () => {
    const word = fc.constantFrom('a', 'rotation', 'keeps', 'Lengths', '向量', 'x-y', 'q&k', 'one,two');
    const texts = fc.array(fc.array(word, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (blocks, a, b) => {
        const runs = blocks.map((words, block) => plain(words.join(' '), block));
        const all = runs.map(({ text }) => text).join('\n');
        const starts = runs.map((_, index) => runs.slice(0, index).reduce((sum, { text }) => sum + text.length + 1, 0));
        const place = (offset: number) => {
          const run = Math.max(
            0,
            starts.findLastIndex((start) => start <= offset),
          );
          return { run, offset: Math.min(offset - (starts[run] ?? 0), runs[run]?.text.length ?? 0) };
        };
        const [from, to] = [a % all.length, b % all.length].sort((x, y) => x - y) as [number, number];
        const directive = textDirective(runs, place(from), place(to + 1), 'en');
        if (directive === undefined) return;
        // Only the two ends are named: each must be text of the page, in this order.
        const [, terms = ''] = /^text=(.*)$/.exec(directive) ?? [];
        let cursor = 0;
        for (const term of terms.split(',')) {
          const words = decodeURIComponent(term.replace(/^-|-$/g, ''));
          const found = all.toLowerCase().indexOf(words.toLowerCase(), cursor);
          expect(found, `${words} in ${all}`).toBeGreaterThanOrEqual(0);
          cursor = found + words.length;
        }
        expect(directive).not.toMatch(/[\s&]/);
      }),
      { numRuns: 300 },
    );
  });
});

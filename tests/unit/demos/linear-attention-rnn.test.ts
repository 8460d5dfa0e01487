import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reference } from '../../../src/demos/linear-attention-rnn/compute.ts';
import { describe as say } from '../../../src/demos/linear-attention-rnn/describe.ts';
import demo, { tokensOf } from '../../../src/demos/linear-attention-rnn/params.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';

const defaults = defaultValues(demo.params, 'en');

describe('linear-attention-rnn', () => {
  it('a text is cut to 32 characters as a reader counts them', () => {
    expect(tokensOf('ab c')).toEqual(['a', 'b', ' ', 'c']);
    expect(tokensOf('👩‍👩‍👧!')).toEqual(['👩‍👩‍👧', '!']);
    expect(tokensOf('x'.repeat(50))).toHaveLength(32);
  });
  it('the three forms agree for every word, token and chunk length', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 32 }),
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 1, max: 16 }),
        (word, i, chunk) => {
          const frame = reference({ ...defaults, word, i, chunk });
          expect(frame.recurrentError).toBeLessThan(1e-12);
          expect(frame.chunkedError).toBeLessThan(1e-12);
          expect(frame.i).toBeLessThan(Math.max(1, frame.tokens.length));
        },
      ),
      { numRuns: 40 },
    );
  });
  it('row i of the weights sums to 1 and sees nothing later', () => {
    const { weights, tokens } = reference(defaults);
    const n = tokens.length;
    for (let row = 0; row < n; row++) {
      const entries = Array.from(weights).slice(row * n, (row + 1) * n);
      expect(entries.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12);
      expect(entries.slice(row + 1).every((w) => w === 0)).toBe(true);
    }
  });
  it('the next token comes after the last one again', () => {
    const [action] = demo.actions ?? [];
    const stepped = (i: number) => withChange(demo.params, defaults, action?.apply({ ...defaults, i }) ?? {}).i;
    expect([stepped(1), stepped(16), stepped(30)]).toEqual([2, 1, 1]);
  });
  it('says what each form keeps: 272 numbers, against 2·16 per token', () => {
    expect(say(reference({ ...defaults, i: 9 }), { ...defaults, i: 9 }, 'en')).toMatch(
      /keeps 272 numbers.*would keep 288/,
    );
  });
});

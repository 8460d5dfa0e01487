import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText, splitPlainly, splitWords, wordVector } from '../../../src/numerics/words.ts';

describe('words of a sentence', () => {
  it('drops spaces and punctuation, in any script', () => {
    expect(splitWords('The dog’s ball, and—the cat.')).toEqual(['The', 'dog’s', 'ball', 'and', 'the', 'cat']);
    expect(splitWords('今天的雨和昨天的雨一样大。')).toEqual([
      '今天',
      '的',
      '雨',
      '和',
      '昨天',
      '的',
      '雨',
      '一样',
      '大',
    ]);
    expect(splitWords('مرحبا بالعالم')).toEqual(['مرحبا', 'بالعالم']);
    expect(splitWords(' …?! ')).toEqual([]);
  });
  it('keeps emoji as words, whole', () => {
    expect(splitWords('I 😀 👩‍👩‍👧!')).toEqual(['I', '😀', '👩‍👩‍👧']);
  });
  it('has a plain fallback', () => {
    expect(splitPlainly('The dog, 雨大😀')).toEqual(['The', 'dog', '雨', '大', '😀']);
    expect(splitPlainly('')).toEqual([]);
  });
  it('every word occurs in the text, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        let from = 0;
        for (const word of splitWords(text)) {
          const found = text.indexOf(word, from);
          expect(found).toBeGreaterThanOrEqual(from);
          from = found + word.length;
        }
      }),
    );
  });
});

describe('vectors of words', () => {
  it('the same word has the same vector, whatever its case; another word or seed another', () => {
    expect(wordVector('The', 32, 1)).toEqual(wordVector('the', 32, 1));
    expect(wordVector('the', 32, 1)).not.toEqual(wordVector('the', 32, 2));
    expect(wordVector('the', 32, 1)).not.toEqual(wordVector('tha', 32, 1));
  });
  it('FNV-1a: the published values of "" and "a"', () => {
    // Noll, draft-eastlake-fnv, test vectors of 32-bit FNV-1a.
    expect([hashText('', 0), hashText('a', 0)]).toEqual([0x811c9dc5, 0xe40c292c]);
  });
});

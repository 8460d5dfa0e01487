/** Search results that share no word with the query are dropped. */
import { describe, expect, it } from 'vitest';
import { isRelated } from '../../../src/components/search-related.ts';

describe('a result is kept when a marked word is like a word of the query', () => {
  for (const [query, excerpt, kept] of [
    ['rotation', 'per pair <mark>rotated</mark> by', true],
    ['running', 'they <mark>run</mark> on', true],
    ['relative position', 'the <mark>positions.</mark> of', true],
    ['q', 'a query <mark>q</mark> and', true],
    ['旋转', '线指针 <mark>上旋</mark>转后', true],
    ['xyzzyplugh', 'a vector <mark>x</mark> and', false],
    ['量子', '把<mark>向量</mark>旋转', true],
    ['zebra', 'no mark at all', false],
  ] as const) {
    it(`${query} in ${excerpt}: ${kept ? 'kept' : 'dropped'}`, () => {
      expect(isRelated(query, excerpt)).toBe(kept);
    });
  }
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { localizeHref, parseHref } from '../../../src/links/href.ts';

it.each([
  ['#eq-a', { kind: 'own', segments: [], query: '', fragment: 'eq-a' }],
  ['?d.n=1#demo-d', { kind: 'own', segments: [], query: 'd.n=1', fragment: 'demo-d' }],
  ['/alpha/#first', { kind: 'page', segments: ['alpha'], query: '', fragment: 'first' }],
  ['/', { kind: 'page', segments: [], query: '', fragment: '' }],
  ['/paper.pdf', { kind: 'file', segments: [], query: '', fragment: '' }],
  ['https://example.com/?a=b#c', { kind: 'external', segments: [], query: 'a=b', fragment: 'c' }],
  ['mailto:a@b.c', { kind: 'external' }],
  ['//example.com', { kind: 'external' }],
  ['alpha/', { kind: 'relative' }],
  ['#%E6%B3', { fragment: '%E6%B3' }],
])('%s', (url, expected) => {
  expect(parseHref(url)).toMatchObject(expected);
});

it('pages move with the language, nothing else does', () => {
  expect(localizeHref('/alpha/#a', 'zh')).toBe('/zh/alpha/#a');
  expect(localizeHref('/alpha/#a', 'en')).toBe('/alpha/#a');
  for (const url of ['#a', '/x.pdf', 'https://example.com/', 'mailto:a@b.c']) expect(localizeHref(url, 'zh')).toBe(url);
});

it('takes any text', () => {
  fc.assert(fc.property(fc.string(), (url) => typeof parseHref(url).fragment === 'string'));
});

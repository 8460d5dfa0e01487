import fc from 'fast-check';
import { expect, it } from 'vitest';
import { smarten } from '../../../src/markdown/punctuation.ts';
import { render, simple } from './support.ts';

it.each([
  ['"Hello," she said.', '“Hello,” she said.'],
  ["it's 'so'", 'it’s ‘so’'],
  ['a -- b --- c', 'a – b — c'],
  ['wait...', 'wait…'],
  ['("x")', '(“x”)'],
  ['----', '----'],
])('%s reads %s', (text, smart) => {
  expect(smarten(text)).toBe(smart);
});

it('leaves no straight quotes and never crashes', () => {
  fc.assert(fc.property(fc.string(), (text) => !/["']/.test(smarten(text))));
});

it('sees across inline markup, and leaves code, maths and addresses alone', async () => {
  const { html } = await render('"*word*" and `"code"`, the $x$\'s "x--y", https://example.com/a--b');
  expect(simple(html)).toContain('“<em>word</em>” and <code>"code"</code>');
  expect(simple(html)).toContain('“x–y”');
  expect(html).toContain('>https://example.com/a--b</a>');
});

it('Chinese is left as typed, and its ranges are no strikethrough', async () => {
  const { html } = await render('区间 3~5 和 7~9，"引文"。', { lang: 'zh' });
  expect(html).toContain('<p>区间 3~5 和 7~9，"引文"。</p>');
});

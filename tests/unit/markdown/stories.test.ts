/** The text that tells a series as a story: what an author can get wrong in it. */
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/markdown/check-content.ts';
import { check, contentWith } from './support.ts';

const text = 'First [](/alpha/), then [energy](/alpha/#eq-energy) with $x^2$.\n';
const stories = (en: string, zh: string | null = en): Problem[] =>
  check(contentWith({ 'series/basics/en.mdx': en, ...(zh === null ? {} : { 'series/basics/zh.mdx': zh }) }));

describe('the story of a series', () => {
  it('holds text, maths and links', () => {
    expect(stories(text)).toEqual([]);
  });

  // [rule, text, line, part of the remedy]
  const mistakes: [string, string, number, RegExp][] = [
    ['unknown-page', 'See [this](/alhpa/).', 1, /Did you mean "alpha"\?/],
    ['unknown-target', 'x\n\nSee [](/alpha/#eq-enegry).', 3, /Did you mean "eq-energy"\?/],
    ['bad-tex', 'Some $\\frac$.', 1, /Correct the formula/],
    ['bad-story', 'x\n\n## Title [#title]', 3, /into an article/],
    ['bad-story', 'As in [@one2020].', 1, /into an article/],
    ['bad-story', 'x\n\n<Demo id="slider">\n\nCaption.\n\n</Demo>', 3, /into an article/],
    ['bad-mdx', 'x <b', 1, /Close every element/],
  ];
  it.each(mistakes)('%s: %j', (rule, body, line, remedy) => {
    const [problem] = stories(body).filter(({ file }) => file === 'content/series/basics/en.mdx');
    expect(problem).toMatchObject({ rule, line });
    expect(problem?.remedy).toMatch(remedy);
  });

  it('is told in both languages, with the same links', () => {
    expect(stories(text, null)).toMatchObject([
      { rule: 'missing-translation', file: 'content/series/basics/en.mdx', line: 1 },
    ]);
    expect(stories(text, 'Only [](/alpha/).\n')).toMatchObject([
      { rule: 'unpaired-link', file: 'content/series/basics/en.mdx', line: 1 },
    ]);
  });

  it('belongs to a series that exists', () => {
    const files = { 'series/basic/en.mdx': text, 'series/basic/zh.mdx': text };
    const [problem] = check(contentWith(files));
    expect(problem).toMatchObject({ rule: 'unknown-series', file: 'content/series/basic/en.mdx' });
    expect(problem?.remedy).toContain('Did you mean "basics"?');
  });
});

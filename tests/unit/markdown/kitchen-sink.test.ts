/** The fixture articles, which use everything at once, in both languages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Lang } from '../../../src/i18n/lang.ts';
import { formatProblems } from '../../../src/markdown/check-content.ts';
import { check, fixtureDir, render } from './support.ts';
import type { Rendered } from './support.ts';

const renderFixture = (lang: Lang): Promise<Rendered> => {
  const source = readFileSync(join(fixtureDir, 'articles', 'alpha', `${lang}.mdx`), 'utf8');
  return render(source.replace(/^---[\s\S]*?\n---\n/, ''), { slug: 'alpha', lang, sources: ['two2021'] });
};

it('the fixture has no mistakes', () => {
  expect(formatProblems(check(fixtureDir))).toBe('');
});

describe.each(['en', 'zh'] as const)('%s', (lang) => {
  it('has every id once, and every link on the page leads to one', async () => {
    const { html } = await renderFixture(lang);
    // Components write their own ids.
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? '');
    const elements = ids.filter((id) => id !== 'slider' && id !== 'eq-energy');
    expect(new Set(elements).size).toBe(elements.length);
    const known = new Set([...ids, 'demo-slider']);
    const fragments = [...html.matchAll(/href="(?:\?[^"#]*)?#([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(fragments.filter((id) => !known.has(id))).toEqual([]);
  });

  it('leaves no source syntax behind', async () => {
    const { html } = await renderFixture(lang);
    const text = html.replaceAll(/<[^>]*>/g, '');
    expect(text).not.toMatch(/\[@|\[\^|\\label|\\query|\\key|\[#|\]\(|\*\*/);
  });

  it('counts demos, equations and citations', async () => {
    const { frontmatter } = await renderFixture(lang);
    expect(frontmatter.counts).toEqual({
      demos: ['slider'],
      equations: ['eq-energy'],
      citations: ['one2020', 'many2023a', 'many2023b', 'two2021'],
    });
    expect(frontmatter.toc.map(({ id }) => id)).toEqual(['first', 'detail', 'second', 'references']);
  });
});

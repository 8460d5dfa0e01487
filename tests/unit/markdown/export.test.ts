/** Articles for other programs: Markdown, feeds, MyST, excerpts; old ids on the page. */
import { describe, expect, it } from 'vitest';
import { buildInventory } from '../../../src/links/inventory.ts';
import type { Inventory } from '../../../src/links/inventory.ts';
import { excerptsOf, shorten } from '../../../src/markdown/export/excerpts.ts';
import { toFeedHtml } from '../../../src/markdown/export/html.ts';
import { toMarkdown } from '../../../src/markdown/export/markdown.ts';
import { toMyst } from '../../../src/markdown/export/myst.ts';
import type { MystNode } from '../../../src/markdown/export/myst.ts';
import { portableArticle } from '../../../src/markdown/export/portable.ts';
import { fixtureDir, render } from './support.ts';

const site = new URL('https://example.org');
const demoTitles = new Map([['slider', { en: 'A slider', zh: '滑块' }]]);
function portable(lang: 'en' | 'zh', inventory: Inventory = buildInventory(fixtureDir)) {
  const file = inventory.article('alpha', lang);
  if (!file) throw new Error('the fixture has no article alpha');
  return portableArticle(file, { contentDir: inventory.contentDir, site, demoTitles });
}

describe('Markdown', () => {
  const markdown = toMarkdown(portable('en'));

  it('has the article’s facts, title and sections, without anything of this site', () => {
    expect(markdown).toMatch(/^---\ntitle: The first article\nurl: https:\/\/example\.org\/alpha\/\nlanguage: en\n/);
    expect(markdown).toContain('\n# The first article\n');
    expect(markdown).toContain('\n## First section\n');
    expect(markdown).toContain('\n### A detail\n');
    expect(markdown).not.toMatch(/\[#|<Demo|<Figure|\\query|\\label|\[@/);
  });

  it('keeps maths as TeX that works elsewhere, with its number', () => {
    expect(markdown).toContain('E = q^\\top k + \\tfrac12 {v_{q}} \\tag{1}');
    expect(markdown).toContain('$n$-th');
  });

  it('has absolute links only, filled in', () => {
    expect(markdown).toContain('[(1)](https://example.org/alpha/#eq-energy)');
    expect(markdown).toContain('(https://example.org/alpha/?slider.n=3#demo-slider)');
    const links = [...markdown.matchAll(/\]\(([^)\s]+)/g)].map(([, url = '']) => url);
    expect(links.filter((url) => !/^(?:https:\/\/|mailto:)/.test(url))).toEqual([]);
  });

  it('shows demos as pictures that lead to them, figures and tables with their captions', () => {
    expect(markdown).toContain(
      '[![A slider](https://example.org/stills/slider.svg)](https://example.org/alpha/#demo-slider)',
    );
    expect(markdown).toMatch(/\*\*Figure 1\.\*\* The \*values\* of \[\(1\)\]/);
    expect(markdown).toMatch(/\*\*Table 1\.\*\* Values\n\n\| name/);
    expect(toMarkdown(portable('zh'))).toContain('https://example.org/zh/stills/slider.svg');
  });

  it('ends with references and notes', () => {
    expect(markdown).toMatch(/## References\n\n- /);
    expect(markdown).toMatch(/\n\[\^why\]: Because \[\(1\)\]/);
  });
});

describe('HTML for feeds', () => {
  const html = toFeedHtml(portable('en'));

  it('has MathML and nothing else for maths', () => {
    expect(html).toContain('<math');
    expect(html).not.toMatch(/class=|katex|<svg|<script| style=/);
  });
  it('leads from a note’s mark to the note on the page, and not back', () => {
    expect(html).toContain('<sup><a href="https://example.org/alpha/#sn-1">1</a></sup>');
    expect(html).not.toContain('↩');
  });
  it('has absolute addresses only', () => {
    const addresses = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, url = '']) => url);
    expect(addresses.length).toBeGreaterThan(5);
    expect(addresses.filter((url) => !/^(?:https:\/\/|mailto:)/.test(url))).toEqual([]);
  });
});

describe('MyST', () => {
  const nodes: MystNode[] = [];
  const walk = (node: MystNode): void => {
    nodes.push(node);
    node.children?.forEach(walk);
  };
  walk(toMyst(portable('en')));
  const find = (identifier: string): MystNode | undefined => nodes.find((node) => node['identifier'] === identifier);

  it('has an identifier for every target of the inventory', () => {
    const targets = buildInventory(fixtureDir).article('alpha', 'en')?.targets ?? [];
    expect(targets.filter(({ id }) => !find(id)).map(({ id }) => id)).toEqual([]);
  });
  it('numbers what is numbered', () => {
    expect(find('eq-energy')).toMatchObject({ type: 'math', enumerator: '1' });
    expect(find('fig-plot')).toMatchObject({ type: 'container', kind: 'figure', enumerator: '1' });
    expect(find('first')).toMatchObject({ type: 'heading', enumerated: false });
  });
});

describe('excerpts', () => {
  it('are the first words of a section, plain', () => {
    const excerpts = excerptsOf(portable('en'));
    expect(excerpts.get('first')).toMatch(/^The energy of q, the n-th one/);
    expect(excerpts.get('def-energy')).toBe('What (1) defines.');
    expect(excerpts.get('fig-plot')).toBe('The values of (1) for d=2');
  });
  it('are cut at a word, never inside a character', () => {
    expect(shorten('one two three', 9)).toBe('one two…');
    expect(shorten('短', 9)).toBe('短');
    expect(shorten('一二三四五六', 4)).toBe('一二三四…');
    expect(shorten('aaa😀😀', 4).isWellFormed()).toBe(true);
  });
});

describe('old ids on the page', () => {
  const body = '## Now [#now]\n\n$$\na\n\\label{eq:a}\n$$\n\n<Demo id="slider" />\n\nSee [@one2020].\n';
  const frontmatter = {
    aliases: {
      before: 'now',
      'eq-b': 'eq-a',
      'demo-old': 'demo-slider',
      'ref-old': 'ref-one2020',
      sources: 'references',
    },
    moved: { away: '/alpha/#first' },
  };

  it('stand right before what has the new id, in a list inside its entry', async () => {
    const { html } = await render(body, { frontmatter });
    expect(html).toMatch(/<span id="before" class="alias"><\/span>\s*<h2 id="now"/);
    expect(html).toMatch(/<span id="eq-b" class="alias"><\/span>\s*<div class="equation" id="eq-a"/);
    expect(html).toMatch(/<span id="demo-old" class="alias"><\/span>\s*<Demo id="slider"/);
    expect(html).toMatch(/<li id="ref-one2020"><span id="ref-old" class="alias"><\/span>/);
    expect(html).toMatch(/<span id="sources" class="alias"><\/span>\s*<h2 id="references"/);
  });

  it('of what has moved say where to, in the page’s language', async () => {
    const { html } = await render(body, { frontmatter, lang: 'zh' });
    expect(html).toMatch(
      /<p id="away" class="moved-target" data-moved="\/zh\/alpha\/#first">这部分内容已移至<a href="\/zh\/alpha\/#first">/,
    );
  });
});

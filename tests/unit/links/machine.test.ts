/** The files for other programs, from the inventory of the fixture. */
import { inflateSync } from 'node:zlib';
import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { fromHtml } from 'hast-util-from-html';
import sharp from 'sharp';
import { buildInventory } from '../../../src/links/inventory.ts';
import { cardPng, cardSvg } from '../../../src/links/machine/card.ts';
import { articleBibtex, articleCsl, rawEntries, workCsl } from '../../../src/links/machine/citing.ts';
import { atomFeed, jsonFeed } from '../../../src/links/machine/feeds.ts';
import { blogPosting } from '../../../src/links/machine/json-ld.ts';
import { mystReferences } from '../../../src/links/machine/myst-xref.ts';
import { sphinxEntries, sphinxInventory } from '../../../src/links/machine/objects-inv.ts';
import { oembed } from '../../../src/links/machine/oembed.ts';
import { sitemap } from '../../../src/links/machine/sitemap.ts';
import { standaloneSvg } from '../../../src/links/machine/still.ts';
import { targetsFile } from '../../../src/links/machine/targets-file.ts';
import { parseBibliography } from '../../../src/links/bibliography.ts';
import { contentWith, fixtureDir, head } from '../markdown/support.ts';

const site = new URL('https://example.org');
const inventory = buildInventory(fixtureDir);
const article = {
  slug: 'alpha',
  lang: 'zh',
  title: '50% & <b>{x}</b>',
  url: 'https://example.org/zh/alpha/',
  published: new Date('2026-01-02'),
  updated: undefined,
  siteName: 'Site',
} as const;

describe('objects.inv', () => {
  it('is version 2 of Sphinx’s format', () => {
    const file = Buffer.from(sphinxInventory(inventory, 'Site'));
    const head = file.toString('latin1').split('\n').slice(0, 4);
    expect(head[0]).toBe('# Sphinx inventory version 2');
    const body = inflateSync(file.subarray(Buffer.byteLength(`${head.join('\n')}\n`, 'latin1'))).toString('utf8');
    expect(body.split('\n')).toContain('alpha/eq-energy std:label -1 alpha/#eq-energy (1)');
    expect(
      body
        .trimEnd()
        .split('\n')
        .every((line) => /^.+? std:\w+ -1 \S+ .+$/.test(line)),
    ).toBe(true);
  });

  it('names both languages apart, and ids that only one article has shortly', () => {
    const entries = sphinxEntries(inventory);
    const names = entries.map(({ role, name }) => `${role} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        'std:doc alpha',
        'std:doc zh/alpha',
        'std:label eq-energy',
        'std:label zh/alpha/eq-energy',
      ]),
    );
    expect(names).toEqual(expect.arrayContaining(['std:term energy', 'std:term 能量']));
  });
});

it('an id that several articles have is no label by itself', () => {
  const twice = `${head}## First [#first]\n`;
  const content = contentWith({ 'articles/gamma/en.mdx': twice, 'articles/gamma/zh.mdx': twice });
  const labels = sphinxEntries(buildInventory(content)).map(({ name }) => name);
  expect(labels).toEqual(expect.arrayContaining(['alpha/first', 'gamma/first', 'zh/gamma/first']));
  expect(labels).not.toContain('first');
});

it('an old id stays a label', () => {
  const renamed = head.replace(/---\n$/, 'aliases: { before: now }\n---\n') + '## Now [#now]\n';
  const content = contentWith({ 'articles/gamma/en.mdx': renamed, 'articles/gamma/zh.mdx': renamed });
  const entries = sphinxEntries(buildInventory(content)).filter(({ name }) => name.endsWith('before'));
  expect(entries.map(({ name, uri, display }) => [name, uri, display])).toEqual([
    ['gamma/before', 'gamma/#before', 'Now'],
    ['before', 'gamma/#before', 'Now'],
    ['zh/gamma/before', 'zh/gamma/#before', 'Now'],
  ]);
});

describe('myst.xref.json', () => {
  it('lists the English page first and old ids with the new identifier', () => {
    const renamed = head.replace(/---\n$/, 'aliases: { before: now }\n---\n') + '## Now [#now]\n';
    const content = contentWith({ 'articles/gamma/en.mdx': renamed, 'articles/gamma/zh.mdx': renamed });
    const { references } = mystReferences(buildInventory(content)) as {
      references: { url: string; identifier?: string; html_id?: string }[];
    };
    const now = references.filter(({ identifier }) => identifier === 'now');
    expect(now.map(({ url, html_id }) => [url, html_id])).toEqual([
      ['/gamma/', undefined],
      ['/gamma/', 'before'],
      ['/zh/gamma/', undefined],
      ['/zh/gamma/', 'before'],
    ]);
  });
});

it('targets.json has titles, names, TeX and excerpts in both languages', () => {
  const file = targetsFile(inventory, site, () => new Map([['first', 'Begins so.']])) as {
    articles: { slug: string; targets: { id: string; in: object; tex?: string }[] }[];
  };
  const targets = file.articles.find(({ slug }) => slug === 'alpha')?.targets ?? [];
  expect(targets.find(({ id }) => id === 'eq-energy')).toMatchObject({
    number: 1,
    in: {
      en: { url: 'https://example.org/alpha/#eq-energy', name: '(1)' },
      zh: { url: 'https://example.org/zh/alpha/#eq-energy' },
    },
  });
  expect(targets.find(({ id }) => id === 'first')).toMatchObject({ in: { en: { excerpt: 'Begins so.' } } });
});

describe('feeds', () => {
  const entry = {
    title: 'A < B & "C"',
    url: 'https://example.org/alpha/',
    summary: 'S',
    html: '<p>x &lt; y ]]></p>\u0007',
    published: new Date('2026-01-02'),
    updated: new Date('2026-02-03'),
    series: 'Basics',
    image: 'https://example.org/og/articles/alpha.png',
  };
  const feed = { lang: 'en', site, title: 'Site', subtitle: 'Sub', entries: [entry] } as const;

  it('Atom escapes, and is as new as its newest entry', () => {
    const atom = atomFeed(feed);
    expect(atom).toContain('<title>A &lt; B &amp; &quot;C&quot;</title>');
    expect(atom).toContain('&lt;p&gt;x &amp;lt; y ]]&gt;&lt;/p&gt;</content>');
    expect(atom).not.toContain('\u0007');
    expect(/<updated>([^<]*)/.exec(atom)?.[1]).toBe('2026-02-03T00:00:00.000Z');
  });

  it('JSON Feed has what version 1.1 asks for', () => {
    expect(jsonFeed(feed)).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      feed_url: 'https://example.org/feed.json',
      items: [{ id: entry.url, content_html: entry.html }],
    });
  });
});

describe('citing', () => {
  it('escapes TeX in BibTeX that can be read back', () => {
    const { works, error } = parseBibliography(articleBibtex(article));
    expect(error).toBeUndefined();
    expect(works.get('incomingtransmission-alpha-zh')).toMatchObject({ title: '50% & <b>{x}</b>', URL: article.url });
  });

  it('takes entries from the bibliography as they were written', () => {
    const one = '@article{one,\n  title = {A {B} \\} c},\n  year = {2020}\n}';
    const entries = rawEntries(`% note\n${one}\n\n@misc{two, title={T}}\n`);
    expect([...entries]).toEqual([
      ['one', one],
      ['two', '@misc{two, title={T}}'],
    ]);
  });

  it('says in CSL-JSON that an article is a post of a blog, and where a preprint is', () => {
    expect(articleCsl(article)).toMatchObject({
      type: 'post-weblog',
      language: 'zh-Hans',
      issued: { 'date-parts': [[2026, 1, 2]] },
    });
    expect(workCsl({ id: 'a', type: 'article', arxiv: '1234.5678' })).toEqual({
      id: 'a',
      type: 'article',
      URL: 'https://arxiv.org/abs/1234.5678',
      note: 'arXiv:1234.5678',
    });
  });

  it('JSON-LD can’t close its script', () => {
    const data = blogPosting(article, { description: '</script>', series: 'S', image: 'i', works: [] });
    expect(data).not.toContain('<');
    expect(JSON.parse(data)).toMatchObject({ '@type': 'BlogPosting', description: '</script>', inLanguage: 'zh-Hans' });
  });
});

it('oEmbed gives a frame whose attributes can’t be broken out of', () => {
  const { html } = oembed({ id: 'slider', lang: 'zh', title: '"><script>', siteName: 'Site' }, site) as {
    html: string;
  };
  const [frame, ...others] = fromHtml(html, { fragment: true }).children;
  expect(others).toEqual([]);
  expect(frame).toMatchObject({
    tagName: 'iframe',
    properties: { src: 'https://example.org/zh/embed/slider/', title: '"><script>' },
  });
});

it('the sitemap names each page’s other versions', () => {
  const file = sitemap([{ path: '/alpha/', changed: new Date('2026-02-03') }], site);
  expect(file.match(/<loc>/g)).toHaveLength(2);
  expect(file).toContain('<loc>https://example.org/zh/alpha/</loc>\n    <lastmod>2026-02-03</lastmod>');
  expect(file).toContain('hreflang="zh-Hans" href="https://example.org/zh/alpha/"');
});

describe('pictures', () => {
  it('a card is 1200 by 630, and draws Chinese without fonts of the machine', async () => {
    const card = { lang: 'zh', title: '旋转位置编码 RoPE', kicker: '注意力', siteName: 'Site' } as const;
    expect(await sharp(await cardPng(card)).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
    const svg = await cardSvg(card);
    expect(svg).not.toContain('<text');
    // Two glyphs that no face has would be drawn alike.
    const letter = async (title: string): Promise<string> =>
      (await cardSvg({ ...card, title })).replace(/^.*?<path/s, '');
    expect(await letter('旋')).not.toBe(await letter('转'));
  });

  it('a still stands alone: namespace, styles, description', () => {
    const svg = standaloneSvg('<!--[--><svg class="plot" viewBox="0 0 1 1"><path/></svg><!--]-->', {
      styles: ['.plot{color:red} /* no */'],
      lang: 'en',
      description: 'a < b',
    });
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" xml:lang="en" class="plot"/);
    expect(svg).toContain('<title>a &lt; b</title>');
    expect(svg).not.toMatch(/<!--|\/\*/);
  });
});

/** What the head of an article says to reference managers, search engines and social networks. */
import { readFileSync } from 'node:fs';
import { fromHtml } from 'hast-util-from-html';
import sharp from 'sharp';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { fileAt, listed, readText } from './support.ts';

interface Head {
  readonly meta: ReadonlyMap<string, string>;
  readonly links: readonly { rel: string; type: string; hreflang: string; href: string }[];
  readonly data: string;
}

function readHead(html: string): Head {
  const meta = new Map<string, string>();
  const links: Head['links'][number][] = [];
  let data = '';
  visit(fromHtml(html), 'element', (node) => {
    const { name, property, content, rel, type, hrefLang, href } = node.properties;
    if (node.tagName === 'meta' && typeof content === 'string') meta.set(String(name ?? property), content);
    if (node.tagName === 'link') {
      const relations = Array.isArray(rel) ? rel.join(' ') : '';
      links.push({ rel: relations, type: String(type), hreflang: String(hrefLang), href: String(href) });
    }
    const [text] = node.children;
    if (type === 'application/ld+json' && text?.type === 'text') data = text.value;
  });
  return { meta, links, data };
}

describe.each(
  listed.flatMap(({ url, title }) =>
    (['en', 'zh'] as const).map((lang) => ({ lang, url: url[lang], title: title[lang] })),
  ),
)('the head of $url', ({ lang, url, title }) => {
  const { meta, links, data } = readHead(readText(`${new URL(url).pathname}index.html`));
  const alternate = (type: string): string[] => links.filter((link) => link.type === type).map(({ href }) => href);

  it('reads as a blog post to reference managers', () => {
    expect(meta.get('DC.type')).toBe('blogPost');
    expect(meta.get('og:type')).toBe('article');
    expect(meta.get('citation_title')).toBe(title);
    expect(meta.get('citation_publication_date')).toMatch(/^\d{4}\/\d{2}\/\d{2}$/);
    expect(meta.get('citation_language')).toMatch(new RegExp(`^${lang}`));
    // These would make it a journal article.
    expect(meta.has('citation_journal_title')).toBe(false);
  });

  it('names itself, its other language and its other forms', () => {
    expect(links.filter(({ rel }) => rel === 'canonical').map(({ href }) => href)).toEqual([url]);
    expect(links.map(({ hreflang }) => hreflang)).toEqual(expect.arrayContaining(['en', 'zh-Hans', 'x-default']));
    for (const type of ['application/atom+xml', 'application/feed+json', 'text/markdown', 'application/x-bibtex']) {
      const [href, ...others] = alternate(type);
      expect(others).toEqual([]);
      expect(fileAt(new URL(href ?? '', url).pathname), type).toBeDefined();
    }
  });

  it('has a picture of the size that it says', async () => {
    const file = fileAt(new URL(meta.get('og:image') ?? '').pathname) ?? '';
    expect(await sharp(readFileSync(file)).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
  });

  it('says in JSON-LD what it is and what it cites', () => {
    const post = JSON.parse(data) as { citation: { name: string; url?: string }[] };
    expect(post).toMatchObject({ '@type': 'BlogPosting', url, headline: title, isPartOf: { '@type': 'Blog' } });
    expect(post.citation.length).toBeGreaterThan(0);
    expect(post.citation.every(({ name }) => name.length > 0)).toBe(true);
  });
});

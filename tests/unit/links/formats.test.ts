/** Every format of a link, for titles with all the characters that some format gives a meaning to. */
import { plugins } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import fc from 'fast-check';
import { fromHtml } from 'hast-util-from-html';
import type { Nodes as HastNodes } from 'hast';
import type { Link, Nodes } from 'mdast';
import { toString } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { formatLink, formatNames, formatsOf, label, safeUrl } from '../../../src/links/formats.ts';
import type { LinkRecord, Segment } from '../../../src/links/formats.ts';

const record: LinkRecord = {
  url: 'https://site.example/rope/#eq-relative',
  title: 'Equation (2)',
  page: 'RoPE: rotary position embedding',
  lang: 'en',
  date: '2026-11-22',
  accessed: '2026-12-01',
  tex: 'a^\\top b',
  quote: [{ tex: 'a^\\top b', display: true }],
};

const signs = [
  ...Array.from('[](){}<>|\\`*_#$%^&~!"\'=+-.,;:@/?'),
  '旋',
  '转',
  '“',
  '”',
  '：',
  ' ',
  'a',
  'B',
  '7',
  '\n',
  '%%',
  '==',
  ']]',
  '[[',
  '$$',
  '~~',
  'www.a.b',
  'http://x.y',
];
const titles = fc.array(fc.constantFrom(...signs), { minLength: 1, maxLength: 24 }).map((parts) => parts.join(''));
const urls = fc
  .tuple(
    fc.constantFrom('', '/zh'),
    fc.array(fc.constantFrom(...signs), { maxLength: 12 }),
    fc.array(fc.constantFrom(...signs), { maxLength: 12 }),
  )
  .map(
    ([prefix, query, fragment]) =>
      `https://site.example${prefix}/rope/?rope-clocks.t=${encodeURIComponent(query.join(''))}_-4&x.y=1#id:~:text=${encodeURIComponent(fragment.join(''))}`,
  );
const records = fc
  .record({ title: titles, page: titles, url: urls })
  .map((some): LinkRecord => ({ ...record, ...some }));

/** Two addresses lead to the same place when they are the same once percent-decoded. */
const place = (url: string): string => decodeURIComponent(new URL(url).href);
const parser = unified().use(remarkParse).use(remarkGfm).use(remarkMath);
const markdown = (source: string): Nodes => parser.parse(source);
const linksOf = (node: Nodes): Link[] => [
  ...(node.type === 'link' ? [node] : []),
  ...('children' in node ? node.children.flatMap(linksOf) : []),
];
const required = (text: string | undefined): string => {
  if (text === undefined) throw new Error('no such format');
  return text;
};
const textOf = (node: HastNodes): string =>
  node.type === 'text' ? node.value : 'children' in node ? node.children.map(textOf).join('') : '';

describe('known answers', () => {
  it('writes each format as its users expect', () => {
    const written = Object.fromEntries(formatNames.map((format) => [format, formatLink(format, record)]));
    expect(written).toEqual({
      url: 'https://site.example/rope/#eq-relative',
      markdown: '[Equation (2) · RoPE: rotary position embedding](https://site.example/rope/#eq-relative)',
      obsidian:
        '> [!quote] [Equation (2) · RoPE: rotary position embedding](https://site.example/rope/#eq-relative)\n> $$\n> a^\\top b\n> $$',
      org: '[[https://site.example/rope/#eq-relative][Equation (2) · RoPE: rotary position embedding]]',
      latex: '\\href{https://site.example/rope/\\#eq-relative}{Equation (2) · RoPE: rotary position embedding}',
      html: '<a href="https://site.example/rope/#eq-relative">Equation (2) · RoPE: rotary position embedding</a>',
      bibtex: [
        '@online{incoming-transmission:rope:eq-relative,',
        '  author  = {{Incoming Transmission}},',
        '  title   = {{Equation (2) · RoPE: rotary position embedding}},',
        '  date    = {2026-11-22},',
        '  url     = {https://site.example/rope/#eq-relative},',
        '  urldate = {2026-12-01},',
        '  langid  = {english},',
        '}',
      ].join('\n'),
      tex: 'a^\\top b',
      embed: undefined,
    });
  });
  it('offers TeX for equations only and a frame for demos only', () => {
    expect(formatsOf({ ...record, tex: undefined })).not.toContain('tex');
    expect(
      formatsOf({ ...record, embed: 'https://site.example/embed/rope-clocks/?rope-clocks.m=5&rope-clocks.n=2' }),
    ).toContain('embed');
    expect(
      formatLink('embed', {
        ...record,
        embed: 'https://site.example/embed/rope-clocks/?rope-clocks.m=5&rope-clocks.n=2',
      }),
    ).toContain('src="https://site.example/embed/rope-clocks/?rope-clocks.m=5&amp;rope-clocks.n=2"');
  });
  it('says a page’s title once', () => {
    expect(label({ title: ' RoPE ', page: 'RoPE' })).toBe('RoPE');
  });
});

describe('for every title and address', () => {
  it('an address made safe leads to the same place', () => {
    fc.assert(fc.property(urls, (url) => place(safeUrl(url)) === place(url)));
  });
  it('Markdown is one link, with the title as its text, also in a table', () => {
    fc.assert(
      fc.property(records, (some) => {
        const source = required(formatLink('markdown', some));
        const [link, ...more] = linksOf(markdown(source));
        expect(more).toEqual([]);
        expect(place(link?.url ?? '')).toBe(place(some.url));
        expect(link && toString(link)).toBe(label(some));
        const cells = linksOf(markdown(`| a | b |\n| - | - |\n| ${source} | c |`));
        expect(cells.map((cell) => toString(cell))).toEqual([label(some)]);
      }),
      { numRuns: 400 },
    );
  });
  it('an Obsidian callout is one blockquote that begins with the link and holds the quote', () => {
    const quotes = fc.array(
      fc.oneof(
        titles.map((text): Segment => ({ text })),
        fc.constantFrom<Segment>({ tex: 'x_1\n\n+ y', display: true }, { tex: '\\theta_i', display: false }),
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(records, quotes, (some, quote) => {
        const source = required(formatLink('obsidian', { ...some, quote }));
        const tree = markdown(source.replace('[!quote] ', ''));
        expect('children' in tree && tree.children.map(({ type }) => type)).toEqual(['blockquote']);
        expect(source.startsWith('> [!quote] [')).toBe(true);
        const [link] = linksOf(tree);
        expect(place(link?.url ?? '')).toBe(place(some.url));
        const words = quote.flatMap((segment) =>
          'text' in segment ? (segment.text.match(/[\p{L}\p{N}]+/gu) ?? []) : [],
        );
        for (const word of words) expect(toString(tree)).toContain(word);
      }),
      { numRuns: 300 },
    );
  });
  it('Org is one link whose description ends where it should', () => {
    fc.assert(
      fc.property(records, (some) => {
        const source = required(formatLink('org', some));
        const [whole, url = '', text = ''] = /\[\[([^[\]]+)\]\[([\s\S]+?)\]\]/.exec(source) ?? [];
        expect(whole).toBe(source);
        expect(place(url)).toBe(place(some.url));
        expect(text.replaceAll('\u200B', '')).toBe(label(some));
      }),
    );
  });
  it('LaTeX has balanced braces and no bare special character', () => {
    fc.assert(
      fc.property(records, (some) => {
        const source = required(formatLink('latex', some));
        const [, url = '', text = ''] = /^\\href\{([^{}]*)\}\{([\s\S]*)\}$/.exec(source) ?? [];
        expect(place(url.replace(/\\([%#&])/g, '$1'))).toBe(place(some.url));
        const back = text
          .replace(
            /\\text(backslash|asciitilde|asciicircum)\{\}/g,
            (_all, name: string) => ({ backslash: '\u0001', asciitilde: '~', asciicircum: '^' })[name] ?? '',
          )
          .replace(/\\([{}#$%&_])/g, '$1')
          .replaceAll('\u0001', '\\');
        expect(back).toBe(label(some));
      }),
    );
  });
  it('HTML is one link', () => {
    fc.assert(
      fc.property(records, (some) => {
        const [link, ...more] = fromHtml(required(formatLink('html', some)), { fragment: true }).children;
        expect(more).toEqual([]);
        if (link?.type !== 'element') throw new Error('no element');
        expect(place(String(link.properties['href']))).toBe(place(some.url));
        expect(textOf(link)).toBe(label(some));
      }),
    );
  });
  it('BibTeX is one entry that a reader of BibTeX takes', () => {
    fc.assert(
      fc.property(records, (some) => {
        const source = required(formatLink('bibtex', some));
        const entries = plugins.input.chain(source, { generateGraph: false, target: '@biblatex/entries+list' }) as {
          properties: Record<string, unknown>;
        }[];
        expect(entries).toHaveLength(1);
        expect(place(String(entries[0]?.properties['url']))).toBe(place(some.url));
        let depth = 0;
        for (const sign of source) {
          if (sign === '{') depth += 1;
          if (sign === '}') depth -= 1;
          expect(depth).toBeGreaterThanOrEqual(0);
        }
        expect(depth).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

/** A feed reader reads both feeds of both languages. */
import { extractFromJson, extractFromXml } from '@extractus/feed-extractor';
import { describe, expect, it } from 'vitest';
import { fromHtml } from 'hast-util-from-html';
import { visit } from 'unist-util-visit';
import { fileAt, listed, readJson, readText, site } from './support.ts';

interface Item {
  url?: string;
  content_html?: string;
}

describe.each(['en', 'zh'] as const)('the feeds, %s', (lang) => {
  const prefix = lang === 'en' ? '' : 'zh/';
  const urls = listed.map(({ url }) => url[lang]);

  it('Atom is read, with every article', () => {
    const feed = extractFromXml(readText(`${prefix}feed.xml`));
    expect(feed.title).toBe('Incoming Transmission');
    expect(feed.language).toMatch(new RegExp(`^${lang}`));
    expect(feed.entries?.map(({ link }) => link)).toEqual(expect.arrayContaining(urls));
    expect(feed.entries?.every(({ title, published }) => title && !Number.isNaN(Date.parse(String(published))))).toBe(
      true,
    );
  });

  it('JSON Feed is read, with every article', () => {
    const feed = extractFromJson(JSON.stringify(readJson(`${prefix}feed.json`)));
    expect(feed.entries?.map(({ link }) => link)).toEqual(expect.arrayContaining(urls));
  });

  it('holds whole articles: MathML, pictures of demos, absolute links, nothing of the page', () => {
    const { items } = readJson(`${prefix}feed.json`) as { items: Item[] };
    const html = items.find(({ url }) => url === `${site}/${prefix}rope/`)?.content_html ?? '';
    expect(html.match(/<math /g)?.length).toBeGreaterThan(50);
    expect(html.match(/annotation encoding="application\/x-tex"/g)?.length).toBeGreaterThan(50);
    expect(html.match(/<script|<style|<svg|class=|katex|↩/g) ?? []).toEqual([]);
    const addresses: string[] = [];
    let pictures = 0;
    visit(fromHtml(html, { fragment: true }), 'element', ({ tagName, properties }) => {
      if (tagName === 'a') addresses.push(String(properties['href']));
      if (tagName !== 'img') return;
      pictures += 1;
      expect(String(properties['alt']).length).toBeGreaterThan(2);
      expect(fileAt(new URL(String(properties['src'])).pathname)).toBeDefined();
    });
    expect(pictures).toBeGreaterThanOrEqual(4);
    expect(addresses.filter((address) => !/^https?:\/\//.test(address))).toEqual([]);
  });
});

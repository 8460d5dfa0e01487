/** No link, image, style sheet or script of the site leads nowhere; no fragment is without its element. */
import { fromHtml } from 'hast-util-from-html';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { visit } from 'unist-util-visit';
import { addressOf, fileAt, listed, pages, readJson, readText, site } from './support.ts';

interface Page {
  readonly ids: ReadonlySet<string>;
  readonly addresses: readonly string[];
}

function readPage(html: string): Page {
  const ids = new Set<string>();
  const addresses: string[] = [];
  visit(fromHtml(html), 'element', ({ properties }) => {
    if (typeof properties['id'] === 'string') ids.add(properties['id']);
    for (const name of ['href', 'src'] as const) {
      if (typeof properties[name] === 'string') addresses.push(properties[name]);
    }
  });
  return { ids, addresses };
}

const read = new Map<string, Page>();
function pageAt(file: string): Page {
  let page = read.get(file);
  if (!page) {
    page = readPage(readFileSync(file, 'utf8'));
    read.set(file, page);
  }
  return page;
}

/** Why an address of the site is dead; undefined when it is not, or is another site's. */
function complaint(address: string, base: string): string | undefined {
  const url = new URL(address, base);
  if (url.origin !== site) return undefined;
  const file = fileAt(url.pathname);
  if (file === undefined) return `${address}: no such page`;
  const fragment = decodeURIComponent(url.hash.slice(1));
  if (fragment === '' || !file.endsWith('.html')) return undefined;
  return pageAt(file).ids.has(fragment) ? undefined : `${address}: no such id`;
}

it.each(pages)('%s', (page) => {
  const base = `${site}${addressOf(page)}`;
  const { addresses } = readPage(readText(page));
  expect(addresses.flatMap((address) => complaint(address, base) ?? [])).toEqual([]);
});

describe('the files for other programs', () => {
  it('targets.json names targets that exist, old ids too', () => {
    const addresses = listed.flatMap(({ targets }) =>
      targets.flatMap(({ in: places, aliases }) =>
        Object.values(places).flatMap(({ url }) => [url, ...aliases.map((id) => url.replace(/#.*/, `#${id}`))]),
      ),
    );
    expect(addresses.length).toBeGreaterThan(40);
    expect(addresses.flatMap((address) => complaint(address, site) ?? [])).toEqual([]);
  });

  it('the sitemap, llms.txt and Markdown name pages that exist', () => {
    for (const file of ['sitemap.xml', 'llms.txt', 'rope.md', 'zh/rope.md']) {
      const addresses = readText(file).match(/https?:\/\/[^\s"'<>)\]]+/g) ?? [];
      expect(addresses.length, file).toBeGreaterThan(3);
      expect(
        addresses.flatMap((address) => complaint(address, site) ?? []),
        file,
      ).toEqual([]);
    }
  });

  it('myst.xref.json names trees that hold its identifiers', () => {
    const { references } = readJson('myst.xref.json') as {
      references: { identifier?: string; html_id?: string; data: string; url: string }[];
    };
    for (const { identifier, html_id, data, url } of references) {
      expect(fileAt(data), data).toBeDefined();
      if (identifier === undefined) continue;
      expect(complaint(`${url}#${html_id ?? identifier}`, site)).toBeUndefined();
      expect(JSON.stringify(readJson(data))).toContain(`"identifier":"${identifier}"`);
    }
  });
});

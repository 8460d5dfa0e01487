/** `sitemap.xml`: every page in every language, each naming its other versions. */
import { langs } from '../../i18n/lang.ts';
import { alternates, pageUrl } from '../urls.ts';
import type { PagePath } from '../urls.ts';
import { xml } from './xml.ts';

export interface SitemapPage {
  readonly path: PagePath;
  /** Day of the last change, where it is known. */
  readonly changed?: Date | undefined;
}

/** The file. */
export function sitemap(pages: readonly SitemapPage[], site: URL): string {
  const urls = pages.flatMap(({ path, changed }) => {
    const versions = alternates(path, site)
      .map(({ hreflang, href }) => `    <xhtml:link rel="alternate" hreflang="${hreflang}" href="${xml(href)}"/>\n`)
      .join('');
    const day = changed ? `    <lastmod>${changed.toISOString().slice(0, 10)}</lastmod>\n` : '';
    return langs.map((lang) => {
      const loc = xml(new URL(pageUrl(lang, path), site).href);
      return `  <url>\n    <loc>${loc}</loc>\n${day}${versions}  </url>\n`;
    });
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('')}</urlset>
`;
}

/** Atom (RFC 4287) and JSON Feed (https://www.jsonfeed.org/version/1.1/), one of each per language, with whole articles. */
import { locale } from '../../i18n/lang.ts';
import type { Lang } from '../../i18n/lang.ts';
import { feedPath, homePath, jsonFeedPath, pageUrl, siteCardPath } from '../urls.ts';
import { xml } from './xml.ts';

export interface FeedEntry {
  readonly title: string;
  /** Absolute. */
  readonly url: string;
  /** Plain text. */
  readonly summary: string;
  readonly html: string;
  readonly published: Date;
  readonly updated: Date | undefined;
  /** Name of the series. */
  readonly series: string;
  /** Absolute address of a picture, 1200 by 630. */
  readonly image: string;
}
export interface Feed {
  readonly lang: Lang;
  readonly site: URL;
  readonly title: string;
  readonly subtitle: string;
  /** Newest first. */
  readonly entries: readonly FeedEntry[];
}

/** How many articles a feed holds. */
export const feedLength = 20;

const changed = ({ published, updated }: FeedEntry): Date => updated ?? published;

function atomEntry(entry: FeedEntry, lang: Lang): string {
  const { title, url, summary, html, published, series } = entry;
  return `  <entry xml:lang="${locale[lang]}">
    <id>${xml(url)}</id>
    <title>${xml(title)}</title>
    <link rel="alternate" type="text/html" hreflang="${locale[lang]}" href="${xml(url)}"/>
    <published>${published.toISOString()}</published>
    <updated>${changed(entry).toISOString()}</updated>
    <category term="${xml(series)}"/>
    <summary>${xml(summary)}</summary>
    <content type="html">${xml(html)}</content>
  </entry>`;
}

/** The Atom feed. */
export function atomFeed({ lang, site, title, subtitle, entries }: Feed): string {
  const self = new URL(feedPath(lang), site).href;
  const home = new URL(pageUrl(lang, homePath), site).href;
  const newest = Math.max(0, ...entries.map((entry) => changed(entry).getTime()));
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale[lang]}">
  <id>${xml(self)}</id>
  <title>${xml(title)}</title>
  <subtitle>${xml(subtitle)}</subtitle>
  <link rel="self" type="application/atom+xml" href="${xml(self)}"/>
  <link rel="alternate" type="text/html" hreflang="${locale[lang]}" href="${xml(home)}"/>
  <updated>${new Date(newest).toISOString()}</updated>
  <author><name>${xml(title)}</name><uri>${xml(home)}</uri></author>
  <icon>${xml(new URL('/favicon.svg', site).href)}</icon>
${entries.map((entry) => atomEntry(entry, lang)).join('\n')}
</feed>
`;
}

/** The JSON feed. */
export function jsonFeed({ lang, site, title, subtitle, entries }: Feed): object {
  const home = new URL(pageUrl(lang, homePath), site).href;
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description: subtitle,
    home_page_url: home,
    feed_url: new URL(jsonFeedPath(lang), site).href,
    language: locale[lang],
    icon: new URL(siteCardPath(lang), site).href,
    authors: [{ name: title, url: home }],
    items: entries.map((entry) => ({
      id: entry.url,
      url: entry.url,
      title: entry.title,
      summary: entry.summary,
      content_html: entry.html,
      image: entry.image,
      date_published: entry.published.toISOString(),
      date_modified: changed(entry).toISOString(),
      language: locale[lang],
      tags: [entry.series],
    })),
  };
}

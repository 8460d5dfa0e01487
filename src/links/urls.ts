/** Addresses of pages: always with a trailing slash, English at the root, Chinese under `/zh/`. */
import { langPrefix, langs, locale } from '../i18n/lang.ts';
import type { Lang } from '../i18n/lang.ts';

/** A page's path without its language: '/', '/rope/', '/series/attention/'. The same in every language. */
export type PagePath = '/' | `/${string}/`;

/** First path segments that a slug may not take: they are pages of the site. */
export const reservedSlugs: readonly string[] = [
  '404',
  'about',
  'demos',
  'embed',
  'fonts',
  'myst',
  'oembed',
  'offline',
  'og',
  'pagefind',
  'previews',
  'series',
  'stills',
  ...langs,
];

/** A page in a language: `pageUrl('zh', '/rope/')` is '/zh/rope/'. */
export const pageUrl = (lang: Lang, path: PagePath): string => `${langPrefix(lang)}${path}`;

export const articlePath = (slug: string): PagePath => `/${slug}/`;
export const seriesPath = (id: string): PagePath => `/series/${id}/`;
export const homePath: PagePath = '/';
export const seriesIndexPath: PagePath = '/series/';
export const demosPath: PagePath = '/demos/';
export const aboutPath: PagePath = '/about/';
export const offlinePath: PagePath = '/offline/';

/** A demo alone, for frames on other pages. */
export const embedPath = (demo: string): PagePath => `/embed/${demo}/`;

/** A file of the site in a language, from the root: `fileUrl('zh', 'feed.xml')` is '/zh/feed.xml'. */
export const fileUrl = (lang: Lang, name: string): string => `${langPrefix(lang)}/${name}`;
export const feedPath = (lang: Lang): string => fileUrl(lang, 'feed.xml');
export const jsonFeedPath = (lang: Lang): string => fileUrl(lang, 'feed.json');
export const oembedPath = (lang: Lang, demo: string): string => fileUrl(lang, `oembed/${demo}.json`);
export const stillPath = (lang: Lang, demo: string): string => fileUrl(lang, `stills/${demo}.svg`);
/** Pictures for link previews, 1200 by 630: of the site, of an article, of a demo. */
export const siteCardPath = (lang: Lang): string => fileUrl(lang, 'og/index.png');
export const articleCardPath = (lang: Lang, slug: string): string => fileUrl(lang, `og/articles/${slug}.png`);
export const demoCardPath = (lang: Lang, demo: string): string => fileUrl(lang, `og/demos/${demo}.png`);

/** Where a demo lives inside its article. */
export const demoUrl = (lang: Lang, slug: string, demo: string): string =>
  `${pageUrl(lang, articlePath(slug))}#demo-${demo}`;

/** A target of an article, for links on its own page that shall keep when the text is taken elsewhere. */
export const targetUrl = (lang: Lang, slug: string | undefined, id: string): string =>
  `${slug ? pageUrl(lang, articlePath(slug)) : ''}#${id}`;

/** Where the preview of a page's target is: `/rope/` and `eq-norm` give `/previews/rope/eq-norm.json`, in each language. */
export const previewUrl = (page: string, id: string): string =>
  page.replace(/^(\/zh)?\/([^/]+)\/$/, `$1/previews/$2/${id}.json`);

/** Versions of a page for `<link rel="alternate" hreflang>`, the default language last as `x-default`. */
export function alternates(path: PagePath, site: URL): { hreflang: string; href: string }[] {
  const versions = langs.map((lang) => ({ hreflang: locale[lang], href: new URL(pageUrl(lang, path), site).href }));
  return [...versions, { hreflang: 'x-default', href: new URL(pageUrl('en', path), site).href }];
}

/**
 * The address of this page in the other language, at the place where the reader is.
 * `query` as in `location.search` (demo states travel along); `target` is an id, '' for the top.
 */
export const switchedUrl = (base: string, query: string, target: string): string =>
  `${base}${query}${target === '' ? '' : `#${encodeURIComponent(target)}`}`;

/** Addresses of pages: always with a trailing slash, English at the root, Chinese under `/zh/`. */
import { langPrefix, langs, locale } from '../i18n/lang.ts';
import type { Lang } from '../i18n/lang.ts';

/** A page's path without its language: '/', '/rope/', '/series/attention/'. The same in every language. */
export type PagePath = '/' | `/${string}/`;

/** First path segments that a slug may not take: they are pages of the site. */
export const reservedSlugs: readonly string[] = ['404', 'about', 'demos', 'fonts', 'series', ...langs];

/** A page in a language: `pageUrl('zh', '/rope/')` is '/zh/rope/'. */
export const pageUrl = (lang: Lang, path: PagePath): string => `${langPrefix(lang)}${path}`;

export const articlePath = (slug: string): PagePath => `/${slug}/`;
export const seriesPath = (id: string): PagePath => `/series/${id}/`;
export const homePath: PagePath = '/';
export const seriesIndexPath: PagePath = '/series/';
export const demosPath: PagePath = '/demos/';
export const aboutPath: PagePath = '/about/';

/** Where a demo lives inside its article. */
export const demoUrl = (lang: Lang, slug: string, demo: string): string =>
  `${pageUrl(lang, articlePath(slug))}#demo-${demo}`;

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

/** Every page, for search engines. */
import type { APIRoute } from 'astro';
import { sitemap } from '../links/machine/sitemap.ts';
import type { SitemapPage } from '../links/machine/sitemap.ts';
import { aboutPath, articlePath, demosPath, homePath, seriesIndexPath, seriesPath } from '../links/urls.ts';
import { library } from './_data/articles.ts';
import { file, siteUrl } from './_data/machines.ts';
import { lastChange } from './_data/order.ts';

export const GET: APIRoute = async ({ site }) => {
  const { newest, series } = await library('en');
  const pages: SitemapPage[] = [
    ...[homePath, seriesIndexPath, demosPath, aboutPath].map((path) => ({ path })),
    ...[...series.keys()].map((id) => ({ path: seriesPath(id) })),
    ...newest.map((article) => ({ path: articlePath(article.slug), changed: lastChange(article) })),
  ];
  return file('xml', sitemap(pages, siteUrl(site)));
};

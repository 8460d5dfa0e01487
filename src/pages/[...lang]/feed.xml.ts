/** The Atom feed. */
import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { atomFeed } from '../../links/machine/feeds.ts';
import { langPaths } from '../_data/articles.ts';
import { feed, file, siteUrl } from '../_data/machines.ts';

export const getStaticPaths = langPaths;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = async ({ props, site }) =>
  file('atom', atomFeed(await feed(props.lang, siteUrl(site))));

/** The JSON feed. */
import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { jsonFeed } from '../../links/machine/feeds.ts';
import { langPaths } from '../_data/articles.ts';
import { feed, jsonFile, siteUrl } from '../_data/machines.ts';

export const getStaticPaths = langPaths;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = async ({ props, site }) =>
  jsonFile(jsonFeed(await feed(props.lang, siteUrl(site))), 'jsonFeed');

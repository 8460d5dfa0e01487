/** An article as Markdown. */
import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { toMarkdown } from '../../markdown/export/markdown.ts';
import { articlePaths, file, portable, siteUrl, sourceOf } from '../_data/machines.ts';

export const getStaticPaths = articlePaths;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = ({ props, site }) =>
  file('markdown', toMarkdown(portable(sourceOf(props.article), siteUrl(site))));

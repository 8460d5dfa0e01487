/** How to cite an article, and its sources, as CSL-JSON. */
import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { articleCsl, workCsl } from '../../links/machine/citing.ts';
import { articlePaths, citedArticle, jsonFile, siteUrl, sourceOf, worksOf } from '../_data/machines.ts';

export const getStaticPaths = articlePaths;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = ({ props, site }) =>
  jsonFile([articleCsl(citedArticle(props.article, siteUrl(site))), ...worksOf(sourceOf(props.article)).map(workCsl)]);

/** The trees of English pages, for MyST. */
import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { mystPage } from '../../links/machine/myst-xref.ts';
import { jsonFile, mystPaths, portable, siteUrl } from '../_data/machines.ts';

export const getStaticPaths = () => mystPaths('en');

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = ({ props: { page }, site }) =>
  jsonFile(mystPage(portable(page.file, siteUrl(site)), page.path));

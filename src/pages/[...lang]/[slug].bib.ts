/** How to cite an article, and its sources, as BibTeX. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { articleBibtex, rawEntries } from '../../links/machine/citing.ts';
import { articlePaths, citedArticle, file, inventory, siteUrl, sourceOf, worksOf } from '../_data/machines.ts';

export const getStaticPaths = articlePaths;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = ({ props, site }) => {
  const raw = rawEntries(readFileSync(join(inventory().contentDir, 'references.bib'), 'utf8'));
  const sources = worksOf(sourceOf(props.article)).flatMap(({ id }) => raw.get(id) ?? []);
  return file(
    'bibtex',
    `${[articleBibtex(citedArticle(props.article, siteUrl(site))).trim(), ...sources].join('\n\n')}\n`,
  );
};

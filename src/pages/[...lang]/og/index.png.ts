/** The picture of pages that have none of their own. */
import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { t } from '../../../i18n/strings.ts';
import { cardPng } from '../../../links/machine/card.ts';
import { langPaths } from '../../_data/articles.ts';
import { file } from '../../_data/machines.ts';

export const getStaticPaths = langPaths;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = async ({ props: { lang } }) => {
  const { siteName, siteSummary } = t(lang);
  return file('png', await cardPng({ lang, title: siteSummary, kicker: siteName, siteName }));
};

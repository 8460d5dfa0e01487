/** An article's picture for link previews. */
import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { t } from '../../../../i18n/strings.ts';
import { cardPng } from '../../../../links/machine/card.ts';
import { articlePaths, file } from '../../../_data/machines.ts';

export const getStaticPaths = articlePaths;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = async ({ props: { article } }) => {
  const { lang, title, series } = article;
  return file('png', await cardPng({ lang, title, kicker: series.title, siteName: t(lang).siteName }));
};

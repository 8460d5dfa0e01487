/** A demo's picture for link previews: oEmbed's thumbnail. */
import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { t } from '../../../../i18n/strings.ts';
import { cardPng } from '../../../../links/machine/card.ts';
import { getDemo } from '../../../../registry/server.ts';
import { demoPaths, file } from '../../../_data/machines.ts';

export const getStaticPaths = demoPaths;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = async ({ props: { demo, lang } }) => {
  const { demos, siteName } = t(lang);
  return file('png', await cardPng({ lang, title: getDemo(demo).title[lang], kicker: demos, siteName }));
};

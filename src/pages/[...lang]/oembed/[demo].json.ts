/** A demo's oEmbed answer. */
import type { APIRoute, InferGetStaticPropsType } from 'astro';
import { t } from '../../../i18n/strings.ts';
import { oembed } from '../../../links/machine/oembed.ts';
import { getDemo } from '../../../registry/server.ts';
import { demoPaths, jsonFile, siteUrl } from '../../_data/machines.ts';

export const getStaticPaths = demoPaths;

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = ({ props: { demo, lang }, site }) =>
  jsonFile(oembed({ id: demo, lang, title: getDemo(demo).title[lang], siteName: t(lang).siteName }, siteUrl(site)));

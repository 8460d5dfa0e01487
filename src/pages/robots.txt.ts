/** Everything may be read; here is the list. */
import type { APIRoute } from 'astro';
import { file, siteUrl } from './_data/machines.ts';

export const GET: APIRoute = ({ site }) =>
  file('text', `User-agent: *\nAllow: /\n\nSitemap: ${new URL('/sitemap.xml', siteUrl(site)).href}\n`);

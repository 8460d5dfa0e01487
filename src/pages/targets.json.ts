/** Every target, for tools of any kind. */
import type { APIRoute } from 'astro';
import { targetsFile } from '../links/machine/targets-file.ts';
import { excerptsOf } from '../markdown/export/excerpts.ts';
import { inventory, jsonFile, portable, siteUrl } from './_data/machines.ts';

export const GET: APIRoute = ({ site }) => {
  const address = siteUrl(site);
  return jsonFile(targetsFile(inventory(), address, ({ file }) => excerptsOf(portable(file, address))));
};

/** Every target, for Sphinx. */
import type { APIRoute } from 'astro';
import { t } from '../i18n/strings.ts';
import { sphinxInventory } from '../links/machine/objects-inv.ts';
import { inventory } from './_data/machines.ts';

export const GET: APIRoute = () =>
  new Response(sphinxInventory(inventory(), t('en').siteName), {
    headers: { 'content-type': 'application/octet-stream' },
  });

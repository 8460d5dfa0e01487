/** Every target, for MyST. */
import type { APIRoute } from 'astro';
import { mystReferences } from '../links/machine/myst-xref.ts';
import { inventory, jsonFile } from './_data/machines.ts';

export const GET: APIRoute = () => jsonFile(mystReferences(inventory()));

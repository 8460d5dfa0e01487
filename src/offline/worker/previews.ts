/**
 * Previews are not named by their content. So an open page gets those that it was built with, from the pack in its own list; the
 * network is asked only for pages whose list is not here.
 */
import { knownList } from '../lists.ts';
import { open } from '../records.ts';
import { unseal } from '../sealed.ts';
import { openFiles } from '../store.ts';

/** @param client the browser's id of the page that asks */
export async function keptPreview(client: string, path: string): Promise<Response | undefined> {
  const page = await open.get(client);
  if (!page) return undefined;
  const files = await openFiles();
  const pack = (await knownList(files, page.list))?.previews;
  const kept = pack === undefined ? undefined : await unseal(await files.match(pack));
  const previews: unknown = await kept?.json();
  if (typeof previews !== 'object' || previews === null || !Object.hasOwn(previews, path)) return undefined;
  return Response.json((previews as Record<string, unknown>)[path]);
}

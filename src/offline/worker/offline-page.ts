/** What is shown in place of a page that can't be had: the site's page on offline reading, in the language that was asked for. */
import { matchPrecache } from 'workbox-precaching';

/** The same page, told by an attribute that it stands for another: its style sheet then shows other words. */
async function standingIn(response: Response): Promise<Response> {
  const html = (await response.text()).replace('<html ', '<html data-instead ');
  return new Response(html, { headers: response.headers });
}

/** @param path of the page that was asked for */
export async function offlinePage(path: string): Promise<Response | undefined> {
  const own = path.startsWith('/zh/') ? '/zh/offline/' : '/offline/';
  const response = await matchPrecache(`${own}index.html`);
  if (!response) return undefined;
  return path === own ? response : standingIn(response);
}

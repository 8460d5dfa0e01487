/**
 * How the worker answers. Pages come from the network where there is one, so that a new version shows at once; files with a hash in
 * their name are the same for ever, so the kept copy is as good. Everything else goes to the network untouched.
 */
import { matchPrecache } from 'workbox-precaching';
import type { RouteHandlerCallback, RouteHandlerObject } from 'workbox-core/types.js';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkFirst } from 'workbox-strategies';
import { knownFiles } from './known-files.ts';
import { offlinePage } from './offline-page.ts';
import { kindOf, pageOf, type Kind } from './paths.ts';
import { keptPreview } from './previews.ts';
import type { FetchEvent } from './scope.ts';
import { digestOf, seal, unseal } from '../sealed.ts';
import { cacheNames, openPages } from '../store.ts';

/** Seconds that the network may take before a kept page is shown in its place. */
const patience = 4;

const keptPageOf = async (url: string): Promise<Response | undefined> =>
  unseal(await (await openPages()).match(pageOf(new URL(url).pathname)));

const pages = new NetworkFirst({
  cacheName: cacheNames.pages,
  networkTimeoutSeconds: patience,
  plugins: [
    {
      // The state of a demo, in the query, is the page's own business.
      cacheKeyWillBeUsed: ({ request }) => Promise.resolve(pageOf(new URL(request.url).pathname)),
      // A page is put down with all of its files or not at all (`keep.ts`).
      cacheWillUpdate: () => Promise.resolve(null),
      cachedResponseWillBeUsed: async ({ cachedResponse }) => (await unseal(cachedResponse)) ?? null,
      // A host that is broken is as good as none.
      handlerWillRespond: async ({ request, response }) =>
        response.status >= 500 ? ((await keptPageOf(request.url)) ?? response) : response,
      handlerDidError: ({ request }) => offlinePage(new URL(request.url).pathname),
    },
  ],
});

/** An answer from the network, sealed, if it is a file of a kept page: a lost copy is replaced, a used backend stays. */
async function worthKeeping(request: Request, response: Response): Promise<Response | null> {
  const digest = (await knownFiles()).get(new URL(request.url).pathname);
  if (digest === undefined || response.status !== 200) return null;
  const body = await response.arrayBuffer();
  return (await digestOf(body)) === digest ? seal(response, body, digest) : null;
}

const files = new CacheFirst({
  cacheName: cacheNames.files,
  plugins: [
    {
      cacheWillUpdate: ({ request, response }) => worthKeeping(request, response),
      cachedResponseWillBeUsed: async ({ cachedResponse }) => (await unseal(cachedResponse)) ?? null,
      // Files of the offline page lie in the worker's own cache.
      handlerWillRespond: async ({ request, response }) =>
        response.ok ? response : ((await matchPrecache(request.url)) ?? response),
      handlerDidError: ({ request }) => matchPrecache(request.url),
    },
  ],
});

/** @param stopped whether keeping was switched off: then everything goes to the network untouched */
export function answer(stopped: () => boolean): void {
  const on = (kind: Kind, handler: RouteHandlerCallback | RouteHandlerObject): void => {
    registerRoute(
      ({ request, url, sameOrigin }) => sameOrigin && !stopped() && kindOf(url.pathname, request.mode) === kind,
      handler,
    );
  };
  on('page', pages);
  on('file', files);
  on('preview', async ({ event, request, url }) => {
    const { clientId } = event as unknown as FetchEvent;
    return (await keptPreview(clientId, url.pathname)) ?? fetch(request);
  });
  on('icon', async ({ request }) => (await matchPrecache(request.url)) ?? fetch(request));
}

/** The site's service worker. Why it works as it does: docs/offline.md. */
import { clientsClaim } from 'workbox-core';
import { enable as navigationPreload } from 'workbox-navigation-preload';
import { precache, type PrecacheEntry } from 'workbox-precaching';
import { noted, opened } from './open.ts';
import { forgetKnownFiles } from './known-files.ts';
import { answer } from './routes.ts';
import { scope } from './scope.ts';
import { readMessage } from '../messages.ts';
import { dropOtherForms } from '../store.ts';

/** The offline pages and what they need, written in by the build. */
declare const self: { readonly __WB_MANIFEST: (PrecacheEntry | string)[] };

precache(self.__WB_MANIFEST);
navigationPreload();
// The first page that is read has loaded before there was a worker. A later worker waits until no page of the earlier one is open.
clientsClaim();

let stopped = false;
answer(() => stopped);
scope.addEventListener('activate', (event) => {
  event.waitUntil(dropOtherForms());
});
scope.addEventListener('message', (event) => {
  const message = readMessage(event.data);
  if (message?.kind === 'stop') stopped = true;
  if (!message || message.kind === 'stop' || !event.source || stopped) return;
  const heard = message.kind === 'open' ? opened : noted;
  event.waitUntil(
    heard(event.source, message.list, () => stopped)
      // No network, no room, a version that is gone: the page is not kept this time.
      .catch(() => undefined)
      .finally(forgetKnownFiles),
  );
});

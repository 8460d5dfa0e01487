/** Pages that are open: which version each is, and keeping it. */
import { clearUnneeded } from '../clear.ts';
import { isWhole, keepPage, NotKept, type Wish } from '../keep.ts';
import { keptPage, open, readAt } from '../records.ts';
import { alone } from '../store.ts';
import { scope, type Client } from './scope.ts';

/** A page in the browser's back and forward cache is not listed as open, and may come back: a day long its files stay. */
const day = 86_400_000;

/** Forgets pages that were closed. */
async function forgetClosed(): Promise<void> {
  const alive = new Set(
    (await scope.clients.matchAll({ includeUncontrolled: true, type: 'window' })).map(({ id }) => id),
  );
  for (const [id, { at }] of await open.all()) {
    if (!alive.has(id) && Date.now() - at > day) await open.delete(id);
  }
}

/** Read pages that stay when there is no room for all. */
const fewer = 5;

/** No room for a page that was read: older ones make room, once. */
async function keepRead(page: string, wish: Wish): Promise<void> {
  try {
    await keepPage(page, wish);
  } catch (error) {
    if (!(error instanceof NotKept) || error.reason !== 'full') throw error;
    await alone(() => clearUnneeded([], fewer));
    await keepPage(page, wish);
  }
}

/** A page tells that it is open, and which version it is. `stopped`: keeping was switched off. */
export async function opened({ id, url }: Client, list: string, stopped: () => boolean): Promise<void> {
  const page = new URL(url).pathname;
  await alone(async () => {
    if (stopped()) return;
    await forgetClosed();
    await open.set(id, { list, at: Date.now() });
  });
  if (stopped()) return;
  const kept = await keptPage(page);
  if (kept?.list === list && (await isWhole(kept))) await readAt.set(page, Date.now());
  else await keepRead(page, { saved: false, list, stopped });
}

/** Pages that are open: which version each is, and keeping it. */
import { clearUnneeded, tooMany } from '../clear.ts';
import { isWhole, keepPage, NotKept } from '../keep.ts';
import { keptPage, keptPages, open, readAt } from '../records.ts';
import { alone } from '../store.ts';
import { scope, type Client } from './scope.ts';

/** A page in the browser's back and forward cache is not listed as open, and may come back: a day long its files stay. */
const day = 86_400_000;

/** Forgets pages that were closed longer ago than this. */
async function forgetClosed(longer = day): Promise<void> {
  const alive = new Set(
    (await scope.clients.matchAll({ includeUncontrolled: true, type: 'window' })).map(({ id }) => id),
  );
  for (const [id, { at }] of await open.all()) {
    if (!alive.has(id) && Date.now() - at >= longer) await open.delete(id);
  }
}

/** A page tells that it is open, and which version it is: its files stay, whatever else goes. */
export async function noted({ id, url }: Client, list: string, stopped: () => boolean): Promise<void> {
  await alone(async () => {
    if (stopped()) return;
    await forgetClosed();
    await open.set(id, { list, at: Date.now() });
    const page = new URL(url).pathname;
    if ((await keptPage(page))?.list === list) await readAt.set(page, Date.now());
  });
}

async function keepOpen(client: Client, list: string, stopped: () => boolean): Promise<void> {
  const page = new URL(client.url).pathname;
  await noted(client, list, stopped);
  if (stopped()) return;
  const kept = await keptPage(page);
  if (kept?.list !== list || !(await isWhole(kept))) await keepPage(page, { saved: false, list, stopped });
}

/** Read pages that stay when there is no room for all, at most. */
const fewer = 5;

/** Room for a page: of the others that were read, those read longest ago go, at least half of them. Whether any went. */
async function makeRoom(page: string): Promise<boolean> {
  await forgetClosed(0);
  const others = await keptPages();
  others.delete(page);
  const read = [...others.values()].filter(({ saved }) => !saved).length;
  const going = tooMany(others, await readAt.all(), Math.min(fewer, Math.floor(read / 2)));
  await clearUnneeded(going);
  return going.length > 0;
}

/** The browser may refuse a page's files, or the small notes before them. */
const isFull = (error: unknown): boolean =>
  error instanceof NotKept
    ? error.reason === 'full'
    : error instanceof DOMException && error.name === 'QuotaExceededError';

/** A page tells that it is open, and is kept; older ones make room. */
export async function opened(client: Client, list: string, stopped: () => boolean): Promise<void> {
  const page = new URL(client.url).pathname;
  for (;;) {
    try {
      await keepOpen(client, list, stopped);
      return;
    } catch (error) {
      if (!isFull(error) || !(await alone(() => makeRoom(page)))) throw error;
    }
  }
}

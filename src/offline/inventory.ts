/** What is kept, for the page that lists it. */
import { clearUnneeded } from './clear.ts';
import { isWhole } from './keep.ts';
import type { SeriesFiles } from './page-files.ts';
import { keptPages, readAt, savedSeries, type KeptPage } from './records.ts';
import { sizeOf } from './sealed.ts';
import { alone, openFiles, openPages } from './store.ts';

export interface Inventory {
  /** Those that open offline with all of their files, read last first, by path. */
  readonly pages: ReadonlyMap<string, KeptPage>;
  readonly series: readonly SeriesFiles[];
  readonly bytes: number;
}

async function bytesIn(cache: Cache): Promise<number> {
  let sum = 0;
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    if (kept) sum += sizeOf(kept);
  }
  return sum;
}

export async function takeInventory(): Promise<Inventory> {
  const times = await readAt.all();
  const whole = new Map<string, KeptPage>();
  const all = [...(await keptPages())].sort(([a], [b]) => (times.get(b) ?? 0) - (times.get(a) ?? 0));
  for (const [page, kept] of all) if (await isWhole(kept)) whole.set(page, kept);
  const bytes = (await bytesIn(await openFiles())) + (await bytesIn(await openPages()));
  return { pages: whole, series: [...(await savedSeries.all()).values()], bytes };
}

export const removePages = (pages: readonly string[]): Promise<void> => alone(() => clearUnneeded(pages));

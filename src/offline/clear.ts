/** What goes: pages beyond the number that is kept, and files that no page needs any more. */
import { knownList } from './lists.ts';
import { everyFile } from './page-files.ts';
import { keptPages, open, readAt, type KeptPage } from './records.ts';
import { keysOf, openFiles, openPages } from './store.ts';

/** Pages that are kept because they were read, at most; saved ones come on top. */
export const mostRead = 30;

/** The pages that are one too many: those read longest ago. */
export function tooMany(
  pages: ReadonlyMap<string, KeptPage>,
  times: ReadonlyMap<string, number>,
  most = mostRead,
): string[] {
  const read = [...pages].filter(([, { saved }]) => !saved).map(([page]) => page);
  return read.sort((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0)).slice(most);
}

async function dropPages(pages: readonly string[]): Promise<void> {
  const cache = await openPages();
  for (const page of pages) {
    await cache.delete(page);
    await readAt.delete(page);
  }
}

/** Every file that a kept page or an open one may ask for. */
async function neededFiles(files: Cache): Promise<Set<string>> {
  const lists = [...(await keptPages()).values(), ...(await open.all()).values()].map(({ list }) => list);
  const needed = new Set<string>();
  for (const list of new Set(lists)) {
    const needs = await knownList(files, list);
    if (!needs) continue;
    needed.add(list);
    for (const { url } of everyFile(needs)) needed.add(url);
  }
  return needed;
}

/** Removes pages, and whatever only they needed. For callers that are alone (see `store.ts`). */
export async function clearUnneeded(unwanted: readonly string[] = []): Promise<void> {
  await dropPages(unwanted);
  await dropPages(tooMany(await keptPages(), await readAt.all()));
  const files = await openFiles();
  const needed = await neededFiles(files);
  for (const url of await keysOf(files)) if (!needed.has(url)) await files.delete(url);
}

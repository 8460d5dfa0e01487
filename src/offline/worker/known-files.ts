/**
 * The files of all kept pages, by path, with their digests: worked out when first asked for, anew after a page was kept. Pages put
 * down what they save themselves, without telling: so what was worked out is not used for long.
 */
import { knownList } from '../lists.ts';
import { everyFile } from '../page-files.ts';
import { keptPages } from '../records.ts';
import { openFiles } from '../store.ts';

let known: Promise<ReadonlyMap<string, string>> | undefined;
let since = 0;
/** Milliseconds. */
const longest = 10_000;

async function read(): Promise<ReadonlyMap<string, string>> {
  const cache = await openFiles();
  const digests = new Map<string, string>();
  for (const list of new Set([...(await keptPages()).values()].map((page) => page.list))) {
    const needs = await knownList(cache, list);
    if (!needs) continue;
    for (const { url, digest } of everyFile(needs)) digests.set(url, digest);
  }
  return digests;
}

export function knownFiles(): Promise<ReadonlyMap<string, string>> {
  const age = Date.now() - since;
  // A clock that was set back tells nothing of its age.
  if (age < 0 || age > longest) known = undefined;
  if (!known) {
    since = Date.now();
    known = read().catch(() => new Map<string, string>());
  }
  return known;
}
export const forgetKnownFiles = (): void => {
  known = undefined;
};

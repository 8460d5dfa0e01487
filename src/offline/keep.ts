/**
 * Keeping a page: all or nothing. Every file of its list is fetched and held to its digest first; only when all are there is the page
 * itself put down, in one stroke with what is noted of it. Whatever stops before leaves files that no page counts on: they are cleared.
 */
import { clearUnneeded } from './clear.ts';
import { knownList } from './lists.ts';
import { bytesOf, splitPage, type FileEntry, type PageFiles } from './page-files.ts';
import { keptPage, readAt, type KeptPage } from './records.ts';
import { digestOf, seal, sealOf } from './sealed.ts';
import { alone, openFiles, openPages } from './store.ts';

/** Why a page could not be kept: no answer, answers that are not of one version, or no room. */
export type Reason = 'network' | 'changed' | 'full';
export class NotKept extends Error {
  readonly reason: Reason;
  constructor(reason: Reason, detail: string) {
    super(detail);
    this.name = 'NotKept';
    this.reason = reason;
  }
}

export interface Wish {
  /** The reader asks for it to stay. */
  readonly saved: boolean;
  /** The version that is open, where one is. */
  readonly list?: string;
  /** Asked before anything is put down: the reader may have switched keeping off meanwhile. */
  readonly stopped?: () => boolean;
  /** Told of every file: how much of the page is here, from 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** Files asked for at the same time. */
const atOnce = 6;

async function get(url: string, cache: RequestCache): Promise<Response> {
  const response = await fetch(url, { cache }).catch((error: unknown) => {
    throw new NotKept('network', `${url}: ${String(error)}`);
  });
  if (response.status >= 500) throw new NotKept('network', `${url}: HTTP ${String(response.status)}`);
  if (!response.ok || response.redirected) throw new NotKept('changed', `${url}: HTTP ${String(response.status)}`);
  return response;
}
const bodyOf = (response: Response, url: string): Promise<ArrayBuffer> =>
  response.arrayBuffer().catch((error: unknown) => {
    throw new NotKept('network', `${url}: ${String(error)}`);
  });

async function put(cache: Cache, url: string, response: Response): Promise<void> {
  try {
    await cache.put(url, response);
  } catch (error) {
    const full = error instanceof DOMException && error.name === 'QuotaExceededError';
    throw new NotKept(full ? 'full' : 'network', `${url}: ${String(error)}`);
  }
}

async function isThere(cache: Cache, { url, digest }: Omit<FileEntry, 'bytes'>): Promise<boolean> {
  const kept = await cache.match(url);
  return kept !== undefined && sealOf(kept) === digest;
}

/** Puts a file down unless it is there. The browser's own cache may hold a damaged copy: then the host is asked past it. */
export async function keepFile(cache: Cache, { url, digest }: FileEntry): Promise<void> {
  if (await isThere(cache, { url, digest })) return;
  for (const mode of ['default', 'reload'] as const) {
    const response = await get(url, mode);
    const body = await bodyOf(response, url);
    if ((await digestOf(body)) === digest) return put(cache, url, seal(response, body, digest));
  }
  throw new NotKept('changed', `${url} is not the file that the page was built with`);
}

/** A list's digest is in its name: `/_astro/offline/rope.<digest>.json`. */
const listDigest = (list: string): string => /\.([0-9a-f]+)\.json$/.exec(list)?.[1] ?? '';

/** A page's list, from what is kept or from the host. */
async function keepList(cache: Cache, list: string): Promise<PageFiles> {
  await keepFile(cache, { url: list, digest: listDigest(list), bytes: 0 });
  const read = await knownList(cache, list);
  if (!read) throw new NotKept('changed', `${list} is not a list of files`);
  return read;
}

interface Fetched {
  readonly response: Response;
  readonly body: ArrayBuffer;
  readonly list: string;
  /** Its HTML without the element that names the list. */
  readonly rest: string;
}

/** The page's HTML as the browser has it from opening it, if that is the version wanted; otherwise as the host has it now. */
async function fetchPage(page: string, wanted: string | undefined): Promise<Fetched> {
  for (const mode of wanted === undefined ? (['no-cache'] as const) : (['force-cache', 'no-cache'] as const)) {
    const response = await get(page, mode);
    const body = await bodyOf(response, page);
    const { list, rest } = splitPage(new TextDecoder().decode(body));
    if (list !== undefined && (list === wanted || mode === 'no-cache')) return { response, body, list, rest };
  }
  throw new NotKept('changed', `${page} names no list of files`);
}

/** Works on several at a time. A failure is thrown when nothing is under way any more. */
async function severalAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const take = async (): Promise<void> => {
    try {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    } finally {
      waiting.length = 0;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, take));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function keepNow(page: string, wish: Wish): Promise<KeptPage> {
  const files = await openFiles();
  const saved = wish.saved || ((await keptPage(page))?.saved ?? false);
  const { response, body, list, rest } = await fetchPage(page, wish.list);
  const needs = await keepList(files, list);
  if ((await digestOf(new TextEncoder().encode(rest))) !== needs.html.digest)
    throw new NotKept('changed', `${page} is not the page that its list was made for`);
  const wanted = [...needs.files, ...(saved ? needs.weights : [])];
  const total = bytesOf(wanted);
  let here = 0;
  await severalAtOnce(wanted, async (entry) => {
    await keepFile(files, entry);
    here += entry.bytes;
    wish.progress?.(total > 0 ? here / total : 1);
  });
  const note: KeptPage = { title: needs.title, list, saved };
  await put(await openPages(), page, seal(response, body, await digestOf(body), note));
  await readAt.set(page, Date.now()).catch(() => undefined);
  await keepUsed(files, [...(saved ? [] : needs.weights), ...needs.backends]).catch(() => undefined);
  return note;
}

/**
 * Weights and backends that the page used before it was kept: the browser's own cache has them, and is asked for nothing else. What
 * is used later goes through the worker.
 */
async function keepUsed(cache: Cache, entries: readonly FileEntry[]): Promise<void> {
  for (const { url, digest } of entries) {
    const response = await fetch(url, { cache: 'only-if-cached', mode: 'same-origin' }).catch(() => undefined);
    const body = response?.ok === true ? await response.arrayBuffer() : undefined;
    if (response && body && (await digestOf(body)) === digest) await cache.put(url, seal(response, body, digest));
  }
}

/** Keeps a page with its files, or throws `NotKept` and leaves what was kept of it before. */
export const keepPage = (page: string, wish: Wish): Promise<KeptPage> =>
  alone(async () => {
    if (wish.stopped?.() === true) throw new NotKept('changed', 'switched off');
    try {
      return await keepNow(page, wish);
    } finally {
      await clearUnneeded().catch(() => undefined);
    }
  });

/** Whether all files of a kept page are there. */
export async function isWhole({ list }: KeptPage): Promise<boolean> {
  const files = await openFiles();
  const needs = await knownList(files, list);
  if (!needs) return false;
  const there = await Promise.all(needs.files.map((entry) => isThere(files, entry)));
  return there.every(Boolean);
}

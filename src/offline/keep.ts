/**
 * Keeping a page: all or nothing. Every file of its list is fetched and held to its digest first; only when all are there is the page
 * itself put down, and then its record. Whatever stops in between leaves files that no page counts on, which the next clearing removes.
 */
import { clearUnneeded } from './clear.ts';
import { readPageFiles, splitPage, type FileEntry, type PageFiles } from './page-files.ts';
import { keptPages, type KeptPage } from './records.ts';
import { digestHeader, digestOf, seal, unseal } from './sealed.ts';
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
  /** Told of every file, with its bytes. */
  readonly progress?: (bytes: number) => void;
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

/** Puts a file down unless it is there. The browser's own cache may hold a damaged copy: then the host is asked past it. */
export async function keepFile(cache: Cache, { url, digest }: FileEntry): Promise<void> {
  if ((await cache.match(url))?.headers.get(digestHeader) === digest) return;
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

/** A list that is kept. */
export async function knownList(cache: Cache, list: string): Promise<PageFiles | undefined> {
  try {
    return readPageFiles(await (await unseal(await cache.match(list)))?.json());
  } catch {
    return undefined;
  }
}

interface Fetched {
  readonly response: Response;
  readonly body: ArrayBuffer;
  readonly list: string;
}

/** The page's HTML as the browser has it from opening it, if that is the version wanted; otherwise as the host has it now. */
async function fetchPage(page: string, wanted: string | undefined): Promise<Fetched> {
  for (const mode of wanted === undefined ? (['no-cache'] as const) : (['force-cache', 'no-cache'] as const)) {
    const response = await get(page, mode);
    const body = await bodyOf(response, page);
    const { list } = splitPage(new TextDecoder().decode(body));
    if (list !== undefined && (list === wanted || mode === 'no-cache')) return { response, body, list };
  }
  throw new NotKept('changed', `${page} names no list of files`);
}

async function inGroups<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const take = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, take));
}

async function keepNow(page: string, wish: Wish): Promise<KeptPage> {
  const files = await openFiles();
  const { response, body, list } = await fetchPage(page, wish.list);
  const needs = await keepList(files, list);
  const { rest } = splitPage(new TextDecoder().decode(body));
  if ((await digestOf(new TextEncoder().encode(rest))) !== needs.html.digest)
    throw new NotKept('changed', `${page} is not the page that its list was made for`);
  wish.progress?.(needs.html.bytes);
  await inGroups([...needs.files, ...(wish.saved ? needs.weights : [])], async (entry) => {
    await keepFile(files, entry);
    wish.progress?.(entry.bytes);
  });
  await put(await openPages(), page, seal(response, body, await digestOf(body)));
  const earlier = await keptPages.get(page);
  const record: KeptPage = {
    title: needs.title,
    list,
    saved: wish.saved || (earlier?.saved ?? false),
    at: Date.now(),
  };
  await keptPages.set(page, record);
  return record;
}

/** Keeps a page with its files, or throws `NotKept` and leaves what was kept of it before. */
export const keepPage = (page: string, wish: Wish): Promise<KeptPage> =>
  alone(async () => {
    try {
      return await keepNow(page, wish);
    } finally {
      await clearUnneeded();
    }
  });

/** Whether all files of a kept page are there. */
export async function isWhole({ list }: KeptPage): Promise<boolean> {
  const files = await openFiles();
  const needs = await knownList(files, list);
  if (!needs) return false;
  const present = await Promise.all(needs.files.map(({ url }) => files.match(url)));
  return needs.files.every(({ digest }, index) => present[index]?.headers.get(digestHeader) === digest);
}

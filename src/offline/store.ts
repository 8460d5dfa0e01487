/** Where kept things lie: three caches of this origin. Opening one makes it, so nothing is opened before it is needed. */

/** A number that rises when what lies in them changes its form; caches of other numbers are dropped. */
const form = 1;
const prefix = 'kept-';
export const cacheNames = {
  /** Scripts, styles, fonts, binaries, lists, by address. */
  files: `${prefix}files-${String(form)}`,
  /** HTML, by path. */
  pages: `${prefix}pages-${String(form)}`,
  /** What is known of kept pages, series and open pages: small JSON. */
  records: `${prefix}records-${String(form)}`,
} as const;

export const openFiles = (): Promise<Cache> => caches.open(cacheNames.files);
export const openPages = (): Promise<Cache> => caches.open(cacheNames.pages);
const openRecords = (): Promise<Cache> => caches.open(cacheNames.records);

/** Paths of what a cache holds. Addresses here carry no queries. */
export const keysOf = async (cache: Cache): Promise<Set<string>> =>
  new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));

/** Deletes what is kept; the worker's own precache goes with the worker. */
export async function dropCaches(which: (name: string) => boolean = () => true): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(prefix) && which(name)).map((name) => caches.delete(name)));
}
export const dropOtherForms = (): Promise<void> =>
  dropCaches((name) => !(Object.values(cacheNames) as string[]).includes(name));

/** One writer at a time, whether page or worker. */
export const alone = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request('kept', work);

/** A kind of small JSON documents, each under a name. What does not pass `read` counts as not there. */
export class Documents<T> {
  readonly #folder: string;
  readonly #read: (value: unknown) => T | undefined;

  constructor(kind: string, read: (value: unknown) => T | undefined) {
    this.#folder = `/${kind}/`;
    this.#read = read;
  }

  #key(name: string): string {
    return this.#folder + encodeURIComponent(name);
  }

  async get(name: string): Promise<T | undefined> {
    return this.#parse(await (await openRecords()).match(this.#key(name)));
  }

  async set(name: string, value: T): Promise<void> {
    await (await openRecords()).put(this.#key(name), Response.json(value));
  }

  async delete(name: string): Promise<void> {
    await (await openRecords()).delete(this.#key(name));
  }

  /** Name → document. */
  async all(): Promise<Map<string, T>> {
    const cache = await openRecords();
    const found = new Map<string, T>();
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith(this.#folder)) continue;
      const value = await this.#parse(await cache.match(request));
      if (value !== undefined) found.set(decodeURIComponent(pathname.slice(this.#folder.length)), value);
    }
    return found;
  }

  async #parse(response: Response | undefined): Promise<T | undefined> {
    try {
      return response && this.#read(await response.json());
    } catch {
      return undefined;
    }
  }
}

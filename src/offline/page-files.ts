/**
 * What a page needs to work without a network: a list that the build writes beside the page, and that the page names in its
 * head. Names of files end in a hash of their content, the list's own too, so a page leads to exactly the files it was built with.
 */

/** The meta element in a page's head that names its list. */
export const metaName = 'offline-files';
/** Where the build writes these lists; hosts keep everything in this folder for good. */
export const listFolder = '/_astro/offline/';
/** Length of the digests in lists: hexadecimal digits of SHA-256, enough to tell files apart and to notice damage. */
export const digestLength = 20;

export interface FileEntry {
  /** From the site's root. */
  readonly url: string;
  readonly bytes: number;
  readonly digest: string;
}

export interface PageFiles {
  /** Path of the page, `/zh/rope/`. */
  readonly page: string;
  readonly title: string;
  /** The page itself, without the element that names this list. */
  readonly html: Omit<FileEntry, 'url'>;
  /** Needed by the page and its demos: always kept with it. */
  readonly files: readonly FileEntry[];
  /** Trained weights of demos: kept when the demo has used them, or when the reader saves the page. */
  readonly weights: readonly FileEntry[];
  /** Other ways to compute than WebAssembly and plain CPU: kept when they have been used. */
  readonly backends: readonly FileEntry[];
  /** One of `files`: the previews of the page's links, by their addresses. */
  readonly previews: string | undefined;
}

/** Every file that a page may come to ask for. */
export const everyFile = ({ files, weights, backends }: PageFiles): FileEntry[] => [...files, ...weights, ...backends];

/** A series as its page offers it. That page itself is kept with it, and names its own list as every page does. */
export interface SeriesFiles {
  readonly title: string;
  /** The series' own page. */
  readonly page: string;
  /** What its articles take on the device, with their demos' weights; files that several need are counted once. */
  readonly bytes: number;
  /** Its articles, in reading order. */
  readonly pages: readonly SeriesPage[];
}
export interface SeriesPage {
  readonly page: string;
  readonly title: string;
  /** Address of its list. */
  readonly list: string;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** An address of this site. Browsers read a backslash as a slash, and pass over tabs and ends of lines. */
const isPath = (value: unknown): value is string => typeof value === 'string' && /^\/(?!\/)[^\\\p{Cc}]*$/u.test(value);
const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isDigest = (value: unknown): value is string =>
  typeof value === 'string' && value.length === digestLength && /^[0-9a-f]+$/.test(value);

/** In files an entry is a triple: shorter. */
export type WrittenEntry = readonly [url: string, bytes: number, digest: string];
export const writeEntry = ({ url, bytes, digest }: FileEntry): WrittenEntry => [url, bytes, digest];

function readEntry(value: unknown): FileEntry | undefined {
  if (!Array.isArray(value)) return undefined;
  const [url, bytes, digest] = value as readonly unknown[];
  return isPath(url) && isSize(bytes) && isDigest(digest) ? { url, bytes, digest } : undefined;
}

/** All of a list, or undefined when one of it is wrong. */
function all<T>(value: unknown, read: (item: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map(read);
  const good = items.filter((item) => item !== undefined);
  return good.length === items.length ? good : undefined;
}

export function writePageFiles(list: PageFiles): string {
  const entries = (of: readonly FileEntry[]): WrittenEntry[] => of.map(writeEntry);
  const { files, weights, backends, ...rest } = list;
  return JSON.stringify({ ...rest, files: entries(files), weights: entries(weights), backends: entries(backends) });
}

/** A list as it came from the network or from a cache; undefined when it is not one. */
export function readPageFiles(value: unknown): PageFiles | undefined {
  if (!isFields(value) || !isFields(value['html'])) return undefined;
  const { page, title, html, previews } = value;
  const files = all(value['files'], readEntry);
  const weights = all(value['weights'], readEntry);
  const backends = all(value['backends'], readEntry);
  const { bytes, digest } = html;
  if (!isPath(page) || typeof title !== 'string' || !isSize(bytes) || !isDigest(digest)) return undefined;
  if (!files || !weights || !backends || (previews !== undefined && !isPath(previews))) return undefined;
  return { page, title, html: { bytes, digest }, files, weights, backends, previews };
}

function readSeriesPage(value: unknown): SeriesPage | undefined {
  if (!isFields(value)) return undefined;
  const { page, title, list } = value;
  return isPath(page) && typeof title === 'string' && isPath(list) ? { page, title, list } : undefined;
}

/** As `readPageFiles`. */
export function readSeriesFiles(value: unknown): SeriesFiles | undefined {
  if (!isFields(value)) return undefined;
  const { title, page, bytes } = value;
  const pages = all(value['pages'], readSeriesPage);
  return typeof title === 'string' && isPath(page) && isSize(bytes) && pages
    ? { title, page, bytes, pages }
    : undefined;
}

/** The element that names a page's list, as the build writes it. */
export const listElement = (list: string): string => `<meta name="${metaName}" content="${list}">`;

/** A page's HTML taken apart: the list that it names, and the rest, which the list's digest is of. */
export function splitPage(html: string): { readonly list: string | undefined; readonly rest: string } {
  const found = new RegExp(`<meta name="${metaName}" content="(/[^"]*)">`).exec(html);
  return found ? { list: found[1], rest: html.replace(found[0], '') } : { list: undefined, rest: html };
}

/** Bytes of several lists together, each file counted once. */
export function bytesOf(entries: Iterable<FileEntry>): number {
  const sizes = new Map<string, number>();
  for (const { url, bytes } of entries) sizes.set(url, bytes);
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

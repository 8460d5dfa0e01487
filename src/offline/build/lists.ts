/** Writes, into a finished build, the list of files of every page and of every series, and names them in the pages. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bytesOf,
  listElement,
  listFolder,
  writePageFiles,
  type FileEntry,
  type PageFiles,
  type SeriesFiles,
} from '../page-files.ts';
import type { ChunkGraph } from './chunk-graph.ts';
import { closureOf, type Closure } from './closure.ts';
import { digestOf } from './digest.ts';
import { readMarkup, type Markup } from './markup.ts';

/** The pages on offline reading: the worker keeps them, from the day it starts. */
export const offlinePages: readonly string[] = ['/offline/', '/zh/offline/'];

/** A page of the build. */
interface Page {
  /** From the site's root, `/zh/rope/`. */
  readonly path: string;
  readonly file: string;
  readonly html: string;
  readonly markup: Markup;
}

/** Embeds live in frames of other sites; pages that have moved only send on. */
const isReading = (path: string, html: string): boolean =>
  !/^\/(?:zh\/)?embed\//.test(path) && !html.includes('data-former=');

function readPages(dist: string): Page[] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?:^|\/)index\.html$/.test(name))
    .flatMap((name) => {
      const path = `/${name.replace(/index\.html$/, '')}`;
      const file = join(dist, name);
      const html = readFileSync(file, 'utf8');
      return isReading(path, html) ? [{ path, file, html, markup: readMarkup(html, path) }] : [];
    });
}

/** The files of a build, read once each. */
export class BuiltFiles {
  readonly #dist: string;
  readonly #entries = new Map<string, FileEntry>();
  readonly #sheets = new Map<string, readonly string[]>();

  constructor(dist: string) {
    this.#dist = dist;
  }

  entry(name: string): FileEntry {
    const known = this.#entries.get(name);
    if (known) return known;
    const content = readFileSync(join(this.#dist, name));
    const entry = { url: `/${name}`, bytes: content.byteLength, digest: digestOf(content) };
    this.#entries.set(name, entry);
    return entry;
  }

  /** The fonts and pictures that a style sheet names. */
  namedBy(sheet: string): readonly string[] {
    let named = this.#sheets.get(sheet);
    if (!named) {
      const text = readFileSync(join(this.#dist, sheet), 'utf8');
      named = Array.from(text.matchAll(/\/(_astro\/[\w.-]+)/g), ([, name = '']) => name).filter((name) =>
        existsSync(join(this.#dist, name)),
      );
      this.#sheets.set(sheet, named);
    }
    return named;
  }

  /** Writes a file whose name has its digest in it, `rope.<digest>.json`. */
  write(name: string, content: string): FileEntry {
    const file = `${listFolder.slice(1)}${name}.${digestOf(content)}.json`;
    mkdirSync(join(this.#dist, listFolder), { recursive: true });
    writeFileSync(join(this.#dist, file), content);
    return this.entry(file);
  }

  /** Path → content of those previews that exist, as one text. */
  previews(addresses: Iterable<string>): string | undefined {
    const found = [...addresses].sort().filter((address) => existsSync(join(this.#dist, address)));
    const pack = found.map(
      (address) => [address, JSON.parse(readFileSync(join(this.#dist, address), 'utf8'))] as const,
    );
    return pack.length > 0 ? JSON.stringify(Object.fromEntries(pack)) : undefined;
  }
}

/** What a page loads, and what that loads. Throws for a file that has no hash in its name: no version could be told from another. */
function closure({ path, markup }: Page, graph: ChunkGraph, built: BuiltFiles): Closure {
  const entries = [...markup.loaded].map((url) => url.slice(1));
  const loose = entries.find((name) => !name.startsWith('_astro/'));
  if (loose !== undefined)
    throw new Error(`${path} loads /${loose}, whose name has no hash: import it, so that the bundler names it`);
  const sheets = entries.filter((name) => name.endsWith('.css'));
  return closureOf([...entries, ...sheets.flatMap((sheet) => built.namedBy(sheet))], graph, markup);
}

const nameOf = (path: string): string => path.slice(1, -1).replaceAll('/', '-') || 'home';

interface Listed {
  readonly list: FileEntry;
  readonly needs: PageFiles;
}

/** Writes a page's list and names it in the page. `extra`: files that the page fetches by itself. */
function writeList(page: Page, graph: ChunkGraph, built: BuiltFiles, extra: readonly FileEntry[] = []): Listed {
  const { files, weights, backends } = closure(page, graph, built);
  const pack = built.previews(page.markup.previews);
  const previews = pack === undefined ? undefined : built.write(`${nameOf(page.path)}.previews`, pack);
  const entries = (names: Iterable<string>): FileEntry[] => [...names].sort().map((name) => built.entry(name));
  const needs: PageFiles = {
    page: page.path,
    title: page.markup.title,
    html: { bytes: Buffer.byteLength(page.html), digest: digestOf(page.html) },
    files: [...entries(files), ...(previews ? [previews] : []), ...extra],
    weights: entries(weights),
    backends: entries(backends),
    previews: previews?.url,
  };
  const list = built.write(nameOf(page.path), writePageFiles(needs));
  writeFileSync(page.file, page.html.replace('</head>', `${listElement(list.url)}</head>`));
  return { list, needs };
}

/** The list of a series, and its page with that list named where the offer is. */
function offerSeries(page: Page, listed: ReadonlyMap<string, Listed>, built: BuiltFiles): [Page, FileEntry] {
  const { title = '', pages = [] } = page.markup.series ?? {};
  const articles = pages.map((path) => {
    const one = listed.get(path);
    if (!one) throw new Error(`${page.path} offers ${path} for offline reading, which is no page of this build`);
    return { page: path, ...one };
  });
  const files = articles.flatMap(({ page: url, list, needs }) => [
    { ...needs.html, url },
    list,
    ...needs.files,
    ...needs.weights,
  ]);
  const series: SeriesFiles = {
    title,
    page: page.path,
    bytes: bytesOf(files),
    pages: articles.map(({ page: path, list, needs }) => ({ page: path, title: needs.title, list: list.url })),
  };
  const written = built.write(`${nameOf(page.path)}.series`, JSON.stringify(series));
  const html = page.html.replace('data-list="unwritten"', `data-list="${written.url}"`);
  if (html === page.html) throw new Error(`${page.path} has no place for the list of its series`);
  return [{ ...page, html }, written];
}

/** @returns the number of pages, and the files of the build that the offline pages need */
export function writeLists(
  dist: string,
  graph: ChunkGraph,
): { readonly pages: number; readonly own: readonly string[] } {
  const built = new BuiltFiles(dist);
  const [own, pages] = [readPages(dist)].flatMap((all) => [
    all.filter(({ path }) => offlinePages.includes(path)),
    all.filter(({ path }) => !offlinePages.includes(path)),
  ]) as [Page[], Page[]];
  const listed = new Map<string, Listed>();
  for (const page of pages.filter(({ markup }) => !markup.series)) listed.set(page.path, writeList(page, graph, built));
  for (const page of pages.filter(({ markup }) => markup.series)) {
    const [offered, series] = offerSeries(page, listed, built);
    writeList(offered, graph, built, [series]);
  }
  const needed = own.flatMap((page) => [`${page.path.slice(1)}index.html`, ...closure(page, graph, built).files]);
  return { pages: pages.length, own: [...new Set(needed)] };
}

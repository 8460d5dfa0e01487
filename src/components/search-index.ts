/** Pagefind's index of this site, in the page's language. All from the site's own origin. */

import { isRelated } from './search-related.ts';

/** A place that was found: a page, or one of its sections. */
export interface Place {
  readonly url: string;
  readonly title: string;
  /** Escaped HTML whose only tag is <mark>. */
  readonly excerpt: string;
}
/** An article and its places, best first. */
export interface Found {
  readonly title: string;
  readonly places: readonly Place[];
}

interface Section extends Place {
  readonly weighted_locations: readonly { readonly balanced_score: number }[];
}
const score = ({ weighted_locations: found }: Section): number =>
  found.reduce((sum, { balanced_score: one }) => sum + one, 0);

interface Data {
  readonly url: string;
  readonly meta: { readonly title?: string };
  readonly excerpt: string;
  readonly sub_results: readonly Section[];
}
interface Pagefind {
  options(options: Readonly<Record<string, unknown>>): Promise<void>;
  init(): Promise<void>;
  debouncedSearch(
    query: string,
    options: object,
    milliseconds: number,
  ): Promise<{ readonly results: readonly { data(): Promise<Data> }[] } | null>;
}

/** Written in by the build: its folder has the library's version in its name. */
declare const SEARCH_SCRIPT: string;
const address = SEARCH_SCRIPT;
const mostPages = 8;
const mostPlaces = 6;
/** Milliseconds without typing before the index is asked. */
const patience = 120;

let loaded: Promise<Pagefind> | undefined;
async function start(): Promise<Pagefind> {
  const pagefind = (await import(/* @vite-ignore */ address)) as Pagefind;
  await pagefind.options({ baseUrl: '/', excerptLength: 26 });
  await pagefind.init();
  return pagefind;
}

/** Loads the index; a failure is forgotten, so that the next call tries again. */
export function loadIndex(): Promise<Pagefind> {
  loaded ??= start().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** What is found for a query; undefined when a newer query came meanwhile. */
export async function search(query: string): Promise<readonly Found[] | undefined> {
  const pagefind = await loadIndex();
  const answer = await pagefind.debouncedSearch(query, {}, patience);
  if (!answer) return undefined;
  const pages = await Promise.all(answer.results.slice(0, mostPages).map((result) => result.data()));
  return pages.flatMap(({ meta, url, excerpt, sub_results: sections }) => {
    const title = meta.title ?? url;
    const best = sections.toSorted((a, b) => score(b) - score(a));
    const all = best.length > 0 ? best : [{ url, title, excerpt }];
    const places = all.filter((place) => isRelated(query, place.excerpt)).slice(0, mostPlaces);
    return places.length > 0 ? [{ title, places }] : [];
  });
}

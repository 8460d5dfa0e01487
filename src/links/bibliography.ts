/** `content/references.bib`: every source that articles cite, as CSL-JSON. */
import { Cite, plugins } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-csl';
import { readFileSync, statSync } from 'node:fs';

export interface Name {
  readonly family?: string;
  readonly given?: string;
  readonly literal?: string;
  readonly 'non-dropping-particle'?: string;
}

/** The CSL-JSON fields that are used; citation-js fills in more. */
export interface Work {
  readonly id: string;
  readonly type: string;
  readonly title?: string;
  readonly author?: readonly Name[];
  readonly editor?: readonly Name[];
  readonly issued?: { readonly 'date-parts'?: readonly (readonly number[])[] };
  readonly DOI?: string;
  readonly URL?: string;
  /** arXiv number, `2104.09864`; BibTeX's `eprint`, which CSL has no field for. */
  readonly arxiv?: string;
}

export interface Bibliography {
  readonly works: ReadonlyMap<string, Work>;
  /** Line of each key's last entry, from 1. */
  readonly lines: ReadonlyMap<string, number>;
  /** Keys given to more than one entry; the last one wins. */
  readonly duplicates: readonly string[];
  /** Why the file could not be read; then `works` is empty. */
  readonly error?: string;
}

interface BibEntry {
  readonly label: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

function isArxiv({ properties }: BibEntry): boolean {
  const archive = properties['archiveprefix'] ?? properties['eprinttype'] ?? 'arxiv';
  return typeof properties['eprint'] === 'string' && typeof archive === 'string' && /^arxiv$/i.test(archive);
}

function entryLines(source: string): Map<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of source.split('\n').entries()) {
    const key = /^\s*@\w+\s*\{\s*([^\s,]+)\s*,/.exec(line)?.[1];
    if (key !== undefined) lines.set(key, index + 1);
  }
  return lines;
}

/** Reads BibTeX. A mistake in it is returned, not thrown: the checks report it with all others. */
export function parseBibliography(source: string): Bibliography {
  const lines = entryLines(source);
  if (source.trim() === '') return { works: new Map(), lines, duplicates: [] };
  try {
    const target = '@biblatex/entries+list';
    const entries = plugins.input.chain(source, { generateGraph: false, target }) as BibEntry[];
    const csl = plugins.input.chain(source, { generateGraph: false }) as Work[];
    const arxiv = new Map(entries.filter(isArxiv).map((entry) => [entry.label, String(entry.properties['eprint'])]));
    const ids = csl.map((work) => work.id);
    const works = csl.map((work): [string, Work] => {
      const eprint = arxiv.get(work.id);
      return [work.id, eprint ? { ...work, arxiv: eprint } : work];
    });
    return { works: new Map(works), lines, duplicates: ids.filter((id, index) => ids.indexOf(id) !== index) };
  } catch (error) {
    return { works: new Map(), lines, duplicates: [], error: error instanceof Error ? error.message : String(error) };
  }
}

interface Cached {
  readonly stamp: string;
  readonly bibliography: Bibliography;
}
const cache = new Map<string, Cached>();

/** Reads a BibTeX file, anew only when it changed. A missing file is an empty bibliography. */
export function readBibliography(path: string): Bibliography {
  const stat = statSync(path, { throwIfNoEntry: false });
  const stamp = stat ? `${String(stat.mtimeMs)}:${String(stat.size)}` : 'none';
  const cached = cache.get(path);
  if (cached?.stamp === stamp) return cached.bibliography;
  const bibliography = parseBibliography(stat ? readFileSync(path, 'utf8') : '');
  cache.set(path, { stamp, bibliography });
  return bibliography;
}

const entries = new WeakMap<Work, string>();

/** A work in APA style as HTML text (`<i>`, `<sup>` and entities, no wrapper). Formatting is slow, so it is kept. */
export function formatWork(work: Work): string {
  const known = entries.get(work);
  if (known !== undefined) return known;
  const html = new Cite([work], { generateGraph: false }).format('bibliography', {
    format: 'html',
    template: 'apa',
    lang: 'en-US',
  });
  const inner = /<div[^>]*csl-entry[^>]*>([\s\S]*?)<\/div>/.exec(html)?.[1] ?? work.title ?? work.id;
  entries.set(work, inner.trim());
  return inner.trim();
}

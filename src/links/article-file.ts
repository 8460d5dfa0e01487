/** One language of one article, or of a series' story, as read from disk: anew only when the file or the bibliography changed. */
import { readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseDocument } from 'yaml';
import type { Lang } from '../i18n/lang.ts';
import { ParseError, emptyOutline, readArticle } from '../markdown/parse.ts';
import type { Outline, Place, Target } from '../markdown/parse.ts';
import type { Bibliography } from './bibliography.ts';
import { isRecord } from './record.ts';

/** One language of one article. */
export interface ArticleFile {
  readonly slug: string;
  readonly lang: Lang;
  readonly path: string;
  /** Path from the project's root, with forward slashes: what messages name. */
  readonly file: string;
  /** The YAML between the fences, undefined when there is none. Its first line is line 2 of the file. */
  readonly yaml: string | undefined;
  /** The YAML as an object, unchecked; {} when it can't be read. */
  readonly frontmatter: Readonly<Record<string, unknown>>;
  readonly outline: Outline;
  /** Targets in order of appearance, cited works last. */
  readonly targets: readonly Target[];
  /** Set when the file can't be parsed; then outline and targets are empty. */
  readonly parseError?: ParseError;
}

function parseYaml(source: string | undefined): Record<string, unknown> {
  if (source === undefined) return {};
  const document = parseDocument(source);
  const value: unknown = document.errors.length > 0 ? {} : document.toJS();
  return isRecord(value) ? value : {};
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];

/**
 * Keys of the works in an article's list of references, in order of citation, then what only `sources` names. Unknown
 * keys are left out here and reported by the checks.
 */
export function referenceKeys(
  citations: Outline['citations'],
  sources: unknown,
  works: ReadonlyMap<string, unknown>,
): string[] {
  const keys = new Set([...citations.map(({ key }) => key), ...strings(sources)]);
  return [...keys].filter((key) => works.has(key));
}

/** The targets of an article: those of its text, then the entries of its list of references. */
export function targetsWithReferences(outline: Outline, sources: unknown, { works }: Bibliography): Target[] {
  const places = new Map<string, Place>();
  for (const citation of outline.citations) if (!places.has(citation.key)) places.set(citation.key, citation);
  const references = referenceKeys(outline.citations, sources, works).map((key): Target => {
    const { line, column } = places.get(key) ?? { line: 1, column: 1 };
    return { kind: 'reference', id: `ref-${key}`, title: works.get(key)?.title ?? key, line, column };
  });
  return [...outline.targets, ...references];
}

interface Source {
  readonly projectDir: string;
  readonly contentDir: string;
  /** Folder of `content` with a folder per text: articles, or the stories of series. */
  readonly shelf?: 'articles' | 'series';
  readonly slug: string;
  readonly lang: Lang;
}

export const articlePath = ({ contentDir, shelf = 'articles', slug, lang }: Omit<Source, 'projectDir'>): string =>
  join(contentDir, shelf, slug, `${lang}.mdx`);

type ReadFile = Omit<ArticleFile, 'targets'>;

function readFile(source: Source, path: string): ReadFile {
  const { slug, lang, projectDir } = source;
  const text = readFileSync(path, 'utf8');
  const file = relative(projectDir, path).replaceAll('\\', '/');
  const base = { slug, lang, path, file };
  try {
    const { frontmatter: node, outline } = readArticle(text, file, lang);
    return { ...base, yaml: node?.value, frontmatter: parseYaml(node?.value), outline };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { ...base, yaml: undefined, frontmatter: {}, outline: emptyOutline(), parseError: error };
  }
}

interface CachedFile {
  readonly stamp: string;
  readonly read: ReadFile;
  /** With targets, for the bibliography that they were made with. */
  complete?: { readonly bibliography: Bibliography; readonly file: ArticleFile };
}
const cache = new Map<string, CachedFile>();

/** Reads one language of an article, anew only when the file changed; undefined when there is none. */
export function readArticleFile(source: Source, bibliography: Bibliography): ArticleFile | undefined {
  const path = articlePath(source);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) {
    cache.delete(path);
    return undefined;
  }
  const stamp = `${String(stat.mtimeMs)}:${String(stat.size)}`;
  let cached = cache.get(path);
  if (cached?.stamp !== stamp) {
    cached = { stamp, read: readFile(source, path) };
    cache.set(path, cached);
  }
  if (cached.complete?.bibliography !== bibliography) {
    const { outline, frontmatter } = cached.read;
    const targets = targetsWithReferences(outline, frontmatter['sources'], bibliography);
    cached.complete = { bibliography, file: { ...cached.read, targets } };
  }
  return cached.complete.file;
}

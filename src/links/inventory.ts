/**
 * What there is to link to: every article in both languages with its targets, read once from `content/`. References,
 * content checks, permalinks, previews and the inventories for other tools all come from here.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { langs } from '../i18n/lang.ts';
import type { Lang } from '../i18n/lang.ts';
import type { Target } from '../markdown/parse.ts';
import { readArticleFile } from './article-file.ts';
import type { ArticleFile } from './article-file.ts';
import { readBibliography } from './bibliography.ts';
import type { Bibliography } from './bibliography.ts';
import { readPermalinks } from './permalinks.ts';
import type { Permalinks } from './permalinks.ts';
import { isRecord } from './record.ts';

export { articlePath, referenceKeys, targetsWithReferences } from './article-file.ts';
export type { ArticleFile } from './article-file.ts';

/** A folder of `content/articles`, or of `content/series`: a text in both languages. */
export interface Article {
  readonly slug: string;
  readonly files: Readonly<Partial<Record<Lang, ArticleFile>>>;
}

export interface Inventory {
  readonly contentDir: string;
  readonly projectDir: string;
  /** Sorted by slug. */
  readonly articles: readonly Article[];
  /** What tells a series as a story: `content/series/<id>/`, sorted by id. No series needs one. */
  readonly stories: readonly Article[];
  /** Ids of `content/series.json`, in its order. */
  readonly series: readonly string[];
  readonly bibliography: Bibliography;
  /** What was published: `content/permalinks.json`. */
  readonly permalinks: Permalinks;
  readonly article: (slug: string, lang: Lang) => ArticleFile | undefined;
  readonly target: (slug: string, lang: Lang, id: string) => Target | undefined;
}

/** What rendering one article needs: other articles are read when something links to them, and not before. */
export type Lookup = Pick<Inventory, 'article' | 'target' | 'bibliography'>;

const targetMaps = new WeakMap<ArticleFile, ReadonlyMap<string, Target>>();
function targetOf(file: ArticleFile | undefined, id: string): Target | undefined {
  if (!file) return undefined;
  let map = targetMaps.get(file);
  if (!map) {
    // The first of duplicate ids wins, as in a browser.
    map = new Map(file.targets.toReversed().map((target) => [target.id, target]));
    targetMaps.set(file, map);
  }
  return map.get(id);
}

/** A view of the content that reads files on demand, each once per change. Cheap to open: no file is read by opening. */
export function openInventory(contentDir: string, projectDir = dirname(contentDir)): Lookup {
  const bibliography = readBibliography(join(contentDir, 'references.bib'));
  const article = (slug: string, lang: Lang): ArticleFile | undefined =>
    readArticleFile({ projectDir, contentDir, slug, lang }, bibliography);
  return { bibliography, article, target: (slug, lang, id) => targetOf(article(slug, lang), id) };
}

function slugsOn(contentDir: string, shelf: 'articles' | 'series'): string[] {
  const folder = join(contentDir, shelf);
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return folders.map(({ name }) => name).sort();
}

function seriesIds(contentDir: string): string[] {
  const path = join(contentDir, 'series.json');
  if (!statSync(path, { throwIfNoEntry: false })) return [];
  const list: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return Array.isArray(list) ? list.map((entry: unknown) => (isRecord(entry) ? String(entry['id']) : '')) : [];
}

/** Reads all of `contentDir` (absolute). Linear in the number of articles; unchanged files are not read again. */
export function buildInventory(contentDir: string, projectDir = dirname(contentDir)): Inventory {
  const lookup = openInventory(contentDir, projectDir);
  const read = (slug: string, readFile: (lang: Lang) => ArticleFile | undefined): Article => {
    const files = langs.map((lang) => [lang, readFile(lang)] as const).filter(([, file]) => file);
    return { slug, files: Object.fromEntries(files) };
  };
  const articles = slugsOn(contentDir, 'articles').map((slug) => read(slug, (lang) => lookup.article(slug, lang)));
  const stories = slugsOn(contentDir, 'series').map((slug) =>
    read(slug, (lang) => readArticleFile({ projectDir, contentDir, shelf: 'series', slug, lang }, lookup.bibliography)),
  );
  const bySlug = new Map(articles.map((article) => [article.slug, article]));
  const article = (slug: string, lang: Lang): ArticleFile | undefined => bySlug.get(slug)?.files[lang];
  return {
    contentDir,
    projectDir,
    articles,
    stories,
    series: seriesIds(contentDir),
    bibliography: lookup.bibliography,
    permalinks: readPermalinks(join(contentDir, 'permalinks.json')),
    article,
    target: (slug, lang, id) => targetOf(article(slug, lang), id),
  };
}

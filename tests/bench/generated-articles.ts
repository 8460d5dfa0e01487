/**
 * Articles for measuring how the build grows: the site's own, in both languages, again and again under new names. So their length,
 * formulas, citations, demos and links are those of real articles; every copy links to the copies made along with it.
 */
import { parse, stringify } from 'yaml';
import { langs, type Lang } from '../../src/i18n/lang.ts';
import type { Permalinks } from '../../src/links/permalinks.ts';

export interface ArticleSource {
  readonly slug: string;
  readonly files: Readonly<Record<Lang, string>>;
}

interface Copy {
  readonly source: ArticleSource;
  /** The how many-th time; the first has the article's own name. */
  readonly round: number;
}

const nameOf = (slug: string, round: number): string => (round === 0 ? slug : `${slug}-${String(round + 1)}`);

/** Frontmatter in which nothing is there twice: title, place in the series, prerequisites among the copies that exist. */
function newFrontmatter(text: string, round: number, rename: (slug: string) => string | undefined): string {
  const data = parse(text) as Record<string, unknown> & { title: string; order: number; prerequisites?: string[] };
  // Where something was once can be said only once.
  const { moved: _moved, formerly: _formerly, ...rest } = data;
  return stringify({
    ...rest,
    title: round === 0 ? data.title : `${data.title} (${String(round + 1)})`,
    order: data.order + 1000 * round,
    prerequisites: (data.prerequisites ?? []).flatMap((slug) => rename(slug) ?? []),
  });
}

/** Links to other articles lead to their copies; where there is none, the words stay without a link. */
export function relink(text: string, rename: (slug: string) => string | undefined): string {
  return text.replaceAll(
    /\[([^\]]*)\]\(\/([a-z][a-z0-9-]*)\/([^)\s]*)\)/g,
    (_all, words: string, slug: string, rest: string) => {
      const renamed = rename(slug);
      return renamed === undefined ? words || slug : `[${words}](/${renamed}/${rest})`;
    },
  );
}

function copyOf({ source, round }: Copy, rename: (slug: string) => string | undefined): ArticleSource {
  const rewrite = (text: string): string => {
    const [, frontmatter = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
    return `---\n${newFrontmatter(frontmatter, round, rename)}---\n${relink(body, rename)}`;
  };
  const files = langs.map((lang) => [lang, rewrite(source.files[lang])]);
  return { slug: nameOf(source.slug, round), files: Object.fromEntries(files) as Record<Lang, string> };
}

/** `count` articles made of the given ones, in rounds. */
export function generateArticles(sources: readonly ArticleSource[], count: number): ArticleSource[] {
  const copies = Array.from({ length: count }, (_, index) => {
    const source = sources[index % sources.length];
    return source ? [{ source, round: Math.floor(index / sources.length) }] : [];
  }).flat();
  const names = new Set(copies.map(({ source, round }) => nameOf(source.slug, round)));
  return copies.map((copy) =>
    copyOf(copy, (slug) => {
      const renamed = nameOf(slug, copy.round);
      return names.has(renamed) ? renamed : undefined;
    }),
  );
}

/** The lock file of the copies: what is published of an article is published of each copy, where it still is in the article. */
export function generatePermalinks(
  sources: readonly ArticleSource[],
  count: number,
  permalinks: Permalinks,
): Permalinks {
  const bySlug = Map.groupBy(permalinks, ({ slug }) => slug);
  return Array.from({ length: count }, (_, index) => {
    const { slug = '', files } = sources[index % sources.length] ?? {};
    const gone = /^moved:/m.test(files?.en ?? '');
    const name = nameOf(slug, Math.floor(index / sources.length));
    return gone ? [] : (bySlug.get(slug) ?? []).map((permalink) => ({ ...permalink, slug: name }));
  }).flat();
}

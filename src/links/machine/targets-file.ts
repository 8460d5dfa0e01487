/** `targets.json`: everything that can be linked to, in both languages, for tools of any kind. */
import { langs } from '../../i18n/lang.ts';
import type { Lang } from '../../i18n/lang.ts';
import type { Inventory } from '../inventory.ts';
import { oldIds, readRenames } from '../renames.ts';
import { displayName, listPages } from './pages.ts';
import type { ListedPage } from './pages.ts';

/** The file's form, as docs/linking.md describes it. */
export interface ListedTarget {
  readonly id: string;
  readonly kind: string;
  readonly number?: number;
  readonly tex?: string;
  readonly aliases: readonly string[];
  /** Address, name in running text, title and first words, per language. */
  readonly in: Readonly<Partial<Record<Lang, { url: string; name: string; title: string; excerpt: string }>>>;
}

/** Excerpts by id of a page. */
export type ExcerptsOf = (page: ListedPage) => ReadonlyMap<string, string>;

function listTargets(pages: readonly ListedPage[], site: URL, excerptsOf: ExcerptsOf): ListedTarget[] {
  const byId = new Map<string, ListedTarget>();
  for (const page of pages) {
    const excerpts = excerptsOf(page);
    const old = oldIds(readRenames(page.file.frontmatter));
    for (const target of page.targets) {
      const { id, kind, number, tex } = target;
      const url = new URL(`${page.path}#${id}`, site).href;
      const entry = {
        url,
        name: displayName(target, page.lang),
        title: target.title,
        excerpt: excerpts.get(id) ?? tex ?? '',
      };
      const known = byId.get(id) ?? {
        id,
        kind,
        ...(number === undefined ? {} : { number }),
        ...(tex === undefined ? {} : { tex }),
        aliases: old.get(id) ?? [],
        in: {},
      };
      byId.set(id, { ...known, in: { ...known.in, [page.lang]: entry } });
    }
  }
  return [...byId.values()];
}

/** The file's content. */
export function targetsFile(inventory: Inventory, site: URL, excerptsOf: ExcerptsOf): object {
  const bySlug = Map.groupBy(listPages(inventory), ({ slug }) => slug);
  const articles = [...bySlug].map(([slug, pages]) => {
    const [first] = pages;
    const renames = readRenames(first?.file.frontmatter ?? {});
    return {
      slug,
      formerly: renames.formerly,
      title: Object.fromEntries(pages.map(({ lang, title }) => [lang, title])),
      url: Object.fromEntries(pages.map(({ lang, path }) => [lang, new URL(path, site).href])),
      moved: Object.fromEntries(renames.moved),
      targets: listTargets(pages, site, excerptsOf),
    };
  });
  return { version: 1, site: site.href, languages: langs, articles };
}

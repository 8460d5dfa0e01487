/** Articles as other tools see them: a page per language with its targets and the names that each has there. */
import { langs } from '../../i18n/lang.ts';
import type { Lang } from '../../i18n/lang.ts';
import type { Target } from '../../markdown/parse.ts';
import { reading } from '../../markdown/reading.ts';
import { words } from '../../markdown/words.ts';
import type { ArticleFile, Inventory } from '../inventory.ts';
import { textField } from '../record.ts';
import { articlePath, pageUrl } from '../urls.ts';

export interface ListedPage {
  readonly slug: string;
  readonly lang: Lang;
  readonly file: ArticleFile;
  readonly title: string;
  /** From the site's root, `/zh/rope/`. */
  readonly path: string;
  /** The same without slashes at the ends, `zh/rope`: unique for a page. */
  readonly name: string;
  /** With the list of references, where there is one. */
  readonly targets: readonly Target[];
}

function allTargets({ targets, lang }: ArticleFile): Target[] {
  const first = targets.findIndex(({ kind }) => kind === 'reference');
  if (first < 0) return [...targets];
  const list: Target = {
    kind: 'section',
    id: 'references',
    title: words[lang].references,
    depth: 2,
    line: 1,
    column: 1,
  };
  return targets.toSpliced(first, 0, list);
}

/** Every article in every language, English first: what is found without naming a page is the English one. */
export function listPages({ articles }: Inventory): ListedPage[] {
  return langs.flatMap((lang) =>
    articles.flatMap(({ slug, files }): ListedPage[] => {
      const file = files[lang];
      if (!file) return [];
      const path = pageUrl(lang, articlePath(slug));
      const title = textField(file.frontmatter, 'title') ?? slug;
      return [{ slug, lang, file, title, path, name: path.replaceAll(/^\/|\/$/g, ''), targets: allTargets(file) }];
    }),
  );
}

/** What a reference to a target reads in running text. Cited works are named by their title, demos by number and title. */
export const displayName = (target: Target, lang: Lang): string => reading(target, lang).replace(/\s+/g, ' ');

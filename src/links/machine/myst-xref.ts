/**
 * MyST's cross-references: `myst.xref.json` lists every target with the file that holds its page's tree; MyST takes the text
 * of a reference from there. https://mystmd.org/guide/website-metadata
 */
import type { Target } from '../../markdown/parse.ts';
import { toMyst } from '../../markdown/export/myst.ts';
import type { Portable } from '../../markdown/export/portable.ts';
import type { Inventory } from '../inventory.ts';
import { readRenames } from '../renames.ts';
import { listPages } from './pages.ts';

/** Version of MyST's page format that the trees follow. */
const specVersion = 3;

const kinds: Readonly<Record<Target['kind'], string>> = {
  section: 'heading',
  equation: 'equation',
  figure: 'figure',
  table: 'table',
  definition: 'definitionTerm',
  demo: 'demo',
  reference: 'reference',
};

/** Path of a page's tree, from the site's root: `/myst/zh/rope.json`. */
export const mystDataPath = (name: string): string => `/myst/${name}.json`;

/**
 * `myst.xref.json`. The English page comes first, so `xref:it#eq-relative` is found there; an id that several pages have is
 * named with its page, `xref:it/zh/rope/#eq-relative`.
 */
export function mystReferences(inventory: Inventory): object {
  const references = listPages(inventory).flatMap(({ name, path, targets, file }) => {
    const place = { data: mystDataPath(name), url: path };
    const ids = new Set(targets.map(({ id }) => id));
    const listed = targets.map(({ id, kind }) => ({ identifier: id, kind: kinds[kind], ...place }));
    // An old id names the new target: its entry has the new one's identifier and the old one as the element on the page.
    const old = [...readRenames(file.frontmatter).aliases].flatMap(([before, now]) => {
      const target = targets.find(({ id }) => id === now);
      return target && !ids.has(before)
        ? [{ identifier: now, html_id: before, kind: kinds[target.kind], ...place }]
        : [];
    });
    return [{ kind: 'page', ...place }, ...listed, ...old];
  });
  return { version: '1', myst: '1.8.0', references };
}

/** A page's file. */
export function mystPage(portable: Portable, path: string): object {
  const { file, lang } = portable;
  const { title, published, summary } = file.frontmatter;
  return {
    version: specVersion,
    kind: 'Article',
    slug: file.slug,
    location: path,
    dependencies: [],
    frontmatter: { title, date: published, description: summary, language: lang, content_includes_title: false },
    mdast: toMyst(portable),
    references: { cite: { order: [], data: {} } },
  };
}

/** Who links to what: per section of an article, the sections of this and other articles that lead there. */
import type { Lang } from '../i18n/lang.ts';
import type { Place, Target } from '../markdown/parse.ts';
import { parseHref } from './href.ts';
import type { ArticleFile, Inventory } from './inventory.ts';

/** A section; '' is what stands before the first one, or the article as a whole. */
export interface SectionName {
  readonly id: string;
  /** '' for the article as a whole. */
  readonly title: string;
}
/** A section that links here. */
export interface Backlink {
  readonly slug: string;
  readonly section: SectionName;
  /** What it links to inside the section besides the section itself: equations, definitions, demos, …; each once. */
  readonly targets: readonly Target[];
}
/** A section and who links to it or into it. Sections that nothing links to are left out. */
export interface LinkedSection {
  readonly section: SectionName;
  readonly from: readonly Backlink[];
}

const whole: SectionName = { id: '', title: '' };

/** The section that a place of an article is in. */
function sectionAt(file: ArticleFile, { line }: Pick<Place, 'line'>): SectionName {
  const section = file.targets.findLast((target) => target.kind === 'section' && target.line <= line);
  return section ? { id: section.id, title: section.title } : whole;
}

interface Link {
  readonly from: { readonly slug: string; readonly section: SectionName };
  readonly to: { readonly slug: string; readonly section: SectionName; readonly target: Target | undefined };
}

function readLink(inventory: Inventory, file: ArticleFile, link: Place & { url: string }): Link | undefined {
  const { kind, segments, fragment } = parseHref(link.url);
  const [slug = file.slug, ...more] = segments;
  const home = kind === 'own' || kind === 'page' ? inventory.article(slug, file.lang) : undefined;
  if (!home || more.length > 0 || (kind === 'page' && segments.length === 0)) return undefined;
  const target = inventory.target(slug, file.lang, fragment);
  // The list of references has its own way back.
  if ((!target && slug === file.slug) || target?.kind === 'reference') return undefined;
  const section = !target ? whole : sectionAt(home, target);
  return { from: { slug: file.slug, section: sectionAt(file, link) }, to: { slug, section, target } };
}

function linksIn(inventory: Inventory, lang: Lang): Link[] {
  const files = inventory.articles.flatMap((article) => article.files[lang] ?? []);
  const links = files.flatMap((file) => file.outline.links.flatMap((link) => readLink(inventory, file, link) ?? []));
  return links.filter(({ from, to }) => from.slug !== to.slug || from.section.id !== to.section.id);
}

function merge(links: readonly Link[]): Backlink[] {
  const bySource = Map.groupBy(links, ({ from }) => `${from.slug}#${from.section.id}`);
  return [...bySource.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const targets = group.flatMap(({ to }) => (to.target && to.target.kind !== 'section' ? [to.target] : []));
    return [{ ...first.from, targets: [...new Set(targets)].sort((a, b) => a.line - b.line) }];
  });
}

const indexes = new WeakMap<Inventory, Map<Lang, Map<string, Link[]>>>();

/** All links of a language by the article that they lead to: made once per inventory, in one pass. */
function linksTo(inventory: Inventory, slug: string, lang: Lang): readonly Link[] {
  const byLang = indexes.get(inventory) ?? new Map<Lang, Map<string, Link[]>>();
  indexes.set(inventory, byLang);
  const index = byLang.get(lang) ?? Map.groupBy(linksIn(inventory, lang), ({ to }) => to.slug);
  byLang.set(lang, index);
  return index.get(slug) ?? [];
}

/**
 * The linked sections of an article in reading order, the article as a whole first. In each, this article's own sections
 * come first, in reading order, then those of other articles by slug.
 */
export function backlinksOf(inventory: Inventory, slug: string, lang: Lang): LinkedSection[] {
  const links = linksTo(inventory, slug, lang);
  const own = links.filter(({ from }) => from.slug === slug);
  const others = links.filter(({ from }) => from.slug !== slug);
  const bySection = Map.groupBy([...own, ...others], ({ to }) => to.section.id);
  const sections = inventory.article(slug, lang)?.targets.filter(({ kind }) => kind === 'section') ?? [];
  const names = [whole, ...sections.map(({ id, title }) => ({ id, title }))];
  return names.flatMap((section) => {
    const found = bySection.get(section.id);
    return found ? [{ section, from: merge(found) }] : [];
  });
}

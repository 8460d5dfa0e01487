/** Old ids keep working without scripts: an element of the old id before a renamed target, a way on to a moved one. */
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Root, RootContent } from 'mdast';
import { localizeHref, parseHref } from '../links/href.ts';
import { oldIds } from '../links/renames.ts';
import type { Context } from './context.ts';
import { isJsx, markup, replaceNodes, textAttribute } from './nodes.ts';
import type { Markup } from './nodes.ts';
import { reading } from './reading.ts';
import { words } from './words.ts';

/** The id that a transformed node has in the page. */
function idOf(node: RootContent): string | undefined {
  if (isJsx(node)) {
    const id = textAttribute(node, 'id');
    return node.name === 'Demo' && id !== undefined ? `demo-${id}` : id;
  }
  const id = node.data?.hProperties?.['id'];
  return typeof id === 'string' ? id : undefined;
}

/** Nothing but whitespace and markup may stand in a list: an entry takes its old ids inside. */
function addInside(node: Markup, ids: readonly string[]): void {
  const spans = ids.map((id): ElementContent => h('span', { id, className: ['alias'] }));
  node.data.hChildren = [...spans, ...(node.data.hChildren ?? [])];
}

function aliasNodes(tree: Root, context: Context): void {
  const old = oldIds(context.renames);
  if (old.size === 0) return;
  replaceNodes(tree, (node) => {
    const ids = old.get(idOf(node) ?? '');
    if (!ids) return undefined;
    if (node.type === 'markup' && node.data.hName === 'li') {
      addInside(node, ids);
      return undefined;
    }
    return [...ids.map((id) => markup('span', { id, className: ['alias'] })), node];
  });
}

/** What a moved target is called now: its reading, and the article it is in. */
function nameOf(url: string, { lang, lookup }: Context): string {
  const { segments, fragment } = parseHref(url);
  const [slug = ''] = segments;
  const target = lookup.target(slug, lang, fragment);
  const title = lookup.article(slug, lang)?.frontmatter['title'];
  const article = typeof title === 'string' ? title : slug;
  return target ? words[lang].inArticle(reading(target, lang), article) : article;
}

function movedNote(id: string, url: string, context: Context): Markup {
  const [before, after] = words[context.lang].moved;
  const href = localizeHref(url, context.lang);
  const link = markup('a', { href }, [nameOf(url, context)]);
  return markup('p', { id, className: ['moved-target'], dataMoved: href }, [before, link, after]);
}

/** Adds elements for old ids, in place; the last step, when every target has its id. */
export function transformAliases(tree: Root, context: Context): void {
  aliasNodes(tree, context);
  const { moved } = context.renames;
  if (moved.size === 0) return;
  const notes = [...moved].map(([id, url]) => movedNote(id, url, context));
  tree.children.push(markup('aside', { className: ['moved'], ariaLabel: words[context.lang].movedLabel }, notes));
}

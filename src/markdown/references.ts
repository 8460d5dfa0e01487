/** Links inside the site: they fill themselves in, stay in the page's language and say what they lead to. */
import type { Link, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { localizeHref, parseHref } from '../links/href.ts';
import type { Href } from '../links/href.ts';
import type { Context } from './context.ts';
import { reading } from './reading.ts';
import { words } from './words.ts';

interface Resolved {
  readonly kind: string;
  readonly text: string;
}

/** What an address leads to; undefined when nothing is known there. */
function resolve({ kind, segments, fragment }: Href, { lang, targets, lookup }: Context): Resolved | undefined {
  const [slug = '', ...more] = segments;
  if ((kind !== 'own' && kind !== 'page') || more.length > 0) return undefined;
  if (fragment) {
    const target = kind === 'own' ? targets.get(fragment) : lookup.target(slug, lang, fragment);
    if (target) return { kind: target.kind, text: reading(target, lang) };
    return fragment === 'references' ? { kind: 'section', text: words[lang].references } : undefined;
  }
  const title = kind === 'page' ? lookup.article(slug, lang)?.frontmatter['title'] : undefined;
  return typeof title === 'string' ? { kind: 'article', text: title } : undefined;
}

function transformLink(node: Link, context: Context): void {
  const href = parseHref(node.url);
  const properties = { ...node.data?.hProperties };
  if (href.kind === 'external') {
    const className = ['external'];
    if (/^https?:/i.test(node.url))
      node.data = { ...node.data, hProperties: { ...properties, className, rel: ['noopener'] } };
    return;
  }
  node.url = localizeHref(node.url, context.lang);
  const found = resolve(href, context);
  // The checks fail the build on an unknown target; while writing, the page shows what is missing.
  if (node.children.length === 0) node.children = [{ type: 'text', value: found?.text ?? `${node.url}?` }];
  if (!found) return;
  const state = href.query !== '' && found.kind === 'demo';
  const className = state ? ['xref', 'demo-state'] : ['xref'];
  node.data = { ...node.data, hProperties: { ...properties, className, dataKind: found.kind } };
}

/** Fills, localises and classes links in place. */
export function transformReferences(tree: Root, context: Context): void {
  visit(tree, 'link', (node) => {
    transformLink(node, context);
  });
}

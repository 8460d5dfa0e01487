/**
 * Links inside a page name the page: `/rope/#eq-relative`, not `#eq-relative`. A clipper that takes the text into someone's
 * notes can then make them absolute, where a bare fragment would lead nowhere.
 */
import type { Element, Root } from 'hast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { articlePath, pageUrl } from '../links/urls.ts';
import { articleOfPath } from './context.ts';

const named = new Set(['xref', 'citation', 'backlink', 'handle', 'equation-number']);

function isNamed({ tagName, properties }: Element): boolean {
  const classes = properties['className'] ?? properties['class'];
  const list = Array.isArray(classes) ? classes : String(classes ?? '').split(' ');
  return tagName === 'a' && list.some((name) => named.has(String(name)));
}

/** Names the page in cross-references, citations with their way back, and handles, in place. */
export const rehypeOwnLinks = () => (tree: Root, file: VFile) => {
  const article = articleOfPath(file.path);
  if (!article) return;
  const page = pageUrl(article.lang, articlePath(article.slug));
  visit(tree, 'element', (node) => {
    const { href } = node.properties;
    if (typeof href === 'string' && href.startsWith('#') && isNamed(node)) node.properties['href'] = `${page}${href}`;
  });
};

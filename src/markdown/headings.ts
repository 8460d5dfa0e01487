/** Headings: `## Title [#ascii-id]` gives the section its id, and a handle that links to it. */
import type { Heading, Nodes, Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { Lang } from '../i18n/lang.ts';
import { markup } from './nodes.ts';
import { words } from './words.ts';

/** The id at the end of a heading's text. */
export const idAtEnd = /[ \t]*\[#([^[\]]*)\][ \t]*$/;

export interface ReadHeading {
  readonly depth: number;
  /** The id as written, right or wrong; undefined when there is none. */
  readonly id: string | undefined;
  /** Plain text, without the id. */
  readonly title: string;
  readonly hasMath: boolean;
}

function hasMath(node: Nodes): boolean {
  return node.type === 'inlineMath' || ('children' in node && node.children.some(hasMath));
}

/** What a heading says, the node left as it is. */
export function readHeading(node: Heading): ReadHeading {
  const text = toString(node);
  const id = idAtEnd.exec(text)?.[1];
  return { depth: node.depth, id, title: text.replace(idAtEnd, '').trim(), hasMath: hasMath(node) };
}

/** Gives h2 and h3 their ids and handles, in place. */
export function transformHeadings(tree: Root, { lang }: { lang: Lang }): void {
  visit(tree, 'heading', (node) => {
    const { id, title } = readHeading(node);
    const last = node.children.at(-1);
    if (last?.type === 'text') last.value = last.value.replace(idAtEnd, '');
    if (id === undefined || node.depth < 2 || node.depth > 3) return;
    node.data = { ...node.data, hProperties: { ...node.data?.hProperties, id } };
    node.children.push(headingHandle(id, title, lang));
  });
}

/** The `#` beside a heading. */
export const headingHandle = (id: string, title: string, lang: Lang) =>
  markup('a', { className: ['handle'], href: `#${id}`, ariaLabel: words[lang].handle(title) }, ['#']);

/**
 * Typographic punctuation for English: curly quotes, apostrophes, dashes, ellipses. Chinese is left as typed: its quotes
 * are typed as they are, and a rule that looks for spaces can't tell an opening quote from a closing one there.
 */
import type { Nodes, Root } from 'mdast';
import type { Lang } from '../i18n/lang.ts';

const opens = /^$|[\s([{\u2014\u2013\u2018\u201c/\u00a0]/;

/** One run of text; `before` is the character that stands in front of it, '' at the start of a block. */
export function smarten(text: string, before = ''): string {
  let out = '';
  const dashed = text
    .replace(/(?<!-)---(?!-)/g, '\u2014')
    .replace(/(?<!-)--(?!-)/g, '\u2013')
    .replace(/\.{3}/g, '\u2026');
  for (const char of dashed) {
    const previous = out.at(-1) ?? before;
    if (char === '"') out += opens.test(previous) ? '\u201c' : '\u201d';
    else if (char === "'") out += opens.test(previous) ? '\u2018' : '\u2019';
    else out += char;
  }
  return out;
}

/** Characters that stand for inline things which are no text: what follows a formula or code closes a quote. */
const opaque = new Set(['inlineCode', 'inlineMath', 'image', 'footnoteReference', 'mdxTextExpression']);
const blocks = new Set(['paragraph', 'heading', 'tableCell', 'listItem', 'blockquote', 'footnoteDefinition']);

/** Sets the punctuation of every text node, except in code, maths and addresses that were made links as typed. */
export function punctuate(tree: Root, lang: Lang): void {
  if (lang !== 'en') return;
  let before = '';
  const walk = (node: Nodes): void => {
    if (blocks.has(node.type)) before = '';
    if (node.type === 'text') {
      node.value = smarten(node.value, before);
      before = node.value.at(-1) ?? before;
    } else if (node.type === 'break') before = ' ';
    else if (opaque.has(node.type)) before = 'x';
    else if (node.type === 'link' && isBareUrl(node)) before = 'x';
    else if ('children' in node) node.children.forEach(walk);
  };
  walk(tree);
}

function isBareUrl(node: Extract<Nodes, { type: 'link' }>): boolean {
  const only = node.children[0];
  return only?.type === 'text' && node.url.endsWith(only.value);
}

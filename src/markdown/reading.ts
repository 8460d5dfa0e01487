/** Targets in words: what an empty link reads, and captions as plain text. */
import type { Nodes } from 'mdast';
import type { Lang } from '../i18n/lang.ts';
import type { Target } from './outline.ts';
import { plainTex } from './tex.ts';
import { words } from './words.ts';

/** How a target is called in running text: "(2)", "Figure 1", a section's title, a term. */
export function reading(target: Target, lang: Lang): string {
  const number = String(target.number ?? '?');
  switch (target.kind) {
    case 'equation':
      return `(${number})`;
    case 'figure':
    case 'table':
    case 'demo':
      return `${words[lang][target.kind]} ${number}`;
    case 'section':
    case 'definition':
    case 'reference':
      return target.title;
  }
}

/** Phrases as plain text: formulas as TeX, empty links as what they will read. */
export function plainPhrases(phrases: readonly Nodes[], readLink: (url: string) => string): string {
  const text = (node: Nodes): string => {
    if (node.type === 'inlineMath') return plainTex(node.value);
    if (node.type === 'link' && node.children.length === 0) return readLink(node.url);
    if ('children' in node) return node.children.map(text).join('');
    return 'value' in node ? node.value : '';
  };
  return phrases.map(text).join('').replace(/\s+/g, ' ').trim();
}

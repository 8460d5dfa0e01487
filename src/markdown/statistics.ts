/** How long an article takes to read. */
import type { Nodes, Root } from 'mdast';

/** Reading speeds: English words and Chinese characters per minute. */
const wordsPerMinute = 220;
const charactersPerMinute = 400;
/** A formula is looked at rather than read: counted as this many words. */
const wordsPerFormula = { inlineMath: 1, math: 12 } as const;
const wordsPerCodeLine = 4;

const han = /\p{Script=Han}/gu;
const latin = /[\p{Script=Latin}\p{N}]+(?:['’.-][\p{Script=Latin}\p{N}]+)*/gu;

export interface Statistics {
  /** Latin words plus Han characters. */
  readonly words: number;
  /** At least 1. */
  readonly minutes: number;
}

/** Counts an article's words. Captions and notes are read too; frontmatter and markup are not. */
export function readingStatistics(tree: Root): Statistics {
  let characters = 0;
  let spaced = 0;
  let looked = 0;
  const walk = (node: Nodes): void => {
    if (node.type === 'text' || node.type === 'inlineCode') {
      characters += node.value.match(han)?.length ?? 0;
      spaced += node.value.match(latin)?.length ?? 0;
    } else if (node.type === 'math' || node.type === 'inlineMath') looked += wordsPerFormula[node.type];
    else if (node.type === 'code') looked += node.value.split('\n').length * wordsPerCodeLine;
    else if ('children' in node) node.children.forEach(walk);
  };
  walk(tree);
  const minutes = characters / charactersPerMinute + (spaced + looked) / wordsPerMinute;
  return { words: characters + spaced, minutes: Math.max(1, Math.round(minutes)) };
}

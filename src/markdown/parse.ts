/** The one way to read an article: source in, tree and outline out. */
import type { Root, Yaml } from 'mdast';
import type { Lang } from '../i18n/lang.ts';
import { expandCaptions } from './captions.ts';
import { punctuate } from './punctuation.ts';
import { parseMdx } from './syntax.ts';
import { collectOutline } from './targets.ts';
import type { Outline, Place } from './outline.ts';

export { emptyOutline } from './outline.ts';
export type { Outline, Place, Target } from './outline.ts';
export type { TargetKind } from './words.ts';

export interface ParsedArticle {
  readonly mdast: Root;
  /** The frontmatter as a node with its position; undefined when the file has none. */
  readonly frontmatter: Yaml | undefined;
}

/** A file that can't be parsed at all: MDX's own message, and where. */
export class ParseError extends Error implements Place {
  override readonly name = 'ParseError';
  readonly path: string;
  readonly line: number;
  readonly column: number;
  constructor(message: string, path: string, line: number, column: number) {
    super(message);
    this.path = path;
    this.line = line;
    this.column = column;
  }
}

/** Parses an article. Throws a ParseError where MDX can't be read (an unclosed element, a stray brace). */
export function parseArticle(source: string, path: string): ParsedArticle {
  try {
    const mdast = parseMdx(source);
    const first = mdast.children[0];
    return { mdast, frontmatter: first?.type === 'yaml' ? first : undefined };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { reason = error.message, line, column } = error as Error & Partial<Place> & { reason?: string };
    // What is missing at the end of a file has no place of its own; the message says where it began.
    const [, startLine = '1', startColumn = '1'] = /\((\d+):(\d+)-/.exec(reason) ?? [];
    throw new ParseError(reason, path, line ?? Number(startLine), column ?? Number(startColumn));
  }
}

/** The steps that come before anything is collected: the same for rendering and for the inventory. */
export function prepare(tree: Root, lang: Lang): void {
  expandCaptions(tree);
  punctuate(tree, lang);
}

export interface ReadArticle extends ParsedArticle {
  readonly outline: Outline;
}

/** Parses an article and collects its outline. */
export function readArticle(source: string, path: string, lang: Lang): ReadArticle {
  const parsed = parseArticle(source, path);
  prepare(parsed.mdast, lang);
  return { ...parsed, outline: collectOutline(parsed.mdast, lang) };
}

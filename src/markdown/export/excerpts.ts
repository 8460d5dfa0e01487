/** The first words behind every target: for inventories, previews and search engines. */
import type { Heading, RootContent } from 'mdast';
import { plainText } from './flatten.ts';
import type { Portable } from './portable.ts';

/** About this many characters; cut at a word. */
const longest = 200;

/** Cuts a text at a word (Chinese: at a character) and says so. */
export function shorten(text: string, length = longest): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length).toWellFormed();
  const space = cut.lastIndexOf(' ');
  return `${(space > length * 0.7 ? cut.slice(0, space) : cut).replace(/[\s,，、;；:：]+$/, '')}…`;
}

/** Blocks that read as sentences. */
const reads = (node: RootContent): boolean => ['paragraph', 'list', 'blockquote'].includes(node.type);

function sectionText(nodes: readonly RootContent[], from: number, depth: Heading['depth']): string {
  let text = '';
  for (const node of nodes.slice(from + 1)) {
    if (node.type === 'heading' && node.depth <= depth) break;
    if (reads(node)) text += ` ${plainText(node)}`;
    if (text.length > longest) break;
  }
  return text;
}

/** Excerpts by id. Equations have none: their TeX says it. */
export function excerptsOf({ tree }: Portable): Map<string, string> {
  const excerpts = new Map<string, string>();
  for (const [index, node] of tree.children.entries()) {
    if (node.type === 'heading' && node.data?.target) {
      const text = node.data.target.id === 'references' ? '' : sectionText(tree.children, index, node.depth);
      excerpts.set(node.data.target.id, shorten(text));
    } else if (node.type === 'exported-target') {
      // Figures and tables are told by their captions, the rest by its sentences.
      const own =
        node.target.kind === 'figure' || node.target.kind === 'table'
          ? ''
          : node.children.filter(reads).map(plainText).join(' ');
      excerpts.set(node.target.id, shorten(own || node.target.title));
    }
  }
  return excerpts;
}

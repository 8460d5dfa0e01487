/**
 * Captions given as attributes (`<Figure caption="Loss for $d=64$, see [](#eq-x)">`) become children in the slot
 * `caption`, so that maths, citations and references work in them as everywhere else.
 */
import type { BlockContent, Nodes, PhrasingContent, Root } from 'mdast';
import type { MdxJsxFlowElement } from 'mdast-util-mdx-jsx';
import { visit } from 'unist-util-visit';
import { attribute, isJsx, textAttribute } from './nodes.ts';
import type { JsxElement } from './nodes.ts';
import { parseText } from './syntax.ts';

const captioned = new Set(['Figure', 'Table']);

/** The phrasing content of a short Markdown text; blocks are reduced to what they hold. */
export function parsePhrases(source: string): PhrasingContent[] {
  return parseText(source).children.flatMap((block) => (block.type === 'paragraph' ? block.children : []));
}

const slotOf = (node: Nodes): JsxElement | undefined =>
  isJsx(node) && node.name === 'Fragment' && textAttribute(node, 'slot') === 'caption' ? node : undefined;

/** The caption's phrases of a figure or table, once expanded. */
export function captionOf(node: JsxElement): PhrasingContent[] {
  for (const child of node.children as Nodes[]) {
    const slot = slotOf(child);
    if (slot) return slot.children as PhrasingContent[];
  }
  return [];
}

/** Expands captions in place. The new nodes have the element's position: attributes have none of their own. */
export function expandCaptions(tree: Root): void {
  visit(tree, 'mdxJsxFlowElement', (node: MdxJsxFlowElement) => {
    const caption = node.name && captioned.has(node.name) ? textAttribute(node, 'caption') : undefined;
    if (caption === undefined || node.children.some((child) => slotOf(child))) return;
    const phrases = parsePhrases(caption);
    for (const phrase of phrases) {
      visit(phrase, (part) => {
        if (node.position) part.position = node.position;
      });
    }
    const slot: MdxJsxFlowElement = {
      type: 'mdxJsxFlowElement',
      name: 'Fragment',
      attributes: [attribute('slot', 'caption')],
      // Phrases straight in a flow element: no paragraph inside <figcaption>.
      children: phrases as unknown as BlockContent[],
    };
    node.children.unshift(slot);
  });
}

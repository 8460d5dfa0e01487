/** What stands at a target, as pieces of text and TeX: read from the page, as it was rendered. */
import type { Segment } from '../links/formats.ts';

const skipped =
  '.handle, .sidenote, .sidenote-anchor, .equation-number, .backlink, .definition-term, .visually-hidden, button, svg, script, equation-check, live-demo, .link-quick';

/** TeX of the first formula in an element, without line breaks at its ends. */
export const texOf = (element: ParentNode): string | undefined =>
  element.querySelector('annotation[encoding="application/x-tex"]')?.textContent.trim();

/** The pieces of a node, formulas as TeX. */
export function segmentsOf(node: Node): Segment[] {
  if (node.nodeType === Node.TEXT_NODE) return [{ text: node.textContent ?? '' }];
  if (node instanceof Element) {
    if (node.matches(skipped)) return [];
    if (node.matches('.katex-display, .katex')) {
      const tex = texOf(node);
      return tex === undefined ? [] : [{ tex, display: node.matches('.katex-display') }];
    }
    if (node.tagName === 'BR') return [{ text: ' ' }];
  }
  const inner = [...node.childNodes].flatMap(segmentsOf);
  // Blocks are parted from each other.
  return node instanceof Element && /^(P|LI|TR|TD|TH|DIV)$/.test(node.tagName) ? [...inner, { text: ' ' }] : inner;
}

/** Pieces as plain text, for titles. */
export const plainText = (segments: readonly Segment[]): string =>
  segments
    .map((segment) => ('text' in segment ? segment.text : segment.tex))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/** At most so many characters, never half of one. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length > length
    ? `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
    : text;
}

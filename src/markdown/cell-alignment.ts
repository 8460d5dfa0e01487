/** Alignment of table cells as classes: HTML has no `align` attribute any more, and inline styles are not allowed here. */
import type { Root } from 'hast';
import { visit } from 'unist-util-visit';

/** Turns `align="right"` of cells into `class="align-right"`, in place. */
export function alignCells(tree: Root): void {
  visit(tree, 'element', ({ tagName, properties }) => {
    if (tagName !== 'td' && tagName !== 'th') return;
    const { align } = properties;
    if (typeof align !== 'string') return;
    delete properties['align'];
    properties['className'] = [`align-${align}`];
  });
}

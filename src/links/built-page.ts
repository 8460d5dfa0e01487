/** Pages as they were built, to be taken apart: small helpers on the tree of an HTML file. */
import type { Element, ElementContent, Nodes, Parents, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';

export const readPage = (html: string): Root => fromHtml(html);

export const isElement = (node: Nodes | undefined): node is Element => node?.type === 'element';

const classesOf = (node: Element): readonly unknown[] => {
  const { className } = node.properties;
  return Array.isArray(className) ? className : [];
};
export const hasClass = (node: Element, name: string): boolean => classesOf(node).includes(name);

/** The first element, in document order, that passes. */
export function findElement(node: Nodes, passes: (element: Element) => boolean): Element | undefined {
  if (isElement(node) && passes(node)) return node;
  if (!('children' in node)) return undefined;
  for (const child of node.children) {
    const found = findElement(child, passes);
    if (found) return found;
  }
  return undefined;
}

/** Every element with an id, with its parent: the first of each id, as in a browser. */
export function elementsById(root: Root): ReadonlyMap<string, { element: Element; parent: Parents }> {
  const found = new Map<string, { element: Element; parent: Parents }>();
  const walk = (parent: Parents): void => {
    for (const child of parent.children) {
      if (!isElement(child)) continue;
      const { id } = child.properties;
      if (typeof id === 'string' && !found.has(id)) found.set(id, { element: child, parent });
      walk(child);
    }
  };
  walk(root);
  return found;
}

/** Text of a node and what is in it. */
export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/**
 * A copy without comments in which every element is what `change` makes of it: other nodes, nothing, or, for undefined,
 * itself. `change` is given a copy, which it may alter; the page stays as it is.
 */
export function rewrite(node: Element, change: (copy: Element) => ElementContent[] | undefined): ElementContent[] {
  const copy: Element = { ...node, properties: { ...node.properties }, children: [...node.children] };
  const replaced = change(copy);
  if (replaced) return replaced;
  copy.children = copy.children.flatMap((child): ElementContent[] => {
    if (child.type === 'comment') return [];
    return isElement(child) ? rewrite(child, change) : [child];
  });
  return [copy];
}

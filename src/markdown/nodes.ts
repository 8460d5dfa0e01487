/** Building blocks for the transforms: a Markdown node that becomes a given HTML element, and JSX attributes. */
import type { ElementContent, Properties } from 'hast';
import type { BlockContent, Data, DefinitionContent, Nodes, Parent, PhrasingContent, Root, RootContent } from 'mdast';
import type { Node } from 'unist';
import type { MdxJsxAttribute, MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
// Types of the maths nodes are registered by this import.
import type {} from 'mdast-util-math';

/** Becomes `<tag ...properties>children</tag>` (mdast-util-to-hast reads `hName`, `hProperties`, `hChildren`). */
export interface Markup extends Parent {
  type: 'markup';
  data: Data & { hName: string; hProperties: Properties; hChildren?: ElementContent[] };
  children: (BlockContent | DefinitionContent | PhrasingContent)[];
}
declare module 'mdast' {
  interface Data {
    /** Attributes of the element that a node becomes. */
    hProperties?: Properties | undefined;
  }
  interface PhrasingContentMap {
    markup: Markup;
  }
  interface BlockContentMap {
    markup: Markup;
  }
  interface RootContentMap {
    markup: Markup;
  }
}

type Children = (Markup['children'][number] | string)[];

/** An HTML element; strings among the children become text. */
export function markup(tag: string, properties: Properties, children: Children = []): Markup {
  return {
    type: 'markup',
    data: { hName: tag, hProperties: properties },
    children: children.map((child) => (typeof child === 'string' ? { type: 'text', value: child } : child)),
  };
}

/** An HTML element around finished HTML nodes. */
export function rawMarkup(tag: string, properties: Properties, children: ElementContent[]): Markup {
  return { type: 'markup', data: { hName: tag, hProperties: properties, hChildren: children }, children: [] };
}

export type JsxElement = MdxJsxFlowElement | MdxJsxTextElement;
export const isJsx = (node: Node): node is JsxElement =>
  node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';

/** `name="text"` or `name={7}`. */
export function attribute(name: string, value: string | number): MdxJsxAttribute {
  if (typeof value === 'string') return { type: 'mdxJsxAttribute', name, value };
  const literal = { type: 'Literal', value, raw: String(value) } as const;
  const estree = {
    type: 'Program',
    sourceType: 'module',
    comments: [],
    body: [{ type: 'ExpressionStatement', expression: literal }],
  } as const;
  const expression = { type: 'mdxJsxAttributeValueExpression', value: String(value), data: { estree } } as const;
  return { type: 'mdxJsxAttribute', name, value: expression as unknown as NonNullable<MdxJsxAttribute['value']> };
}

/** The text of a string attribute (`name="text"`), undefined when absent or an expression. */
export function textAttribute(node: JsxElement, name: string): string | undefined {
  const found = node.attributes.find((entry) => entry.type === 'mdxJsxAttribute' && entry.name === name);
  return typeof found?.value === 'string' ? found.value : undefined;
}

/** True for nodes with children. */
export const isParent = (node: Node): node is Parent => 'children' in node && Array.isArray(node.children);

/**
 * Replaces nodes bottom up: `replace` answers with the nodes that stand in a child's place, or undefined to keep it.
 * What is inside nodes of the types in `skip` is left alone. Linear in the size of the tree.
 */
export function replaceNodes(
  tree: Root,
  replace: (node: RootContent, parent: Parent) => RootContent[] | undefined,
  skip: readonly Nodes['type'][] = [],
): void {
  const walk = (parent: Parent): void => {
    const next: RootContent[] = [];
    for (const child of parent.children) {
      if (isParent(child) && !skip.includes(child.type)) walk(child);
      const replaced = replace(child, parent);
      if (replaced) next.push(...replaced);
      else next.push(child);
    }
    parent.children = next;
  };
  walk(tree);
}

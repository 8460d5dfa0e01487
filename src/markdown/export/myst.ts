/** An article as MyST's syntax tree: what `xref:` links read their text and hover cards from. */
import type { Nodes, PhrasingContent } from 'mdast';
import { isParent } from '../nodes.ts';
import type { Target } from '../outline.ts';
import type { ExportedTarget, Portable } from './portable.ts';

/** A node of MyST's tree (https://mystmd.org/spec); plain JSON. */
export interface MystNode {
  readonly type: string;
  readonly children?: readonly MystNode[];
  readonly [property: string]: unknown;
}

const identity = ({ id, number }: Target) => ({
  identifier: id,
  label: id,
  html_id: id,
  ...(number === undefined ? {} : { enumerator: String(number) }),
});

const all = (nodes: readonly Nodes[]): MystNode[] => nodes.map(convert);
const caption = (phrases: readonly PhrasingContent[]): MystNode => ({
  type: 'caption',
  children: [{ type: 'paragraph', children: all(phrases) }],
});

function target(node: ExportedTarget): MystNode {
  const { target: own, children } = node;
  if (own.kind === 'definition' || own.kind === 'reference') {
    const term: MystNode = { type: 'definitionTerm', ...identity(own), children: [{ type: 'text', value: own.title }] };
    return { type: 'definitionList', children: [term, { type: 'definitionDescription', children: all(children) }] };
  }
  return { type: 'container', kind: own.kind, ...identity(own), children: [...all(children), caption(node.caption)] };
}

function convert(node: Nodes): MystNode {
  if (node.type === 'exported-target') return target(node);
  const { type, data, ...rest } = node;
  const converted: Record<string, unknown> = { ...rest };
  delete converted['position'];
  if (isParent(node)) converted['children'] = all(node.children as Nodes[]);
  if (data?.target) Object.assign(converted, identity(data.target));
  // Sections have no numbers here, and formulas only where they are labelled.
  if (node.type === 'heading') converted['enumerated'] = false;
  if (node.type === 'math') converted['enumerated'] = data?.target !== undefined;
  return { ...converted, type };
}

/** The article's tree, its title apart. */
export const toMyst = ({ tree }: Portable): MystNode => ({ type: 'root', children: all(tree.children) });

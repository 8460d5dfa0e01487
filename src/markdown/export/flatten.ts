/** Exported targets as ordinary Markdown: captions above tables, below figures; definitions as quotes; demos with a link. */
import type { ListItem, Nodes, Parent, PhrasingContent, Root, RootContent } from 'mdast';
import { isParent } from '../nodes.ts';
import { captionLabel } from './label.ts';
import type { ExportedTarget, Portable } from './portable.ts';

const strong = (value: string): PhrasingContent => ({ type: 'strong', children: [{ type: 'text', value }] });

function flatTarget(node: ExportedTarget, { lang, url }: Portable): RootContent[] {
  const { target, caption, children } = node;
  const link = (value: string): PhrasingContent => ({
    type: 'link',
    url: `${url}#${target.id}`,
    children: [{ type: 'text', value }],
  });
  const label = captionLabel(target, lang);
  const line: RootContent = {
    type: 'paragraph',
    children: [strong(label.trim()), { type: 'text', value: ' ' }, ...caption],
  };
  switch (target.kind) {
    case 'table':
      return [line, ...children];
    case 'demo': {
      const [picture, ...rest] = children;
      const title: RootContent = {
        type: 'paragraph',
        children: [strong(label.trim()), { type: 'text', value: ' ' }, link(target.title)],
      };
      return picture ? [picture, title, ...rest] : [title, ...rest];
    }
    case 'definition':
      return [{ type: 'blockquote', children }];
    default:
      return [...children, line];
  }
}

/** References stand in a row: they become one list. */
function flatChildren(children: readonly RootContent[], portable: Portable): RootContent[] {
  const out: RootContent[] = [];
  for (const child of children) {
    if (child.type !== 'exported-target') {
      if (isParent(child)) (child as Parent).children = flatChildren(child.children, portable);
      out.push(child);
      continue;
    }
    (child as Parent).children = flatChildren(child.children, portable);
    if (child.target.kind !== 'reference') {
      out.push(...flatTarget(child, portable));
      continue;
    }
    const item: ListItem = { type: 'listItem', spread: false, children: child.children };
    const last = out.at(-1);
    if (last?.type === 'list') last.children.push(item);
    else out.push({ type: 'list', ordered: false, spread: false, children: [item] });
  }
  return out;
}

/** A copy of the tree in standard Markdown nodes and maths. */
export function flatten(portable: Portable): Root {
  const tree = structuredClone(portable.tree);
  tree.children = flatChildren(tree.children, portable);
  return tree;
}

/** Plain text of phrases: formulas as TeX, notes and pictures left out. */
export function plainText(node: Nodes): string {
  if (node.type === 'inlineMath' || node.type === 'math') return node.value;
  if (node.type === 'footnoteReference' || node.type === 'image') return '';
  if (isParent(node)) return (node.children as Nodes[]).map(plainText).join('');
  return 'value' in node ? node.value : '';
}

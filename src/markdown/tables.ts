/** Tables may be wider than a phone: each stands in a box that scrolls, within reach of the keyboard. */
import type { Nodes, Root, Table } from 'mdast';
import { toString } from 'mdast-util-to-string';
import type { Context } from './context.ts';
import { isJsx, isParent, markup, replaceNodes, textAttribute } from './nodes.ts';
import { words } from './words.ts';

/** Names of tables inside `<Table>`, whose caption says the rest: "Table 1". */
function captionedNames(tree: Root, { lang, targets }: Context): Map<Table, string> {
  const names = new Map<Table, string>();
  const walk = (node: Nodes, name: string | undefined): void => {
    let inner = name;
    if (isJsx(node) && node.name === 'Table') {
      const number = targets.get(textAttribute(node, 'id') ?? '')?.number;
      inner = [words[lang].table, number].filter(Boolean).join(' ');
    }
    if (node.type === 'table' && inner !== undefined) names.set(node, inner);
    if (isParent(node)) for (const child of node.children as Nodes[]) walk(child, inner);
  };
  walk(tree, undefined);
  return names;
}

const headerName = (table: Table, { lang }: Context): string => {
  const cells = table.children[0]?.children.map((cell) => toString(cell)).filter(Boolean) ?? [];
  return [words[lang].table, cells.join(lang === 'zh' ? '、' : ', ')].join(lang === 'zh' ? '：' : ': ');
};

/** Wraps tables in place. */
export function transformTables(tree: Root, context: Context): void {
  const names = captionedNames(tree, context);
  replaceNodes(tree, (node) => {
    if (node.type !== 'table') return undefined;
    const ariaLabel = names.get(node) ?? headerName(node, context);
    return [markup('div', { className: ['table-scroll'], tabIndex: 0, role: 'region', ariaLabel }, [node])];
  });
}

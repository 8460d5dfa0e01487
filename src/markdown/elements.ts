/** `<Demo>`, `<Figure>`, `<Table>`, `<Definition>` are told their language, their article and their number. */
import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { Context } from './context.ts';
import { attribute, isJsx, textAttribute } from './nodes.ts';

const known = new Set(['Demo', 'Figure', 'Table', 'Definition']);

/** Adds the attributes `lang`, `slug` and `number` in place. */
export function transformElements(tree: Root, { lang, slug, targets }: Context): void {
  visit(tree, (node) => {
    if (!isJsx(node) || !known.has(node.name ?? '')) return;
    const id = textAttribute(node, 'id') ?? '';
    const number = targets.get(node.name === 'Demo' ? `demo-${id}` : id)?.number;
    node.attributes.push(attribute('lang', lang), attribute('slug', slug));
    if (number !== undefined) node.attributes.push(attribute('number', number));
  });
}

/** Display maths: a row of formula, check and number, which is the target of links to the equation. */
import type { Math as MathNode } from 'mdast-util-math';
import type { Root, RootContent } from 'mdast';
import type { MdxJsxFlowElement } from 'mdast-util-mdx-jsx';
import type { Context } from './context.ts';
import { attribute, markup, rawMarkup, replaceNodes } from './nodes.ts';
import type { Markup } from './nodes.ts';
import { labelId, splitLabel } from './tex.ts';
import { words } from './words.ts';

/** rehype-katex typesets what has this class; no `language-*` class, so that no highlighter takes it for code. */
const formula = (tex: string): Markup =>
  rawMarkup('span', { className: ['math-display'] }, [{ type: 'text', value: tex }]);

/** Wide formulas scroll sideways, and what scrolls must be within reach of the keyboard. */
const body = (tex: string, label: string): Markup =>
  markup('div', { className: ['equation-body'], tabIndex: 0, role: 'group', ariaLabel: label }, [formula(tex)]);

function checkMark(id: string, { slug, lang }: Context): MdxJsxFlowElement {
  const attributes = [attribute('slug', slug), attribute('lang', lang), attribute('id', id)];
  return { type: 'mdxJsxFlowElement', name: 'EquationCheck', attributes, children: [] };
}

function equation(node: MathNode, context: Context): RootContent {
  const { tex, labels } = splitLabel(node.value);
  const id = labels[0] === undefined ? undefined : labelId(labels[0]);
  const number = id === undefined ? undefined : context.targets.get(id)?.number;
  if (id === undefined || number === undefined) {
    return markup('div', { className: ['equation', 'equation-plain'] }, [body(tex, words[context.lang].formula)]);
  }
  const text = words[context.lang];
  return markup('div', { className: ['equation'], id }, [
    body(tex, text.equation(number)),
    checkMark(id, context),
    markup('a', { className: ['equation-number'], href: `#${id}`, ariaLabel: text.equationLink(number) }, [
      `(${String(number)})`,
    ]),
  ]);
}

/** Sets display maths in rows, in place. */
export function transformEquations(tree: Root, context: Context): void {
  replaceNodes(tree, (node) => (node.type === 'math' ? [equation(node, context)] : undefined));
}

/** An article as plain HTML for feeds: MathML maths, no classes or scripts, absolute links. */
import type { Element, ElementContent } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import katex from 'katex';
import type { InlineMath, Math as MathNode } from 'mdast-util-math';
import { toHast } from 'mdast-util-to-hast';
import { visit } from 'unist-util-visit';
import { katexSettings } from '../tex.ts';
import { flatten } from './flatten.ts';
import type { Portable } from './portable.ts';

/** `<math>` of a formula, with its TeX as annotation. */
function mathml(tex: string, displayMode: boolean): ElementContent[] {
  const html = katex.renderToString(tex, { ...katexSettings(), output: 'mathml', displayMode, throwOnError: false });
  const [wrapper] = fromHtml(html, { fragment: true }).children;
  return wrapper?.type === 'element' ? wrapper.children : [];
}

function display(node: MathNode): Element {
  const number = node.data?.target?.number;
  return h('p', [...mathml(node.value, true), number === undefined ? '' : ` (${String(number)})`]);
}

const textOf = (node: Element): string =>
  node.children.map((child) => (child.type === 'text' ? child.value : '')).join('');

/** The article's text as HTML. */
export function toFeedHtml(portable: Portable): string {
  const { lang, url } = portable;
  const tree = toHast(flatten(portable), {
    footnoteLabel: lang === 'zh' ? '注释' : 'Notes',
    footnoteLabelProperties: {},
    handlers: {
      math: (_state, node: MathNode) => display(node),
      inlineMath: (_state, node: InlineMath) => mathml(node.value, false),
    },
  });
  visit(tree, 'element', (node, index, parent) => {
    // The way back from a note is the reader's own: a feed shows many articles in one page.
    if (node.properties['dataFootnoteBackref'] !== undefined && parent && index !== undefined) {
      parent.children.splice(index, 1);
      return index;
    }
    // Notes stand beside the text on the page, counted as here.
    if (node.properties['dataFootnoteRef'] !== undefined) node.properties['href'] = `${url}#sn-${textOf(node)}`;
    const kept = Object.entries(node.properties).filter(
      ([name]) => !/^(?:className$|id$|data[A-Z]|aria[A-Z])/.test(name),
    );
    node.properties = Object.fromEntries(kept);
    return undefined;
  });
  return toHtml(tree);
}

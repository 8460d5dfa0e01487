/** After KaTeX: TeX that can be copied, MathML that is well formed, and formulas that keep their punctuation. */
import type { Element, ElementContent, Parents, Root, Text } from 'hast';
import { visit } from 'unist-util-visit';
import { plainTex } from './tex.ts';

const hasClass = (node: Element, name: string): boolean =>
  Array.isArray(node.properties['className']) && node.properties['className'].includes(name);

/** Formulas up to this many characters of TeX are kept on one line with the punctuation behind them. */
const shortTex = 24;
const gluedSigns = /^(?:[-\u2010-\u2015](?:th|st|nd|rd)(?![a-z]))?[-\u2010-\u2015'’”/,.;:!?)\]}，。；：！？、）】》]*/u;

function annotationOf(node: Element): Text | undefined {
  let found: Text | undefined;
  visit(node, 'element', (child) => {
    const [text] = child.children;
    if (child.tagName === 'annotation' && text?.type === 'text') found = text;
  });
  return found;
}

/** What stands behind a formula and must not be parted from it; '' for a long one, which may be broken anyway. */
export const gluedTo = (tex: string, following: string): string =>
  tex.length > shortTex ? '' : (gluedSigns.exec(following)?.[0] ?? '');
export const inlineClasses = (tex: string): string[] =>
  tex.length > shortTex ? ['math-inline'] : ['math-inline', 'math-short'];

/** MathML elements whose children have places: base, subscript, superscript, … */
const scripts: Readonly<Record<string, number>> = { msub: 2, msup: 2, msubsup: 3, munder: 2, mover: 2, munderover: 3 };
/**
 * For a function that is a script, `\sigma_{\max}`, KaTeX writes its name and a sign of application as two children where there is a place
 * for one. The sign, which has nothing to be applied to there, goes.
 */
function mendScripts(node: Element): void {
  visit(node, 'element', (element) => {
    const places = scripts[element.tagName];
    if (places === undefined || element.children.length <= places) return;
    element.children = element.children.filter((child) => {
      const [sign] = child.type === 'element' && child.tagName === 'mo' ? child.children : [];
      return !(sign?.type === 'text' && sign.value === '\u2061');
    });
  });
}

function wrapInline(node: Element, tex: string, following: ElementContent | undefined): Element {
  const wrapper: Element = {
    type: 'element',
    tagName: 'span',
    properties: { className: inlineClasses(tex) },
    children: [node],
  };
  const glued = following?.type === 'text' ? gluedTo(tex, following.value) : '';
  if (following?.type === 'text' && glued !== '') {
    following.value = following.value.slice(glued.length);
    wrapper.children.push({ type: 'text', value: glued });
  }
  return wrapper;
}

function finishIn(parent: Parents): void {
  for (const [index, node] of parent.children.entries()) {
    if (node.type !== 'element') {
      if ('children' in node) finishIn(node);
    } else if (hasClass(node, 'katex')) {
      const annotation = annotationOf(node);
      if (annotation) annotation.value = plainTex(annotation.value);
      mendScripts(node);
      const inDisplay = parent.type === 'element' && hasClass(parent, 'katex-display');
      if (inDisplay) continue;
      const following = parent.children[index + 1] as ElementContent | undefined;
      parent.children[index] = wrapInline(node, annotation?.value ?? '', following);
    } else finishIn(node);
  }
}

/** Cleans annotations, mends MathML and wraps inline formulas, in place. */
export function finishMath(tree: Root): void {
  finishIn(tree);
}

/** After KaTeX: TeX that can be copied, and formulas that keep their punctuation. */
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

function wrapInline(node: Element, tex: string, following: ElementContent | undefined): Element {
  const wrapper: Element = {
    type: 'element',
    tagName: 'span',
    properties: { className: ['math-inline'] },
    children: [node],
  };
  if (tex.length > shortTex) return wrapper;
  wrapper.properties['className'] = ['math-inline', 'math-short'];
  const glued = following?.type === 'text' ? gluedSigns.exec(following.value)?.[0] : undefined;
  if (following?.type === 'text' && glued) {
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
      const inDisplay = parent.type === 'element' && hasClass(parent, 'katex-display');
      if (inDisplay) continue;
      const following = parent.children[index + 1] as ElementContent | undefined;
      parent.children[index] = wrapInline(node, annotation?.value ?? '', following);
    } else finishIn(node);
  }
}

/** Cleans annotations and wraps inline formulas, in place. */
export function finishMath(tree: Root): void {
  finishIn(tree);
}

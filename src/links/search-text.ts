/** What search reads of an article: its words, with formulas as text, and nothing of what one clicks on. */
import type { Element, ElementContent, Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import type { Lang } from '../i18n/lang.ts';
import { locale } from '../i18n/lang.ts';
import { findElement, hasClass, rewrite, textOf } from './built-page.ts';
import { plainMaths } from './plain-maths.ts';

const skippedElements = new Set(['live-demo', 'equation-check', 'script', 'style', 'button', 'svg', 'details']);
const skippedClasses = [
  'handle',
  'sidenote-anchor',
  'sidenote-number',
  'equation-number',
  'target-number',
  'caption-number',
  'demo-trouble',
  'backlink',
  'definition-kind',
];

function change(element: Element): ElementContent[] | undefined {
  if (skippedElements.has(element.tagName) || skippedClasses.some((name) => hasClass(element, name))) return [];
  // A result in the list of references is rarely what was looked for.
  if (hasClass(element, 'references')) element.properties['dataPagefindWeight'] = '0.2';
  if (!hasClass(element, 'katex')) return undefined;
  const math = findElement(element, ({ tagName }) => tagName === 'math');
  return [{ type: 'text', value: math ? plainMaths(math) : '' }];
}

/** Notes stand in the middle of sentences; a result must not run from the one into the other. */
function separateNotes(element: Element): ElementContent[] | undefined {
  if (!hasClass(element, 'sidenote')) return change(element);
  const inner = element.children.flatMap((child) => (child.type === 'element' ? rewrite(child, change) : [child]));
  return [{ type: 'text', value: ' (' }, ...inner, { type: 'text', value: ') ' }];
}

/** A page for the indexer: title, summary and text, their headings with the ids that results lead to. */
export function searchablePage(page: Root, lang: Lang): string | undefined {
  const title = findElement(page, ({ tagName }) => tagName === 'h1');
  const prose = findElement(page, (element) => hasClass(element, 'prose'));
  if (!title || !prose) return undefined;
  const summary = findElement(page, (element) => hasClass(element, 'lede'));
  const body = [...(summary ? rewrite(summary, separateNotes) : []), ...rewrite(prose, separateNotes)];
  const name = textOf(title).trim();
  return toHtml(
    h('html', { lang: locale[lang] }, [
      h('head', [h('title', name)]),
      h('body', { dataPagefindBody: true }, [h('h1', name), ...body]),
    ]),
  );
}

/**
 * Previews: what a target looks like, cut out of its built page. Ids get a prefix, so that none is twice on the page
 * that shows it; addresses become absolute on the site, so that links work from any page.
 */
import type { Element, ElementContent, Parents, Properties, Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import type { Target } from '../markdown/parse.ts';
import { elementsById, findElement, hasClass, isElement, rewrite, textOf } from './built-page.ts';

/** Every id inside a preview begins with this. */
export const previewPrefix = 'preview-';

/** What a preview's file holds. */
export interface Preview {
  /** What the target is called, for its frame's label. */
  readonly title: string;
  readonly html: string;
}

const dropped = new Set(['script', 'equation-check', 'button', 'details']);
const droppedClasses = [
  'handle',
  'sidenote',
  'sidenote-anchor',
  'backlink',
  'alias',
  'demo-wide',
  'demo-trouble',
  'visually-hidden',
];
/** Attributes that name other elements by id. */
const idLists = ['ariaLabelledBy', 'ariaDescribedBy', 'htmlFor', 'ariaControls'] as const;

function prefixed(properties: Properties): void {
  const { id } = properties;
  if (typeof id === 'string') properties['id'] = previewPrefix + id;
  for (const name of idLists) {
    const value: unknown = properties[name];
    const ids = (Array.isArray(value) ? value : [value]).filter((entry): entry is string => typeof entry === 'string');
    if (ids.length > 0) Object.assign(properties, { [name]: ids.map((entry) => previewPrefix + entry).join(' ') });
  }
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'string') properties[name] = value.replace(/url\(#([^)]+)\)/g, `url(#${previewPrefix}$1)`);
  }
}

/** One element of a preview, in place; undefined: keep it. `page` is the path of its page. */
function clean(element: Element, page: string): ElementContent[] | undefined {
  if (dropped.has(element.tagName) || droppedClasses.some((name) => hasClass(element, name))) return [];
  const { properties } = element;
  const { href } = properties;
  if (element.tagName === 'use' && typeof href === 'string' && href.startsWith('#')) {
    properties['href'] = `#${previewPrefix}${href.slice(1)}`;
  } else if (typeof href === 'string' && /^[#?]/.test(href)) properties['href'] = page + href;
  // The space between a note's mark and the note goes with them.
  element.children = element.children.filter((child, index) => {
    const next = element.children[index + 1];
    return !(child.type === 'text' && child.value.trim() === '' && isElement(next) && hasClass(next, 'sidenote'));
  });
  // What was for the keyboard on its page is only looked at here.
  delete properties['tabIndex'];
  prefixed(properties);
  return undefined;
}

const isBlock = (node: ElementContent | Parents['children'][number]): node is Element => isElement(node);

/** What follows a heading up to and with its first paragraph; demos and figures have previews of their own. */
function opening(heading: Element, parent: Parents): Element[] {
  const siblings = parent.children.slice(parent.children.indexOf(heading as never) + 1).filter(isBlock);
  const blocks: Element[] = [];
  for (const block of siblings) {
    // A section that begins with a subsection opens with the subsection's text.
    if (/^h[3-6]$/.test(block.tagName) && heading.tagName === 'h2' && blocks.length === 0) continue;
    if (/^(h[1-6]|section)$/.test(block.tagName)) break;
    if (block.tagName === 'figure') continue;
    // A sentence that runs into a formula goes on to it, and no further.
    const goesOn = blocks.at(-1)?.tagName === 'p';
    if (goesOn && !hasClass(block, 'equation')) break;
    blocks.push(block);
    const complete = block.tagName === 'p' && /[.!?。！？…”"）)]\s*$/.test(textOf(block));
    if (complete || goesOn || blocks.length === 3) break;
  }
  return blocks;
}

const withClass = (root: Element, name: string): Element | undefined =>
  findElement(root, (element) => hasClass(element, name));

/** The parts of a target that its preview shows. */
function partsOf(target: Target, element: Element, parent: Parents): Element[] {
  switch (target.kind) {
    case 'section':
      return opening(element, parent);
    case 'equation':
      return [element];
    case 'demo': {
      const picture = withClass(element, 'demo-compact');
      const caption = isElement(parent) && findElement(parent, ({ tagName }) => tagName === 'figcaption');
      const first = caption && findElement(caption, ({ tagName }) => tagName === 'p');
      // The class that shows it in narrow cards only stays behind.
      const still = picture && h('div', { className: ['preview-picture'] }, picture.children);
      return [...(still ? [still] : []), ...(first ? [first] : [])];
    }
    case 'reference': {
      const text = element.children.find(isBlock);
      return text ? [h('p', text.properties, text.children)] : [];
    }
    case 'figure':
    case 'table':
    case 'definition':
      return [element];
  }
}

function titleOf(target: Target, element: Element): string {
  if (target.kind === 'demo') return textOf(withClass(element, 'demo-title') ?? element).trim();
  if (target.kind === 'equation') return `(${String(target.number ?? '')})`;
  return target.title;
}

/** Sections and demos say their name; everything else says it itself. */
const headed = (kind: Target['kind']): boolean => kind === 'section' || kind === 'demo';

/** The previews of a page's targets by id. `path` is the page's own: `/zh/rope/`. Linear in the size of the page. */
export function previewsOf(page: Root, path: string, targets: readonly Target[]): Map<string, Preview> {
  const elements = elementsById(page);
  const previews = new Map<string, Preview>();
  for (const target of targets) {
    const found = elements.get(target.id);
    if (!found || previews.has(target.id)) continue;
    const { element, parent } = found;
    const title = titleOf(target, element);
    const parts = partsOf(target, element, parent).flatMap((part) => rewrite(part, (node) => clean(node, path)));
    const name = h('p', { className: ['preview-title'] }, [h('a', { href: `${path}#${target.id}` }, title)]);
    const html = toHtml([...(headed(target.kind) ? [name] : []), ...parts]);
    previews.set(target.id, { title, html });
  }
  return previews;
}

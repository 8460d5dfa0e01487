/** The list of references at the end of an article: made, never typed. */
import type { Element, ElementContent } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { h } from 'hastscript';
import type { Root } from 'mdast';
import { formatWork } from '../links/bibliography.ts';
import type { Work } from '../links/bibliography.ts';
import { citationLabels, compareWorks } from './citation-label.ts';
import { citedWorks } from './citations.ts';
import type { CitationCounts } from './citations.ts';
import type { Context } from './context.ts';
import { headingHandle } from './headings.ts';
import { markup, rawMarkup } from './nodes.ts';
import { words } from './words.ts';

const urlInText = /https?:\/\/[^\s<>]+[^\s<>.,;:)]/g;

/** Makes addresses in the text of a reference clickable, in place. */
function linkUrls(node: Element): void {
  node.children = node.children.flatMap((child): ElementContent[] => {
    if (child.type === 'element') linkUrls(child);
    if (child.type !== 'text') return [child];
    const parts: ElementContent[] = [];
    let from = 0;
    for (const match of child.value.matchAll(urlInText)) {
      const [url] = match;
      parts.push({ type: 'text', value: child.value.slice(from, match.index) });
      parts.push(h('a', { className: ['external'], rel: ['noopener'], href: url }, url));
      from = match.index + url.length;
    }
    return [...parts, { type: 'text', value: child.value.slice(from) }];
  });
}

/** A work in APA style, its addresses clickable, with the letter that its citations have. */
export function referenceText(work: Work, letter: string): ElementContent[] {
  const html = formatWork(work).replace(/\((\d{4})(?=[,)])/, `($1${letter}`);
  const holder = h('span', fromHtml(html, { fragment: true }).children);
  linkUrls(holder);
  if (work.arxiv && !html.includes(work.arxiv)) {
    const href = `https://arxiv.org/abs/${work.arxiv}`;
    holder.children.push({ type: 'text', value: ' ' });
    holder.children.push(h('a', { className: ['external'], rel: ['noopener'], href }, `arXiv:${work.arxiv}`));
  }
  return holder.children;
}

function backlinks(key: string, count: number, label: (place: number) => string): ElementContent[] {
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((place) => [
    { type: 'text', value: ' ' },
    h('a', { className: ['backlink'], href: `#cite-${key}-${String(place)}`, ariaLabel: label(place) }, '↑'),
  ]);
}

/** Appends the list, in place; nothing when the article cites nothing. Entries are English, as their titles are. */
export function appendReferences(tree: Root, context: Context, counts: CitationCounts): void {
  const works = citedWorks(context).toSorted(compareWorks);
  if (works.length === 0) return;
  const { lang } = context;
  const text = words[lang];
  const labels = citationLabels(works, lang);
  const items = works.map((work) =>
    rawMarkup('li', { id: `ref-${work.id}` }, [
      h('span', lang === 'en' ? {} : { lang: 'en' }, referenceText(work, labels.get(work.id)?.letter ?? '')),
      ...backlinks(work.id, counts.get(work.id) ?? 0, text.cited),
      h('a', { className: ['handle'], href: `#ref-${work.id}`, ariaLabel: text.referenceLink(work.id) }, '#'),
    ]),
  );
  const heading = markup('h2', { id: 'references' }, [
    text.references,
    headingHandle('references', text.references, lang),
  ]);
  tree.children.push(
    markup('section', { className: ['references'], ariaLabelledBy: ['references'] }, [
      heading,
      markup('ol', {}, items),
    ]),
  );
}

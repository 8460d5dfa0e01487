/** Targets on the page as records that the formats write down. */
import { linkStrings } from '../i18n/link-strings.ts';
import type { LinkRecord, Segment } from '../links/formats.ts';
import { plainText, segmentsOf, shorten, texOf } from './link-menu-quote.ts';

export const pageLang = (): 'en' | 'zh' => (document.documentElement.lang.startsWith('zh') ? 'zh' : 'en');

/** The page's address with another fragment, without a demo's state or other queries. */
export const targetUrl = (id: string): string => `${location.origin}${location.pathname}#${encodeURIComponent(id)}`;

const meta = (property: string): string | undefined =>
  document.querySelector<HTMLMetaElement>(`meta[property="${property}"]`)?.content.slice(0, 10);

/** What is the same for all targets of a page. */
export function pageRecord(): Omit<LinkRecord, 'url' | 'title'> {
  return {
    page: document.querySelector('h1')?.textContent.trim() ?? document.title,
    lang: pageLang(),
    date: meta('article:modified_time') ?? meta('article:published_time'),
    accessed: new Date().toISOString().slice(0, 10),
  };
}

type Described = Pick<LinkRecord, 'title' | 'quote' | 'tex' | 'embed'>;

const childText = (element: ParentNode | null | undefined, selector: string): string =>
  element?.querySelector(selector)?.textContent.trim() ?? '';

/** The first paragraph, or point of a list, of a section; a section may begin with its subsection. */
function firstParagraph(heading: Element): readonly Segment[] | undefined {
  for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
    if (/^H[1-6]$/.test(next.tagName) && next.tagName <= heading.tagName) return undefined;
    if (next.matches('p, .definition')) return segmentsOf(next);
    if (next.matches('ul, ol') && next.firstElementChild) return segmentsOf(next.firstElementChild);
  }
  return undefined;
}

function describeEquation(element: Element): Described {
  const tex = texOf(element);
  const title = linkStrings(pageLang()).equation(childText(element, '.equation-number'));
  return { title, tex, quote: tex === undefined ? undefined : [{ tex, display: true }] };
}

/** A frame's address: the same demo, alone, in the state of `url`. */
const embedUrl = (demo: string, url: string): string =>
  `${location.origin}${pageLang() === 'zh' ? '/zh' : ''}/embed/${demo}/${new URL(url).search}`;

function describeDemo(demo: HTMLElement, url: string): Described {
  const id = demo.dataset['demo'] ?? '';
  const figure = demo.closest('figure');
  const number = childText(figure, '.caption-number');
  const name = childText(demo, '.demo-title');
  const caption = figure?.querySelector('figcaption > p');
  return {
    title: number === '' ? name : linkStrings(pageLang()).demo(number, name),
    quote: caption ? segmentsOf(caption) : undefined,
    embed: embedUrl(id, url),
  };
}

function describeFigure(figure: Element): Described {
  const number = childText(figure, '.target-number').replace(/\.$/, '');
  const caption = figure.querySelector('figcaption');
  const quote = caption
    ? [...caption.childNodes]
        .filter((node) => !(node instanceof Element && node.matches('.target-number')))
        .flatMap(segmentsOf)
    : [];
  return { title: number, quote };
}

function describe(element: Element, url: string): Described {
  if (element instanceof HTMLElement && element.localName === 'live-demo') return describeDemo(element, url);
  if (element.matches('.equation')) return describeEquation(element);
  if (element.matches('figure')) return describeFigure(element);
  if (element.matches('.definition')) return { title: childText(element, 'dfn'), quote: segmentsOf(element) };
  const segments = segmentsOf(element);
  if (/^H[1-6]$/.test(element.tagName)) return { title: plainText(segments), quote: firstParagraph(element) };
  return { title: shorten(plainText(segments), 120), quote: segments };
}

/** A target as a record; `url` says more than its id when it is a demo in a state. */
export function recordOf(element: Element, url = targetUrl(element.id)): LinkRecord {
  return { ...pageRecord(), url, ...describe(element, url) };
}

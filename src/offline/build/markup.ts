/** What a built page names, read from its tags. The build writes these pages itself: attributes are quoted. */
import { previewUrl } from '../../links/urls.ts';

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

const tagPattern = /<(link|script|img|a|title|live-demo|equation-check|save-series)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/g;
const attributePattern = /([\w-]+)=(?:"([^"]*)"|'([^']*)')/g;
const entities: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'", '#x26': '&' };
const decode = (text: string): string =>
  text.replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);

function tagsOf(html: string): Tag[] {
  return Array.from(html.matchAll(tagPattern), ([, name = '', rest = '']) => ({
    name,
    attributes: Object.fromEntries(
      Array.from(rest.matchAll(attributePattern), ([, key, double, single]) => [key, decode(double ?? single ?? '')]),
    ) as Tag['attributes'],
  }));
}

export interface Markup {
  /** Files that the page loads, from the site's root. */
  readonly loaded: ReadonlySet<string>;
  readonly demos: ReadonlySet<string>;
  readonly checks: ReadonlySet<string>;
  /** Addresses at which previews of its links would be. */
  readonly previews: ReadonlySet<string>;
  readonly title: string;
  /** The pages of a series, where this is its page. */
  readonly series: { readonly title: string; readonly pages: readonly string[] } | undefined;
}

const loadingLinks = /^(?:stylesheet|preload|modulepreload)$/;

function loadedBy({ name, attributes }: Tag): string[] {
  if (name === 'link') return loadingLinks.test(attributes['rel'] ?? '') ? [attributes['href'] ?? ''] : [];
  return name === 'script' || name === 'img' ? [attributes['src'] ?? ''] : [];
}

/** Links that show a preview (`components/link-tools.ts`). */
const isPreviewed = ({ name, attributes }: Tag): boolean =>
  name === 'a' && /(?:^| )(?:xref|citation)(?: |$)/.test(attributes['class'] ?? '');

/** Not one of this site's addresses matters here: only what is beside it. */
const origin = 'https://site.invalid';

function previewOf(href: string, page: string): string[] {
  if (!href.includes('#')) return [];
  const { origin: own, pathname, hash } = new URL(href, origin + page);
  const address = previewUrl(pathname, decodeURIComponent(hash.slice(1)));
  // Only articles have previews: other addresses come back as they are.
  return own === origin && address !== pathname ? [address] : [];
}

/** @param page path of the page */
export function readMarkup(html: string, page: string): Markup {
  const tags = tagsOf(html);
  const values = (tag: string, attribute: string): Set<string> =>
    new Set(tags.flatMap(({ name, attributes }) => (name === tag ? (attributes[attribute] ?? []) : [])));
  const title = decode(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? page);
  const offer = tags.find(({ name }) => name === 'save-series')?.attributes;
  return {
    loaded: new Set(tags.flatMap(loadedBy).filter((url) => url.startsWith('/'))),
    demos: values('live-demo', 'data-demo'),
    checks: values('equation-check', 'data-slug'),
    previews: new Set(tags.filter(isPreviewed).flatMap(({ attributes }) => previewOf(attributes['href'] ?? '', page))),
    title: title.replace(/ · [^·]*$/, ''),
    series: offer && {
      title: offer['data-title'] ?? '',
      pages: (offer['data-pages'] ?? '').split(' ').filter(Boolean),
    },
  };
}

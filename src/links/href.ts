/** Addresses as authors write them: `#id`, `/slug/#id`, `?demo.param=1#demo-id`, and everything else. */
import { langPrefix } from '../i18n/lang.ts';
import type { Lang } from '../i18n/lang.ts';

export interface Href {
  /**
   * `own`: this page (`#id`, `?state#id`); `page`: a page of this site, from the root; `file`: a file of this site;
   * `external`: another site or scheme; `relative`: anything else, which articles do not use.
   */
  readonly kind: 'own' | 'page' | 'file' | 'external' | 'relative';
  /** For `page`: segments between the slashes, [] for the home page. */
  readonly segments: readonly string[];
  /** Without `?`. */
  readonly query: string;
  /** Without `#`, decoded; '' when there is none. */
  readonly fragment: string;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function kindOf(path: string): Href['kind'] {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(path)) return 'external';
  if (path === '') return 'own';
  if (!path.startsWith('/')) return 'relative';
  return /\.[a-z0-9]+$/i.test(path) ? 'file' : 'page';
}

/** Takes an address apart. Any text is accepted. */
export function parseHref(url: string): Href {
  const [beforeHash = '', ...hash] = url.split('#');
  const [path = '', ...query] = beforeHash.split('?');
  const kind = kindOf(path);
  const segments = kind === 'page' ? path.split('/').filter(Boolean) : [];
  return { kind, segments, query: query.join('?'), fragment: decode(hash.join('#')) };
}

/** The same page in a language: `/performer/#x` is `/zh/performer/#x` on Chinese pages. Other addresses stay. */
export function localizeHref(url: string, lang: Lang): string {
  return parseHref(url).kind === 'page' ? `${langPrefix(lang)}${url}` : url;
}

/** Kinds of addresses, as the worker tells them apart. */

export type Kind = 'page' | 'file' | 'preview' | 'icon' | 'other';

/** @param mode of the request: only a navigation asks for a page */
export function kindOf(path: string, mode: RequestMode): Kind {
  if (path.startsWith('/_astro/')) return 'file';
  if (/^\/(?:zh\/)?previews\//.test(path)) return 'preview';
  if (path === '/favicon.svg') return 'icon';
  // Embeds live in frames of other sites; files have an ending.
  const isPage = mode === 'navigate' && !/^\/(?:zh\/)?embed\//.test(path) && !/\.[^/]+$/.test(path);
  return isPage ? 'page' : 'other';
}

/** A page's own path: always with a slash at the end. */
export const pageOf = (path: string): string => (path.endsWith('/') ? path : `${path}/`);

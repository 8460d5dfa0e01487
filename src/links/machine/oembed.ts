/** oEmbed (https://oembed.com) for demos, as files: a static site answers for each demo, not for any `?url=`. */
import type { Lang } from '../../i18n/lang.ts';
import { demoCardPath, embedPath, homePath, pageUrl } from '../urls.ts';
import { xml } from './xml.ts';

/** Size of the frame where the page around it does not size it: fits the card without scrolling on a laptop. */
export const frameSize = { width: 720, height: 720 } as const;

interface EmbeddedDemo {
  readonly id: string;
  readonly lang: Lang;
  readonly title: string;
  readonly siteName: string;
}

/** The snippet that shows a demo elsewhere; `query` is its state (`?rope-clocks.m=5`), or ''. */
export function embedSnippet({ id, lang, title }: Omit<EmbeddedDemo, 'siteName'>, site: URL, query = ''): string {
  const src = xml(new URL(`${pageUrl(lang, embedPath(id))}${query}`, site).href);
  const { width, height } = frameSize;
  return `<iframe src="${src}" title="${xml(title)}" width="${String(width)}" height="${String(height)}" loading="lazy" allow="fullscreen; clipboard-write; webgpu" style="border:0;width:100%;max-width:${String(width)}px"></iframe>`;
}

/** A demo's oEmbed answer. */
export function oembed(demo: EmbeddedDemo, site: URL): object {
  return {
    version: '1.0',
    type: 'rich',
    title: demo.title,
    provider_name: demo.siteName,
    provider_url: new URL(pageUrl(demo.lang, homePath), site).href,
    html: embedSnippet(demo, site),
    ...frameSize,
    thumbnail_url: new URL(demoCardPath(demo.lang, demo.id), site).href,
    thumbnail_width: 1200,
    thumbnail_height: 630,
    cache_age: 86_400,
  };
}

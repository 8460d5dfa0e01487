/** The built site for programs that read it: its files, and a server. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { dist, expectSite } from '../support/built-site.ts';
import { fileIn, serveFolder, typeOf } from '../support/serve.ts';
import type { Server } from '../support/serve.ts';

expectSite();
export { dist };

export const readText = (path: string): string => readFileSync(join(dist, path), 'utf8');
export const readJson = (path: string): unknown => JSON.parse(readText(path));

/** The address that the site was built for. */
export const site = new URL(
  /^Sitemap: (.*)$/m.exec(readText('robots.txt'))?.[1] ?? 'https://incoming-transmission.example',
).origin;

/** Paths of all built pages, `rope/index.html`. */
export const pages: readonly string[] = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.html'))
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

/** The address of a built page: `/rope/`. */
export const addressOf = (page: string): string => `/${page.replace(/index\.html$/, '')}`;

/** The file that an address leads to; undefined when there is none. */
export const fileAt = (pathname: string): string | undefined => fileIn(dist, pathname);

/** Serves the site. */
export const serveSite = (): Promise<Server> => serveFolder(dist);

/** Fetches the site's own addresses from its files, and nothing else: no test reaches into the network. */
export const fetchBuilt = (input: string | URL | Request): Promise<Response> => {
  const url = new URL(input instanceof Request ? input.url : input);
  const file = url.origin === site ? fileAt(url.pathname) : undefined;
  if (file === undefined) return Promise.resolve(new Response(null, { status: 404 }));
  return Promise.resolve(new Response(readFileSync(file), { headers: { 'content-type': typeOf(file) } }));
};

/** An empty folder that is removed after the test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clients-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export interface XrefTarget {
  readonly id: string;
  readonly kind: string;
  readonly number?: number;
  readonly tex?: string;
  readonly aliases: readonly string[];
  readonly in: Readonly<Record<'en' | 'zh', { url: string; name: string; title: string; excerpt: string }>>;
}
export interface ListedArticle {
  readonly slug: string;
  readonly formerly: readonly string[];
  readonly title: Readonly<Record<'en' | 'zh', string>>;
  readonly url: Readonly<Record<'en' | 'zh', string>>;
  readonly targets: readonly XrefTarget[];
}
/** `targets.json`: what the other programs are held to. */
export const listed = (readJson('targets.json') as { articles: readonly ListedArticle[] }).articles;

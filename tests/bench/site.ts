/** The built site, served as it is published, and its pages. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist } from '../support/built-site.ts';
import { freePort } from '../support/free-port.ts';
import { findNginx, startNginx } from '../support/nginx.ts';
import { sum } from './statistics.ts';

export const root = join(import.meta.dirname, '../..');
export { dist };

export interface Site {
  /** Without a slash at the end. */
  readonly url: string;
  /** What serves it, in words. */
  readonly host: string;
  readonly stop: () => void;
  /** What it has sent so far, heads included; undefined where the host does not tell. */
  readonly sent: () => Sent | undefined;
}
export interface Sent {
  readonly requests: number;
  readonly bytes: number;
}

/** Reads nginx's log of answers. */
export function readSent(log: string): Sent {
  const sizes = [...log.matchAll(/^\d{3} (\d+)$/gm)].map(([, bytes]) => Number(bytes));
  return { requests: sizes.length, bytes: sum(sizes) };
}

async function preview(port: number): Promise<Site> {
  const args = ['preview', '--ignore-lock', '--outDir', dist, '--host', '127.0.0.1', '--port', String(port)];
  const child = spawn(join(root, 'node_modules/.bin/astro'), args, { cwd: root, stdio: 'ignore' });
  const url = `http://127.0.0.1:${String(port)}`;
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(url).catch(() => undefined)) break;
    await new Promise((later) => setTimeout(later, 200));
  }
  return {
    url,
    host: 'astro preview, uncompressed: nginx is not installed',
    stop: () => void child.kill(),
    sent: () => undefined,
  };
}

/** Serves dist/ behind nginx with its compressed copies, or, where there is no nginx, without them. */
export async function serveSite(): Promise<Site> {
  const port = Number(process.env['PORT'] ?? (await freePort()));
  const nginx = findNginx();
  if (nginx === undefined) return preview(port);
  const folder = mkdtempSync(join(tmpdir(), 'bench-log-'));
  const log = join(folder, 'sent.log');
  const { url, stop, ended } = await startNginx(nginx, dist, port, log);
  void ended.then(() => rmSync(folder, { recursive: true, force: true }));
  return { url, host: 'nginx, Brotli copies made by the build', stop, sent: () => readSent(readFileSync(log, 'utf8')) };
}

export const pageHtml = (path: string): string => readFileSync(join(dist, path, 'index.html'), 'utf8');

/** Every page of the build as a path, but demos' own pages: they show what articles show. */
export const sitePages = (): string[] =>
  readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('index.html') && !file.includes('embed'))
    .map((file) => `/${file.replaceAll('\\', '/').slice(0, -'index.html'.length)}`)
    .sort();

/** Ids of the demos that a page shows, in order. */
export const demosOn = (path: string): string[] =>
  [...pageHtml(path).matchAll(/<live-demo id="demo-([^"]+)"/g)].map(([, id = '']) => id);

/** Bytes of the fonts that a page asks for before it is laid out: what its first screen is set in. They are sent as they are. */
export const preloadedBytes = (path: string): number =>
  sum(
    [...pageHtml(path).matchAll(/<link rel="preload" href="([^"]+)" as="font"/g)].map(
      ([, href = '']) => statSync(join(dist, href)).size,
    ),
  );

/** Pages with demos: articles. */
export const articlePages = (lang: 'en' | 'zh'): string[] =>
  sitePages().filter((path) => path.startsWith('/zh/') === (lang === 'zh') && demosOn(path).length > 0);

/** One page of each kind in both languages; the article is the one with the most to show. */
export const typicalPages = ['/', '/zh/', '/rope/', '/zh/rope/', '/demos/', '/zh/demos/'] as const;

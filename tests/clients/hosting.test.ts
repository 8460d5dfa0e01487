/** The built site behind nginx: headers, compression, caching, errors, and the same promises in public/_headers. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { headersFor, parseHeadersFile } from '../support/headers-file.ts';
import { findNginx, startNginx } from '../support/nginx.ts';
import { dist, pages } from './support.ts';

const nginx = findNginx();
const rules = parseHeadersFile(readFileSync(join(dist, '_headers'), 'utf8'));
const named = [
  'content-security-policy',
  'x-frame-options',
  'x-content-type-options',
  'referrer-policy',
  'cross-origin-opener-policy',
  'permissions-policy',
  'access-control-allow-origin',
] as const;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

let url = '';
let stop = (): void => undefined;

/** A request as it goes over the wire: nothing is decompressed or followed. */
const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request(url + path, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const joined = Object.entries(response.headersDistinct).map(([name, values]) => [
          name,
          (values ?? []).join(', '),
        ]);
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(joined) as Record<string, string>,
          body: Buffer.concat(chunks),
        });
      });
    })
      .on('error', reject)
      .end();
  });

beforeAll(async () => {
  if (!nginx) return;
  const server = await startNginx(nginx, dist, await freePort());
  ({ url, stop } = server);
});
afterAll(() => {
  stop();
});

/** A script of modules: the one for the theme, before it, is too small to be compressed. */
const asset = /type="module" src="([^"]+)"/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))?.[1] ?? '';
const embed = pages.find((page) => page.startsWith('embed/')) ?? '';
const article =
  pages.find((page) => /^[a-z-]+\/index\.html$/.test(page) && !/^(?:about|demos|series|zh|embed)\//.test(page)) ?? '';
const urlOf = (page: string): string => `/${page.replace(/index\.html$/, '')}`;

describe.skipIf(!nginx)('behind nginx', () => {
  it('every page and file is answered as public/_headers prescribes', async () => {
    const files = [
      asset,
      '/sw.js',
      '/embed-theme.js',
      '/favicon.svg',
      '/objects.inv',
      '/targets.json',
      '/feed.xml',
      '/zh/feed.json',
      '/myst.xref.json',
      '/robots.txt',
    ];
    for (const path of [...pages.filter((page) => page !== '404.html').map(urlOf), ...files]) {
      const { status, headers } = await get(path);
      expect(status, path).toBe(200);
      const wanted = headersFor(rules, path);
      for (const name of named) expect(headers[name], `${name} of ${path}`).toBe(wanted[name]);
      if (wanted['cache-control'] !== undefined) expect(headers['cache-control'], path).toBe(wanted['cache-control']);
    }
  });

  it('pages can’t be framed by other sites, embed pages can', async () => {
    for (const page of ['/', urlOf(article), `/zh${urlOf(article)}`]) {
      const { headers } = await get(page);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-frame-options']).toBe('DENY');
    }
    const { headers } = await get(urlOf(embed));
    expect(headers['content-security-policy']).not.toContain('frame-ancestors');
    expect(headers['x-frame-options']).toBeUndefined();
  });

  it('no policy allows inline scripts or evaluation of text', async () => {
    const policy = (await get('/')).headers['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(?:inline|eval)'/);
    for (const page of pages) {
      const html = readFileSync(join(dist, page), 'utf8');
      const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)([^>]*)>/g)].map(([, attributes]) => attributes?.trim());
      expect(
        inline.filter((attributes) => attributes !== 'type="application/ld+json"'),
        page,
      ).toEqual([]);
      expect(html, page).not.toMatch(/<style|\son[a-z]+="/);
    }
  });

  it('sends Brotli or gzip made beforehand, equal to the file', async () => {
    for (const path of [urlOf(article), asset]) {
      const plain = (await get(path)).body;
      const brotli = await get(path, { 'accept-encoding': 'gzip, br' });
      const zipped = await get(path, { 'accept-encoding': 'gzip' });
      expect(brotli.headers['content-encoding']).toBe('br');
      expect(zipped.headers['content-encoding']).toBe('gzip');
      expect(brotliDecompressSync(brotli.body).equals(plain)).toBe(true);
      expect(gunzipSync(zipped.body).equals(plain)).toBe(true);
      expect(brotli.body.length).toBeLessThan(zipped.body.length);
    }
  });

  it('keeps hashed files for good, and asks again for everything else', async () => {
    expect((await get(asset)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const page = await get(urlOf(article));
    expect(page.headers['cache-control']).toBe('public, max-age=0, must-revalidate');
    const again = await get(urlOf(article), { 'if-none-match': page.headers['etag'] ?? '' });
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
  });

  it('answers what is not there with 404 and the page for it, a missing slash with the address that has one', async () => {
    const missing = await get('/no-such-page/');
    expect(missing.status).toBe(404);
    expect(missing.body.equals(readFileSync(join(dist, '404.html')))).toBe(true);
    expect(missing.headers['content-security-policy']).toContain("script-src 'self'");
    const asked = await get(urlOf(article).slice(0, -1));
    expect(asked.status).toBe(301);
    expect(asked.headers['location']).toBe(urlOf(article));
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/.git/config'])
      expect((await get(path)).status).toBeGreaterThanOrEqual(400);
  });

  it('names every kind of file', async () => {
    const types = {
      '/': 'text/html',
      [urlOf(embed)]: 'text/html',
      '/feed.xml': 'application/xml',
      '/sw.js': 'text/javascript',
      '/favicon.svg': 'image/svg+xml',
      '/llms.txt': 'text/plain',
      [`${urlOf(article).slice(0, -1)}.md`]: 'text/markdown',
      '/targets.json': 'application/json',
    };
    for (const [path, type] of Object.entries(types))
      expect((await get(path)).headers['content-type'], path).toBe(`${type}; charset=utf-8`);
  });
});

it.runIf(!nginx)('nginx is not installed here: its tests are left out', () => {
  console.log('Install nginx and libnginx-mod-http-brotli-static to try the site behind it.');
  expect(rules.length).toBeGreaterThan(0);
});

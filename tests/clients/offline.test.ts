/** The lists of files in the built site: what a browser that keeps a page goes by. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/offline/build/digest.ts';
import { bytesOf, listFolder, readPageFiles, readSeriesFiles, splitPage } from '../../src/offline/page-files.ts';
import { dist, pages } from './support.ts';

const read = (url: string): Buffer => readFileSync(join(dist, url));
const kept = pages.flatMap((page) => {
  const html = readFileSync(join(dist, page), 'utf8');
  const { list, rest } = splitPage(html);
  const needs = list === undefined ? undefined : readPageFiles(JSON.parse(read(list).toString()));
  return list !== undefined && needs ? [{ page, html, list, rest, needs }] : [];
});

describe('lists of files', () => {
  it('are in every page but embeds, pages that moved, 404 and the offline pages', () => {
    const without = pages.filter((page) => !kept.some((one) => one.page === page));
    const reasons = /^(?:zh\/)?(?:embed\/.*|offline\/index\.html)$|^404\.html$/;
    const moved = (page: string): boolean => readFileSync(join(dist, page), 'utf8').includes('data-former=');
    expect(without.filter((page) => !reasons.test(page) && !moved(page))).toEqual([]);
    expect(kept.length).toBeGreaterThan(20);
  });

  it('say of the page and of every file what they are', () => {
    const digests = new Map<string, string>();
    const known = (url: string): string => {
      const digest = digests.get(url) ?? digestOf(read(url));
      digests.set(url, digest);
      return digest;
    };
    for (const { page, rest, list, needs } of kept) {
      expect(`/${page.replace(/index\.html$/, '')}`).toBe(needs.page);
      expect(digestOf(rest), page).toBe(needs.html.digest);
      expect(list).toContain(known(list));
      for (const { url, bytes, digest } of [...needs.files, ...needs.weights, ...needs.backends]) {
        expect(known(url), `${url} of ${page}`).toBe(digest);
        expect(read(url).byteLength, url).toBe(bytes);
      }
    }
  });

  it('have everything that a script of the page names, but other pages’ demos, other backends and weights', () => {
    const all = new Set(readdirSync(join(dist, '_astro')).filter((name) => /\.(?:js|css|wasm|bin)$/.test(name)));
    const source = (name: string): string => read(`/_astro/${name}`).toString();
    // What the worker and the registry load by a demo's id.
    const globs = [...all].filter((name) => /^(?:worker-|client\.)/.test(name) && source(name).includes('/demos/'));
    const owners = new Map(
      globs.flatMap((name) =>
        Array.from(
          source(name).matchAll(/demos\/([\w-]+)\/\w+\.(?:ts|svelte)[`"'][^/]*?\.\/([\w.-]+\.js)/g),
          (match) => [match[2] ?? '', match[1] ?? ''] as const,
        ),
      ),
    );
    expect(owners.size).toBeGreaterThan(30);
    for (const { page, html, needs } of kept.filter(({ html: text }) => text.includes('<live-demo'))) {
      const files = new Set([...needs.files, ...needs.weights, ...needs.backends].map(({ url }) => url.slice(8)));
      const demos = Array.from(html.matchAll(/data-demo="([\w-]+)"/g), ([, id = '']) => id);
      for (const id of demos) {
        const own = [...owners].filter(([, owner]) => owner === id).map(([name]) => name);
        expect(own.length, id).toBeGreaterThan(0);
        for (const name of own) expect(files, `${name} of ${id} on ${page}`).toContain(name);
      }
      // One step on from each script: no file is named that would be missing.
      for (const name of [...files].filter((file) => file.endsWith('.js') && !globs.includes(file))) {
        const named = [...source(name).matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g)].map(([, other = '']) => other);
        for (const other of named.filter((file) => all.has(file)))
          expect(files, `${other}, named by ${name} on ${page}`).toContain(other);
      }
    }
  });

  it('of a series add up to what its page says', () => {
    const files = readdirSync(join(dist, listFolder)).filter((name) => /\.series\.\w+\.json$/.test(name));
    expect(files.length).toBeGreaterThan(1);
    for (const name of files) {
      const series = readSeriesFiles(JSON.parse(read(listFolder + name).toString()));
      const members = kept.filter(({ needs }) => series?.pages.some(({ page }) => page === needs.page));
      expect(members.map(({ list }) => list).sort()).toEqual(series?.pages.map(({ list }) => list).sort());
      const parts = members.flatMap(({ list, needs }) => [
        { ...needs.html, url: needs.page },
        { url: list, bytes: read(list).byteLength, digest: '' },
        ...needs.files,
        ...needs.weights,
      ]);
      expect(bytesOf(parts)).toBe(series?.bytes);
    }
  });
});

/** What the service worker is told and what its caches hold, at random: it is ours or counts as not there. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../src/offline/messages.ts';
import { everyFile, listFolder, readPageFiles, readSeriesFiles } from '../../../src/offline/page-files.ts';
import { anyText, fuzz } from './fuzz.ts';

const site = 'https://site.example';
/** Mostly one of these, sometimes anything. */
const mostly = (...values: unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: fc.anything() });
const orAnything = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary }, { weight: 1, arbitrary: fc.anything() });

describe('messages to the service worker, at random', () => {
  it('a message names a list in its folder, or stops, or is passed over', () => {
    const folder = fc.constantFrom(
      listFolder,
      listFolder,
      listFolder,
      '/',
      '//a.example/',
      `https://a.example${listFolder}`,
    );
    const file = fc.oneof(
      fc.constantFrom('rope.0f.json', 'zh-series-x.series.0f.json', '../../rope/', '..%2f..', 'a/b.json'),
      fc.constantFrom('a.json?x', 'a.json#x', 'a.json\n', '\t/../a.json', '..', '\\a.json', '', '.json', 'a..json'),
      anyText,
    );
    const list = fc.tuple(folder, file).map((parts) => parts.join(''));
    const message = fc.record({ kind: mostly('open', 'open', 'stop'), list: orAnything(list), more: fc.anything() });
    let [opens, stops] = [0, 0];
    fuzz('messages to the service worker', 2000, orAnything(message), (data) => {
      const read = readMessage(data);
      if (read?.kind === 'stop') stops += 1;
      if (read?.kind !== 'open') return;
      opens += 1;
      // Whatever browsers make of an address: it is this file of this folder.
      expect(new URL(read.list, site).href).toBe(site + read.list);
      expect(read.list.slice(0, read.list.lastIndexOf('/') + 1)).toBe(listFolder);
    });
    console.log(`fuzz: ${String(opens)} of them named a list, ${String(stops)} stopped the worker`);
    expect(Math.min(opens, stops), 'what is ours is heard').toBeGreaterThan(0);
  });
});

describe('what the caches hold, at random', () => {
  const path = mostly('/rope/', '/_astro/a.js', '//a.example/', '/\\a.example/', '/\t/a.example/', site, '/');
  const digest = mostly('0123456789abcdef0123', '0123456789abcdef0123', '0123', 'x'.repeat(20));
  const size = mostly(0, 1, 2 ** 40, -1, 1.5, Infinity, '1');
  const isOfSite = (url: string): void => expect(new URL(url, site).origin).toBe(site);
  let read = 0;

  it('a list of files names files of this site, by their digests', () => {
    const entries = orAnything(fc.array(orAnything(fc.tuple(path, size, digest)), { maxLength: 1 }));
    const html = orAnything(fc.record({ bytes: size, digest }));
    const title = mostly('Title', '<b>');
    const previews = mostly(undefined, '/_astro/p.json', '//a.example/');
    const list = fc.record({ page: path, title, html, files: entries, weights: entries, backends: entries, previews });
    fuzz('lists of files', 4000, orAnything(list), (value) => {
      const files = readPageFiles(value);
      if (!files) return;
      read += 1;
      isOfSite(files.page);
      for (const entry of everyFile(files)) {
        isOfSite(entry.url);
        expect(entry.digest).toMatch(/^[0-9a-f]{20}$/);
        expect(Number.isSafeInteger(entry.bytes) && entry.bytes >= 0).toBe(true);
      }
    });
    console.log(`fuzz: ${String(read)} of them were lists`);
    expect(read).toBeGreaterThan(0);
  });

  it('a saved series names pages and lists of this site', () => {
    const pages = orAnything(fc.array(fc.record({ page: path, title: fc.string(), list: path }), { maxLength: 1 }));
    const series = fc.record({ title: fc.string(), page: path, bytes: size, pages });
    read = 0;
    fuzz('saved series', 1000, orAnything(series), (value) => {
      const known = readSeriesFiles(value);
      if (!known) return;
      read += 1;
      for (const url of [known.page, ...known.pages.flatMap(({ page, list }) => [page, list])]) isOfSite(url);
    });
    console.log(`fuzz: ${String(read)} of them were series`);
    expect(read).toBeGreaterThan(0);
  });
});

/** Lists of files: written by the build, read from caches that anything may have got into. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  listElement,
  readPageFiles,
  readSeriesFiles,
  splitPage,
  writePageFiles,
  type FileEntry,
  type PageFiles,
} from '../../../src/offline/page-files.ts';
import { readMessage } from '../../../src/offline/messages.ts';

const digest = fc.stringMatching(/^[0-9a-f]{20}$/);
const path = fc.stringMatching(/^\/[\w.-]{1,20}$/);
const entry: fc.Arbitrary<FileEntry> = fc.record({ url: path, bytes: fc.nat(), digest });
const list: fc.Arbitrary<PageFiles> = fc.record({
  page: path,
  title: fc.string(),
  html: fc.record({ bytes: fc.nat(), digest }),
  files: fc.array(entry),
  weights: fc.array(entry),
  backends: fc.array(entry),
  previews: fc.option(path, { nil: undefined }),
});

describe('a list of files', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(list, (one) => {
        expect(readPageFiles(JSON.parse(writePageFiles(one)))).toEqual(one);
      }),
    );
  });
  it('is read whole or not at all, whatever it holds, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const read of [readPageFiles, readSeriesFiles, readMessage]) expect(read(value)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
    const good = JSON.parse(writePageFiles(fc.sample(list, 1)[0] ?? ({} as PageFiles))) as Record<string, unknown>;
    for (const wrong of [['/a', 1], ['/a', -1, 'f'.repeat(20)], ['//other.invalid/a', 1, 'f'.repeat(20)], 'text'])
      expect(readPageFiles({ ...good, files: [wrong] })).toBeUndefined();
  });
  it('is found in a page, and the rest is the page as it was', () => {
    const html = '<html><head><title>A</title></head></html>';
    const named = html.replace('</head>', `${listElement('/_astro/offline/a.0f.json')}</head>`);
    expect(splitPage(named)).toEqual({ list: '/_astro/offline/a.0f.json', rest: html });
    expect(splitPage(html)).toEqual({ list: undefined, rest: html });
  });
  it('counts a file that several need once', () => {
    const a = { url: '/a', bytes: 3, digest: '' };
    expect(bytesOf([a, { url: '/b', bytes: 4, digest: '' }, a])).toBe(7);
  });
});

/** Small decisions of keeping pages. */
import { describe, expect, it } from 'vitest';
import { tooMany } from '../../../src/offline/clear.ts';
import { readMessage } from '../../../src/offline/messages.ts';
import { digestOf, noteOf, seal, sealOf, sizeOf, unseal } from '../../../src/offline/sealed.ts';
import { stateOf } from '../../../src/offline/series.ts';
import { kindOf, pageOf } from '../../../src/offline/worker/paths.ts';
import { digestOf as digestInNode } from '../../../src/offline/build/digest.ts';

const page = (saved: boolean, list = '/l') => ({ title: '', list, saved });

describe('which pages go', () => {
  const times = new Map([
    ['/old/', 1],
    ['/new/', 3],
    ['/middle/', 2],
    ['/saved/', 0],
  ]);
  const pages = new Map([...times.keys()].map((path) => [path, page(path === '/saved/')]));
  it('those read longest ago, and never a saved one', () => {
    expect(tooMany(pages, times, 2)).toEqual(['/old/']);
    expect(tooMany(pages, times, 0)).toEqual(['/new/', '/middle/', '/old/']);
    expect(tooMany(pages, times, 3)).toEqual([]);
  });
  it('a page without a known time is the oldest', () => {
    expect(tooMany(new Map(pages).set('/unknown/', page(false)), times, 3)).toEqual(['/unknown/']);
  });
});

describe('how much of a series is saved', () => {
  const pages = ['/a/', '/b/'].map((path) => ({ page: path, title: '', list: `${path}now` }));
  it('is told from what is known of each page', () => {
    const now = pages.map(({ list }) => page(true, list));
    expect(stateOf(pages, [undefined, page(false)])).toBe('none');
    expect(stateOf(pages, [now[0], undefined])).toBe('partial');
    expect(stateOf(pages, [now[0], page(false, '/b/now')])).toBe('partial');
    expect(stateOf(pages, [now[0], page(true, '/b/before')])).toBe('outdated');
    expect(stateOf(pages, now)).toBe('saved');
  });
});

describe('what is kept carries its digest', () => {
  const body = new TextEncoder().encode('const x = 1;').buffer;
  const original = new Response('const x = 1;', {
    headers: {
      'content-type': 'text/javascript',
      'content-encoding': 'br',
      'content-security-policy': "default-src 'none'",
    },
  });
  it('the same in Node and in the browser', async () => {
    expect(await digestOf(body)).toBe(digestInNode('const x = 1;'));
  });
  it('with its headers, and what is noted of it', async () => {
    const kept = seal(original, body, await digestOf(body), { title: '旋转 “x”' });
    expect(kept.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(kept.headers.get('content-encoding')).toBeNull();
    expect(noteOf(kept)).toEqual({ title: '旋转 “x”' });
    expect(noteOf(original)).toBeUndefined();
    expect(sizeOf(kept)).toBe(12);
    expect(await (await unseal(kept))?.text()).toBe('const x = 1;');
  });
  it('and counts as none when it was altered, cut short or never sealed', async () => {
    const digest = await digestOf(body);
    for (const damaged of ['const x = 2;', 'const x', ''])
      expect(await unseal(seal(original, new TextEncoder().encode(damaged).buffer, digest))).toBeUndefined();
    expect(await unseal(new Response('const x = 1;'))).toBeUndefined();
    expect(await unseal(undefined)).toBeUndefined();
    expect(sealOf(original)).toBeUndefined();
  });
});

describe('addresses', () => {
  it('are pages when they are navigated to, and have no ending', () => {
    for (const path of ['/', '/rope/', '/rope', '/zh/series/attention/']) expect(kindOf(path, 'navigate')).toBe('page');
    for (const path of ['/rope.md', '/feed.xml', '/embed/rope/', '/zh/embed/rope/'])
      expect(kindOf(path, 'navigate')).toBe('other');
    expect(kindOf('/rope/', 'cors')).toBe('other');
    expect(pageOf('/rope')).toBe('/rope/');
  });
  it('are files by their folder, previews by theirs; the search is left to the network', () => {
    expect(kindOf('/_astro/a.js', 'cors')).toBe('file');
    expect(kindOf('/zh/previews/rope/eq-a.json', 'cors')).toBe('preview');
    expect(kindOf('/pagefind/1.5.2/pagefind.js', 'cors')).toBe('other');
    expect(kindOf('/targets.json', 'cors')).toBe('other');
  });
});

it('messages of other kinds or to other places are passed over', () => {
  const list = '/_astro/offline/rope.0f.json';
  expect(readMessage({ kind: 'open', list })).toEqual({ kind: 'open', list });
  expect(readMessage({ kind: 'stop', more: 1 })).toEqual({ kind: 'stop' });
  for (const other of [
    null,
    'open',
    { kind: 'open' },
    { kind: 'open', list: 'https://other.invalid/' },
    { kind: 'later' },
  ])
    expect(readMessage(other)).toBeUndefined();
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternates, articlePath, demoUrl, pageUrl, seriesPath, switchedUrl } from '../../../src/links/urls.ts';

describe('addresses of pages', () => {
  it('English lives at the root, Chinese under /zh/, all with a trailing slash', () => {
    expect([pageUrl('en', '/'), pageUrl('zh', '/')]).toEqual(['/', '/zh/']);
    expect([pageUrl('en', articlePath('rope')), pageUrl('zh', articlePath('rope'))]).toEqual(['/rope/', '/zh/rope/']);
    expect(pageUrl('zh', seriesPath('attention'))).toBe('/zh/series/attention/');
    expect(demoUrl('zh', 'rope', 'rope-clocks')).toBe('/zh/rope/#demo-rope-clocks');
  });
  it('each page names its versions and a default', () => {
    expect(alternates('/rope/', new URL('https://example.org'))).toEqual([
      { hreflang: 'en', href: 'https://example.org/rope/' },
      { hreflang: 'zh-Hans', href: 'https://example.org/zh/rope/' },
      { hreflang: 'x-default', href: 'https://example.org/rope/' },
    ]);
  });
});

describe('the link to the other language', () => {
  it('keeps the demo state and the place', () => {
    expect(switchedUrl('/zh/rope/', '?rope-clocks.m=5', 'demo-rope-clocks')).toBe(
      '/zh/rope/?rope-clocks.m=5#demo-rope-clocks',
    );
    expect(switchedUrl('/zh/rope/', '', '')).toBe('/zh/rope/');
  });
  it('never leaves the page it leads to, whatever the query and the target', () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), fc.string({ unit: 'grapheme' }), (query, target) => {
        const url = new URL(switchedUrl('/zh/rope/', query === '' ? '' : `?${query}`, target), 'https://example.org');
        expect([url.origin, url.pathname]).toEqual(['https://example.org', '/zh/rope/']);
      }),
    );
  });
});

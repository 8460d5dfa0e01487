/** What the build reads from the tags of a page. */
import { expect, it } from 'vitest';
import { readMarkup } from '../../../src/offline/build/markup.ts';

const html = `<!doctype html><html><head><title>Rotary &amp; more · Incoming Transmission</title>
<link rel="stylesheet" href="/_astro/styles.a.css"><link rel="preload" href="/_astro/serif.b.woff2" as="font" crossorigin>
<link rel="icon" href="/favicon.svg"><link rel="canonical" href="https://site.invalid/rope/">
<script src="/_astro/theme.c.js"></script></head><body><p>2 > 1</p>
<a class="xref" href="/performer/#eq-one">(1)</a><a href="#eq-two">(2)</a>
<a class="citation" href="#ref-su">[1]</a><a class="xref far" href="?rope.m=1&amp;rope.n=2#demo-rope">try</a>
<a href="/about/">about</a><a href="https://example.invalid/#part">elsewhere</a>
<live-demo id="demo-rope" data-demo="rope" data-overrides='{"a":"x > y"}'></live-demo>
<equation-check data-slug="rope" data-label="eq-two"></equation-check></body></html>`;

it('finds what a page loads, shows and links to', () => {
  const { loaded, demos, checks, previews, title, series } = readMarkup(html, '/zh/rope/');
  expect([...loaded]).toEqual(['/_astro/styles.a.css', '/_astro/serif.b.woff2', '/_astro/theme.c.js']);
  expect([...demos]).toEqual(['rope']);
  expect([...checks]).toEqual(['rope']);
  expect([...previews]).toEqual([
    '/previews/performer/eq-one.json',
    '/zh/previews/rope/ref-su.json',
    '/zh/previews/rope/demo-rope.json',
  ]);
  expect(title).toBe('Rotary & more');
  expect(series).toBeUndefined();
});

it('finds the pages of a series', () => {
  const page = `<save-series data-list="unwritten" data-title="“A” &amp; B" data-pages="/one/ /two/"></save-series>`;
  expect(readMarkup(page, '/series/a/').series).toEqual({ title: '“A” & B', pages: ['/one/', '/two/'] });
});

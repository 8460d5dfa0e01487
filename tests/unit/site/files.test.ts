/** Files that every page loads: their weight, and what they must not do. */
import { readFileSync, statSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');

describe('fonts', () => {
  it('the serif is at most 30 kB, its italic half of that and a little', () => {
    expect(statSync(new URL('src/styles/fonts/serif.woff2', root)).size).toBeLessThanOrEqual(22_000);
    expect(statSync(new URL('src/styles/fonts/serif-italic.woff2', root)).size).toBeLessThanOrEqual(12_000);
  });
  it('never move text that was painted: they are optional', () => {
    const faces = text('src/styles/fonts.css')
      .split('@font-face')
      .filter((face) => face.includes('url('));
    expect(faces.length).toBe(2);
    for (const face of faces) expect(face).toContain('font-display: optional');
  });
});

describe('styles', () => {
  const sheets = [
    'base',
    'chinese',
    'site',
    'article',
    'prose',
    'equations',
    'sidenotes',
    'contents',
    'listing',
    'home',
    'print',
    'waiting',
  ];
  it.each(sheets)('%s.css needs no !important', (name) => {
    expect(text(`src/styles/${name}.css`)).not.toContain('!important');
  });
  it.each(['index', 'katex', 'demos'])('%s.css declares the same order of layers', (name) => {
    expect(text(`src/styles/${name}.css`)).toContain(
      '@layer reset, tokens, base, vendor, layout, components, plot, demo, utilities;',
    );
  });
});

describe('the script before the first paint', () => {
  const script = text('src/components/before-paint.js');
  const run = (storage: { getItem: () => string | null }, type = 'navigate'): Record<string, string> => {
    const dataset: Record<string, string> = {};
    const performance = { getEntriesByType: () => [{ type }] };
    runInNewContext(script, { localStorage: storage, document: { documentElement: { dataset } }, performance });
    return dataset;
  };
  it('tells a reader who returns from one who comes', () => {
    const none = { getItem: () => null };
    expect(run(none)).toEqual({});
    for (const type of ['reload', 'back_forward']) expect(run(none, type)).toEqual({ laid: '' });
  });
  it('takes a kept theme, and nothing else', () => {
    expect(run({ getItem: () => 'dark' })).toEqual({ theme: 'dark' });
    expect(run({ getItem: () => '<b>' })).toEqual({});
    expect(run({ getItem: () => null })).toEqual({});
  });
  it('leaves the system theme where storage is blocked', () => {
    const blocked = {
      getItem: (): never => {
        throw new Error('denied');
      },
    };
    expect(run(blocked)).toEqual({});
  });
});

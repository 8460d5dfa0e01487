/**
 * Everything that comes from outside, drawn at random: addresses, fragments, what storage holds, typed words, drawings, searches,
 * what frames are asked with. Nothing throws, everything is clamped or dropped, and nothing becomes markup.
 */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { isRelated } from '../../../src/components/search-related.ts';
import { isBackendName } from '../../../src/lab/backends.ts';
import { parseRemembered } from '../../../src/lab/figures.ts';
import { cleanText, coerce, defaultValues, withChange, type AnyValues } from '../../../src/lab/params.ts';
import { coercePoints, decodePoints } from '../../../src/lab/points.ts';
import { backendMemory } from '../../../src/lab/settings.ts';
import { readState } from '../../../src/lab/url-state.ts';
import { formatLink, formatNames, isFormatName } from '../../../src/links/formats.ts';
import { fragmentId } from '../../../src/links/fragment.ts';
import { embedSnippet } from '../../../src/links/machine/oembed.ts';
import { discoverDemos } from '../../../src/registry/node.ts';
import { anyText, casesTried, fuzz } from './fuzz.ts';

const demos = await discoverDemos(fileURLToPath(new URL('../../..', import.meta.url)));
afterEach(() => vi.unstubAllGlobals());
afterAll(() => {
  console.log(`fuzz: ${String(casesTried())} cases in all`);
  expect(casesTried()).toBeGreaterThanOrEqual(10_000);
});

describe('what comes from outside, at random', () => {
  it('the state of every demo in an address is clamped or dropped', () => {
    const each = Math.ceil(4000 / demos.size);
    for (const [id, { params }] of demos) {
      const base: AnyValues = defaultValues(params, 'en');
      const name = fc.oneof(fc.constantFrom(...Object.keys(params)), anyText);
      fuzz(`states of ${id}`, each, fc.array(fc.tuple(name, anyText), { maxLength: 8 }), (entries) => {
        const query = entries
          .map(([key, value]) => `${id}.${encodeURIComponent(key.toWellFormed())}=${value}`)
          .join('&');
        const { values, issues } = readState(params, id, query, base, 'en');
        expect(Object.keys(values)).toEqual(Object.keys(base));
        // Within its specification: what is there is the nearest allowed value to itself.
        for (const [key, spec] of Object.entries(params)) expect(coerce(spec, values[key])).toEqual(values[key]);
        for (const { given } of issues) expect(Array.from(given).length).toBeLessThanOrEqual(40);
      });
    }
  });

  it('imported values of any type leave every parameter within its specification', () => {
    const all = [...demos.values()];
    fuzz('imported data', 2000, fc.tuple(fc.constantFrom(...all), fc.array(fc.anything())), ([{ params }, values]) => {
      const base: AnyValues = defaultValues(params, 'en');
      const names = [...Object.keys(params), '__proto__', 'constructor'];
      const patch = Object.fromEntries(values.map((value, index) => [names[index % names.length] ?? '', value]));
      const next: AnyValues = withChange(params, base, patch);
      expect(Object.keys(next)).toEqual(Object.keys(base));
      for (const [key, spec] of Object.entries(params)) expect(coerce(spec, next[key])).toEqual(next[key]);
    });
  });

  it('typed words are one line, of limited length, without control characters', () => {
    const spec = { kind: 'text', label: { en: 'x', zh: 'x' }, maxLength: 20, default: { en: '', zh: '' } } as const;
    fuzz('typed words', 1000, anyText, (typed) => {
      const text = cleanText(spec, typed);
      expect(Array.from(text).length).toBeLessThanOrEqual(20);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    });
  });

  it('drawings stay on their square, with as many points as there may be', () => {
    const pad = { reach: 2, most: 5 };
    fuzz('points', 1500, fc.oneof(anyText, fc.array(fc.oneof(fc.double(), fc.anything()))), (drawn) => {
      const points = coercePoints(pad, typeof drawn === 'string' ? decodePoints(pad, drawn) : drawn) ?? [];
      expect(points.length % 2).toBe(0);
      expect(points.length).toBeLessThanOrEqual(10);
      for (const value of points) expect(Math.abs(value)).toBeLessThanOrEqual(2);
    });
  });

  it('stored figures, backends and link formats are ours or are forgotten', () => {
    const figures = fc.record({
      here: fc.constant('here'),
      device: fc.oneof(fc.string(), fc.anything()),
      demos: fc.oneof(
        fc.anything(),
        fc.dictionary(anyText, fc.dictionary(fc.constantFrom('wasm', 'cpu', 'x'), fc.anything())),
      ),
    });
    const text = fc.oneof(
      anyText,
      figures.map((value) => JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? null : one))),
    );
    fuzz('it-backend-figures', 1000, text, (stored) => {
      for (const [id, known] of Object.entries(parseRemembered(stored, 'here').demos)) {
        expect(id).toMatch(/^[a-z0-9-]{1,80}$/);
        for (const [name, figure] of Object.entries(known)) {
          expect(isBackendName(name)).toBe(true);
          expect(
            typeof figure === 'number'
              ? figure >= 0 && Number.isFinite(figure)
              : ['slow', 'unavailable'].includes(figure),
          ).toBe(true);
        }
      }
    });
    fuzz('it-backend and link-format', 500, anyText, (stored) => {
      vi.stubGlobal('localStorage', { getItem: () => stored });
      const chosen = backendMemory.chosen();
      expect(chosen === undefined || isBackendName(chosen)).toBe(true);
      if (isFormatName(stored)) expect(formatNames).toContain(stored);
    });
  });

  it('a fragment is an id or nothing', () => {
    fuzz('fragments', 1000, anyText, (hash) => expect(typeof fragmentId(`#${hash}`)).toBe('string'));
    expect([fragmentId('#%'), fragmentId('#a%20b'), fragmentId('')]).toEqual(['', 'a b', '']);
  });

  it('a search takes any words', () => {
    fuzz('searches', 1000, fc.tuple(anyText, anyText), ([query, found]) => {
      expect(typeof isRelated(query, `<mark>${found}</mark>`)).toBe('boolean');
    });
  });

  it('a query stays inside the attribute of the frame that it is for', () => {
    const site = new URL('https://a.example');
    fuzz('queries of frames', 1000, anyText, (query) => {
      const snippet = embedSnippet({ id: 'rope-clocks', lang: 'en', title: query }, site, `?rope-clocks.m=${query}`);
      expect(snippet.match(/</g)).toHaveLength(2);
      expect(snippet.match(/"/g)).toHaveLength(14);
    });
    const record = { page: 'Page', lang: 'en', accessed: '2026-01-01' } as const;
    fuzz('titles and addresses in links', 500, anyText, (given) => {
      const html = formatLink('html', { ...record, title: given, url: `https://a.example/?x=${given}` }) ?? '';
      expect(html.match(/</g)).toHaveLength(2);
    });
  });
});

/** The files of the search are whole: a cut one would leave a language without results, and no page would tell. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { langs, locale } from '../../src/i18n/lang.ts';
import { dist } from './support.ts';

const folder = join(dist, 'pagefind');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /pf_\w+$|\.pagefind$/.test(file),
);

it('every file of the search index can be unpacked, to the library’s mark', () => {
  const marks = files.map((file) => gunzipSync(readFileSync(join(folder, file))).toString('latin1', 0, 12));
  expect(marks.filter((mark) => mark !== 'pagefind_dcd')).toEqual([]);
});

it.each(langs)('%s has its list of files and its words', (lang) => {
  const language = locale[lang].toLowerCase();
  const named = (pattern: RegExp): number => files.filter((file) => pattern.test(file)).length;
  expect(named(new RegExp(`pagefind\\.${language}_\\w+\\.pf_meta$`))).toBe(1);
  expect(named(new RegExp(`index/${language}_\\w+\\.pf_index$`))).toBeGreaterThan(0);
});

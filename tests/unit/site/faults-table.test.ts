/** `docs/faults.md` names tests that exist, by their full titles, and leaves out none of those that bring a fault about. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testTitles } from '../../support/test-titles.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const rows = readFileSync(join(root, 'docs/faults.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2);
/** A row's last cell: a file, and one or more titles in it. */
const named = rows.map((row) => {
  const [, file = '', titles = ''] = /`(tests\/[^`]+)`: (“.+”) *\|$/.exec(row) ?? [];
  return { row, file, titles: Array.from(titles.matchAll(/“([^“”]+)”/g), ([, title = '']) => title) };
});
const ofFaults = readdirSync(join(root, 'tests/browser'))
  .filter((name) => name.startsWith('faults'))
  .map((name) => `tests/browser/${name}`);

describe('the table of faults', () => {
  it.each(named)('$row', ({ file, titles }) => {
    expect(titles).not.toEqual([]);
    const there = testTitles(join(root, file));
    for (const title of titles) expect(there).toContain(title);
  });
  it.each(ofFaults)('names every test of %s once', (file) => {
    const listed = named.filter((row) => row.file === file).flatMap(({ titles }) => titles);
    expect(listed.toSorted()).toEqual(testTitles(join(root, file)).toSorted());
  });
  it('covers more than thirty faults', () => {
    expect(rows.length).toBeGreaterThan(30);
  });
});

/** `docs/faults.md` names tests that exist. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
const rows = read('docs/faults.md')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2);

describe('the table of faults', () => {
  it.each(rows)('%s', (row) => {
    const [, file = '', title = ''] = /`(tests\/[^`]+)`: “(.+)” \|$/.exec(row.replaceAll(/\s+\|/g, ' |')) ?? [];
    expect(title).not.toBe('');
    expect(read(file)).toContain(title);
  });
  it('covers more than twenty faults', () => {
    expect(rows.length).toBeGreaterThan(20);
  });
});

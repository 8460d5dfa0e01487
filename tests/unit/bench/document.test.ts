/** Measured figures in documents. */
import { describe, expect, it } from 'vitest';
import { budgetRows } from '../../bench/budgets.ts';
import { withTables } from '../../bench/document.ts';

const table = (title: string, rows: readonly Record<string, string | number>[]) => ({
  title,
  method: 'medians of 3',
  date: '2026-11-28T05:00:00.000Z',
  rows,
});

describe('a document', () => {
  const text =
    '# A\n\n<!-- bench: Load -->\n\nold\n\n<!-- /bench -->\n\nwords\n\n<!-- bench: Other -->\nkept\n<!-- /bench -->\n';

  it('gets the tables that it names, and keeps what was not measured', () => {
    const fresh = withTables(text, [table('Load', [{ page: '/a|b', rate: 12345.5 }])]);
    expect(fresh).toContain('Medians of 3. Measured on 2026-11-28.');
    expect(fresh).toContain('| page | rate |\n| --- | ---: |\n| /a\\|b | 12,345.5 |');
    expect(fresh).not.toContain('old');
    expect(fresh).toContain('words\n\n<!-- bench: Other -->\nkept\n<!-- /bench -->');
  });

  it('can be refreshed again and again', () => {
    const tables = [table('Load', [{ page: '/' }])];
    expect(withTables(withTables(text, tables), tables)).toBe(withTables(text, tables));
  });
});

describe('budgets', () => {
  it('show the worst that was measured, and on what', () => {
    const rows = budgetRows([
      table('Bytes before any demo is near', [
        { page: '/demos/', demos: 0, 'js B': 9000, 'first paint B': 130_000 },
        { page: '/edm/', demos: 3, 'js B': 4000, 'first paint B': 90_000 },
        { page: '/rope/', demos: 3, 'js B': 5600, 'first paint B': 80_000 },
      ]),
      table('Demos', [
        {
          demo: 'a',
          backend: 'wasm',
          'own code B': 7000,
          'dragging: longest task ms': 0,
          'playing: longest task ms': 90,
        },
        {
          demo: 'b',
          backend: 'cpu',
          'own code B': 2000,
          'dragging: longest task ms': 0,
          'playing: longest task ms': '',
        },
      ]),
    ]);
    const measured = rows.map((row) => row['measured']);
    expect(measured.slice(0, 3)).toEqual(['5.6 kB (/rope/)', '90.0 kB (/edm/)', '7.0 kB (a)']);
    expect(measured[5]).toBe('dragging: none above 50 ms in 2 measurements');
    expect(measured[6]).toBe('playing: 90 ms (a, wasm); above 50 ms in 1 of 1 measurements');
    expect(measured.at(-1)).toBe('not measured');
  });
});

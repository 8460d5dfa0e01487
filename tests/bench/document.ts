/** Measured tables in a Markdown document: between `<!-- bench: Title -->` and `<!-- /bench -->`. */
import { columnsOf, isNumeric, type Row, type Table } from './report.ts';

const escaped = (value: string | number | undefined): string =>
  typeof value === 'number'
    ? value.toLocaleString('en', { maximumFractionDigits: 4 })
    : (value ?? '').replaceAll('|', '\\|');

export function markdownTable(rows: readonly Row[]): string {
  const columns = columnsOf(rows);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(columns.map((name) => (isNumeric(rows, name) ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map((name) => escaped(row[name])))),
  ].join('\n');
}

/** The document with the tables that it names put in anew. A table that was not measured stays as it is. */
export const withTables = (text: string, tables: readonly Table[]): string =>
  text.replaceAll(
    /(<!-- bench: (.+?) -->)[\s\S]*?(<!-- \/bench -->)/g,
    (old, begin: string, title: string, end: string) => {
      const table = tables.find((one) => one.title === title);
      if (!table) return old;
      const method = `${table.method.charAt(0).toUpperCase()}${table.method.slice(1)}. Measured on ${table.date.slice(0, 10)}.`;
      return [begin, method, table.rows.length > 0 ? markdownTable(table.rows) : 'None.', end].join('\n\n');
    },
  );

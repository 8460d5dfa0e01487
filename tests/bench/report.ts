/** Results as tables: on the screen, and in a file that keeps the newest of each, for machines, documents and comparison in review. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

export type Row = Readonly<Record<string, string | number>>;

export interface Table {
  readonly title: string;
  /** Profile, repetitions, what the figures are. */
  readonly method: string;
  /** When it was measured. */
  readonly date: string;
  readonly rows: readonly Row[];
}

export const columnsOf = (rows: readonly Row[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))];
export const isNumeric = (rows: readonly Row[], column: string): boolean =>
  rows.every((row) => typeof (row[column] ?? 0) === 'number');

/** Rows as aligned columns; numbers to the right. */
export function formatTable(rows: readonly Row[]): string {
  const columns = columnsOf(rows).map((name) => {
    const cells = [name, ...rows.map((row) => String(row[name] ?? ''))];
    const width = Math.max(...cells.map((cell) => cell.length));
    return cells.map((cell) => (isNumeric(rows, name) ? cell.padStart(width) : cell.padEnd(width)));
  });
  const lines = Array.from({ length: rows.length + 1 }, (_, index) => columns.map((cells) => cells[index] ?? ''));
  return lines.map((cells) => cells.join('  ').trimEnd()).join('\n');
}

/** What a file says, or nothing. */
function readTables(file: string): Table[] {
  if (!existsSync(file)) return [];
  const { tables } = JSON.parse(readFileSync(file, 'utf8')) as { tables?: Table[] };
  return tables ?? [];
}

/** The machine in a few words. */
export const machineName = (): string =>
  `${cpus().length} cores${cpus()[0]?.model ? ` (${cpus()[0]?.model ?? ''})` : ''}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;

/** Collects tables and prints each as it comes. A section that is measured alone leaves the others' tables as they were. */
export class Report {
  readonly #files: readonly string[];
  #tables: readonly Table[];

  /** Written to all the files; the first is the one that is remembered: the browser tests empty test-results/. */
  constructor(...files: readonly string[]) {
    this.#files = files;
    this.#tables = readTables(files[0] ?? '');
  }

  get tables(): readonly Table[] {
    return this.#tables;
  }

  /** Prints a table and puts it into the file at once, so that a run which is broken off loses nothing. */
  table(title: string, method: string, rows: readonly Row[]): void {
    const table = { title, method, date: new Date().toISOString(), rows };
    this.#tables = [...this.#tables.filter((other) => other.title !== title), table];
    console.log(`\n${title}\n${method}\n\n${formatTable(rows)}`);
    const text = `${JSON.stringify({ machine: machineName(), tables: this.#tables }, undefined, 1)}\n`;
    for (const file of this.#files) {
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, text);
    }
  }
}

/** To one decimal place, or none from 100 up. */
export const rounded = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10;

/** Results as tables on the screen, and as one file for machines and for comparison in review. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

export type Row = Readonly<Record<string, string | number>>;

interface Table {
  readonly title: string;
  /** Profile, repetitions, what the figures are. */
  readonly method: string;
  readonly rows: readonly Row[];
}

/** Rows as aligned columns; numbers to the right. */
export function formatTable(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const text = (value: string | number | undefined): string => (value === undefined ? '' : String(value));
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => text(row[name]).length)));
  const line = (cells: readonly string[], right: (column: number) => boolean): string =>
    cells
      .map((cell, column) => (right(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const numeric = names.map((name) => rows.every((row) => typeof (row[name] ?? 0) === 'number'));
  return [
    line(names, (column) => numeric[column] === true),
    ...rows.map((row) =>
      line(
        names.map((name) => text(row[name])),
        (column) => numeric[column] === true,
      ),
    ),
  ].join('\n');
}

/** Collects tables, prints each as it comes, and writes all of them down. */
export class Report {
  readonly #file: string;
  readonly #tables: Table[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /** Prints a table and adds it to the file, so that a run which is broken off loses nothing. */
  table(title: string, method: string, rows: readonly Row[]): void {
    this.#tables.push({ title, method, rows });
    console.log(`\n${title}\n${method}\n\n${formatTable(rows)}`);
    this.#write();
  }

  #write(): void {
    mkdirSync(join(this.#file, '..'), { recursive: true });
    const [cpu] = cpus();
    const machine = { cpu: cpu?.model ?? '', cores: cpus().length, memoryBytes: totalmem(), node: process.version };
    const report = { date: new Date().toISOString(), machine, tables: this.#tables };
    writeFileSync(this.#file, `${JSON.stringify(report, undefined, 1)}\n`);
  }
}

/** To one decimal place, or none from 100 up. */
export const rounded = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10;

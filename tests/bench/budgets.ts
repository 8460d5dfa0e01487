/** The budgets of the design beside what was measured: the worst of each. */
import type { Row, Table } from './report.ts';
import { largest } from './statistics.ts';

interface Budget {
  readonly what: string;
  readonly budget: string;
  /** The section of `npm run bench` that measures it. */
  readonly section: string;
  /** The figure with what it was measured on; undefined when that was not measured. */
  readonly measured: (rows: (title: string) => readonly Row[]) => string | undefined;
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** The row with the largest value in a column. */
function worst(rows: readonly Row[], column: string): { row: Row; value: number } | undefined {
  const found = rows.flatMap((row) => {
    const value = row[column];
    return typeof value === 'number' && Number.isFinite(value) ? [{ row, value }] : [];
  });
  return found.sort((a, b) => b.value - a.value)[0];
}

const text = (value: string | number | undefined): string => String(value ?? '');

function worstBytes(rows: readonly Row[], column: string, label: string): string | undefined {
  const found = worst(rows, column);
  return found && `${kilobytes(found.value)} (${text(found.row[label])})`;
}

/** The longest task, with the demo and backend where it was. */
function longestTask(rows: readonly Row[], column: string, doing: string): string | undefined {
  const found = worst(rows, column);
  if (!found) return undefined;
  const { row, value } = found;
  const over = rows.filter((one) => Number(one[column] ?? 0) > 50).length;
  const measured = rows.filter((one) => typeof one[column] === 'number').length;
  if (over === 0) return `${doing}: none above 50 ms in ${measured} measurements`;
  return `${doing}: ${Math.round(value)} ms (${text(row['demo'])}, ${text(row['backend'])}); above 50 ms in ${over} of ${measured} measurements`;
}

/** Pages with demos are articles. */
const weighedArticles = (rows: (title: string) => readonly Row[]): Row[] =>
  rows('Bytes before any demo is near').filter((row) => Number(row['demos']) > 0);

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

const budgets: readonly Budget[] = [
  {
    what: 'article page before any demo is near: JS',
    budget: '10 kB Brotli',
    section: 'pages',
    measured: (rows) => worstBytes(weighedArticles(rows), 'js B', 'page'),
  },
  {
    what: 'article page: HTML, CSS and fonts for the first paint',
    budget: '120 kB Brotli',
    section: 'pages',
    measured: (rows) => worstBytes(weighedArticles(rows), 'first paint B', 'page'),
  },
  {
    what: 'one demo’s own code',
    budget: '15 kB Brotli',
    section: 'demos',
    measured: (rows) => worstBytes(rows('Demos'), 'own code B', 'demo'),
  },
  {
    what: 'tensor runtime, one backend, without the WASM binary',
    budget: '140 kB Brotli',
    section: 'demos',
    measured: (rows) =>
      worstBytes(rows('What the first demo of a page fetches per backend'), 'tensor code B', 'backend'),
  },
  {
    what: 'layout shift while loading and hydrating',
    budget: '0',
    section: 'pages',
    measured: (rows) => {
      const all = [...rows('Pages on a phone'), ...rows('Articles read to the end')];
      return all.length === 0
        ? undefined
        : `${largest(all.map((row) => Number(row['shift'] ?? 0)))} (worst of ${all.length})`;
    },
  },
  {
    what: 'longest main-thread task while a slider is dragged',
    budget: '50 ms',
    section: 'demos',
    measured: (rows) => longestTask(rows('Demos'), 'dragging: longest task ms', 'dragging'),
  },
  {
    what: 'longest main-thread task while a model trains',
    budget: '50 ms',
    section: 'demos',
    measured: (rows) => longestTask(rows('Demos'), 'playing: longest task ms', 'playing'),
  },
  {
    what: 'Lighthouse, mobile: performance, accessibility, best practices, SEO',
    budget: '100 each',
    section: 'lighthouse',
    measured: (rows) => {
      const pages = rows('Lighthouse');
      const least = (name: string): number =>
        Math.min(...pages.map((row) => Number(row[name] ?? NaN)).filter(Number.isFinite));
      return pages.length === 0
        ? undefined
        : `${categories.map((name) => least(name)).join(', ')} (least of ${pages.length} pages)`;
    },
  },
  {
    what: 'build of the whole site, cold, 2 cores',
    budget: '90 s',
    section: 'build',
    measured: (rows) => {
      const [row] = rows('Build');
      return row && `${text(row['seconds'])} s (${text(row['articles'])} articles, ${text(row['cores'])} cores)`;
    },
  },
  {
    what: 'growth of the build to 1,000 articles',
    budget: 'no worse than linear',
    section: 'growth',
    measured: (rows) => {
      const row = rows('Growth of the build, short articles').at(-1);
      return row && `exponent ${text(row['exponent'])} up to ${text(row['articles'])} short articles`;
    },
  },
];

/** One row per budget. */
export function budgetRows(tables: readonly Table[]): Row[] {
  const rows = (title: string): readonly Row[] => tables.find((table) => table.title === title)?.rows ?? [];
  return budgets.map(({ what, budget, section, measured }) => ({
    what,
    budget,
    measured: measured(rows) ?? 'not measured',
    'npm run bench --': section,
  }));
}

/** What `npm run bench -- …` may be told. */
import { parseArgs } from 'node:util';
import { backendNames, isBackendName, type BackendName } from '../../src/lab/backends.ts';

export const sectionNames = ['build', 'pages', 'lighthouse', 'load', 'demos', 'training', 'growth', 'tables'] as const;
export type SectionName = (typeof sectionNames)[number];

/** What is measured when nothing is named. Growth takes many minutes and is asked for by name; `tables` measures nothing. */
const byDefault: readonly SectionName[] = sectionNames.filter((name) => name !== 'growth' && name !== 'tables');

export interface BenchOptions {
  /** In the order in which they are measured. */
  readonly sections: readonly SectionName[];
  /** Other pages, measured as the site's own are. */
  readonly urls: readonly string[];
  /** A sample instead of all, once instead of often: to see whether anything is far off. */
  readonly quick: boolean;
  /** Measure the dist/ that is there. */
  readonly noBuild: boolean;
  /** Put the tables into docs/performance.md and docs/scaling.md. */
  readonly write: boolean;
  /** Visits of a page, of which the median is printed. */
  readonly runs: number;
  readonly backends: readonly BackendName[];
  /** Ids of the demos to measure; none: all, or a sample where it is to be quick. */
  readonly demos: readonly string[];
  /** Paths of the pages to measure; none: all that are unlike each other. */
  readonly paths: readonly string[];
  /** Numbers of generated articles: short ones, and the site's own again and again. */
  readonly sizes: readonly number[];
  readonly fullSizes: readonly number[];
}

export const usage = `npm run bench -- [section …] [URL …] [--quick] [--no-build] [--write] [--runs=5] [--backends=wasm,cpu] [--demos=id,…]
                 [--paths=/rope/,…] [--sizes=10,100,1000] [--full-sizes=10,100]
sections: ${sectionNames.join(' ')} (default: all but growth; tables measures nothing and shows the budgets anew)`;

const list = (text: string | undefined): string[] => (text ?? '').split(',').filter((part) => part !== '');

function wholeNumber(text: string, what: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${what} is “${text}”: a whole number from 1 up is wanted\n${usage}`);
  return Number(text);
}

const numbers = (text: string | undefined, what: string): number[] | undefined =>
  text === undefined ? undefined : list(text).map((word) => wholeNumber(word, what));

function chosenSections(words: readonly string[], urls: readonly string[]): SectionName[] {
  const unknown = words.filter((word) => !(sectionNames as readonly string[]).includes(word));
  if (unknown.length > 0) throw new Error(`there is no section “${unknown.join('”, “')}”\n${usage}`);
  // Addresses alone: the site's own pages beside them, and nothing else.
  const fallback = urls.length > 0 ? (['pages'] as const) : byDefault;
  return words.length > 0 ? sectionNames.filter((name) => words.includes(name)) : [...fallback];
}

function chosenBackends(text: string | undefined): BackendName[] {
  const asked = list(text);
  const unknown = asked.filter((name) => !isBackendName(name));
  if (unknown.length > 0) throw new Error(`there is no backend “${unknown.join('”, “')}”\n${usage}`);
  return backendNames.filter((name) => asked.length === 0 || asked.includes(name));
}

/** Reads the command line. Throws, saying what is wrong and what there is. */
export function parseArguments(argv: readonly string[]): BenchOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      quick: flag,
      'no-build': flag,
      write: flag,
      runs: text,
      backends: text,
      demos: text,
      paths: text,
      sizes: text,
      'full-sizes': text,
    },
  });
  const urls = positionals.filter((word) => /^https?:\/\//.test(word));
  const words = positionals.filter((word) => !urls.includes(word));
  return {
    sections: chosenSections(words, urls),
    urls,
    quick: values.quick,
    noBuild: values['no-build'],
    write: values.write,
    runs: values.runs === undefined ? (values.quick ? 1 : 5) : wholeNumber(values.runs, '--runs'),
    backends: chosenBackends(values.backends),
    demos: list(values.demos),
    paths: list(values.paths),
    sizes: numbers(values.sizes, '--sizes') ?? [10, 100, 1000],
    fullSizes: numbers(values['full-sizes'], '--full-sizes') ?? [10, 100],
  };
}
